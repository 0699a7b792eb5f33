import type { MappedKey } from '../keys.ts';
import { candidate } from './candidate.ts';
import type { Candidate, Column } from './candidate.ts';
import { headerWords } from './words.ts';

/**
 * A plain "Name" is the last name beside a first-name column and the first name beside a last-name column. Alone, or
 * beside both, it is a full name, which is not split: a wrong cut would be hashed and never match. `found` holds the
 * candidates of all other columns.
 */
export function plainNames(columns: readonly Column[], found: readonly Candidate[]): readonly Candidate[] {
  const firstName = columnOf('FN', columns, found);
  const lastName = columnOf('LN', columns, found);
  if (firstName !== undefined && lastName !== undefined) return [];
  const other = firstName ?? lastName;
  if (other === undefined) return firstAndLast(columns);
  const key = firstName === undefined ? 'FN' : 'LN';
  const [plain] = columns
    .filter((column) => column.match?.meaning === 'NAME' && canBe(key, column))
    .toSorted((a, b) => (a.match?.rank ?? 0) - (b.match?.rank ?? 0));
  if (plain === undefined || isFullName(plain.cells, other.cells, !isRomance(headerWords(plain.name)))) return [];
  return shaky(candidate(plain, key, 'strong'));
}

/** "Customer name" is a full name; "Nom" is never a first name; "Nome" and "Nombre" beside a first name are full names. */
function canBe(key: 'FN' | 'LN', column: Column): boolean {
  const words = headerWords(column.name);
  if (words.includes('name') && words.length > 1) return false;
  return key === 'FN' ? !words.includes('nom') : !isRomance(words);
}

function isRomance(words: readonly string[]): boolean {
  return words.includes('nombre') || words.includes('nome');
}

/** "First" and "Last" mean something only together. */
function firstAndLast(columns: readonly Column[]): readonly Candidate[] {
  const first = columns.find((column) => column.match?.meaning === 'FIRST');
  const last = columns.find((column) => column.match?.meaning === 'LAST');
  if (first === undefined || last === undefined) return [];
  return [...shaky(candidate(first, 'FN', 'strong')), ...shaky(candidate(last, 'LN', 'strong'))];
}

/** What a neighbour says is less sure than what a name says itself. */
function shaky(one: Candidate | null): readonly Candidate[] {
  return one === null ? [] : [{ ...one, confidence: one.confidence * 0.9 }];
}

function columnOf(key: MappedKey, columns: readonly Column[], found: readonly Candidate[]): Column | undefined {
  const index = found.find((one) => one.key === key)?.index;
  return columns.find((column) => column.index === index);
}

/** Last names of several words begin with one of these: "de Vries", "Van den Berg". */
const PARTICLE = /^(?:de|del|della|di|da|do|dos|du|van|von|zu|la|le|el|al|ten|ter|st\.?)\s/i;

/** Most cells repeat the other name, or are of two words where one is usual. */
function isFullName(cells: readonly string[], others: readonly string[], oneWordIsUsual: boolean): boolean {
  const parts = new Set(others.map((cell) => cell.toLowerCase()));
  const repeating = cells.filter((cell) => {
    const words = cell.toLowerCase().split(/[\s,]+/);
    return words.length > 1 && words.some((word) => parts.has(word));
  });
  const spaced = cells.filter((cell) => cell.includes(' ') && !PARTICLE.test(cell));
  return repeating.length * 2 > cells.length || (oneWordIsUsual && spaced.length * 4 > cells.length * 3);
}
