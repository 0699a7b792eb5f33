import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { chunkPlace, decodeChunk, encodeChunk, open, seal, SealError } from '../../main/engine/vault.ts';
import { modelChunk } from '../core/arbitrary-chunk.ts';

const key = randomBytes(32);

test('a chunk comes back from its seal as it went in', () => {
  fc.assert(
    fc.property(modelChunk, ({ chunk }) => {
      const sealed = seal(key, chunkPlace(1, 0), encodeChunk(chunk));
      const { digests, ...rest } = decodeChunk(open(key, chunkPlace(1, 0), sealed));
      expect({ ...rest, digests: Buffer.from(digests) }).toEqual(chunk);
    }),
  );
});

test('a chunk that lies at an odd address of a larger buffer is read all the same', () => {
  const chunk = {
    masks: Uint16Array.of(1, 2),
    lines: Uint32Array.of(7, 0),
    digests: Buffer.alloc(64, 3),
    plain: ['ü', '“'],
  };
  const bytes = Buffer.concat([Buffer.of(0), ...encodeChunk(chunk)]).subarray(1);
  expect(decodeChunk(bytes)).toEqual(chunk);
});

test('a seal opens at its own place with its own key only', () => {
  const sealed = seal(key, chunkPlace(1, 2), [Buffer.from('digests')]);
  expect(open(key, chunkPlace(1, 2), sealed).toString()).toBe('digests');
  for (const [otherKey, place] of [
    [key, chunkPlace(1, 3)],
    [key, chunkPlace(12, 2)],
    [randomBytes(32), chunkPlace(1, 2)],
  ] as const) {
    expect(() => open(otherKey, place, sealed)).toThrow(SealError);
  }
});

test('a seal with any bit flipped, or cut anywhere, does not open', () => {
  const sealed = seal(key, 'token', [Buffer.from('EAAtoken')]);
  fc.assert(
    fc.property(fc.nat(sealed.length * 8 - 1), fc.nat(sealed.length - 1), (bit, length) => {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => open(key, 'token', flipped)).toThrow(SealError);
      expect(() => open(key, 'token', sealed.subarray(0, length))).toThrow(SealError);
    }),
  );
});

test('the same value sealed twice looks different', () => {
  const [a, b] = [1, 2].map(() => seal(key, 'token', [Buffer.from('EAAtoken')]).toString('hex'));
  expect(a).not.toBe(b);
});
