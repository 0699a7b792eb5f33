import { isBlank } from './blank.ts';
import { cleanWords, plainDigits, wholeNumber } from './clean.ts';
import { dateParts } from './date-parts.ts';
import type { DateParts } from './date-parts.ts';
import type { ProblemCode } from './problems.ts';

/** Which part of an all-digit date comes first, or that the column holds a spreadsheet's day numbers. */
export type DateOrder = 'YMD' | 'DMY' | 'MDY' | 'serial';

/** Year of four digits, month and day of two, as DOBY, DOBM and DOBD want them (meta-api.md 8.1). */
export type BirthDate =
  | { readonly ok: true; readonly year: string; readonly month: string; readonly day: string }
  | { readonly ok: false; readonly problem: ProblemCode };

/**
 * Reads a whole date of birth. `order` is the mapping's format or else the file's evidence; it decides only where the date itself does not, by a
 * year in front, a month's name or a day above 12. A time and its zone are cut off: the day counts as written. Years run from 1900 to `thisYear`.
 */
export function parseBirthDate(raw: string, order: DateOrder | null, thisYear: number): BirthDate {
  const text = cleanWords(raw);
  if (isBlank(text)) return refused('blank');
  if (/^[0-9a-f]+$/i.test(text) && /^(?:.{32}|.{40}|.{64})$/.test(text)) return refused('hashed_date');
  const plain = plainDigits(text);
  if (order === 'serial' && /^\d{1,6}(?:[.,]\d+)?$/.test(plain))
    return fromSerial(Number.parseInt(plain, 10), thisYear);
  const whole = wholeNumber(plain);
  if (whole === null) return refused('not_a_date');
  const parts = dateParts(whole);
  if (parts === null) return refused(looksLikeSerial(whole) ? 'serial_date' : 'not_a_date');
  return fromParts(parts, order, thisYear);
}

/**
 * The order of day and month that the file's own dates prove: one with a day above 12 decides. Null when none does or when they contradict each other.
 */
export function dateEvidence(values: readonly string[]): DateOrder | null {
  let dayFirst = false;
  let monthFirst = false;
  let yearFirst = false;
  for (const value of values) {
    const parts = dateParts(plainDigits(cleanWords(value)));
    if (parts === null) continue;
    if (parts.kind === 'complete') yearFirst ||= parts.isYearFirst;
    if (parts.kind !== 'two_ways') continue;
    const { first, second, year } = parts;
    if (!isDay(year, second, first) && !isDay(year, first, second)) continue;
    dayFirst ||= first > 12;
    monthFirst ||= second > 12;
  }
  if (dayFirst && monthFirst) return null;
  if (dayFirst) return 'DMY';
  if (monthFirst) return 'MDY';
  return yearFirst ? 'YMD' : null;
}

function fromParts(parts: DateParts, order: DateOrder | null, thisYear: number): BirthDate {
  if (parts.kind === 'complete') return checked(parts.year, parts.month, parts.day, thisYear);
  if (parts.kind === 'compact') return fromCompact(parts.digits, order, thisYear);
  if (parts.kind === 'two_ways') return fromTwoWays(parts.first, parts.second, parts.year, order, thisYear);
  return refused(parts.kind);
}

function fromTwoWays(
  first: number,
  second: number,
  year: number,
  order: DateOrder | null,
  thisYear: number,
): BirthDate {
  const dayFirst = checked(year, second, first, thisYear);
  if (first === second || first > 12 || order === 'DMY') {
    // A mapping that says "day first" does not make 03/25 a date of month 25.
    return second > 12 && first <= 12 ? checked(year, first, second, thisYear) : dayFirst;
  }
  const monthFirst = checked(year, first, second, thisYear);
  if (second > 12 || order === 'MDY') return monthFirst;
  return dayFirst.ok && monthFirst.ok ? refused('ambiguous_date') : monthFirst;
}

/** Eight digits: year first, and only where that is no day of any calendar, year last. */
function fromCompact(digits: string, order: DateOrder | null, thisYear: number): BirthDate {
  const number = (from: number, to: number): number => Number(digits.slice(from, to));
  const yearFirst = checked(number(0, 4), number(4, 6), number(6, 8), thisYear);
  if (yearFirst.ok || yearFirst.problem !== 'impossible_date') return yearFirst;
  const yearLast = fromTwoWays(number(0, 2), number(2, 4), number(4, 8), order, thisYear);
  return yearLast.ok || yearLast.problem === 'ambiguous_date' ? yearLast : yearFirst;
}

function looksLikeSerial(text: string): boolean {
  return /^\d{5}(?:\.\d+)?$/.test(text);
}

/** Days since 31 December 1899 in the 1900 system, whose 29 February 1900 (day 60) never was. */
function fromSerial(serial: number, thisYear: number): BirthDate {
  if (serial === 0) return refused('zero_date');
  if (serial === 60) return refused('impossible_date');
  let days = serial < 60 ? serial : serial - 1;
  let year = 1900;
  while (days > daysInYear(year)) {
    days -= daysInYear(year);
    year += 1;
  }
  let month = 1;
  while (days > daysInMonth(year, month)) {
    days -= daysInMonth(year, month);
    month += 1;
  }
  return checked(year, month, days, thisYear);
}

function checked(year: number, month: number, day: number, thisYear: number): BirthDate {
  if (year === 0 || month === 0 || day === 0) return refused('zero_date');
  if (!isDay(year, month, day)) return refused('impossible_date');
  if (year < 1900 || year > thisYear) return refused('year_out_of_range');
  return { ok: true, year: String(year), month: String(month).padStart(2, '0'), day: String(day).padStart(2, '0') };
}

function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return daysInYear(year) - 337;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function daysInYear(year: number): number {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 366 : 365;
}

function refused(problem: ProblemCode): BirthDate {
  return { ok: false, problem };
}
