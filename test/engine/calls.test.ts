import { expect, test } from 'vitest';

import type { CallName } from '../../preload/contract/contract.ts';
import { people, rig } from './fake-ports.ts';

test('whatever is asked, the engine answers and never throws', async () => {
  const t = rig();
  const hostile: readonly (readonly [string, unknown])[] = [
    ['jobs.get', {}],
    ['jobs.get', { jobId: 0 }],
    ['jobs.get', { jobId: '1 or 1=1' }],
    ['jobs.get', { jobId: 1.5 }],
    ['jobs.get', null],
    ['jobs.get', undefined],
    ['batches.list', { runId: 1, limit: 1_000_000 }],
    ['throughput.list', { range: 'century' }],
    ['problems.list', { runId: 1, afterId: -1 }],
    ['status.get', 'now'],
    ['no.such', {}],
    ['constructor', {}],
    ['__proto__', {}],
    ['toString', {}],
    ['', {}],
  ];
  const codes: unknown[] = [];
  for (const [name, input] of hostile) {
    const reply = await t.engine.call(name as CallName, input as never);
    codes.push(reply.ok ? 'answered' : reply.code);
  }
  expect(codes).toEqual(hostile.map(() => 'bad_input'));
});

test('what is not there is not found', async () => {
  const t = rig();
  const replies = [
    await t.engine.call('jobs.get', { jobId: 7 }),
    await t.engine.call('runs.get', { runId: 7 }),
    await t.engine.call('jobs.runSample', {}),
  ];
  expect(replies.map((reply) => (reply.ok ? '' : `${reply.code}: ${reply.message}`))).toEqual([
    'not_found: Job 7 does not exist.',
    'not_found: Run 7 does not exist.',
    'not_found: A sample on this host does not exist.',
  ]);
});

test('an empty data folder answers everything', async () => {
  const t = rig();
  expect(await t.ask('status.summary', {})).toMatchObject({ event: 'summary', state: 'done', steps: [] });
  expect([
    await t.ask('jobs.list', {}),
    await t.ask('holds.list', {}),
    await t.ask('batches.list', { runId: 1 }),
    await t.ask('problems.list', { runId: 1 }),
    await t.ask('holds.check', { holdId: 1 }),
    (await t.ask('throughput.list', { range: 'day' })).buckets,
  ]).toEqual([[], [], { total: 0, batches: [] }, [], { released: false, said: null }, []]);
});

test('a stopped engine answers that it cannot, and stopping it twice is harmless', async () => {
  const t = rig();
  await t.engine.stop();
  await t.engine.stop();
  expect(await t.engine.call('jobs.list', {})).toMatchObject({ ok: false, code: 'internal' });
});

test('every screen of one run tells the same numbers', async () => {
  const t = rig();
  const start = await t.run(t.csv([...people(3), [''], ['p1@example.com'], ['a', 'b']]));
  const run = await t.facts(start);
  const job = await t.ask('jobs.get', { jobId: start.jobId });
  const summary = await t.ask('status.summary', { runId: start.runId });
  const counters = { entered: 4, proceeded: 0, synced: 3, not_synced: 1, pending: 0, errored: 0, exited: 4 };
  const rows = { read: 6, entered: 4, duplicates: 1, excluded: 0, unchanged: 0, unreadable: 1 };
  expect([run.rows, run.steps[0]?.counters, job.counters, job.state, job.lastRun?.state]).toEqual([
    rows,
    counters,
    counters,
    'idle',
    'done',
  ]);
  expect([summary.rows, summary.counters, summary.state, summary.steps[0]?.last_outcome]).toEqual([
    rows,
    counters,
    'done',
    { kind: 'synced', code: null, subcode: null },
  ]);
  expect((await t.ask('throughput.list', { range: 'hour' })).buckets).toEqual([
    { at: t.clock.now(), synced: 3, errored: 0 },
  ]);
  expect(await t.ask('runs.outcomes', { runId: start.runId })).toEqual([
    { stepId: 1, kind: 'synced', code: null, subcode: null, attempts: 1, lastAt: t.clock.now() },
  ]);
});

test('a fast run tells its listeners ten times a second at most', async () => {
  const t = rig();
  await t.run(t.csv(people(3)));
  expect(t.events).toEqual([]);
  await t.clock.advance(100);
  const kinds = t.events.map((event) => JSON.stringify(event));
  expect([kinds.length > 0, kinds.length]).toEqual([true, new Set(kinds).size]);
});

test('a file without a column that names people is refused before anything is stored', async () => {
  const t = rig();
  await expect(t.sync(t.csv([['Colour'], ['red'], ['blue']]))).rejects.toThrow('no column that names people');
  await expect(t.sync(`${t.folder}/nowhere.csv`)).rejects.toThrow('does not exist');
  await expect(
    t.sync(t.csv(people(3)), { steps: [{ audience: 'A', action: 'add', keys: ['PHONE'] }] }),
  ).rejects.toThrow('is mapped to PHONE');
  expect(await t.ask('jobs.list', {})).toEqual([]);
});
