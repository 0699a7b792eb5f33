import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Chunk, maskOf, type Selection } from '../../main/core/chunk.ts';
import { HASHED_KEYS, type Key, KEYS } from '../../main/core/keys.ts';
import { newestTable } from '../../main/core/newest-table.ts';
import { partsOf } from '../../main/core/parts.ts';

const STRONG: readonly Key[] = ['EMAIL', 'PHONE', 'MADID', 'EXTERN_ID'];

/** One entry: each of its keys with one of a few values, so that people meet. */
type Entry = ReadonlyMap<Key, number>;
type Person = readonly Entry[];

interface Batch {
  readonly people: readonly Person[];
  readonly step: readonly Key[];
}

const entry: fc.Arbitrary<Entry> = fc
  .dictionary(fc.constantFrom<Key>(...STRONG, 'FN', 'LN', 'LOOKALIKE_VALUE'), fc.nat({ max: 3 }), { maxKeys: 4 })
  .map((values) => new Map(KEYS.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]] as const]))));
const batch: fc.Arbitrary<Batch> = fc.record({
  people: fc.array(fc.array(entry, { minLength: 1, maxLength: 2 }), { maxLength: 5 }),
  step: fc.subarray<Key>([...STRONG, 'FN', 'LN', 'LOOKALIKE_VALUE'], { minLength: 1 }),
});

/** The same value has the same digest whatever its key is, so that only the key tells an e-mail from a phone. */
function pack({ people }: Batch): Chunk {
  const entries = people.flat();
  const values = entries.flatMap((own) => [...own]);
  return {
    masks: Uint16Array.from(entries, (own) => maskOf(own.keys())),
    lines: Uint32Array.from(people.flatMap((own, index) => own.map((_entry, nth) => (nth === 0 ? index + 2 : 0)))),
    digests: Buffer.concat(
      values.flatMap(([key, value]) => (HASHED_KEYS.has(key) ? [Buffer.alloc(32, 1 + value)] : [])),
    ),
    plain: values.flatMap(([key, value]) => (HASHED_KEYS.has(key) ? [] : [`value ${value}`])),
  };
}

function selectionOf({ step }: Batch, withExternId: boolean): Selection {
  return { stepMask: maskOf(step), withExternId, members: null };
}

/** The entries of each person that a batch sends, with the keys that it sends. */
function sentOf({ people, step }: Batch, withExternId: boolean): readonly Person[] {
  return people
    .map((own) =>
      own
        // A step that sends values takes nobody without one.
        .filter((values) => !step.includes('LOOKALIKE_VALUE') || values.has('LOOKALIKE_VALUE'))
        .map((values) => new Map([...values].filter(([key]) => step.includes(key) && key !== 'LOOKALIKE_VALUE')))
        .filter((values) => values.size > 0 && values.has('EXTERN_ID') === withExternId),
    )
    .filter((own) => own.length > 0);
}

function areSame(one: Entry, other: Entry): boolean {
  const strong = (values: Entry): readonly Key[] => STRONG.filter((key) => values.has(key));
  if (strong(one).length > 0) return strong(one).some((key) => one.get(key) === other.get(key));
  return (
    strong(other).length === 0 && one.size === other.size && [...one].every(([key, value]) => other.get(key) === value)
  );
}

test('a person is in newer work when any strong identifier that is sent is, or, without one, all that is sent', () => {
  fc.assert(
    fc.property(
      batch,
      fc.array(batch, { maxLength: 3 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 3 }),
      (old, news, x, from) => {
        const table = newestTable(1);
        for (const [index, other] of news.entries()) {
          for (const withExternId of [false, true]) table.add(pack(other), selectionOf(other, withExternId), index + 1);
        }
        const later = news.slice(from - 1).flatMap((other) => [false, true].flatMap((y) => sentOf(other, y).flat()));
        const expected = sentOf(old, x).flatMap((own, person) =>
          own.some((one) => later.some((other) => areSame(one, other))) ? [person] : [],
        );
        const newer = table.newerThan(pack(old), selectionOf(old, x), from);
        expect([...newer].toSorted((one, other) => one - other)).toEqual(expected);
        // People are numbered as they are divided.
        const parts = partsOf(pack(old), selectionOf(old, x), 2, (person) => (newer.has(person) ? 1 : 0));
        expect(parts.reduce((sum, { people }) => sum + people, 0)).toBe(sentOf(old, x).length);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('ids that are not hashed are told apart, however alike they are', () => {
  const ids = Array.from({ length: 50_000 }, (_, index) => `C-${index}`);
  const chunkOf = (plain: readonly string[]): Chunk => ({
    masks: new Uint16Array(plain.length).fill(maskOf(['EXTERN_ID'])),
    lines: Uint32Array.from(plain, (_id, index) => index + 2),
    digests: new Uint8Array(),
    plain,
  });
  const selection: Selection = { stepMask: maskOf(['EXTERN_ID']), withExternId: true, members: null };
  const table = newestTable(ids.length);
  table.add(chunkOf(ids), selection, 1);
  const strangers = ids.flatMap((id) => [`${id} `, `D${id.slice(1)}`, id.replace('-', '_'), `${id}-${id}`]);
  expect([
    table.newerThan(chunkOf(strangers), selection, 1).size,
    table.newerThan(chunkOf(ids), selection, 1).size,
  ]).toEqual([0, ids.length]);
});
