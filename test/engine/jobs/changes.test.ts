import { rmSync } from 'node:fs';

import { expect, test } from 'vitest';

import { refuse } from '../fake-graph.ts';
import { ACCOUNT, people, rig, type Rig, until } from '../fake-ports.ts';

interface OneJob extends Rig {
  readonly jobId: number;
  /** The audiences of its steps, in their order. */
  steps(): Promise<readonly string[]>;
  stepId(audience: string): Promise<number>;
  /** Runs it now, to the end; its counters by step. */
  again(): Promise<readonly unknown[]>;
}

/** A job that has run once. */
async function setup(names: readonly string[] = ['Customers']): Promise<OneJob> {
  const t = rig();
  const steps = names.map((audience) => ({ audience, action: 'add', keys: null }) as const);
  const { jobId } = await t.run(t.csv(people(3)), { steps });
  await t.clock.advance(10_000);
  const settings = async () => (await t.ask('jobs.get', { jobId })).settings;
  return {
    ...t,
    jobId,
    steps: async () => (await settings()).steps.map(({ audience }) => audience.name),
    stepId: async (audience) => (await settings()).steps.find((step) => step.audience.name === audience)?.id ?? 0,
    async again() {
      const { runId } = await t.ask('runs.start', { jobId });
      await t.read({ jobId, runId, isResumed: false });
      await t.clock.advance(10_000);
      const run = await t.ask('runs.get', { runId });
      return run.steps.map(({ audience, position, counters }) => [position, audience.name, counters]);
    },
  };
}

const middle = { entered: 3, proceeded: 3, synced: 3, not_synced: 0, pending: 0, errored: 0, exited: 0 };
const last = { ...middle, proceeded: 0, exited: 3 };

test('a job is run now; while that run is under way no other begins', async () => {
  const t = await setup();
  t.graph.always('users', refuse(190));
  const first = await t.ask('runs.start', { jobId: t.jobId });
  expect(first.isNew).toBe(true);
  expect(await t.ask('runs.start', { jobId: t.jobId })).toEqual({ runId: first.runId, isNew: false });
  const [started] = (await t.ask('activity.list', { noun: 'job' })).rows;
  expect(started).toMatchObject({ kind: 'job.started', actor: 'user', runId: first.runId });
});

test('what came through a pipe cannot be run again, nor by the clock, until a file is chosen', async () => {
  const t = rig();
  const { jobId } = await t.pipe(people(2));
  await t.clock.advance(10_000);
  expect(await t.engine.call('runs.start', { jobId })).toMatchObject({ ok: false, code: 'refused' });
  const schedule = { kind: 'hourly', minute: 0, zone: 'UTC' } as const;
  expect(await t.engine.call('jobs.change', { jobId, schedule })).toMatchObject({ ok: false, code: 'refused' });
  const { sourceId } = t.engine.host.addFile(t.csv(people(3)));
  await t.ask('jobs.change', { jobId, sourceId, schedule });
  expect((await t.ask('runs.start', { jobId })).isNew).toBe(true);
  expect(await t.engine.call('jobs.change', { jobId, sourceId: 99 })).toMatchObject({ code: 'not_found' });
});

test('new settings hold from the next run on, and what cannot be read with them is refused', async () => {
  const t = await setup();
  const { jobId } = t;
  t.csv([
    ['Email', 'Ref'],
    ['p0@example.com', 'u1'],
  ]);
  const change = { jobId, name: 'VIP', country: 'FR', flushMs: 0, overrides: ['Ref=EXTERN_ID'], zeroValue: true };
  await t.ask('jobs.change', change);
  const { settings, name } = await t.ask('jobs.get', { jobId });
  expect({ jobId, name, ...settings }).toMatchObject(change);
  const refusals = [
    await t.engine.call('jobs.change', { jobId, overrides: ['Nowhere=EMAIL'] }),
    await t.engine.call('steps.change', { stepId: await t.stepId('Customers'), keys: ['PHONE'] }),
  ];
  expect(refusals.map((reply) => (reply.ok ? 'ok' : reply.code))).toEqual(['bad_mapping', 'refused']);
  await t.ask('steps.change', { stepId: await t.stepId('Customers'), keys: ['EXTERN_ID'] });
  await t.again();
  expect(t.graph.uploads().map(({ payload }) => payload.schema)).toEqual([['EMAIL'], ['EXTERN_ID']]);
});

test('an edit asks anew about what held the job, and what waited goes on', async () => {
  const t = await setup();
  t.graph.script('users', refuse(100, 1_870_145));
  const { runId } = await t.ask('runs.start', { jobId: t.jobId });
  await t.read({ jobId: t.jobId, runId, isResumed: false });
  await t.clock.advance(10_000);
  const held = (await t.ask('holds.list', {})).length;
  await t.ask('jobs.change', { jobId: t.jobId, name: 'Mended' });
  await t.clock.advance(10_000);
  expect([
    held,
    (await t.ask('holds.list', {})).length,
    (await t.facts({ jobId: t.jobId, runId, isResumed: false })).state,
  ]).toEqual([1, 0, 'done']);
});

test('steps are added, moved and taken out for later runs; those that were keep their steps and figures', async () => {
  const t = await setup(['A', 'B']);
  const { jobId } = t;
  await t.ask('steps.add', { jobId, account: ACCOUNT, audience: { kind: 'new', name: 'C' }, place: 1 });
  expect(await t.steps()).toEqual(['C', 'A', 'B']);
  await t.ask('steps.move', { stepId: await t.stepId('B'), place: 1 });
  expect(await t.steps()).toEqual(['B', 'C', 'A']);
  await t.ask('steps.remove', { stepId: await t.stepId('A') });
  expect(await t.again()).toEqual([
    [1, 'B', middle],
    [2, 'C', last],
  ]);
  const [, first] = (await t.ask('jobs.get', { jobId })).runs;
  const before = await t.ask('runs.get', { runId: first?.id ?? 0 });
  expect(before.steps.map(({ audience, position, counters }) => [position, audience.name, counters])).toEqual([
    [1, 'A', middle],
    [2, 'B', last],
  ]);
  expect((await t.ask('status.summary', {})).counters).toMatchObject({ entered: 12, synced: 12, exited: 6 });
});

test('a run that is cut off while it reads goes on with the steps that it began with', async () => {
  const t = rig();
  const { runId, jobId } = await t.sync(t.csv(people(12_000)), {
    steps: ['A', 'B'].map((audience) => ({ audience, action: 'add', keys: null }) as const),
  });
  while ((await t.facts({ runId, jobId, isResumed: false })).rows.entered === 0) await t.clock.advance(0);
  await t.engine.stop();
  const again = rig({ ...t });
  const { steps } = (await again.ask('jobs.get', { jobId })).settings;
  await again.ask('steps.move', { stepId: steps[1]?.id ?? 0, place: 1 });
  const run = await again.read({ runId, jobId, isResumed: false });
  expect(run.steps.map(({ audience, counters: { proceeded, exited } }) => [audience.name, proceeded, exited])).toEqual([
    ['A', 12_000, 0],
    ['B', 0, 12_000],
  ]);
});

test('two steps may share an audience that is still to be made; the same step twice, and a job without any, are refused', async () => {
  const t = await setup();
  const { jobId } = t;
  const draft = { jobId, account: ACCOUNT, audience: { kind: 'new', name: 'Soon' } } as const;
  await t.ask('steps.add', draft);
  await t.ask('steps.add', { ...draft, action: 'remove' });
  expect(await t.engine.call('steps.add', draft)).toMatchObject({ ok: false, code: 'refused' });
  expect(t.rows('select name, facebook_id from audience order by id')).toEqual([
    { name: 'Customers', facebook_id: t.graph.audiences()[0]?.id },
    { name: 'Soon', facebook_id: null },
  ]);
  for (const audience of ['Soon', 'Soon']) await t.ask('steps.remove', { stepId: await t.stepId(audience) });
  expect(await t.engine.call('steps.remove', { stepId: await t.stepId('Customers') })).toMatchObject({
    code: 'refused',
  });
});

test('a duplicate is a draft of the same settings', async () => {
  const t = await setup(['A', 'B']);
  const schedule = { kind: 'hourly', minute: 5, zone: 'UTC' } as const;
  await t.ask('jobs.change', { jobId: t.jobId, country: 'GB', schedule });
  const { draftId } = await t.ask('jobs.duplicate', { jobId: t.jobId });
  const { settings, place } = await t.ask('drafts.get', { draftId });
  const ids = t.graph.audiences().map(({ id }) => id);
  expect([place, settings]).toMatchObject([
    'review',
    {
      name: 'List (copy)',
      source: { kind: 'file' },
      country: 'GB',
      schedule,
      steps: [
        { account: ACCOUNT, action: 'add', audience: { kind: 'existing', id: ids[0], name: 'A' } },
        { account: ACCOUNT, action: 'add', audience: { kind: 'existing', id: ids[1], name: 'B' } },
      ],
    },
  ]);
});

test('a deleted job ends who waits, is gone from every list, and comes back when that is undone', async () => {
  const t = await setup();
  const { jobId } = t;
  await t.ask('queue.pause', { scope: 'ad_account', account: ACCOUNT });
  const { runId } = await t.ask('runs.start', { jobId });
  await t.read({ jobId, runId, isResumed: false });
  expect(await t.ask('jobs.delete', { jobId })).toEqual({ people: 3 });
  expect([await t.ask('jobs.list', {}), (await t.ask('status.get', {})).pending]).toEqual([[], 0]);
  const gone = [
    await t.engine.call('jobs.get', { jobId }),
    await t.engine.call('runs.start', { jobId }),
    await t.engine.call('jobs.delete', { jobId }),
    await t.engine.call('queue.requeue', { jobId }),
  ];
  expect(gone.map((reply) => (reply.ok ? 'ok' : reply.code))).toEqual(Array(4).fill('not_found'));
  expect(await t.ask('queue.requeue', { reason: 'cancelled' })).toMatchObject({ people: 0 });

  expect(await t.ask('jobs.restore', { jobId })).toEqual({ changed: true });
  expect(await t.ask('jobs.restore', { jobId })).toEqual({ changed: false });
  expect(await t.steps()).toEqual(['Customers']);
  await t.ask('queue.resume', { scope: 'ad_account', account: ACCOUNT });
  expect(await t.ask('queue.requeue', { jobId })).toMatchObject({ people: 3 });
  await t.clock.advance(10_000);
  expect((await t.facts({ jobId, runId, isResumed: false })).steps[0]?.counters).toMatchObject({
    synced: 3,
    errored: 0,
  });
});

test('what held a deleted job asks nobody any more, unless another job works with that ad account', async () => {
  const t = await setup();
  t.graph.always('users', refuse(200, 1_870_090));
  const start = await t.run(t.csv(people(2), 'other.csv'), { steps: [{ audience: 'B', action: 'add', keys: null }] });
  await t.clock.advance(10_000);
  const held = async () => (await t.ask('holds.list', {})).map(({ reason, people: waiting }) => [reason, waiting]);
  expect(await held()).toEqual([['terms', 2]]);
  await t.ask('jobs.delete', { jobId: start.jobId });
  expect(await held()).toEqual([['terms', 0]]);
  await t.ask('jobs.delete', { jobId: t.jobId });
  expect(await held()).toEqual([]);
});

test('after a day nothing is left of a deleted job, and others keep all of theirs', async () => {
  const t = await setup();
  const other = await t.run(t.csv(people(4, 'q'), 'other.csv'));
  await t.clock.advance(10_000);
  await t.ask('jobs.delete', { jobId: t.jobId });
  await t.clock.leap(26 * 60 * 60_000);
  // The day's backup comes first, which takes real time.
  await until(async () => {
    await t.clock.advance(11_000);
    return t.rows('select id from job').length === 1;
  });
  const tables = ['job', 'step', 'run', 'counter', 'chunk', 'chunk_data', 'batch', 'attempt', 'throughput'];
  const left = tables.map((table) => [table, t.rows(`select * from ${table}`).length]);
  expect(left).toEqual(tables.map((table) => [table, 1]));
  expect((await t.facts(other)).steps[0]?.counters).toMatchObject({ entered: 4, synced: 4 });
  expect(await t.ask('jobs.restore', { jobId: t.jobId })).toEqual({ changed: false });
});

test('the settings can be mended while the file is away', async () => {
  const t = await setup();
  rmSync(t.csv(people(1)));
  await t.ask('jobs.change', { jobId: t.jobId, country: 'FR', overrides: [] });
  expect((await t.ask('jobs.get', { jobId: t.jobId })).settings.country).toBe('FR');
});
