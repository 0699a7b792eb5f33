import fc from 'fast-check';
import { expect, test } from 'vitest';

import { scaleFor, slotsFor } from '../../renderer/analytics/scale.ts';

test('an axis starts at zero, ends at or above the highest bar and has two to four lines of whole people', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (highest) => {
      const { top, lines } = scaleFor(highest);
      expect(top).toBeGreaterThanOrEqual(highest);
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(lines.length).toBeLessThanOrEqual(4);
      expect(lines.at(-1)).toBe(top);
      expect(lines.every((line) => Number.isInteger(line))).toBe(true);
    }),
  );
});

test('every bucket of the range has one slot, nobody is lost, and the last slot holds now', () => {
  const bucketMs = 60_000;
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }));
  const instant = fc.integer({ min: 4e6, max: 2e12 });
  fc.assert(
    fc.property(instant, minutes, (now, places) => {
      const last = Math.floor(now / bucketMs) * bucketMs;
      const buckets = places
        .toSorted((a, b) => b - a)
        .map((place) => ({ at: last - place * bucketMs, synced: place + 1, errored: 0 }));
      const slots = slotsFor(buckets, now, bucketMs, 60 * bucketMs);
      expect(slots.map((slot) => slot.at)).toEqual(
        Array.from({ length: 60 }, (_, index) => last - (59 - index) * bucketMs),
      );
      expect(slots.filter((slot) => slot.synced > 0)).toEqual(buckets);
    }),
  );
});
