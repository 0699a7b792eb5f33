import { createHash, randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Chunk, digestCount, DIGEST_BYTES, maskOf, plainCount } from '../../main/core/chunk.ts';
import { fingerprinter } from '../../main/core/fingerprint.ts';
import { modelChunk } from './arbitrary-chunk.ts';

const fingerprint = fingerprinter([0x1234, 0x5678]);
const told = ({ low, high }: { readonly low: number; readonly high: number }): string => `${high} ${low}`;

function digest(value: string | Uint8Array): Buffer {
  return createHash('sha256').update(value).digest();
}

/** The model's digests differ in their last digits only; real ones are as good as random. */
function hashed(chunk: Chunk): Chunk {
  const digests = Array.from({ length: chunk.digests.length / DIGEST_BYTES }, (_, i) =>
    digest(chunk.digests.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)),
  );
  return { ...chunk, digests: Buffer.concat(digests) };
}

/** The fingerprint of each person of a chunk, and whether the person has any value. */
function people(chunk: Chunk): readonly { readonly print: string; readonly isNamed: boolean }[] {
  const { masks, lines } = chunk;
  const starts = [...lines.keys()].filter((entry) => lines[entry] !== 0);
  const before = (entry: number, count: (mask: number) => number): number =>
    masks.subarray(0, entry).reduce((sum, mask) => sum + count(mask), 0);
  return starts.map((from, index) => {
    const to = starts[index + 1] ?? masks.length;
    const print = told(
      fingerprint(chunk, [from, to], before(from, digestCount) * DIGEST_BYTES, before(from, plainCount)),
    );
    return { print, isNamed: masks.subarray(from, to).some((mask) => mask !== 0) };
  });
}

test('the same person has the same fingerprint wherever it lies, and another person another one', () => {
  fc.assert(
    fc.property(modelChunk, modelChunk, (model, other) => {
      const [chunk, before] = [hashed(model.chunk), other.chunk];
      const moved: Chunk = {
        masks: Uint16Array.from([...before.masks, ...chunk.masks]),
        lines: Uint32Array.from([...before.lines, ...chunk.lines]),
        digests: Buffer.concat([before.digests, chunk.digests]),
        plain: [...before.plain, ...chunk.plain],
      };
      const own = people(chunk);
      const there = people(moved);
      expect(there.slice(there.length - own.length)).toEqual(own);
      // People without any value are alike; every other value of the model is another.
      const named = own.filter(({ isNamed }) => isNamed).map(({ print }) => print);
      expect(new Set(named).size).toBe(named.length);
    }),
  );
});

test('a value, its key, the entry that it is in and the secret all count', () => {
  const [a, b] = [digest('a'), digest('b')];
  const [email, phone, both] = [maskOf(['EMAIL']), maskOf(['PHONE']), maskOf(['EMAIL', 'PHONE'])];
  const ids = maskOf(['MADID', 'EXTERN_ID']);
  const print = (
    masks: readonly number[],
    digests: readonly Buffer[],
    plain: readonly string[] = [],
    own = fingerprint,
  ) => told(own({ masks: Uint16Array.from(masks), digests: Buffer.concat(digests), plain }, [0, masks.length], 0, 0));
  const all = [
    print([both], [a, b]),
    print([both], [b, a]),
    print([email, phone], [a, b]),
    print([email, email], [a, b]),
    print([phone, email], [a, b]),
    print([ids], [], ['x', 'yz']),
    print([ids], [], ['xy', 'z']),
    print([both], [a, b], [], fingerprinter([0x1234, 0x5679])),
    print([both], [a, b], [], fingerprinter([0x1235, 0x5678])),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test('among many digests each half collides as often as chance has it, and both together never', () => {
  const count = 300_000;
  const chunk = {
    masks: new Uint16Array(count).fill(maskOf(['EMAIL'])),
    digests: randomBytes(count * DIGEST_BYTES),
    plain: [],
  };
  const lows = new Set<number>();
  const highs = new Set<number>();
  const wholes = new Set<bigint>();
  for (let i = 0; i < count; i += 1) {
    const { low, high } = fingerprint(chunk, [i, i + 1], i * DIGEST_BYTES, 0);
    lows.add(low);
    highs.add(high);
    wholes.add((BigInt(high) << 32n) | BigInt(low));
  }
  // n² / 2³³ ≈ 10 pairs are expected.
  for (const half of [lows, highs]) expect(count - half.size).toBeLessThan(40);
  expect(wholes.size).toBe(count);
});
