import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fingerprintTable } from '../../main/core/fingerprint-table.ts';

// Few different halves, so that fingerprints that share one of them, and slots that are taken, are common.
const half = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0x7fffffff, 0x80000000, 0xffffffff, 1024, 2048));

test('the table knows again what a set would know again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 200 }), (prints) => {
      const table = fingerprintTable();
      const set = new Set<string>();
      const expected = prints.map(([high, low]) => {
        const isNew = !set.has(`${high}/${low}`);
        set.add(`${high}/${low}`);
        return isNew;
      });
      expect(prints.map(([high, low]) => table.add(high, low))).toEqual(expected);
      expect(table.size).toBe(set.size);
    }),
  );
});

test('it still knows everybody after it has grown, whatever size was expected', () => {
  const prints = Array.from(
    { length: 20_000 },
    (_, i) => [Math.imul(i, 0x9e3779b1) >>> 0, (i % 5_000) * 1024] as const,
  );
  const seen = [0, 5_000, 100_000].map((expected) => {
    const table = fingerprintTable(expected);
    const added = prints.filter(([high, low]) => table.add(high, low)).length;
    const again = prints.filter(([high, low]) => table.add(high, low)).length;
    return [added, again, table.size];
  });
  expect(seen).toEqual([20_000, 20_000, 20_000].map((n) => [n, 0, n]));
});
