import { isPersonal } from '#core/identifiers/extern-id.ts';
import { HASHED_KEYS, type Key } from '#core/keys.ts';

/** A value that must not leave this computer as it is. Our bug, never the user's. */
export class GuardError extends Error {
  override readonly name = 'GuardError';
}

const [OPEN, CLOSE, COMMA, QUOTE, BACKSLASH] = [0x5b, 0x5d, 0x2c, 0x22, 0x5c] as const;
const DIGEST_CHARACTERS = 64;
const IS_HEX = Array.from(
  { length: 256 },
  (_, byte) => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66),
);

/**
 * DESIGN section 6: refuses any un-hashed value for a key that Meta wants hashed, and any EXTERN_ID that looks like an address or a
 * phone number. It reads the very bytes that are about to leave, so that no mistake before it can get past. Throws GuardError, which
 * names the key and never the value.
 */
export function guardRows(keys: readonly Key[], rows: Buffer): void {
  const mustBeHashed = keys.map((key) => HASHED_KEYS.has(key));
  let at = 0;
  const expectByte = (byte: number): void => {
    if (rows[at] !== byte) throw new GuardError('A row does not match its schema.');
    at += 1;
  };
  expectByte(OPEN);
  while (rows[at] !== CLOSE) {
    if (at > 1) expectByte(COMMA);
    expectByte(OPEN);
    for (let column = 0; column < keys.length; column += 1) {
      if (column > 0) expectByte(COMMA);
      expectByte(QUOTE);
      const start = at;
      if (mustBeHashed[column]) {
        while (IS_HEX[rows[at] ?? 0]) at += 1;
        const length = at - start;
        if (rows[at] !== QUOTE || (length !== 0 && length !== DIGEST_CHARACTERS)) {
          throw new GuardError(`A value for ${keys[column]} is not hashed.`);
        }
      } else {
        while (at < rows.length && rows[at] !== QUOTE) at += rows[at] === BACKSLASH ? 2 : 1;
        if (
          keys[column] === 'EXTERN_ID' &&
          isPersonal(JSON.parse(rows.toString('utf8', start - 1, at + 1)) as string)
        ) {
          throw new GuardError('A value for EXTERN_ID looks like an e-mail address or a phone number.');
        }
      }
      expectByte(QUOTE);
    }
    expectByte(CLOSE);
  }
  at += 1;
  if (at !== rows.length) throw new GuardError('A row does not match its schema.');
}
