import type { MappedKey } from '../keys.ts';
import type { Candidate, Column } from './candidate.ts';
import { isDigest, isEmail, isUnmistakablePhone } from './cells.ts';
import { HASHED_RANK } from './name-match.ts';
import { score } from './recognise.ts';
import { namesStranger } from './strangers.ts';
import { headerWords } from './words.ts';

/** Columns that may share a key: a person's e-mails and phones fan out to up to three entries. */
export function columnLimit(key: MappedKey): number {
  return key === 'EMAIL' || key === 'PHONE' ? 3 : 1;
}

/** The best columns of every key. Filled ones come first, then the customer's own, then the surer, then the earlier. */
export function choose(found: readonly Candidate[]): readonly Candidate[] {
  const best = found.toSorted(
    (a, b) =>
      Number(b.isSeen) - Number(a.isSeen) || a.rank - b.rank || b.confidence - a.confidence || a.index - b.index,
  );
  const chosen: Candidate[] = [];
  for (const one of best) {
    const rivals = chosen.filter((other) => other.key === one.key).length;
    const isCopy = one.rank === HASHED_RANK && rivals > 0;
    if (rivals < columnLimit(one.key) && !isCopy) chosen.push(one);
  }
  return withoutTwiceBorn(chosen);
}

/** A whole date and its parts would give the same keys twice: the date stays, unless only the parts are filled. */
function withoutTwiceBorn(chosen: readonly Candidate[]): readonly Candidate[] {
  const whole = chosen.find((one) => one.key === 'DOB');
  const parts = chosen.filter((one) => isBirthPart(one.key));
  if (whole === undefined || parts.length === 0) return chosen;
  const keepsParts = !whole.isSeen && parts.some((part) => part.isSeen);
  return chosen.filter((one) => (keepsParts ? one !== whole : !isBirthPart(one.key)));
}

export function isBirthPart(key: MappedKey): boolean {
  return key === 'DOBY' || key === 'DOBM' || key === 'DOBD';
}

/**
 * Where no name tells the e-mail column, a column of addresses that nobody but the customer owns. Addresses that repeat
 * belong to a shop or a salesperson.
 */
export function unnamedEmail(columns: readonly Column[]): Candidate | null {
  const fitting = columns.filter(
    ({ name, cells }) => share(cells, isEmail) >= 0.8 && !namesStranger(name) && new Set(cells).size * 2 > cells.length,
  );
  const best = fitting.find(({ name }) => headerWords(name).join('').includes('mail')) ?? fitting[0];
  return best === undefined ? null : seen(best, 'EMAIL', 0.6);
}

/** A file without header has only its cells. What could as well be an order number or a sign-up date stays unmapped. */
export function fromCells(columns: readonly Column[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const column of columns) {
    const { cells } = column;
    // What was hashed cannot be told.
    if (cells.some(isDigest)) continue;
    if (share(cells, isEmail) >= 0.8) found.push(seen(column, 'EMAIL', 0.7));
    else if (share(cells, isUnmistakablePhone) >= 0.8) found.push(seen(column, 'PHONE', 0.6));
    // "M" alone is also a size, and "CA" a state, "fr" a language.
    else if (score('GEN', cells) === 1 && new Set(cells).size > 1) found.push(seen(column, 'GEN', 0.6));
    else if (score('COUNTRY', cells) === 1 && !cells.every(isStateOrLanguage)) found.push(seen(column, 'COUNTRY', 0.6));
  }
  return found;
}

function seen(column: Column, key: MappedKey, confidence: number): Candidate {
  return { index: column.index, key, isSeen: true, rank: 0, confidence, dateOrder: null };
}

function share(cells: readonly string[], is: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
}

function isStateOrLanguage(cell: string): boolean {
  return /^[a-z]{2}$/.test(cell) || /^(?:A[LRZ]|C[AO]|DE|GA|I[DLN]|KY|LA|M[ADENOST]|N[CE]|PA|S[CD]|TN|VA)$/.test(cell);
}
