import { clean, plainDigits, wholeNumber } from './clean.ts';
import type { RowContext } from './context.ts';
import { isCountryCode } from './country.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

/** The United States and the territories that share their ZIP codes. */
const ZIP_COUNTRIES: ReadonlySet<string> = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP', 'FM', 'MH', 'PW', 'UM']);

/**
 * Countries whose codes are a fixed number of digits and may begin with zeros, which spreadsheets eat: [digits, how many leading zeros occur].
 * Restored only there; `8001` is a whole code in Zurich and half of one in Barcelona.
 */
const LEADING_ZEROS: ReadonlyMap<string, readonly [digits: number, zeros: number]> = new Map([
  ['DE', [5, 1]],
  ['FR', [5, 1]],
  ['ES', [5, 1]],
  ['IT', [5, 2]],
  ['SM', [5, 1]],
  ['VA', [5, 2]],
  ['PL', [5, 2]],
  ['FI', [5, 2]],
  ['AX', [5, 1]],
  ['SK', [5, 1]],
  ['LT', [5, 1]],
  ['UA', [5, 1]],
  ['TR', [5, 1]],
  ['MX', [5, 1]],
  ['PE', [5, 1]],
  ['KR', [5, 1]],
  ['MY', [5, 1]],
  ['DZ', [5, 1]],
  ['LK', [5, 2]],
  ['RO', [6, 1]],
  ['CN', [6, 1]],
  ['SG', [6, 1]],
  ['CO', [6, 1]],
  ['EC', [6, 1]],
  ['KZ', [6, 1]],
  ['JP', [7, 2]],
  ['BR', [8, 1]],
  ['AU', [4, 1]],
  ['NO', [4, 2]],
  ['DK', [4, 1]],
  ['NZ', [4, 1]],
  ['ZA', [4, 3]],
  ['PH', [4, 1]],
]);

/** Vehicle codes that Europeans write before the code, where they are not the ISO code: `D-10115`, `A-1010`. */
const VEHICLE_CODES: ReadonlyMap<string, string> = new Map([
  ['DE', 'd'],
  ['FR', 'f'],
  ['AT', 'a'],
  ['IT', 'i'],
  ['ES', 'e'],
  ['BE', 'b'],
  ['LU', 'l'],
  ['SE', 's'],
  ['NO', 'n'],
  ['FI', 'fin'],
  ['PT', 'p'],
  ['HU', 'h'],
  ['LI', 'fl'],
  ['SI', 'slo'],
  ['EE', 'est'],
]);

/** Countries whose codes begin with letters of their own, so that no prefix may be taken off. */
const LETTERS_FIRST: ReadonlySet<string> = new Set(
  'GB GG JE IM IE CA AR AD BB BM BN KY MT SZ VG VC AI MS TC FK GI LC GS SH IO PN SO'.split(' '),
);

const PREFIXED = /^([a-z]{1,3})([-\s]*)(\d[\d\s-]*(?:[a-z]{2})?)$/;

const FIVE = /^\d{5}$/;
const ZIP_PLUS_4 = /^\d{5}-\d{4}$/;
const BRITISH = /^(?:[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}|gir0aa|bfpo\d{1,4})$/;
const CANADIAN = /^[a-z]\d[a-z]\d[a-z]\d$/;
const UNITED_KINGDOM: ReadonlySet<string> = new Set(['GB', 'GG', 'JE', 'IM']);

/**
 * ZIP (meta-api.md 8.1): lower case without spaces and dashes; five digits for the United States; the complete code for the United Kingdom
 * (`m11ae`, as Meta's example has it). `1000001` for Japan: its dash is no ZIP+4.
 */
export function normalisePostalCode(raw: string, context: RowContext): Normalised {
  const { country } = context;
  if (FIVE.test(raw) && raw !== '00000') return hash(restoreZeros(raw, country));
  const text = clean(raw);
  const screened = screen(text);
  if (screened) return screened;
  const whole = wholeNumber(plainDigits(text));
  if (whole === null) return drop('rounded_number');
  const lower = whole
    .toLowerCase()
    .replace(/[\p{Pd}\u2212]/gu, '-')
    // Facebook's own lead export writes "z:94035".
    .replace(/^(?:z\s*[:.]|(?:zip(?:\s*code)?|plz|cap|c\.?p|cep)[\s:.])[\s:.]*(?=\d)/, '')
    .replace(/[^\p{L}\p{N}-]+/gu, ' ')
    .trim();
  const unprefixed = withoutCountry(lower, country);
  if (/^[^\p{L}1-9]*$/u.test(unprefixed)) return drop('not_a_postal_code');
  if (country !== null && ZIP_COUNTRIES.has(country)) return zip(unprefixed);
  if (country === null && ZIP_PLUS_4.test(unprefixed)) return hash(unprefixed.slice(0, 5));
  return hash(restoreZeros(unprefixed.replace(/[^\p{L}\p{N}]+/gu, ''), country));
}

function zip(text: string): Normalised {
  // "CA 94035" and "94035 USA" are plain enough; a number in the middle of other words is not.
  const bare = text.replace(/^(?:usa|[a-z]{2})[\s-]*(?=\d{5})|\s+usa?$/g, '').replace(/[\s-]+$/, '');
  const code = fiveDigits(bare);
  if (code !== null) return code === '00000' ? drop('not_a_postal_code') : hash(code);
  // The United States are often only a job's default, and they have no letters in codes.
  const letters = bare.replace(/[\s-]+/g, '');
  return BRITISH.test(letters) || CANADIAN.test(letters) ? hash(letters) : drop('not_a_postal_code');
}

/** Five digits, lost zeros restored (`2134`, `501`), ZIP+4 cut; null for anything else. */
function fiveDigits(text: string): string | null {
  const dashed = /^(\d{3,5})[\s-]+\d{4}$/.exec(text);
  if (dashed) return (dashed[1] ?? '').padStart(5, '0');
  const cutOff = /^(\d{5})-\d{1,3}$/.exec(text);
  if (cutOff) return cutOff[1] ?? null;
  const digits = text.replace(/\s/g, '');
  if (!/^\d+$/.test(digits)) return null;
  if (digits.length >= 3 && digits.length <= 5) return digits.padStart(5, '0');
  // Nine digits are ZIP+4 without its dash; seven and eight have lost zeros too.
  return digits.length >= 7 && digits.length <= 9 ? digits.padStart(9, '0').slice(0, 5) : null;
}

/** `D-10115`, `AT1010`, `NL-1012 AB`, `GB-M1 1AE` without the country, which the row has in its own column. */
function withoutCountry(text: string, country: string | null): string {
  if (country !== null && UNITED_KINGDOM.has(country)) return text.replace(/^(?:gb|uk)[-\s]+(?=[a-z])/, '');
  if (country !== null && LETTERS_FIRST.has(country)) return text;
  const [, letters = '', gap = '', code] = PREFIXED.exec(text) ?? [];
  if (code === undefined) return text;
  const isOwn = country !== null && (letters === country.toLowerCase() || letters === VEHICLE_CODES.get(country));
  // Without a country, or with another one, only a dash or space tells a prefix from a letter of the code.
  const isPrefix = isOwn || (gap !== '' && !/[a-z]$/.test(code) && isPrefixSomewhere(letters));
  return isPrefix ? code : text;
}

function isPrefixSomewhere(letters: string): boolean {
  const upper = letters.toUpperCase();
  return [...VEHICLE_CODES.values()].includes(letters) || (isCountryCode(letters) && !LETTERS_FIRST.has(upper));
}

function restoreZeros(code: string, country: string | null): string {
  const rule = country === null ? undefined : LEADING_ZEROS.get(country);
  if (rule === undefined) return code;
  const [digits, zeros] = rule;
  return code.length < digits && code.length >= digits - zeros && /^\d+$/.test(code)
    ? code.padStart(digits, '0')
    : code;
}
