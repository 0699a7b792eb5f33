import fc from 'fast-check';
import { expect, test } from 'vitest';

import { HORIZON_MS, LONGEST_TICK_MS, retryDelayMs } from '../../main/core/retry.ts';

const tries = fc.integer({ min: 1, max: 5_000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a wait is at least half of 1 s · 2ⁿ and never more than 5 minutes', () => {
  fc.assert(
    fc.property(tries, chance, (n, random) => {
      const full = Math.min(300_000, 1_000 * 2 ** (n - 1));
      const ms = retryDelayMs(n, random);
      expect([Number.isInteger(ms), ms >= full / 2, ms <= full]).toEqual([true, true, true]);
    }),
  );
});

test('waits grow from a second to five minutes', () => {
  expect([1, 2, 3, 8, 9, 10, 4_000].map((n) => retryDelayMs(n, 0.999_999))).toEqual([
    1_000, 2_000, 4_000, 128_000, 256_000, 300_000, 300_000,
  ]);
});

test('the horizon is 13 hours, charged by the minute at most', () => {
  expect([HORIZON_MS, LONGEST_TICK_MS]).toEqual([46_800_000, 60_000]);
});
