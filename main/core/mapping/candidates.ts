import type { DateOrder } from '../identifiers/birth-date.ts';
import type { MappedKey } from '../keys.ts';
import type { NameMatch } from './name-match.ts';
import { matchName } from './name-match.ts';
import { score } from './recognise.ts';
import type { Strength } from './vocabulary.ts';

/** One column of the file with what its name and its cells say. */
export interface Column {
  readonly index: number;
  readonly name: string;
  /** The filled cells of the sample. */
  readonly cells: readonly string[];
  readonly match: NameMatch | null;
}

/** A key that a column can have; of several columns for a key, the choice is made by these facts. */
export interface Candidate {
  readonly index: number;
  readonly key: MappedKey;
  /** The cells speak for the key; false when the sample has none. */
  readonly isSeen: boolean;
  readonly rank: number;
  readonly confidence: number;
  readonly dateOrder: DateOrder | null;
}

export function describeColumn(index: number, name: string, cells: readonly string[]): Column {
  return { index, name, cells, match: matchName(name) };
}

/** The keys that names and cells agree on; plain names and states are settled by the columns beside them. */
export function candidates(columns: readonly Column[]): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const column of columns) {
    const candidate = named(column, columns);
    if (candidate !== null) found.push(candidate);
  }
  return [...found, ...plainNames(columns, found)];
}

function named(column: Column, columns: readonly Column[]): Candidate | null {
  const { match, cells } = column;
  if (match === null) return stripeCustomer(column);
  switch (match.meaning) {
    case 'NAME':
    case 'FIRST':
    case 'LAST':
      return null;
    case 'PLACE':
      return place(column, columns);
    case 'EXTERN_ID':
      // An agency's or a shop's own id is the same in every row, a person's is not.
      return cells.length >= 3 && new Set(cells).size === 1 ? null : candidate(column, 'EXTERN_ID', match.strength);
    case 'DOB': {
      const isDay = (score('DOBD', cells) ?? 0) > 0.5 && columns.some((other) => other.match?.meaning === 'DOBM');
      return candidate(column, isDay ? 'DOBD' : 'DOB', match.strength);
    }
    default:
      return candidate(column, match.meaning, match.strength);
  }
}

/**
 * A strong name holds unless most cells speak against it; a weak one needs cells that speak for it.
 * Confidence: 1 = the name and all cells agree; 0.9 = a good name without cells; less for a lower rank.
 */
function candidate(column: Column, key: MappedKey, strength: Strength): Candidate | null {
  const { cells, match } = column;
  const agreement = score(match?.isHashed === true ? 'DIGEST' : key, cells);
  if (strength === 'weak' ? agreement === null || agreement <= 0.5 : agreement !== null && agreement < 0.5) return null;
  const rank = match?.rank ?? 0;
  const share = agreement === null ? 0.9 : 0.7 + 0.3 * agreement;
  const confidence = share * (strength === 'weak' ? 0.95 : 1) - rank * 0.02;
  return { index: column.index, key, isSeen: agreement !== null, rank, confidence, dateOrder: match?.dateOrder ?? null };
}

/** "State", "Estado", "Stato" or "Staat": a state, a country or a status. Without a sign of either it is a status. */
function place(column: Column, columns: readonly Column[]): Candidate | null {
  const { cells, name } = column;
  const isBesideAddress = columns.some((other) => ['CT', 'ZIP', 'COUNTRY'].includes(other.match?.meaning ?? ''));
  const known = score('KNOWN_STATE', cells);
  if (known === null) return isBesideAddress ? candidate(column, 'ST', 'strong') : null;
  const isCountry = (score('COUNTRY', cells) ?? 0) > 0.8;
  const hasCountryColumn = columns.some((other) => other.match?.meaning === 'COUNTRY');
  const saysCountry = /sta+to?$/i.test(name) || known <= 0.5;
  if (isCountry && saysCountry && !hasCountryColumn) return candidate(column, 'COUNTRY', 'weak');
  if (known > 0.5) return candidate(column, 'ST', 'strong');
  return isBesideAddress && (score('ST', cells) ?? 0) >= 0.8 ? candidate(column, 'ST', 'weak') : null;
}

/** Stripe calls a customer's id plainly "id", and only the cells tell it from the id of an order or a charge. */
function stripeCustomer(column: Column): Candidate | null {
  const isCustomer = column.cells.length > 0 && column.cells.every((cell) => /^cus_\w+$/.test(cell));
  if (!isCustomer || !/^id$/i.test(column.name)) return null;
  return { index: column.index, key: 'EXTERN_ID', isSeen: true, rank: 0, confidence: 0.6, dateOrder: null };
}

/**
 * A plain "Name" is the last name beside a first-name column and the first name beside a last-name column. Alone, or
 * beside both, it is a full name, which is not split: a wrong cut would be hashed and never match.
 */
function plainNames(columns: readonly Column[], found: readonly Candidate[]): readonly Candidate[] {
  const firstName = columnOf('FN', columns, found);
  const lastName = columnOf('LN', columns, found);
  const first = columns.find((column) => column.match?.meaning === 'FIRST');
  const last = columns.find((column) => column.match?.meaning === 'LAST');
  if (first !== undefined && last !== undefined && firstName === undefined && lastName === undefined)
    return [candidate(first, 'FN', 'strong'), candidate(last, 'LN', 'strong')].filter((one) => one !== null);
  const plain = columns.find((column) => column.match?.meaning === 'NAME');
  const other = firstName ?? lastName;
  if (plain === undefined || other === undefined || (firstName !== undefined && lastName !== undefined)) return [];
  const key = firstName === undefined ? 'FN' : 'LN';
  const isRomance = /nomb?re?$/i.test(plain.name);
  // "Nom" is never a first name; "Nome" and "Nombre" beside a first name are full names.
  if (key === 'FN' ? /nom$/i.test(plain.name) : isRomance) return [];
  if (isFullName(plain.cells, other.cells, !isRomance)) return [];
  const chosen = candidate(plain, key, 'strong');
  return chosen === null ? [] : [{ ...chosen, confidence: chosen.confidence * 0.9 }];
}

function columnOf(key: MappedKey, columns: readonly Column[], found: readonly Candidate[]): Column | undefined {
  const index = found.find((one) => one.key === key)?.index;
  return columns.find((column) => column.index === index);
}

/** Most cells repeat the other name, or are of two words where one is usual. */
function isFullName(cells: readonly string[], others: readonly string[], oneWordIsUsual: boolean): boolean {
  const parts = new Set(others.map((cell) => cell.toLowerCase()));
  const repeating = cells.filter((cell) => {
    const words = cell.toLowerCase().split(/[\s,]+/);
    return words.length > 1 && words.some((word) => parts.has(word));
  });
  const spaced = cells.filter((cell) => cell.includes(' '));
  return repeating.length * 2 > cells.length || (oneWordIsUsual && spaced.length * 4 > cells.length * 3);
}
