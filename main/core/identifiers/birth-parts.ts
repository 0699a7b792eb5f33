import { cleanWords, plainDigits, wholeNumber } from './clean.ts';
import type { RowContext } from './context.ts';
import { monthNumber } from './months.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

/** Core has no clock; a row without a year of its own is not checked for the future. */
const LAST_YEAR = 2100;

/** DOBY: four digits from 1900 to this year (meta-api.md 8.1). Two digits are refused, as nobody can tell the century. */
export function normaliseBirthYear(raw: string, context: RowContext): Normalised {
  const text = numeric(raw);
  if (typeof text !== 'string') return text;
  if (/^0+$/.test(text)) return drop('zero_date');
  if (/^\d{2}$/.test(text)) return drop('two_digit_year');
  if (!/^\d{4}$/.test(text)) return drop('not_a_date');
  return text >= '1900' && Number(text) <= (context.thisYear ?? LAST_YEAR) ? hash(text) : drop('year_out_of_range');
}

/** DOBM: `01` to `12`, from a number or a month's name in the seven languages. */
export function normaliseBirthMonth(raw: string): Normalised {
  const text = numeric(raw);
  if (typeof text !== 'string') return text;
  if (/^0+$/.test(text)) return drop('zero_date');
  const month = /^\d{1,2}$/.test(text) ? Number(text) : monthNumber(text);
  return month !== null && month <= 12 ? hash(String(month).padStart(2, '0')) : drop('not_a_month');
}

/** DOBD: `01` to `31`, from a number with or without an ordinal ending (`5th`, `1er`, `5.`). */
export function normaliseBirthDay(raw: string): Normalised {
  const text = numeric(raw);
  if (typeof text !== 'string') return text;
  const digits = /^(\d{1,2})(?:st|nd|rd|th|er|e|o|a|\.)?$/i.exec(text)?.[1];
  if (digits === undefined || Number(digits) > 31) return drop('not_a_day');
  return Number(digits) === 0 ? drop('zero_date') : hash(digits.padStart(2, '0'));
}

function numeric(raw: string): string | Normalised {
  if (/^\d{1,4}$/.test(raw)) return raw;
  const text = cleanWords(raw);
  const screened = screen(text);
  if (screened) return screened;
  // A spreadsheet marks text with an apostrophe.
  return wholeNumber(plainDigits(text).replace(/^['’‘`]+/, '')) ?? drop('rounded_number');
}
