import { BLANKS } from './cell-words.ts';
import { dateShape } from './dates.ts';
import { fold, visibleText } from './words.ts';

const EMAIL = /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+\.[^\s@<>()[\],;:".]{2,}$/;
const PHONE =
  /^(?:p:|tel:|tel\.?|mob\.?)?\s*[+(]?\d[\d\s().\-/+]*(?:\s*(?:x|ext\.?|poste|durchwahl|int\.?)\s*\d{1,6})?$/i;
const VANITY = /^[+(]?\d[\d\s().-]*[-. ][A-Z]{3,}(?:[A-Z\d]|[- ](?=[A-Z\d]))*$/i;
/** What a spreadsheet makes of a long number. */
const EXPONENT = /^\d[.,]\d+e\+?\d+$/i;
const DECIMAL = /^\d+[.,]\d{1,2}$/;
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const DIGEST = /^[0-9a-f]{64}$/i;
const CARD_NUMBER = /^\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}$/;
const UUID = /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;

/** No identifier is longer; a sample may hold whole notes. */
const LONGEST_CELL = 320;

/**
 * The filled cells of one column of the sample, as a person sees them; exports write blanks in many ways, and put an
 * apostrophe before digits that a spreadsheet must leave alone.
 */
export function filledCells(sample: readonly (readonly string[])[], index: number): readonly string[] {
  return sample
    .map((row) => visibleText((row[index] ?? '').slice(0, LONGEST_CELL)).replace(/^['’]/, ''))
    .filter((cell) => !BLANKS.has(fold(cell)));
}

/** A SHA-256 digest in hex. */
export function isDigest(cell: string): boolean {
  return DIGEST.test(cell);
}

/** An address alone in its cell. */
export function isEmail(cell: string): boolean {
  return EMAIL.test(cell);
}

/** An advertising id as phones report it, with or without hyphens. */
export function isAdvertisingId(cell: string): boolean {
  return UUID.test(cell);
}

/** 7 to 17 digits with phone punctuation that are no date, price or network address. */
export function isPhone(cell: string): boolean {
  const text = latinDigits(cell);
  if (EXPONENT.test(text)) return true;
  if (dateShape(text) !== 'none' || isDecimal(text) || isNetworkAddress(text) || CARD_NUMBER.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  if (VANITY.test(text)) return digits >= 1;
  return PHONE.test(text) && digits >= 7 && digits <= 17;
}

/** A phone number that no id, postcode or amount is written like: with a plus, a trunk zero, or grouped as in America. */
export function isUnmistakablePhone(cell: string): boolean {
  const text = latinDigits(cell);
  if (!isPhone(text)) return false;
  const digits = text.replace(/\D/g, '');
  if (/^\s*\+/.test(text)) return digits.length >= 8;
  if (/^0[1-9]\d{7,9}$/.test(digits) || /^00[1-9]\d{8,}$/.test(digits)) return !/^\d+[-./]\d+$/.test(text);
  return /^(?:1[-. ]?)?\(?\d{3}\)?[-. ]\s?\d{3}[-. ]\d{4}\b/.test(text);
}

/** An amount with decimals; the ".0" that a spreadsheet adds to whole numbers is none. */
export function isDecimal(cell: string): boolean {
  return DECIMAL.test(cell) && !cell.endsWith('.0');
}

/** An IPv4 address, which has as many digits and dots as a phone number. */
export function isNetworkAddress(cell: string): boolean {
  return IP_ADDRESS.test(cell);
}

/** Digits of every script as 0 to 9, as far as counting them needs it. */
function latinDigits(cell: string): string {
  return cell.normalize('NFKC').replace(/(?![0-9])\p{Nd}/gu, '5');
}
