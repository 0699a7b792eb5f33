import { isUnmistakablePhone } from './cells.ts';
import { dateShape } from './dates.ts';
import { visibleText } from './words.ts';

/**
 * Whether the first line of a file names the columns. A line that holds an e-mail address, a digest, a phone number or
 * seven digits in a row is a person's data and must not be stored as names (DESIGN section 6).
 */
export function isHeader(firstLine: readonly string[]): boolean {
  return !firstLine.some((cell) => looksPersonal(visibleText(cell)));
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
