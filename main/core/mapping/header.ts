import { isUnmistakablePhone } from './cells.ts';
import { dateShape } from './dates.ts';
import { matchName } from './name-match.ts';
import { visibleText } from './words.ts';

/**
 * Whether the first line of a file names the columns. A line that holds an e-mail address, a digest, a phone number or
 * seven digits in a row is a person's data and must not be stored as names (DESIGN section 6).
 */
export function isHeader(firstLine: readonly string[]): boolean {
  return !firstLine.some((cell) => looksPersonal(visibleText(cell)));
}

/** Reports are not headed by more lines than this. */
const MOST_TITLE_LINES = 10;

/**
 * How many of a file's first lines (blank ones left out) are a title above its table, as in "Customer export 2026-11-01" over the header. A
 * title has fewer cells than the line below it, and that line names columns, or all lines below have cells that the title has not.
 */
export function titleLines(lines: readonly (readonly string[])[]): number {
  const [first = [], ...others] = lines;
  if (namesIn(first) > 1) return 0;
  const sizes = lines.map((line) => line.filter((cell) => visibleText(cell) !== '').length);
  const isBelowNarrower = (index: number): boolean => sizes.slice(0, index).every((size) => size < (sizes[index] ?? 0));
  const header = lines.findIndex(
    (line, index) => index > 0 && namesIn(line) > 1 && isHeader(line) && isBelowNarrower(index),
  );
  if (header > 0) return header <= MOST_TITLE_LINES ? header : 0;
  if (namesIn(first) > 0 || !isHeader(first)) return 0;
  // No name is known: a lone cell over lines that are all wider.
  const start = lines.findIndex((line) => line.length > 1);
  const isTitled =
    start > 0 && sizes[0] === 1 && others.length > start && lines.slice(start).every((line) => line.length > 1);
  return isTitled && start <= MOST_TITLE_LINES ? start : 0;
}

function namesIn(line: readonly string[]): number {
  return line.filter((cell) => matchName(cell) !== null).length;
}

/**
 * Names of a file's columns, for screens and `--map`: one for every index below `width`, all different. A blank or
 * missing name, one that looks like a person's data, and every column of a file without header (null) is "Column 3"; a
 * repeated name gets " (2)".
 */
export function columnNames(header: readonly string[] | null, width: number): readonly string[] {
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, index) => {
    const text = visibleText(header?.[index] ?? '');
    const wanted = text === '' || looksPersonal(text) ? `Column ${index + 1}` : text;
    let name = wanted;
    for (let copy = 2; taken.has(name); copy++) name = `${wanted} (${copy})`;
    taken.add(name);
    return name;
  });
}

function looksPersonal(text: string): boolean {
  const compatible = text.normalize('NFKC');
  if (/[^\s@]@[^\s@]+\.[^\s@]/.test(compatible) || /\p{Nd}{7}/u.test(compatible) || /[0-9a-f]{64}/i.test(compatible))
    return true;
  return isUnmistakablePhone(compatible) && dateShape(compatible) === 'none';
}
