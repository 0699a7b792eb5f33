import { isPersonal } from '#core/identifiers/extern-id.ts';
import { HASHED_KEYS, type Key } from '#core/keys.ts';

/** A value that must not leave this computer as it is. Our bug, never the user's. */
export class GuardError extends Error {
  override readonly name = 'GuardError';
}

const [OPEN, CLOSE, COMMA, QUOTE, BACKSLASH] = [0x5b, 0x5d, 0x2c, 0x22, 0x5c] as const;
const DIGEST_CHARACTERS = 64;
/** Highest bit of each of four bytes. */
const HIGH_BITS = 0x80808080 | 0;

/**
 * Whether four bytes are all of 0 to 9 and a to f, without a branch for each of five million: adding what a byte lacks to 0x80 sets its
 * highest bit when it is at least that, and no sum of bytes below 0x80 runs over into the next.
 */
function areHex(four: number): boolean {
  const isDigit = (four + 0x50505050) & ~(four + 0x46464646);
  const isLetter = (four + 0x1f1f1f1f) & ~(four + 0x19191919);
  return (four & HIGH_BITS) === 0 && ((isDigit | isLetter) & HIGH_BITS) === HIGH_BITS;
}

/**
 * DESIGN section 6: refuses any un-hashed value for a key that Meta wants hashed, and any EXTERN_ID that looks like an address or a
 * phone number. It reads the very bytes that are about to leave, so that no mistake before it can get past: `rows` is the JSON text of
 * arrays of strings, `[…],[…]`. Throws GuardError, which names the key and never the value.
 */
export function guardRows(keys: readonly Key[], rows: Buffer): void {
  const mustBeHashed = keys.map((key) => HASHED_KEYS.has(key));
  const view = new DataView(rows.buffer, rows.byteOffset, rows.length);
  let at = 0;
  const expectByte = (byte: number): void => {
    if (rows[at] !== byte) throw new GuardError('A row does not match its schema.');
    at += 1;
  };
  while (at < rows.length) {
    if (at > 0) expectByte(COMMA);
    expectByte(OPEN);
    for (let column = 0; column < keys.length; column += 1) {
      if (column > 0) expectByte(COMMA);
      expectByte(QUOTE);
      const start = at;
      if (mustBeHashed[column]) {
        if (rows[at] !== QUOTE) at += DIGEST_CHARACTERS;
        let isHex = at < rows.length;
        for (let four = start; isHex && four < at; four += 4) isHex = areHex(view.getInt32(four));
        if (!isHex || rows[at] !== QUOTE) throw new GuardError(`A value for ${keys[column]} is not hashed.`);
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
}
