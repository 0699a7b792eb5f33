import type { Chunk } from '#core/chunk.ts';
import type { IsWanted } from '#core/find-people.ts';
import { HASHED_KEYS, type Key } from '#core/keys.ts';

import { cellReader } from '../cells.ts';

/** By which somebody can be looked for. */
const KEYS_OF_ONE: readonly Key[] = ['EMAIL', 'PHONE', 'MADID', 'EXTERN_ID'];

/** One person, as the digests and ids that their value can be; the value itself is gone. */
export interface Wanted {
  readonly keys: readonly Key[];
  readonly isWanted: IsWanted;
  /** Quickly: false = nobody of the chunk is this person. */
  mayBeIn(chunk: Chunk): boolean;
}

/** Hashes a typed value in every way in which a list can have had it; `countries` complete phone numbers without one. */
export function wantedOf(value: string, countries: readonly string[]): Wanted {
  const digests: { readonly key: Key; readonly digest: Buffer }[] = [];
  const plain: { readonly key: Key; readonly value: string }[] = [];
  for (const key of KEYS_OF_ONE) {
    const read = cellReader(key);
    for (const country of key === 'PHONE' ? [...countries, null] : [null]) {
      const { wire } = read(value, { country });
      if (wire === null) continue;
      if (HASHED_KEYS.has(key)) digests.push({ key, digest: Buffer.from(wire, 'binary') });
      else plain.push({ key, value: wire });
    }
  }
  return {
    keys: [...new Set([...digests, ...plain].map(({ key }) => key))],
    isWanted: (key, found) =>
      typeof found === 'string'
        ? plain.some((one) => one.key === key && one.value === found)
        : digests.some((one) => one.key === key && one.digest.equals(found)),
    mayBeIn(chunk) {
      const { buffer, byteOffset, byteLength } = chunk.digests;
      const all = Buffer.from(buffer, byteOffset, byteLength);
      return digests.some(({ digest }) => all.includes(digest)) || plain.some((one) => chunk.plain.includes(one.value));
    },
  };
}
