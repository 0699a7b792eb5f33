import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Slice } from '../../main/core/chunk.ts';
import { settlementOf } from '../../main/engine/settle.ts';
import { rowText } from '../../main/facebook/people.ts';
import { people, rig, sha256 } from './fake-ports.ts';

/** People with these numbers of entries, the first on line 2; entry n is the row `[n]`. */
function sliceOf(entries: readonly number[]): Slice {
  const personOf = entries.flatMap((count, person) => Array.from({ length: count }, () => person));
  return {
    keys: ['EMAIL'],
    rows: personOf.map((_person, index) => [String(index)]),
    personOf,
    lines: entries.map((_count, person) => person + 2),
  };
}

function receiptOf(invalid: number, named: readonly number[]) {
  return {
    received: 99,
    invalid,
    samples: new Map(named.map((index) => [rowText([String(index)]), 'empty external ID'])),
  };
}

test('whatever Meta answers, everybody is synced or errored, and a line is named only when Meta named it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 }),
      fc.nat(30),
      fc.array(fc.nat(30)),
      (entries, invalid, named) => {
        const slice = sliceOf(entries);
        const { synced, errored, problems, problemCounts } = settlementOf(slice, receiptOf(invalid, named));
        const lost = (errored.invalid ?? 0) + (errored.invalid_unnamed ?? 0);
        expect([synced + lost, synced >= 0]).toEqual([entries.length, true]);
        const wholly = slice.lines.filter((_line, person) =>
          slice.rows.every((_row, index) => slice.personOf[index] !== person || named.includes(index)),
        );
        expect(problems.filter(({ code }) => code === 'invalid').map(({ line }) => line)).toEqual(
          invalid === 0 ? [] : wholly,
        );
        expect((problemCounts['invalid'] ?? 0) + (problemCounts['invalid_unnamed'] ?? 0)).toBe(lost);
      },
    ),
    { numRuns: 500 },
  );
});

test('a person is errored when all of its entries were invalid, and synced when one was taken', () => {
  expect(settlementOf(sliceOf([2, 2, 1]), receiptOf(3, [0, 1, 2]))).toEqual({
    synced: 2,
    errored: { invalid: 1, invalid_unnamed: 0 },
    problems: [{ line: 2, column: null, key: null, code: 'invalid' }],
    problemCounts: { invalid: 1 },
  });
});

test('what Meta counts but does not name belongs to all lines of the batch', () => {
  expect(settlementOf(sliceOf([1, 1, 1, 1]), receiptOf(3, [2]))).toEqual({
    synced: 1,
    errored: { invalid: 1, invalid_unnamed: 2 },
    problems: [
      { line: 4, column: null, key: null, code: 'invalid' },
      { line: 2, lastLine: 5, column: null, key: null, code: 'invalid_unnamed' },
    ],
    problemCounts: { invalid: 1, invalid_unnamed: 2 },
  });
});

test('when every entry was invalid nobody is synced, named or not', () => {
  expect(settlementOf(sliceOf([3, 1]), receiptOf(4, [3]))).toMatchObject({
    synced: 0,
    errored: { invalid: 1, invalid_unnamed: 1 },
  });
});

test('HTTP 200 with invalid entries: the named are traced to their lines, the rest to the batch', async () => {
  const t = rig();
  const list = people(6);
  const bad = new Set([1, 2, 4].map((index) => sha256(list[index + 1]?.[0] ?? '')));
  t.graph.judge(([email = '']) => (bad.has(email) ? 'bad hash' : null), 2);
  const start = await t.run(t.csv(list));
  const { steps, state, problems } = await t.facts(start);
  const rows = await t.ask('problems.list', { runId: start.runId });
  expect([state, steps[0]?.counters, steps[0]?.erroredReasons, problems]).toEqual([
    'done_with_problems',
    { entered: 6, proceeded: 0, synced: 3, not_synced: 0, pending: 0, errored: 3, exited: 6 },
    { invalid: 2, invalid_unnamed: 1 },
    { invalid: 2, invalid_unnamed: 1 },
  ]);
  expect(rows.map(({ code, line, lastLine }) => [code, line, lastLine])).toEqual([
    ['invalid', 3, null],
    ['invalid', 4, null],
    ['invalid_unnamed', 2, 7],
  ]);
});

test('people with several addresses are several entries and one person', async () => {
  const t = rig();
  const path = t.csv([
    ['Email', 'Email 2', 'Phone'],
    ['a1@x.com', 'a2@x.com', '+1 512 555 0101'],
    ['b1@x.com', 'b2@x.com', ''],
    ['c1@x.com', '', ''],
  ]);
  t.graph.judge(([email = '']) =>
    ['a1', 'b1', 'b2'].some((name) => email === sha256(`${name}@x.com`)) ? 'bad' : null,
  );
  const start = await t.run(path, { overrides: ['Email 2=EMAIL'] });
  const { steps } = await t.facts(start);
  const [upload] = t.graph.uploads();
  expect([upload?.payload.schema, upload?.payload.data.length, steps[0]?.counters, steps[0]?.erroredReasons]).toEqual([
    ['EMAIL', 'PHONE'],
    5,
    { entered: 3, proceeded: 0, synced: 2, not_synced: 0, pending: 0, errored: 1, exited: 3 },
    { invalid: 1 },
  ]);
  const [problem] = await t.ask('problems.list', { runId: start.runId });
  expect(problem).toMatchObject({ line: 3, code: 'invalid' });
});

test('people with an external id travel apart from those without, so that no blank one is sent', async () => {
  const t = rig();
  const path = t.csv([
    ['Email', 'Customer ID'],
    ['a@x.com', 'C-1'],
    ['b@x.com', ''],
    ['c@x.com', 'C-3'],
    ['', 'C-4'],
  ]);
  const start = await t.run(path, { overrides: ['Customer ID=EXTERN_ID'] });
  await t.clock.advance(1_000);
  expect(t.graph.uploads().map(({ payload }) => payload)).toEqual([
    { schema: ['EMAIL'], data: [[sha256('b@x.com')]] },
    {
      schema: ['EMAIL', 'EXTERN_ID'],
      data: [
        [sha256('a@x.com'), 'C-1'],
        [sha256('c@x.com'), 'C-3'],
        ['', 'C-4'],
      ],
    },
  ]);
  expect((await t.facts(start)).steps[0]?.counters).toMatchObject({ entered: 4, synced: 4, pending: 0 });
});

test('a step sends the keys it was told to match, and who has none of them is not synced', async () => {
  const t = rig();
  const path = t.csv([
    ['Email', 'First name', 'City'],
    ['a@x.com', 'Ann', 'Austin'],
    ['', 'Bo', 'Berlin'],
    ['', '', ''],
  ]);
  const start = await t.run(path, {
    steps: [
      { audience: 'All keys', action: 'add', keys: null },
      { audience: 'Addresses', action: 'add', keys: ['EMAIL'] },
    ],
  });
  await t.clock.advance(1_000);
  const { steps } = await t.facts(start);
  expect([
    new Set(t.graph.uploads().map(({ payload }) => payload.schema.join())),
    steps.map(({ counters }) => counters),
  ]).toEqual([
    new Set(['EMAIL', 'EMAIL,FN,CT']),
    [
      { entered: 3, proceeded: 3, synced: 2, not_synced: 1, pending: 0, errored: 0, exited: 0 },
      { entered: 3, proceeded: 0, synced: 1, not_synced: 2, pending: 0, errored: 0, exited: 3 },
    ],
  ]);
});
