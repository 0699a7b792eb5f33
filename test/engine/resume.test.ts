import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';

import type { SyncStart } from '../../main/engine/sync.ts';
import { entriesOf, people, type Rig, rig, textOf, until, world } from './fake-ports.ts';

/** 30,000 people, of whom the last 1,000 repeat the first, with a blank and an unreadable line. */
function longList(): readonly (readonly string[])[] {
  const list = people(30_000);
  return [...list, ...list.slice(1, 1_001), [''], ['too', 'many', 'cells']];
}

/** Starts a run and stops its engine when some of it has been stored, but not all. */
async function stoppedMidFile(t: Rig, path: string): Promise<SyncStart> {
  const start = await t.sync(path);
  // The reader's thread is at most two chunks ahead, so it cannot have come to the end when the first one is seen.
  await until(async () => (await t.facts(start)).rows.entered > 0);
  const { state, rows } = await t.facts(start);
  await t.engine.stop();
  expect([state, rows.entered < 30_000]).toEqual(['reading', true]);
  return start;
}

function members(t: Rig): readonly string[] {
  return t.graph.members(t.graph.audiences()[0]?.id ?? '');
}

test('a run that was stopped in the middle of its file goes on there, and every number is exact', async () => {
  const w = world();
  const path = w.csv(longList());
  const start = await stoppedMidFile(rig(w), path);
  const t = rig(w);
  await t.read(start);
  await t.clock.advance(1_000);
  const { state, rows, steps, problems } = await t.facts(start);
  expect([state, rows, steps[0]?.counters, problems]).toEqual([
    'done',
    { read: 31_002, entered: 30_001, duplicates: 1_000, excluded: 0, unchanged: 0, unreadable: 1 },
    { entered: 30_001, proceeded: 0, synced: 30_000, not_synced: 1, pending: 0, errored: 0, exited: 30_001 },
    { blank_row: 1, too_many_cells: 1 },
  ]);
  expect(members(t)).toEqual(entriesOf(people(30_000)));
  const sent = t.graph.uploads().reduce((sum, { payload }) => sum + payload.data.length, 0);
  expect(sent).toBe(30_000);
});

test.each([
  ['has grown', (path: string) => writeFileSync(path, 'new@example.com\n', { flag: 'a' })],
  [
    'differs in a part that was read, with its size and time unchanged',
    (path: string) => {
      const { atime, mtime } = statSync(path);
      writeFileSync(path, 'X', { flag: 'r+' });
      utimesSync(path, atime, mtime);
    },
  ],
])('a file that %s is another file: the run ends, and who entered is still sent', async (_how, change) => {
  const w = world();
  const path = w.csv(longList());
  const start = await stoppedMidFile(rig(w), path);
  change(path);
  const t = rig(w);
  await t.read(start);
  await t.clock.advance(5_000);
  const { state, rows, steps, failure } = await t.facts(start);
  expect([state, steps[0]?.counters.pending, steps[0]?.counters.synced, members(t).length]).toEqual([
    'source_changed',
    0,
    rows.entered,
    rows.entered,
  ]);
  expect([rows.entered > 0, failure]).toEqual([true, expect.stringContaining('list.csv')]);
  expect((await t.ask('status.summary', {})).state).toBe('problems');
});

test('standard input is sent like a file', async () => {
  const t = rig();
  const list = people(5);
  const start = await t.pipe(list);
  expect([(await t.facts(start)).state, members(t)]).toEqual(['done', entriesOf(list)]);
});

/** More than the reader wants to see before it begins, in so few people that no chunk is full. */
function wideList(): readonly (readonly string[])[] {
  const notes = 'x'.repeat(120);
  return people(4_500).map(([email = ''], index) => [email, index === 0 ? 'Notes' : notes]);
}

test('a slow standard input is sent in parts while it is still open', async () => {
  const t = rig();
  const list = wideList();
  const stream = new PassThrough();
  const start = await t.sync('', { source: { stream }, flushMs: 20 });
  stream.write(textOf(list.slice(0, 4_000)));
  await until(async () => {
    await t.clock.advance(1_000);
    return t.graph.uploads().length > 0;
  });
  expect((await t.facts(start)).state).toBe('reading');
  stream.end(textOf(list.slice(4_000)));
  await t.read(start);
  await t.clock.advance(5_000);
  expect([(await t.facts(start)).state, members(t)]).toEqual(['done', entriesOf(list)]);
});

test('a standard input whose process is gone is cut short, and who entered is still sent', async () => {
  const w = world();
  const first = rig(w);
  const stream = new PassThrough();
  const start = await first.sync('', { source: { stream }, flushMs: 20 });
  stream.write(textOf(wideList()));
  await until(async () => (await first.facts(start)).rows.entered > 0);
  await first.engine.stop();
  stream.destroy();
  const t = rig(w);
  await t.read(start);
  await t.clock.advance(5_000);
  const { state, rows, steps } = await t.facts(start);
  expect([state, steps[0]?.counters.synced, members(t).length]).toEqual(['cut_short', rows.entered, rows.entered]);
});
