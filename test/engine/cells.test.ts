import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { normalise } from '../../main/core/identifiers/normalise.ts';
import { type Key, KEYS } from '../../main/core/keys.ts';
import { BLANK, type Cell, cellReader } from '../../main/engine/cells.ts';

const cell = fc.record({
  raw: fc.oneof(
    fc.constantFrom('Ann', 'ann', 'CA', '2134', 'n/a', '30.01.1980', '+49 151 12345678', 'a@b.com', 'A'.repeat(64)),
    fc.string(),
  ),
  country: fc.constantFrom('US', 'DE', null),
});

/** What a cell must become, said without any memory. */
function expected(key: Key, raw: string, country: string | null): Cell {
  const result = normalise(key, raw, { country, thisYear: 2026 });
  if (result.action === 'drop') return result.problem === 'blank' ? BLANK : { wire: null, problem: result.problem };
  const digest =
    result.action === 'hash'
      ? createHash('sha256').update(result.value).digest('binary')
      : Buffer.from(result.value, 'hex').toString('binary');
  return { wire: result.action === 'as_is' ? result.value : digest, problem: result.problem ?? null };
}

test('a cell becomes the same whatever was read before it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KEYS), fc.array(cell, { maxLength: 12 }), (key, cells) => {
      const read = cellReader(key);
      expect(cells.map(({ raw, country }) => read(raw, { country, thisYear: 2026 }))).toEqual(
        cells.map(({ raw, country }) => expected(key, raw, country)),
      );
    }),
    { numRuns: 500 },
  );
});

test('a column of ever new values is still read right when it is no longer remembered', () => {
  const read = cellReader('LN');
  const names = Array.from({ length: 9_000 }, (_, index) =>
    Array.from(String(index), (digit) => 'abcdefghij'[Number(digit)]).join(''),
  );
  const wires = [...names, ...names.slice(0, 100)].map((name) => read(name, { country: null, thisYear: 2026 }).wire);
  expect(wires).toEqual(
    [...names, ...names.slice(0, 100)].map((name) => createHash('sha256').update(name).digest('binary')),
  );
});
