import { expect, test } from 'vitest';

import { UsageError } from '../../main/engine/sync.ts';
import { lose } from './fake-graph.ts';
import { type Rig, rig, sha256 } from './fake-ports.ts';

const VALUED = { overrides: ['Revenue=LOOKALIKE_VALUE'] };
const rows = [
  ['Email', 'Phone', 'Revenue'],
  ['ann@example.com', '+1 650 555 0101', '12.5'],
  ['bob@example.com', '', ''],
  ['', '', '9'],
  ['cat@example.com', '+1 650 555 0103', '-3'],
];
const step = (audience: string, more: object = {}) => ({ audience, action: 'add', keys: null, ...more }) as const;

function lastUpload(t: Rig) {
  return t.graph.uploads().at(-1)?.payload;
}

test('whoever has no value is not synced there, with the line and the column, and enters the other steps all the same', async () => {
  const t = rig();
  const start = await t.pipe(rows, {
    ...VALUED,
    steps: [step('Everybody'), step('Best buyers', { isValueBased: true, keys: ['EMAIL'] })],
  });
  const { steps, problems } = await t.facts(start);
  expect(steps.map(({ keys, counters: { synced, not_synced: not } }) => [keys, synced, not])).toEqual([
    [['EMAIL', 'PHONE'], 3, 1],
    [['EMAIL', 'LOOKALIKE_VALUE'], 1, 3],
  ]);
  expect(problems).toEqual({ no_identifier: 1, value_missing: 2, negative_number: 1 });
  expect(t.rows("select line, column_name, key from problem where code = 'value_missing'")).toEqual([
    { line: 3, column_name: 'Revenue', key: 'LOOKALIKE_VALUE' },
    { line: 5, column_name: 'Revenue', key: 'LOOKALIKE_VALUE' },
  ]);
  expect(t.graph.uploads().map(({ payload }) => payload.schema)).toEqual([
    ['EMAIL', 'PHONE'],
    ['EMAIL', 'LOOKALIKE_VALUE'],
  ]);
  expect(lastUpload(t)?.data).toEqual([[sha256('ann@example.com'), '12.5']]);
});

test('whom the step cannot match anyway does not miss a value', async () => {
  const t = rig();
  const start = await t.pipe(rows, {
    ...VALUED,
    steps: [step('Best buyers', { isValueBased: true, keys: ['PHONE'] })],
  });
  expect((await t.facts(start)).problems).toEqual({ no_identifier: 1, value_missing: 1, negative_number: 1 });
});

test('without a value column nobody is synced; where none counts 0, everybody is', async () => {
  const t = rig();
  const steps = [step('Best buyers', { isValueBased: true })];
  const none = await t.pipe(
    rows.map(([email = '', phone = '']) => [email, phone]),
    { steps },
  );
  const some = await t.pipe(
    rows.map(([email = '', phone = '']) => [email, phone]),
    { steps, zeroValue: true },
  );
  const seen = [await t.facts(none), await t.facts(some)];
  expect(seen.map(({ state, steps: [of], problems }) => [state, of?.counters.synced, problems])).toEqual([
    ['done', 0, { blank_row: 1, value_missing: 3 }],
    ['done', 3, { blank_row: 1 }],
  ]);
  expect(lastUpload(t)?.data.map((row) => row.at(-1))).toEqual(['0', '0', '0']);
});

test('whether an audience that Meta has wants values is read when it is named or given by its id', async () => {
  const t = rig();
  const [named, given] = [t.graph.addAudience('Named', 0, true), t.graph.addAudience('Given', 0, true)];
  await t.pipe(rows, { ...VALUED, steps: [step('Named')] });
  await t.pipe(rows, { ...VALUED, steps: [step(given)] });
  expect([named, given].map((id) => t.graph.members(id).length)).toEqual([1, 1]);
  expect(t.rows('select name, is_value_based from audience order by id')).toEqual([
    { name: 'Named', is_value_based: 1 },
    { name: 'Given', is_value_based: 1 },
  ]);
});

test('an audience that turns out to want values holds its step, and the next run brings them', async () => {
  const t = rig();
  t.graph.script('list', lose(false));
  const id = t.graph.addAudience('Customers', 0, true);
  const first = await t.pipe(rows, VALUED);
  const holds = await t.ask('holds.list', {});
  expect([holds.map(({ reason }) => reason), (await t.facts(first)).steps[0]?.pendingReasons]).toEqual([
    ['value_column'],
    { held: 3 },
  ]);
  await t.ask('queue.cancel', { scope: 'job', jobId: first.jobId });
  await t.ask('holds.check', { holdId: holds[0]?.id ?? 0 });
  await t.pipe(rows, VALUED);
  expect(t.graph.members(id)).toEqual([
    `EMAIL=${sha256('ann@example.com')}&PHONE=${sha256('16505550101')}&LOOKALIKE_VALUE=12.5`,
  ]);
});

test('a new value-based audience is never filled under the name of one that is not', async () => {
  const t = rig();
  const id = t.graph.addAudience('Customers');
  for (const audience of ['Customers', id]) {
    await expect(t.sync(t.csv(rows), { steps: [step(audience, { isValueBased: true })] })).rejects.toThrow(UsageError);
  }
  const other = rig();
  other.graph.script('list', lose(false));
  other.graph.addAudience('Customers');
  await other.pipe(rows, { ...VALUED, steps: [step('Customers', { isValueBased: true })] });
  const made = other.graph.audiences().filter(({ name }) => name === 'Customers');
  expect(made.map((one) => other.graph.members(one.id).length)).toEqual([0, 1]);
});

test('a value is sent to no other audience', async () => {
  const t = rig();
  await t.pipe(rows, { ...VALUED, steps: [step('Customers', { keys: ['EMAIL', 'LOOKALIKE_VALUE'] })] });
  expect(lastUpload(t)?.schema).toEqual(['EMAIL']);
});
