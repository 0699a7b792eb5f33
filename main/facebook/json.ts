/**
 * Parses JSON and keeps integers beyond 2^53 as strings: Meta's ids are 64 bit, and JSON.parse would round them silently
 * (meta-api.md 7.3). Throws SyntaxError for anything that is no whole JSON text.
 */
export function parseJson(text: string): unknown {
  return JSON.parse(text, keepId);
}

/** A reviver: `source` is the number as it stands in the text. */
function keepId(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '');
  return isRounded ? context?.source : value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Numbers arrive as strings from some endpoints (meta-api.md 4); anything else is null. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  return null;
}

/** Ids as text, whichever way they came. */
export function idIn(value: unknown): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : null;
}

/** Text that says something, else null. */
export function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A list of words; null when there is none. */
export function textsIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? (value as unknown[]).map(String) : null;
}

/** Unix seconds as epoch milliseconds; null when not told. */
export function epochMsIn(seconds: unknown): number | null {
  const value = numberIn(seconds);
  return value === null ? null : value * 1000;
}

/** The objects of a list; null when there is none. */
export function rowsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] | null {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : null;
}
