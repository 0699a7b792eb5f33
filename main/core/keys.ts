/**
 * The identifier keys of a Custom Audience upload, in the one order in which schemas, masks and digests are written.
 * Source: reference meta-api.md 7.1 (Meta's users edge). The order is part of the chunk format: append only.
 */
export const KEYS = [
  'EMAIL',
  'PHONE',
  'FN',
  'LN',
  'FI',
  'GEN',
  'DOBY',
  'DOBM',
  'DOBD',
  'CT',
  'ST',
  'ZIP',
  'COUNTRY',
  'MADID',
  'EXTERN_ID',
  'LOOKALIKE_VALUE',
] as const;

/** One column of Meta's upload schema. */
export type Key = (typeof KEYS)[number];

/** What a source column can be mapped to: a key, or a whole date that feeds DOBY, DOBM and DOBD. */
export type MappedKey = Key | 'DOB';

/** Keys whose values Meta wants as SHA-256; the other three are sent as they are. */
export const HASHED_KEYS: ReadonlySet<Key> = new Set(KEYS.slice(0, 13));

export function isKey(text: string): text is Key {
  return (KEYS as readonly string[]).includes(text);
}

export function isMappedKey(text: string): text is MappedKey {
  return text === 'DOB' || isKey(text);
}
