import { isPersonal } from '#core/identifiers/extern-id.ts';
import { HASHED_KEYS, type Key } from '#core/keys.ts';

/** A value that must not leave this computer as it is. Our bug, never the user's. */
export class GuardError extends Error {
  override readonly name = 'GuardError';
}

const HASHED = '"(?:[0-9a-f]{64})?"';
const PLAIN = String.raw`"(?:[^"\\]|\\.)*"`;

/**
 * DESIGN section 6: refuses any un-hashed value for a key that Meta wants hashed, and any EXTERN_ID that looks like an address or a
 * phone number. It reads the very bytes that are about to leave, so that no mistake before it can get past: `rows` is the JSON text of
 * an array of arrays of strings. Throws GuardError, which names the key and never the value.
 */
export function guardRows(keys: readonly Key[], rows: Buffer): void {
  // One character a byte: whatever is beyond ASCII stands in values that are not hashed, and keeps its place there.
  const text = rows.toString('latin1');
  const columns = keys.map((key) => (key === 'EXTERN_ID' ? `(${PLAIN})` : HASHED_KEYS.has(key) ? HASHED : PLAIN));
  const row = new RegExp(String.raw`[[,]\[${columns.join(',')}\]`, 'y');
  const hasExternId = keys.includes('EXTERN_ID');
  if (text === '[]') return;
  const end = text.length - 1;
  let at = 0;
  while (at < end) {
    row.lastIndex = at;
    const externId = hasExternId ? row.exec(text)?.[1] : undefined;
    if (hasExternId ? externId === undefined : !row.test(text))
      throw new GuardError(whatIsWrong(keys, text.slice(at + 1)));
    if (externId !== undefined && isPersonal(JSON.parse(externId) as string)) {
      throw new GuardError('A value for EXTERN_ID looks like an e-mail address or a phone number.');
    }
    at = row.lastIndex;
  }
  if (text[end] !== ']') throw new GuardError('A row does not match its schema.');
}

/** Names the key of the first value that is not fit to leave in the row at the beginning of `text`. */
function whatIsWrong(keys: readonly Key[], text: string): string {
  const values = [...(/^\[(?:"(?:[^"\\]|\\.)*",?)*\]/.exec(text)?.[0] ?? '').matchAll(/"(?:[^"\\]|\\.)*"/g)].map(
    ([value]) => value,
  );
  if (values.length !== keys.length) return 'A row does not match its schema.';
  const isHashed = new RegExp(`^${HASHED}$`);
  const key = keys.find((name, index) => HASHED_KEYS.has(name) && !isHashed.test(values[index] ?? ''));
  return key === undefined ? 'A row does not match its schema.' : `A value for ${key} is not hashed.`;
}
