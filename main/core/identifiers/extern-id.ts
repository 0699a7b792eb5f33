import { isBlank } from './blank.ts';
import { clean, plainDigits } from './clean.ts';
import { asIs, drop } from './result.ts';
import type { Normalised } from './result.ts';

/** Ids that cannot hold a plus, an @ or two zeros in front. */
const COMMON = /^(?!00)[\w-]+$/;

const ADDRESS = /[^\s@]@[^\s@]+\.\p{L}{2,}/u;

/** What stands before a number in links and spreadsheets: `tel:+1…`, `'+49…`. */
const LEAD_IN = /^(?:["'’=]|(?:tel|phone|whatsapp|p)\s*[:.]\s*)+/i;
const PLUS = /^\(?\+[\d\s().,/\p{Pd}\u2212]+$/u;
/** Two zeros alone also begin plain ids, so here a separator must prove that a person wrote a telephone number. */
const DOUBLE_ZERO = /^(?!\d+$)\(?00[\s().,/\p{Pd}\u2212]*[1-9][\d\s().,/\p{Pd}\u2212]*$/u;

/**
 * True for an EXTERN_ID in the shape of an e-mail address or of a telephone number written internationally: it would leave in clear (DESIGN section 6).
 * Digits alone, of any length, are an id.
 */
export function isPersonal(externId: string): boolean {
  const text = plainDigits(clean(externId));
  if (text.includes('@')) return ADDRESS.test(text);
  const number = text.replace(LEAD_IN, '');
  if (!PLUS.test(number) && !DOUBLE_ZERO.test(number)) return false;
  const count = number.replace(/\D+/g, '').replace(/^00/, '').length;
  // E.164 ends at 15 digits; fewer than seven are no whole number anywhere.
  return count >= 7 && count <= 15;
}

/** EXTERN_ID: byte for byte, never hashed: it must equal what was sent before, whatever that was (meta-api.md 8.1). */
export function normaliseExternId(raw: string): Normalised {
  if (COMMON.test(raw)) return isBlank(raw) ? drop('blank') : asIs(raw);
  if (isBlank(clean(raw))) return drop('blank');
  return isPersonal(raw) ? drop('personal_extern_id') : asIs(raw);
}
