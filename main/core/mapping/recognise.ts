import { countryCode } from '../identifiers/country.ts';
import { HASHED_KEYS } from '../keys.ts';
import type { MappedKey } from '../keys.ts';
import { BOOLEANS, GENDERS, isNoAddressRegion, isStatus, OTHER_GENDERS } from './cell-words.ts';
import {
  isAdvertisingId,
  isDecimal,
  isDigest,
  isEmail,
  isNetworkAddress,
  isPhone,
  isUnmistakablePhone,
} from './cells.ts';
import { dateShape, isBirthSerial, isBirthYear, writtenDateShape } from './dates.ts';
import type { DateShape } from './dates.ts';
import { isKnownState } from './states.ts';
import { fold } from './words.ts';

/** How far a cell speaks for a key: 1 as it should be, 0.5 damaged or unclear, 0 something else. */
type Vote = 0 | 0.5 | 1;

/** What a column can be recognised as: a key, a state known by name, or digests of anything. */
export type Recognised = MappedKey | 'KNOWN_STATE' | 'DIGEST';

const RECOGNISERS: Readonly<Record<Recognised, (cell: string, folded: string) => Vote>> = {
  EMAIL: (cell) => (isEmail(cell) || /<[^\s@]+@[^\s@]+>/.test(cell) ? 1 : half(cell.includes('@'))),
  PHONE: (cell, folded) => (isPhone(cell) ? 1 : half(isDamagedPhone(cell, folded))),
  FN: personName,
  LN: personName,
  FI: (cell) => whole(/^\p{L}[\p{L}. ]{0,4}$/u.test(cell)),
  GEN: (_cell, folded) => {
    const word = folded.replace(/\.$/, '');
    return GENDERS.has(word) ? 1 : half(OTHER_GENDERS.has(word));
  },
  DOB: birthDate,
  DOBY: (cell) => (isBirthYear(cell) ? 1 : half(/^(?:\d{2}|\d{4})$/.test(cell) && !cell.startsWith('20'))),
  DOBM: (cell) => whole(isNumberUpTo(12, cell) || /^\p{L}{3,}\.?$/u.test(cell)),
  DOBD: (cell) => whole(isNumberUpTo(31, cell)),
  CT: (cell, folded) => whole(isPlaceName(cell, folded) && !isStatus(folded)),
  ST: (cell, folded) =>
    whole(isPlaceName(cell, folded) && !/\d/.test(cell) && !isStatus(folded) && !isNoAddressRegion(folded)),
  KNOWN_STATE: (_cell, folded) => whole(isKnownState(folded) && !isStatus(folded)),
  ZIP: (cell, folded) => whole(isPostalCode(cell, folded)),
  COUNTRY: (cell, folded) => (countryCode(cell) !== null ? 1 : half(!/[\d@]/.test(cell) && !isStatus(folded))),
  MADID: (cell) => whole(isAdvertisingId(cell)),
  EXTERN_ID: (cell, folded) =>
    whole(
      !cell.includes('@') &&
        !(isUnmistakablePhone(cell) && /\D/.test(cell)) &&
        dateShape(cell) === 'none' &&
        !(BOOLEANS.has(folded) && /\p{L}/u.test(cell)),
    ),
  LOOKALIKE_VALUE: (cell) => (isAmount(cell) ? 1 : half(/^-\s?\d/.test(cell) && dateShape(cell) === 'none')),
  DIGEST: (cell) => whole(isDigest(cell)),
};

/** Keys that may come hashed, cell by cell. A hashed whole date cannot be taken apart again. */
const MAY_BE_DIGEST: ReadonlySet<Recognised> = new Set<Recognised>(HASHED_KEYS);

/** Mean vote of a column's filled cells, 0 to 1; null when there is none. */
export function score(as: Recognised, cells: readonly string[]): number | null {
  if (cells.length === 0) return null;
  let sum = 0;
  for (const cell of cells) {
    sum += MAY_BE_DIGEST.has(as) && isDigest(cell) ? 1 : RECOGNISERS[as](cell, fold(cell));
  }
  return sum / cells.length;
}

const BIRTH_VOTES: Readonly<Record<DateShape, Vote>> = {
  birth: 1,
  without_century: 0.5,
  out_of_range: 0.5,
  recent: 0,
  none: 0,
};

function birthDate(cell: string): Vote {
  const shape = writtenDateShape(cell);
  return shape === 'none' ? half(cell.length >= 4 && isBirthSerial(cell)) : BIRTH_VOTES[shape];
}

/** A word with digits behind it is a name in test data and in damaged files, where the digits go. */
function personName(cell: string, folded: string): Vote {
  const isWord = /\p{L}/u.test(cell) && !/[@#:\\]/.test(cell) && cell.length <= 60;
  if (!isWord || (BOOLEANS.has(folded) && folded.length > 1)) return 0;
  return /\p{N}/u.test(cell) ? half(/^[\p{L}\p{M}'’ .-]{2,}\p{Nd}{1,6}$/u.test(cell)) : 1;
}

function isPlaceName(cell: string, folded: string): boolean {
  const digits = cell.match(/\d/g)?.length ?? 0;
  const isWord = /\p{L}/u.test(cell) && !/[@#:]/.test(cell) && cell.length <= 60 && digits * 2 < cell.length;
  return isWord && !(BOOLEANS.has(folded) && cell.length > 2);
}

/** Facebook writes "z:" before the postcodes of its lead ads, lest spreadsheets eat zeros. */
function isPostalCode(cell: string, folded: string): boolean {
  const isShaped = /^(?:z:)?(?:〒\s?)?(?:[a-z]{1,3}[- ])?[a-z\d](?:[a-z\d -]{1,9})(?:\.0)?$/.test(folded);
  return isShaped && /\d/.test(folded) && dateShape(cell) === 'none' && !isDecimal(cell);
}

function isDamagedPhone(cell: string, folded: string): boolean {
  if (BOOLEANS.has(folded) || dateShape(cell) !== 'none' || isDecimal(cell) || isNetworkAddress(cell)) return false;
  return /^[+\d\s().\-/,;]*$/.test(cell) && /\d{2}/.test(cell);
}

function isAmount(cell: string): boolean {
  const isShaped = /^[^\p{L}\d-]{0,2}(?:[A-Z]{3}\s?)?\d[\d.,'’\s]*(?:e\+?\d+)?\s?[^\p{L}\d]{0,2}(?:[A-Z]{3})?$/iu.test(
    cell,
  );
  return isShaped && dateShape(cell) === 'none';
}

function isNumberUpTo(most: number, cell: string): boolean {
  return /^\d{1,2}(?:\.0)?$/.test(cell) && Number(cell) >= 1 && Number(cell) <= most;
}

function whole(isSo: boolean): Vote {
  return isSo ? 1 : 0;
}

function half(isSo: boolean): Vote {
  return isSo ? 0.5 : 0;
}
