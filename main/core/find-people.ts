import { type Chunk, DIGEST_BYTES, digestCount, plainCount } from './chunk.ts';
import { HASHED_KEYS, type Key, KEYS } from './keys.ts';

/** A person of a chunk: their line, their entries from … to (exclusive), and what they were recognised by. */
export interface FoundPerson {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly keys: readonly Key[];
}

/** Whether a value of this key, a digest or one that is not hashed, is the one that is looked for. */
export type IsWanted = (key: Key, value: Uint8Array | string) => boolean;

/** All people of a chunk who have a wanted value, in its order. */
export function findPeople(chunk: Chunk, isWanted: IsWanted): readonly FoundPerson[] {
  const { masks, lines, digests, plain } = chunk;
  const found: FoundPerson[] = [];
  let digestAt = 0;
  let plainAt = 0;
  for (let from = 0; from < masks.length;) {
    let to = from + 1;
    while (to < masks.length && lines[to] === 0) to += 1;
    const keys = new Set<Key>();
    for (let entry = from; entry < to; entry += 1) {
      const mask = masks[entry] ?? 0;
      let digest = digestAt;
      let value = plainAt;
      for (const [bit, key] of KEYS.entries()) {
        if ((mask & (1 << bit)) === 0) continue;
        if (HASHED_KEYS.has(key)) {
          if (isWanted(key, digests.subarray(digest * DIGEST_BYTES, (digest + 1) * DIGEST_BYTES))) keys.add(key);
          digest += 1;
        } else {
          if (isWanted(key, plain[value] ?? '')) keys.add(key);
          value += 1;
        }
      }
      digestAt += digestCount(mask);
      plainAt += plainCount(mask);
    }
    if (keys.size > 0) found.push({ line: lines[from] ?? 0, from, to, keys: [...keys] });
    from = to;
  }
  return found;
}
