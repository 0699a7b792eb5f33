import { isBlank } from './blank.ts';
import { clean } from './clean.ts';
import { asIs, drop } from './result.ts';
import type { Normalised } from './result.ts';

const DEVICE_ID = /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/;
const HYPHENS = new Set([0, 4]);

/**
 * MADID: lower case with its hyphens, never hashed (meta-api.md 8.1; Meta's own SDK helpers hash it and match nobody).
 */
export function normaliseDeviceId(raw: string): Normalised {
  const text = clean(raw);
  if (isBlank(text)) return drop('blank');
  const parts = DEVICE_ID.exec(text.toLowerCase());
  // All four hyphens or none, both braces or none: anything between is a cell cut or pasted together.
  if (!parts || !HYPHENS.has(text.split('-').length - 1) || text.startsWith('{') !== text.endsWith('}')) {
    return drop('not_a_device_id');
  }
  const value = parts.slice(1).join('-');
  return /[^0-]/.test(value) ? asIs(value) : drop('zero_device_id');
}
