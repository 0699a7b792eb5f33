import { clean, plainDigits, wholeNumber } from './clean.ts';
import type { RowContext } from './context.ts';
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

/** A country before digits, as Europeans write it on envelopes: `D-10115`, `CH 8001`. Vehicle and ISO codes of countries with numeric codes. */
const COUNTRY_PREFIX =
  /^(?:d|de|f|fr|a|at|ch|i|it|e|es|b|be|nl|l|lu|fl|li|s|se|n|no|dk|fin|fi|p|pt|pl|cz|sk|h|hu|ro|bg|gr|hr|slo|si|srb|rs|est|ee|lv|lt|ua|ru|tr|us|usa|mx|br|jp|kr|in|au|nz|za|il)[-\s](?=\d)/;

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
  if (FIVE.test(raw) && raw !== '00000') return hash(raw);
  const text = clean(raw);
  const screened = screen(text);
  if (screened) return screened;
  const whole = wholeNumber(plainDigits(text));
  if (whole === null) return drop('rounded_number');
  const lower = whole
    .toLowerCase()
    .replace(/[\p{Pd}\u2212]/gu, '-')
    // Facebook's own lead export writes "z:94035"; Japan writes its post mark; spreadsheets are told ="02134".
    .replace(/^(?:z|zip|plz|cap|cp|cep)\s*[:.]\s*|^〒\s*|^=(?=")/, '')
    .replace(/^["']+|["']+$/g, '')
    .trim();
  if (!/[\p{L}\p{N}]/u.test(lower) || /^[0\s-]+$/.test(lower)) return drop('not_a_postal_code');
  const unprefixed = lower.replace(COUNTRY_PREFIX, '');
  if (country !== null && ZIP_COUNTRIES.has(country)) return zip(unprefixed);
  if (country === null && ZIP_PLUS_4.test(unprefixed)) return hash(unprefixed.slice(0, 5));
  return hash(restoreZeros(withoutCountry(unprefixed, country).replace(/[^\p{L}\p{N}]+/gu, ''), country));
}

function zip(text: string): Normalised {
  // "CA 94035" and "94035 USA" are plain enough; a number in the middle of other words is not.
  const bare = text.replace(/^[a-z]{2}[\s,.]+(?=\d)|[\s,]+(?:usa?|u\.s\.a?\.)$/g, '').replace(/[\s-]+$/, '');
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
  const digits = text.replace(/\s/g, '');
  if (!/^\d+$/.test(digits)) return null;
  if (digits.length >= 3 && digits.length <= 5) return digits.padStart(5, '0');
  // Nine digits are ZIP+4 without its dash; seven and eight have lost zeros too.
  return digits.length >= 7 && digits.length <= 9 ? digits.padStart(9, '0').slice(0, 5) : null;
}

/** `AT1010`, `NL-1012 AB`, `GB-M1 1AE`: the row's own country written before the code without a space that would mark it. */
function withoutCountry(text: string, country: string | null): string {
  if (country === null) return text;
  const code = country.toLowerCase();
  const names = UNITED_KINGDOM.has(country) ? ['gb', 'uk'] : [code];
  const name = names.find((each) => text.startsWith(each) && /^[\s-]*[a-z\d]/.test(text.slice(each.length)));
  if (name === undefined) return text;
  const rest = text.slice(name.length).replace(/^[\s-]+/, '');
  const isSeparated = /^[\s-]/.test(text.slice(name.length));
  return isSeparated || (LEADING_ZEROS.has(country) && /^\d/.test(rest)) ? rest : text;
}

function restoreZeros(code: string, country: string | null): string {
  const rule = country === null ? undefined : LEADING_ZEROS.get(country);
  if (rule === undefined) return code;
  const [digits, zeros] = rule;
  return code.length < digits && code.length >= digits - zeros && /^\d+$/.test(code) ? code.padStart(digits, '0') : code;
}
