import type { DateOrder } from '../identifiers/birth-date.ts';
import type { MappedKey } from '../keys.ts';
import type { Strength } from './meaning.ts';
import type { NameMatch } from './name-match.ts';
import { matchName } from './name-match.ts';
import { score } from './recognise.ts';

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

/** Reads the column's name once; `name` is empty where it must not be read. */
export function describeColumn(index: number, name: string, cells: readonly string[]): Column {
  return { index, name, cells, match: matchName(name) };
}

/**
 * A strong name holds unless most cells speak against it; a weak one needs cells that speak for it.
 * Confidence: 1 = the name and all cells agree; 0.9 = a good name without cells; less for a lower rank.
 */
export function candidate(column: Column, key: MappedKey, strength: Strength): Candidate | null {
  const { cells, match } = column;
  const agreement = score(match?.isHashed === true ? 'DIGEST' : key, cells);
  if (strength === 'weak' && agreement === null) return null;
  if (agreement !== null && (needsMajority(key, strength) ? agreement <= 0.5 : agreement < 0.5)) return null;
  const rank = match?.rank ?? 0;
  const share = agreement === null ? 0.9 : 0.4 + 0.6 * agreement;
  const confidence = share * (strength === 'weak' ? 0.95 : 1) - rank * 0.02;
  return {
    index: column.index,
    key,
    isSeen: agreement !== null,
    rank,
    confidence,
    dateOrder: match?.dateOrder ?? null,
  };
}

/** Words that are no known country are unclear votes, so a column of nothing else must not pass at one half. */
function needsMajority(key: MappedKey, strength: Strength): boolean {
  return strength === 'weak' || key === 'COUNTRY';
}
