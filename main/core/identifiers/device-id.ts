import { isBlank } from './blank.ts';
import { clean, plainDigits } from './clean.ts';
import { asIs, drop } from './result.ts';
import type { Normalised } from './result.ts';

const DEVICE_ID = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/;
/** As nearly all of them are written; no cleaning needed. */
const COMMON = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HYPHENS = new Set([0, 4]);

/**
 * MADID: lower case with its hyphens, never hashed (meta-api.md 8.1; Meta's own SDK helpers hash it and match nobody).
 */
export function normaliseDeviceId(raw: string): Normalised {
  if (COMMON.test(raw)) return known(raw.toLowerCase());
  const text = plainDigits(clean(raw))
    .replace(/[\p{Pd}\u2212]/gu, '-')
    // A spreadsheet's mark for text, and quotes that came with it.
    .replace(/^["'’]+|["'’]+$/g, '');
  if (isBlank(text)) return drop('blank');
  const parts = DEVICE_ID.exec(text.toLowerCase());
  // All four hyphens or none, both braces or none: anything between is a cell cut or pasted together.
  if (!parts || !HYPHENS.has(text.split('-').length - 1) || text.startsWith('{') !== text.endsWith('}')) {
    return drop('not_a_device_id');
  }
  return known(parts.slice(1).join('-'));
}

function known(id: string): Normalised {
  return /[^0-]/.test(id) ? asIs(id) : drop('zero_device_id');
}
