import { isBlank } from './blank.ts';
import { clean, plainDigits } from './clean.ts';
import { asIs, drop } from './result.ts';
import type { Normalised } from './result.ts';

const PLAIN = /^\d{1,15}(?:\.\d{1,14})?$/;

/** Signs and names of money that may stand before or after the amount. Multipliers (`k`, `Mio`) are not among them: they change the value. */
const MONEY =
  /^(?:\p{Sc}|usd|eur|gbp|chf|jpy|cny|rmb|cad|aud|nzd|sek|nok|dkk|isk|pln|czk|huf|ron|bgn|try|rub|uah|inr|brl|mxn|ars|clp|cop|pen|zar|sgd|hkd|twd|krw|thb|idr|myr|php|vnd|ils|aed|sar|egp|mad|ngn|kes|us|ca|au|nz|hk|r|rs|rp|rm|kr|zl|zł|kc|kč|ft|lei|fr|sfr|tl|s\/|euros?|dollars?|pounds?|francs?|franken|円|元|원)$/iu;
const SIGNS =
  /^((?:[^\d.,+\-−'’]|(?<=\p{L})\.)*?)([+\-−]?)((?:[^\d.,+\-−'’]|(?<=\p{L})\.)*?)((?:\d|[.,]\d).*?)([^\d.,]*)$/u;

/**
 * LOOKALIKE_VALUE: a number of zero or more as a plain decimal, never hashed. Money signs, separators of thousands, a decimal comma and `1e3` are understood.
 * One separator before exactly three digits can be read twice: a comma there separates thousands (`1,234` is 1234), a point is the decimal point (`1.234`),
 * since programs write points and people write thousands with commas; after a leading zero both are decimal (`0,125`).
 */
export function normaliseAmount(raw: string): Normalised {
  if (PLAIN.test(raw)) return asIs(trimmed(raw));
  const text = clean(raw);
  if (isBlank(text)) return drop('blank');
  const plain = plainDigits(text)
    .replaceAll('\u066b', '.')
    .replaceAll('\u066c', ',')
    .replace(/[’‘`´]/g, "'")
    // A spreadsheet's mark for text.
    .replace(/^'+(?=.)/, '')
    .replace(/(?<=\d)[\s\u2009](?=\d{3}(?:\D|$))/g, "'")
    // Germans and Scandinavians write "1.234,-" for no cents.
    .replace(/(?<=\d)([.,])[-–—]{1,2}(?=\D*$)/, '$100');
  if (/^\(.*\)$/.test(plain) || /^\D*\d[\d.,']*\s*[-−]$/.test(plain)) {
    return decimal(plain.replace(/[()\-−\s]|\p{Sc}/gu, '')) === null ? drop('not_a_number') : drop('negative_number');
  }
  const parts = SIGNS.exec(plain);
  if (!parts) return drop('not_a_number');
  const [, before = '', sign = '', between = '', number = '', after = ''] = parts;
  if (![before, between, after].every(isMoney)) return drop('not_a_number');
  const value = decimal(number);
  if (value === null) return drop('not_a_number');
  return /[-−]/.test(sign) && value !== '0' ? drop('negative_number') : asIs(value);
}

function isMoney(text: string): boolean {
  // Dollars of several countries: A$, C$, S$, NT$, MX$.
  const plain = text.replace(/^\s*(?:a|c|s|nt|mx)(?=\$)/i, '');
  return plain.split(/[\s.]+|(?<=\p{Sc})|(?=\p{Sc})/u).every((word) => word === '' || MONEY.test(word));
}

/** Digits with separators as a plain decimal without useless zeros; null when the separators make no sense. */
function decimal(text: string): string | null {
  const scientific = /^(.+?)e([+-]?\d{1,3})$/i.exec(text);
  if (scientific) {
    const mantissa = withPoint(scientific[1] ?? '');
    return mantissa === null ? null : shifted(mantissa, Number(scientific[2]));
  }
  const plain = withPoint(text);
  return plain === null ? null : trimmed(plain);
}

function withPoint(text: string): string | null {
  if (!/^[\d.,']*\d[.,]?$/.test(text) && !/^[.,]\d+$/.test(text)) return null;
  const point = decimalPoint(text);
  const whole = point === -1 ? text : text.slice(0, point);
  const fraction = point === -1 ? '' : text.slice(point + 1);
  if (!/^\d*$/.test(fraction) || !isGrouped(whole)) return null;
  return `${whole.replace(/\D/g, '')}.${fraction}`;
}

/** Where the decimal separator stands, or -1. */
function decimalPoint(text: string): number {
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma !== -1 && point !== -1) return Math.max(comma, point);
  const last = Math.max(comma, point);
  if (last === -1 || text.indexOf(text[last] ?? '') !== last) return -1;
  // Here stands one comma or one point.
  const isThousands = comma !== -1 && /^[1-9]\d{0,2},\d{3}$/.test(text);
  return isThousands ? -1 : last;
}

/** Groups of three, or India's two before the last three, all with the same separator. */
function isGrouped(whole: string): boolean {
  return (
    /^\d*$/.test(whole) || /^\d{1,3}([.,'])\d{3}(?:\1\d{3})*$/.test(whole) || /^\d{1,2}(?:,\d{2})+,\d{3}$/.test(whole)
  );
}

function trimmed(plain: string): string {
  if (/^[1-9]\d*(?:\.\d*[1-9])?$/.test(plain)) return plain;
  const [whole = '', fraction = ''] = plain.split('.');
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  const rest = fraction.replace(/0+$/, '');
  return rest === '' ? integer : `${integer}.${rest}`;
}

/** Moves the decimal point; null beyond the size that a number can have in JSON readers. */
function shifted(plain: string, places: number): string | null {
  if (Math.abs(places) > 20) return null;
  const [whole = '', fraction = ''] = plain.split('.');
  if (places >= 0) return trimmed(`${whole}${fraction.padEnd(places, '0').slice(0, places)}.${fraction.slice(places)}`);
  const padded = whole.padStart(-places + 1, '0');
  return trimmed(`${padded.slice(0, places)}.${padded.slice(places)}${fraction}`);
}
