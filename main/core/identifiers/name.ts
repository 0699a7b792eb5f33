import { isBlank } from './blank.ts';
import { clean } from './clean.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

const PLAIN = /^[A-Za-z]+$/;

/** A letter with the marks that belong to it; apostrophe look-alikes that Unicode files under letters are left out. */
const LETTER = /(?![\u02b9-\u02bd])\p{L}\p{M}*/gu;

/**
 * FN and LN: lower-case letters of any script, nothing else. Meta's guide allows UTF-8 in names and publishes `valéry` and `정`; it is silent on
 * inner spaces, which we remove as its own SDKs do (peers.md 4).
 */
export function normaliseName(raw: string): Normalised {
  if (PLAIN.test(raw) && raw.length < 32) {
    const lower = raw.toLowerCase();
    return isBlank(raw, true) ? drop('blank') : hash(lower);
  }
  const text = clean(raw);
  const screened = screen(text, true);
  if (screened) return screened;
  if (text.includes('\ufffd')) return drop('damaged_text');
  const letters = lettersOf(text);
  return letters === '' ? drop('no_letters') : hash(letters);
}

/** FI: the first letter of the first name, without marks that Unicode has no composed letter for: the vowel signs of India are no part of it. */
export function normaliseInitial(raw: string): Normalised {
  const text = clean(raw);
  const screened = screen(text, true);
  if (screened) return screened;
  const [first] = lettersOf(text).match(LETTER) ?? [];
  const [letter] = first ?? '';
  return letter === undefined ? drop('no_letters') : hash(letter);
}

function lettersOf(text: string): string {
  const letters = text.normalize('NFC').toLowerCase().match(LETTER);
  // Composed again: a space may have kept two Korean letters apart.
  return letters === null ? '' : letters.join('').normalize('NFC');
}
