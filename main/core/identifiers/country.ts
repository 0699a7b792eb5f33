import { isBlank } from './blank.ts';
import { cleanWords } from './clean.ts';
import { ALPHA_2, ALPHA_3, countryNames, nameKey, wordsKey } from './country-names.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

/** Codes in use that ISO 3166-1 has under another name: the United Kingdom's own, the European Union's for Greece, Dutch abbreviations. */
const OTHER_CODES: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
  ['VK', 'GB'],
  ['VS', 'US'],
]);

/** "The Republic of …", "…, The": official words around the name. */
const TITLE = /^(?:the)?(?:(?:federal)?republic|kingdom|state|commonwealth|principality|sultanate)of(?:the)?|^the|the$/;

/** True for an ISO 3166-1 alpha-2 code in either case. */
export function isCountryCode(text: string): boolean {
  return ALPHA_2.has(text.toUpperCase());
}

/**
 * ISO 3166-1 alpha-2 in upper case, from a code of two or three letters or a name in English, German, French, Spanish, Italian, Portuguese or
 * Dutch. Case, accents and punctuation do not matter. Null when unknown: never the first two letters, which make Germany `ge`.
 */
export function countryCode(raw: string): string | null {
  if (raw.length === 2) {
    const upper = raw.toUpperCase();
    if (ALPHA_2.has(upper)) return upper;
  }
  const text = cleanWords(raw);
  if (isBlank(text, true)) return null;
  const letters = text.replace(/[\s.'’-]/g, '').toUpperCase();
  const code = codeOf(letters);
  if (code !== null) return code;
  const names = countryNames();
  const key = nameKey(text.replaceAll('&', ' and '));
  const byLetters = names.get(nameKey(text)) ?? names.get(key) ?? names.get(key.replace(TITLE, ''));
  if (byLetters !== undefined) return byLetters;
  const words = wordsKey(text);
  const byWords = words === null ? undefined : names.get(words);
  if (byWords !== undefined) return byWords;
  return withoutExplanation(text);
}

/** Names that several countries share, so that what follows is needed: the Republic of China is Taiwan. */
const SHARED_BEGINNINGS: ReadonlySet<string> = new Set(['korea', 'congo', 'kongo', 'virginislands', 'china']);

/** `Bolivia (Plurinational State of)`, `Germany (DE)`, `DE - Germany`: a country with an explanation that names no other country. */
function withoutExplanation(text: string): string | null {
  const [head = '', tail = '', ...others] = text.split(/[()[\]/|:,;]+|\s[-–—]\s/).filter((part) => /\p{L}/u.test(part));
  if (tail === '' || others.length > 0 || SHARED_BEGINNINGS.has(nameKey(head))) return null;
  const country = countryCode(head);
  const other = countryCode(tail);
  if (other !== null) return other === country ? country : null;
  return /\b(?:republic|state|kingdom|yugoslav)/i.test(tail) ? country : null;
}

function codeOf(upper: string): string | null {
  if (upper.length === 2) return ALPHA_2.has(upper) ? upper : (OTHER_CODES.get(upper) ?? null);
  return upper.length === 3 ? (ALPHA_3.get(upper) ?? null) : null;
}

/** COUNTRY: the alpha-2 code in lower case (meta-api.md 8.1). */
export function normaliseCountry(raw: string): Normalised {
  const code = countryCode(raw);
  if (code !== null) return hash(code.toLowerCase());
  return screen(cleanWords(raw), true) ?? drop('unknown_country');
}
