import { foldAccents } from './clean.ts';
import { monthNumber } from './months.ts';

/** What a written date says by itself, before anyone decides about day and month. */
export type DateParts =
  | {
      readonly kind: 'complete';
      readonly year: number;
      readonly month: number;
      readonly day: number;
      readonly isYearFirst: boolean;
    }
  /** Day and month, in this or the other order, then the year. */
  | { readonly kind: 'two_ways'; readonly first: number; readonly second: number; readonly year: number }
  /** Eight digits in a row. */
  | { readonly kind: 'compact'; readonly digits: string }
  | { readonly kind: 'two_digit_year' };

const TIME = /(?:^|(?<=\d)[tT]|[\s,T+\-−])\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[+\-−]\d{2}(?::?\d{2})?)?/g;
const COMPACT_TIME = /^(\d{8})(?:t?\d{4}(?:\d{2}(?:\.\d+)?)?)?z?$/i;
/** What is left of the zone behind a time that has been cut off: `GMT+0100 (Central European Time)`. */
const ZONE = /\s*(?:gmt|utc)?[+\-−]\d{4}$/i;
const ZONE_NAME = /\s*\([^)]*\)$/;

/** Weekdays, small words, ordinal endings and time words of the seven languages, without accents; they say nothing about the day. */
const SILENT: ReadonlySet<string> = new Set(
  `de del di do da of the le la el il den der am vom on um em op st nd rd th er re ro o a e te
  am pm z t utc gmt cet cest mez mesz est edt cst cdt mst mdt pst pdt bst uhr h
  monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun
  montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so
  lundi lun mardi mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
  lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom
  lunedi martedi mercoledi giovedi gio venerdi domenica
  segunda terca ter quarta qua quinta qui sexta sex feira seg
  maandag ma dinsdag woensdag wo donderdag vrijdag vr zaterdag za zondag zo
  \u5e74 \u6708 \u65e5 \ub144 \uc6d4 \uc77c`.split(/\s+/),
);

/** Splits a date into what it says; null when it is none. Digits are 0-9 already. */
export function dateParts(text: string): DateParts | null {
  const compact = COMPACT_TIME.exec(text);
  if (compact) return { kind: 'compact', digits: compact[1] ?? '' };
  const timeless = text.replace(TIME, ' ');
  const date = timeless === text ? text : timeless.trim().replace(ZONE_NAME, '').replace(ZONE, '');
  if (!/^[\p{L}\d\s/.,\p{Pd}\u2212'’()º°]+$/u.test(date) || !/\d/.test(date)) return null;

  const numbers = date.match(/\d+/g) ?? [];
  const words = (foldAccents(date).match(/\p{L}+/gu) ?? []).filter((word) => word !== '');
  const months = words.map((word) => monthNumber(word));
  if (words.some((word, index) => months[index] === null && !SILENT.has(word))) return null;
  const month = oneMonth(words, months);
  if (month === 'several') return null;
  return month === null ? fromNumbers(numbers) : fromMonthName(numbers, month);
}

/** "mar." is March and a Tuesday in French, Spanish and Italian: beside another month it is the weekday. */
function oneMonth(words: readonly string[], months: readonly (number | null)[]): number | 'several' | null {
  const named = words.flatMap((word, index) => {
    const month = months[index];
    return month === null || month === undefined ? [] : [{ word, month }];
  });
  const sure = named.length > 1 ? named.filter(({ word }) => word !== 'mar') : named;
  const [first, ...others] = sure;
  if (first === undefined) return null;
  return others.length > 0 ? 'several' : first.month;
}

function fromNumbers(numbers: readonly string[]): DateParts | null {
  const [a = '', b = '', c = '', ...others] = numbers;
  if (c === '' || others.length > 0) return null;
  if (isShort(a) && isShort(b) && isShort(c)) return { kind: 'two_digit_year' };
  if (a.length === 4 && isShort(b) && isShort(c)) {
    return { kind: 'complete', year: Number(a), month: Number(b), day: Number(c), isYearFirst: true };
  }
  return isShort(a) && isShort(b) && c.length === 4
    ? { kind: 'two_ways', first: Number(a), second: Number(b), year: Number(c) }
    : null;
}

function fromMonthName(numbers: readonly string[], month: number): DateParts | null {
  const [a = '', b = '', ...others] = numbers;
  if (b === '' || others.length > 0) return null;
  if (isShort(a) && isShort(b)) return { kind: 'two_digit_year' };
  const [year, day] = a.length === 4 ? [a, b] : [b, a];
  return year.length === 4 && isShort(day)
    ? { kind: 'complete', year: Number(year), month, day: Number(day), isYearFirst: a.length === 4 }
    : null;
}

function isShort(digits: string): boolean {
  return digits.length === 1 || digits.length === 2;
}
