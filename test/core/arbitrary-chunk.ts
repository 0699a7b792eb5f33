import fc from 'fast-check';

import { type Chunk, maskOf } from '../../main/core/chunk.ts';
import { HASHED_KEYS, type Key, KEYS } from '../../main/core/keys.ts';

/** One entry as it was before it was packed. */
export interface ModelEntry {
  /** Index of its person. */
  readonly person: number;
  readonly line: number;
  readonly values: ReadonlyMap<Key, string>;
}

export interface ModelChunk {
  readonly chunk: Chunk;
  readonly hex: string;
  readonly entries: readonly ModelEntry[];
}

const BASE_KEYS = KEYS.filter((key) => key !== 'EMAIL' && key !== 'PHONE');

/** As the part builder makes people: entries of one person differ in EMAIL and PHONE only. */
const person = fc.record({
  gap: fc.integer({ min: 1, max: 3 }),
  base: fc.subarray(BASE_KEYS),
  own: fc.array(fc.subarray<Key>(['EMAIL', 'PHONE']), { minLength: 1, maxLength: 3 }),
});

/** A chunk, and the same people unpacked; every value is another. */
export const modelChunk: fc.Arbitrary<ModelChunk> = fc
  .array(person, { maxLength: 12 })
  .map((people) => pack(people.map(({ gap, base, own }) => ({ gap, entries: own.map((keys) => [...keys, ...base]) }))));

/** Keys that a step matches. */
export const stepKeys: fc.Arbitrary<readonly Key[]> = fc.subarray([...KEYS]);

function pack(people: readonly { readonly gap: number; readonly entries: readonly (readonly Key[])[] }[]): ModelChunk {
  const masks: number[] = [];
  const lines: number[] = [];
  const digests: string[] = [];
  const plain: string[] = [];
  const entries: ModelEntry[] = [];
  let line = 1;
  for (const [index, { gap, entries: own }] of people.entries()) {
    line += gap;
    for (const [nth, keys] of own.entries()) {
      const values = new Map<Key, string>();
      for (const key of KEYS.filter((k) => keys.includes(k))) {
        const isHashed = HASHED_KEYS.has(key);
        const value = isHashed ? digests.length.toString(16).padStart(64, 'a') : `${key} “${plain.length}”`;
        (isHashed ? digests : plain).push(value);
        values.set(key, value);
      }
      masks.push(maskOf(keys));
      lines.push(nth === 0 ? line : 0);
      entries.push({ person: index, line, values });
    }
  }
  const hex = digests.join('');
  const chunk = {
    masks: Uint16Array.from(masks),
    lines: Uint32Array.from(lines),
    digests: Buffer.from(hex, 'hex'),
    plain,
  };
  return { chunk, hex, entries };
}
