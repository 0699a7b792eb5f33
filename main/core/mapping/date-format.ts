import type { DateOrder } from '../identifiers/birth-date.ts';
import { fold } from './words.ts';

/** Day, month and year as English, French, German, Spanish, Portuguese, Italian and Dutch abbreviate them in formats. */
const DAY = '(?:d{1,2}|j{1,2}|t{1,2}|g{1,2})';
const MONTH = 'm{1,4}';
const YEAR = '(?:y{1,4}|a{1,4}|j{3,4})';
const FORMATS: readonly (readonly [RegExp, DateOrder])[] = [
  [new RegExp(`^${DAY}${MONTH}${YEAR}$`), 'DMY'],
  [new RegExp(`^${MONTH}${DAY}${YEAR}$`), 'MDY'],
  [new RegExp(`^${YEAR}${MONTH}${DAY}$`), 'YMD'],
  [/^(?:serial|excel|excelserial)$/, 'serial'],
];
const WITHOUT_YEAR = new RegExp(`^(?:${DAY}m{2}|m{2}${DAY})$`);

/** What a written format says: "DD/MM/YYYY", "JJ/MM/AAAA" and "dmy" are DMY; null when it is none. */
export function dateOrderOf(format: string): DateOrder | null {
  const letters = fold(format).replace(/[^a-z]/g, '');
  return FORMATS.find(([pattern]) => pattern.test(letters))?.[1] ?? null;
}

/** A format such as "MM/DD" that leaves the year out. */
export function isYearlessFormat(format: string): boolean {
  return WITHOUT_YEAR.test(fold(format).replace(/[^a-z]/g, ''));
}
