import anyAscii from 'any-ascii';

import { isBlank } from './blank.ts';
import { clean } from './clean.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

const PLAIN = /^[A-Za-z]+(?:[ .'-]+[A-Za-z]+)*$/;
const NOT_LETTERS = /[^\p{L}\p{M}]+/gu;
const NOT_LETTERS_OR_DIGITS = /[^\p{L}\p{M}\p{Nd}]+/gu;

/**
 * CT: a to z and nothing else, other scripts transliterated (`montreal`, `kobenhavn`, `lodz`, `strassburg`), as Meta's guide asks;
 * its CAPI page allows UTF-8 in cities, its own code drops such letters (peers.md 4).
 */
export function normaliseCity(raw: string): Normalised {
  if (raw.length < 32 && PLAIN.test(raw)) {
    return isBlank(raw, true) ? drop('blank') : hash(raw.toLowerCase().replace(/[^a-z]+/g, ''));
  }
  const text = clean(raw);
  const screened = screen(text, true);
  if (screened) return screened;
  if (text.includes('\ufffd')) return drop('damaged_text');
  const letters = latinLetters(text);
  return letters === '' ? drop('no_letters') : hash(letters);
}

/** a to z only. Other characters go before the transliteration, which would spell symbols out (`€` as `EUR`). */
function latinLetters(text: string): string {
  return anyAscii(text.normalize('NFC').replace(NOT_LETTERS, ''))
    .toLowerCase()
    .replace(/[^a-z]+/g, '');
}

/** a to z and 0 to 9, for regions: `Île-de-France` as `iledefrance`, `13` stays. */
export function latinLettersAndDigits(text: string): string {
  return anyAscii(text.normalize('NFC').replace(NOT_LETTERS_OR_DIGITS, ''))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');
}
