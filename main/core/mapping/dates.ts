import { dateParts } from '../identifiers/date-parts.ts';

/** How a cell reads as a date, as far as telling a birth date from other dates needs it. */
export type DateShape = 'birth' | 'recent' | 'out_of_range' | 'without_century' | 'none';

/**
 * Core has no clock. Nobody in an export was born after this year and bought something, while sign-up and order dates
 * are younger.
 */
const LATEST_BIRTH_YEAR = 2015;
const EARLIEST_BIRTH_YEAR = 1900;
/** Days since 1899-12-30 of the birth years above, as spreadsheets count. */
const [FIRST_SERIAL, LAST_SERIAL] = [366, 42_369];

const TIME = '(?:[T ,].*)?';
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/. ]\\d{1,2}[-/. ]\\d{1,2}${TIME}$`);
const YEAR_LAST = new RegExp(`^\\d{1,2}[-/. ]\\d{1,2}[-/. ](\\d{4})${TIME}$`);
const COMPACT = /^((?:19|20)\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
const WITH_MONTH_NAME =
  /^(?:\d{1,2}(?:st|nd|rd|th|er|º|°)?[-/. ]*(?:de |of )?\p{L}{3,}|\p{L}{3,}\.? \d{1,2}(?:st|nd|rd|th)?)[-/., ]*(?:de |del )?(\d{4})$/iu;
const SHORT_YEAR = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$/;

/** The plain shapes, told from phone numbers and ids. Expects visible text. Never decides between day and month: that is dateEvidence's. */
export function dateShape(cell: string): DateShape {
  for (const pattern of [YEAR_FIRST, YEAR_LAST, COMPACT, WITH_MONTH_NAME]) {
    const year = pattern.exec(cell)?.[1];
    if (year !== undefined) return yearShape(Number(year));
  }
  return SHORT_YEAR.test(cell) ? 'without_century' : 'none';
}

/** Every shape that a birth date is read from, also with weekday, time zone and month in words. */
export function writtenDateShape(cell: string): DateShape {
  const shape = dateShape(cell);
  if (shape !== 'none') return shape;
  const parts = dateParts(cell);
  if (parts === null || parts.kind === 'compact') return 'none';
  return parts.kind === 'two_digit_year' ? 'without_century' : yearShape(parts.year);
}

/** A year of birth, also as the "1985.0" that spreadsheets make of it. */
export function isBirthYear(cell: string): boolean {
  return /^(?:19|20)\d{2}(?:\.0)?$/.test(cell) && yearShape(Number(cell)) === 'birth';
}

/** A count of days as spreadsheets store dates; read as a date only when the mapping says so. */
export function isBirthSerial(cell: string): boolean {
  const days = /^\d{3,5}(?:\.0)?$/.test(cell) ? Number(cell) : 0;
  return days >= FIRST_SERIAL && days <= LAST_SERIAL;
}

function yearShape(year: number): DateShape {
  if (year >= EARLIEST_BIRTH_YEAR && year <= LATEST_BIRTH_YEAR) return 'birth';
  return year > LATEST_BIRTH_YEAR && year < LATEST_BIRTH_YEAR + 30 ? 'recent' : 'out_of_range';
}
