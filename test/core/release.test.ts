import { expect, test } from 'vitest';

import { release } from '../../main/core/release.ts';

test('large memory is given back, whichever part of it is seen, and small memory is left alone', () => {
  const [own, small] = [new Uint8Array(200_000).fill(7), new Uint8Array(10).fill(7)];
  const whole = new Uint8Array(200_000).fill(7);
  release([own, small, whole.subarray(0, 100_000)]);
  expect([own.length, small.length, whole.length]).toEqual([0, 10, 0]);
  // Twice does no harm.
  release([own]);
});

test('a large buffer of Node’s is given back, the pool of its small ones is not', () => {
  const [large, pooled] = [Buffer.allocUnsafe(200_000), Buffer.from('one of many')];
  release([large, pooled]);
  expect([large.length, pooled.toString()]).toEqual([0, 'one of many']);
});
