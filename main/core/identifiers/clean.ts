/**
 * What every key needs before its own rule: invisible characters away, foreign digits readable, spreadsheet damage undone.
 */

const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;

/** Control, format and filler characters that nobody typed on purpose: BOM, zero-width, direction marks, soft hyphen, variation selectors. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u115f\u1160\u3164\uffa0]|[\u{34f}]|[\u{17b4}\u{17b5}]|[\u{fe00}-\u{fe0f}]/gu;

/** Spaces that forbid a line break. They come from web pages and never separate anything that matters to a key. */
const HARD_SPACES = /[\u00a0\u202f]/g;

/** Removes what cannot be seen, then white space at both ends. */
export function clean(raw: string): string {
  if (PRINTABLE_ASCII.test(raw)) return raw.trim();
  return raw.replace(INVISIBLE, '').replace(HARD_SPACES, '').trim();
}

/** The same for values made of words (dates, countries), where a hard space or a line break still separates. */
export function cleanWords(raw: string): string {
  if (PRINTABLE_ASCII.test(raw)) return raw.trim();
  return raw
    .replace(/[\t\n\v\f\r\u0085\u00a0\u202f\u2028\u2029]/g, ' ')
    .replace(INVISIBLE, '')
    .trim();
}

const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;
const DIGIT = /\p{Nd}/u;

/** Digits of any script as 0-9 and compatibility forms (full width, circled) as their plain characters. */
export function plainDigits(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text;
  return text.normalize('NFKC').replace(FOREIGN_DIGIT, (digit) => {
    // Unicode encodes the digits of a script as ten neighbours in order, so the distance to the first is the value.
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
    return String(value);
  });
}

const TRAILING_ZERO_DECIMALS = /^(\+?\d+)[.,]0{1,2}$/;
const SCIENTIFIC = /^(\+?)(\d+)(?:[.,](\d+))?e\+?(\d{1,2})$/i;

/**
 * Undoes what a spreadsheet does to whole numbers: `1985.0` and `4.47911123456E+11`.
 * Null when the mantissa no longer holds every digit (`4.47E+11`); any other text comes back as it is.
 */
export function wholeNumber(text: string): string | null {
  const decimals = TRAILING_ZERO_DECIMALS.exec(text);
  if (decimals) return decimals[1] ?? text;
  const scientific = SCIENTIFIC.exec(text);
  if (!scientific) return text;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = scientific;
  const shift = Number(exponent);
  if (fraction.length < shift || /[^0]/.test(fraction.slice(shift))) return null;
  return sign + (whole + fraction.slice(0, shift)).replace(/^0+(?=\d)/, '');
}

/** Lower case without accents, for looking words up: `März` as `marz`, `Großbritannien` as `grossbritannien`. */
export function foldAccents(text: string): string {
  const lower = text.toLowerCase();
  if (PRINTABLE_ASCII.test(lower)) return lower;
  return lower.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
}
