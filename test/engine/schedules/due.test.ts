import { rmSync, writeFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import type { Schedule } from '../../../preload/contract/schedule.ts';
import { people, rig, type Rig, textOf, until, world, type World } from '../fake-ports.ts';

const HOUR = 60 * 60_000;
/** Time begins at 09:00 on Tuesday, 24 November 2026. */
const AT_TEN: Schedule = { kind: 'daily', time: '10:00', weekdays: [1, 2, 3, 4, 5, 6, 7], zone: 'UTC' };

interface Scheduled extends Rig {
  readonly jobId: number;
  readonly path: string;
}

/** A job whose first run is done, and which runs by itself from now on. */
async function setup(own: World = world(), schedule: Schedule = AT_TEN): Promise<Scheduled> {
  const t = rig(own);
  const path = t.csv(people(3));
  const start = await t.run(path);
  await t.clock.advance(10_000);
  expect((await t.facts(start)).state).toBe('done');
  await t.ask('jobs.change', { jobId: start.jobId, schedule });
  return { ...t, jobId: start.jobId, path };
}

/** Every run with what started it, once the last one does not read any more. */
async function runs(t: Rig, jobId: number): Promise<readonly string[]> {
  const all = async () => (await t.ask('jobs.get', { jobId })).runs.toReversed();
  await until(async () => (await all()).every(({ state }) => state !== 'reading'));
  await t.clock.advance(10_000);
  return (await all()).map(
    ({ state, startedAt }) => `${new Date(startedAt).toISOString().slice(5, 16).replace('T', ' ')} ${state}`,
  );
}

test('a job runs by itself when its time has come, and says when that is next', async () => {
  const t = await setup();
  const next = async () => new Date((await t.ask('jobs.get', { jobId: t.jobId })).nextRunAt ?? 0).toISOString();
  expect(await next()).toBe('2026-11-24T10:00:00.000Z');
  await t.clock.leap(HOUR);
  expect(await runs(t, t.jobId)).toEqual(['11-24 09:00 done', '11-24 10:00 done']);
  expect(await next()).toBe('2026-11-25T10:00:00.000Z');
  const [ran] = (await t.ask('activity.list', { noun: 'job' })).rows;
  expect(ran).toMatchObject({ kind: 'job.started', actor: 'muster', jobId: t.jobId });
});

test('whatever was missed while Muster was closed, or the computer slept, is made up for once', async () => {
  const own = world();
  const t = await setup(own);
  await t.engine.stop();
  own.clock.set(5 * 24 * HOUR);
  const again = rig(own);
  expect(await runs(again, t.jobId)).toEqual(['11-24 09:00 done', '11-29 09:00 done']);
  await again.clock.leap(3 * 24 * HOUR);
  expect(await runs(again, t.jobId)).toEqual(['11-24 09:00 done', '11-29 09:00 done', '12-02 09:00 done']);
});

test('a crash between due and started makes exactly one run', async () => {
  const own = world();
  const t = await setup(own);
  const { rows } = t;
  await t.engine.stop();
  own.clock.set(2 * HOUR);
  // Begins the run in its very first look, and is gone before it is read.
  await rig(own).engine.stop();
  expect(rows('select number, state from run')).toEqual([
    { number: 1, state: 'done' },
    { number: 2, state: 'reading' },
  ]);
  expect(await runs(rig(own), t.jobId)).toEqual(['11-24 09:00 done', '11-24 11:00 done']);
});

test('a time that comes while a run is under way waits for its end, and then counts once', async () => {
  const t = await setup();
  await t.ask('queue.pause', { scope: 'ad_account', account: (await t.ask('jobs.get', { jobId: t.jobId })).account });
  await t.ask('runs.start', { jobId: t.jobId });
  expect(await runs(t, t.jobId)).toEqual(['11-24 09:00 done', '11-24 09:00 sending']);
  await t.clock.leap(49 * HOUR);
  expect(await runs(t, t.jobId)).toHaveLength(2);
  await t.ask('queue.resume', { scope: 'ad_account', account: (await t.ask('jobs.get', { jobId: t.jobId })).account });
  await t.clock.advance(10_000);
  expect(await runs(t, t.jobId)).toEqual(['11-24 09:00 done', '11-24 09:00 done', '11-26 10:00 done']);
});

test('a paused job rests, and makes up for it once when it goes on', async () => {
  const t = await setup();
  await t.ask('queue.pause', { scope: 'job', jobId: t.jobId });
  await t.clock.leap(50 * HOUR);
  expect(await runs(t, t.jobId)).toHaveLength(1);
  await t.ask('queue.resume', { scope: 'job', jobId: t.jobId });
  await t.clock.advance(10_000);
  expect(await runs(t, t.jobId)).toEqual(['11-24 09:00 done', '11-26 11:00 done']);
});

test('a source that cannot be read fails that run with its reason, and the schedule goes on', async () => {
  const t = await setup();
  rmSync(t.path);
  await t.clock.leap(HOUR);
  expect(await runs(t, t.jobId)).toEqual(['11-24 09:00 done', '11-24 10:00 cut_short']);
  const { lastRun } = await t.ask('jobs.get', { jobId: t.jobId });
  expect((await t.ask('runs.get', { runId: lastRun?.id ?? 0 })).failure).toMatch(/list\.csv/);
  writeFileSync(t.path, textOf(people(2)));
  await t.clock.leap(24 * HOUR);
  expect((await runs(t, t.jobId)).at(-1)).toBe('11-25 10:00 done');
});

test('a clock that was set back by days is gone by, one that a time server corrects makes nothing run twice', async () => {
  const t = await setup();
  const next = async () => new Date((await t.ask('jobs.get', { jobId: t.jobId })).nextRunAt ?? 0).toISOString();
  await t.clock.leap(HOUR);
  await runs(t, t.jobId);
  t.clock.set(-5 * 60_000);
  await t.clock.leap(10 * 60_000);
  expect(await runs(t, t.jobId)).toHaveLength(2);
  t.clock.set(-3 * 24 * HOUR);
  await t.clock.advance(2_000);
  expect(await next()).toBe('2026-11-22T10:00:00.000Z');
});

test('a schedule is taken away, and refused where it names no time', async () => {
  const t = await setup();
  const { jobId } = t;
  const never: Schedule = { kind: 'cron', text: '0 0 30 2 *', zone: 'UTC' };
  expect(await t.engine.call('jobs.change', { jobId, schedule: never })).toMatchObject({ ok: false, code: 'refused' });
  await t.ask('jobs.change', { jobId, schedule: null });
  await t.clock.leap(24 * HOUR);
  expect(await runs(t, jobId)).toHaveLength(1);
  expect(await t.ask('jobs.get', { jobId })).toMatchObject({ schedule: null, nextRunAt: null });
});
