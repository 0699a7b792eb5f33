import { expect, test } from 'vitest';

import { pendingParts } from '../../db/batches.ts';
import { coolDown, coolDownUntil } from '../../db/holds.ts';
import { jobById, stepsOf } from '../../db/jobs.ts';
import { figuresOf } from '../../db/quota.ts';
import { saveAccount } from '../../db/workspaces.ts';
import type { Context } from '../../main/engine/context.ts';
import { etaAt, flushWindowMs, noteUsage } from '../../main/engine/quota.ts';
import { usageIn } from '../../main/facebook/usage.ts';
import { memory, queue } from '../db/setup.ts';
import { fakeClock } from './fake-clock.ts';
import type { Script } from './fake-graph.ts';
import { ACCOUNT, people, rig, type Rig } from './fake-ports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NUMBER = ACCOUNT.replace('act_', '');

/** The graph's own answer with usage headers. */
function saying(...headers: readonly Readonly<Record<string, string>>[]): Script {
  return (_seen, perform) => {
    const answered = perform();
    return answered.kind === 'answer'
      ? { ...answered, headers: Object.assign({}, ...headers) as Record<string, string> }
      : answered;
  };
}

const score = (percent: number, tier?: 'development_access' | 'standard_access'): Record<string, string> => ({
  'x-ad-account-usage': JSON.stringify({
    acc_id_util_pct: percent,
    reset_time_duration: 300,
    ads_api_access_tier: tier,
  }),
});
const calls = (percent: number, minutes = 0): Record<string, string> => ({
  'x-business-use-case-usage': JSON.stringify({
    [NUMBER]: [{ type: 'custom_audience', call_count: percent, estimated_time_to_regain_access: minutes }],
  }),
});
const app = (percent: number): Record<string, string> => ({ 'x-app-usage': JSON.stringify({ call_count: percent }) });

/** What the screen shows of the ad account's quota; the cool-down in ms from now. */
async function quota(t: Rig) {
  const [account] = (await t.ask('status.get', {})).accounts;
  return {
    percent: account?.usagePercent,
    tier: account?.tier,
    waitMs: account?.coolDownUntil ? account.coolDownUntil - t.clock.now() : 0,
  };
}

/** Uploads so far; each list is one batch. */
const sent = (t: Rig): number => t.graph.uploads().length;

test('what the headers of successful answers say is known too, whatever they are about', async () => {
  const t = rig();
  t.graph.script('me', saying(app(20)));
  t.graph.script('account', saying(calls(30)));
  t.graph.script('list', saying(calls(40)), saying(calls(41)));
  t.graph.script('create', saying(calls(42)));
  t.graph.script('users', saying(score(5, 'development_access'), app(21)));
  const at = t.clock.now();
  await t.pipe(people(1));
  expect(t.rows('select account, kind, percent, at from quota order by kind')).toEqual([
    { account: '', kind: 'app', percent: 21, at },
    { account: ACCOUNT, kind: 'calls', percent: 42, at },
    { account: ACCOUNT, kind: 'score', percent: 5, at },
  ]);
  expect(await quota(t)).toEqual({ percent: 42, tier: 'limited', waitMs: 0 });
});

test('above 95 % of a score that others have used up nobody writes until it has come back', async () => {
  const t = rig();
  t.graph.script('users', saying(score(96)));
  await t.pipe(people(1));
  await t.pipe(people(1));
  expect([sent(t), await quota(t)]).toEqual([1, { percent: 96, tier: 'unknown', waitMs: 5 * MINUTE }]);
  await t.clock.advance(5 * MINUTE - 1);
  expect(sent(t)).toBe(1);
  await t.clock.advance(1);
  expect(sent(t)).toBe(2);
});

test('an answer of success that says when calls are let in again is obeyed, with a tenth more', async () => {
  const t = rig();
  t.graph.script('list', saying(calls(101, 10)));
  const start = await t.pipe(people(1));
  const { steps } = await t.facts(start);
  expect([sent(t), await quota(t), steps[0]?.pendingReasons]).toEqual([
    0,
    { percent: 101, tier: 'unknown', waitMs: 11 * MINUTE },
    { throttled: 1 },
  ]);
  await t.clock.advance(11 * MINUTE - 1);
  expect(t.graph.audiences()).toEqual([]);
  // Still above 75 %, so the upload does not follow the creation at once.
  await t.clock.advance(1 + SECOND);
  expect(sent(t)).toBe(1);
});

test('the hour of the app stops all its ad accounts, that of an ad account no other', () => {
  const db = memory();
  const clock = fakeClock();
  const { connectionId } = queue(db);
  const context = { db, ports: { clock } } as unknown as Context;
  const waits = (): readonly number[] =>
    ['act_1', 'act_2'].map(
      (account) => (coolDownUntil(db, connectionId, account, clock.now()) ?? clock.now()) - clock.now(),
    );
  const note = (headers: Record<string, string>): void =>
    noteUsage(context, connectionId, 'act_1', usageIn(headers, 'act_1'));

  note({ ...score(100, 'standard_access'), ...app(75) });
  expect(waits()).toEqual([0, 0]);
  note({ 'x-business-use-case-usage': JSON.stringify({ 1: [{ type: 'custom_audience', total_time: 96 }] }) });
  expect(waits()).toEqual([36 * SECOND, 0]);
  note(app(97));
  expect(waits()).toEqual([72 * SECOND, 72 * SECOND]);
  expect(figuresOf(db, connectionId, 'act_2', clock.now())).toEqual({
    score: null,
    calls: null,
    app: { percent: 97, at: clock.now() },
  });
});

test('people wait for company as long as the limited tier needs to regain a write for each step, if the job does not say longer', () => {
  const db = memory();
  const clock = fakeClock();
  const { connectionId, jobId } = queue(db, [
    { action: 'add', audience: 'A' },
    { action: 'remove', audience: 'B' },
    { action: 'add', audience: 'C', account: 'act_2' },
  ]);
  const job = jobById(db, jobId);
  if (!job) throw new Error('no job');
  const context = { db, ports: { clock } } as unknown as Context;
  const tier = (account: string, name: 'development_access' | 'standard_access'): number => {
    saveAccount(db, connectionId, account, null);
    noteUsage(context, connectionId, account, usageIn(score(5, name), account));
    return flushWindowMs(context, job);
  };
  expect([
    flushWindowMs(context, job),
    tier('act_2', 'standard_access'),
    tier('act_2', 'development_access'),
    tier('act_1', 'development_access'),
    flushWindowMs(context, { ...job, flush_ms: MINUTE }),
  ]).toEqual([5 * SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE]);
});

test('the end of what waits is told from the pace of its ad account, behind its cool-down', () => {
  const db = memory();
  const clock = fakeClock();
  const { connectionId, jobId, runId, part } = queue(db);
  for (let batch = 0; batch < 25; batch += 1) part(1, [1]);
  const [step] = stepsOf(db, jobId);
  if (!step) throw new Error('no step');
  const context = { db, ports: { clock } } as unknown as Context;
  const eta = (): number | null => {
    const at = etaAt(context, runId, step, pendingParts(db, runId, clock.now()), []);
    return at === null ? null : at - clock.now();
  };
  const before = eta();
  noteUsage(context, connectionId, step.account, usageIn(score(0, 'development_access'), step.account));
  const paced = eta();
  coolDown(db, 'ad_account', { connectionId, account: step.account }, clock.now() + 20 * SECOND);
  expect([before, paced, eta()]).toEqual([null, 6 * 15 * SECOND, 20 * SECOND + 6 * 15 * SECOND]);
});

test('nobody can tell when what waits for a person will have been sent', async () => {
  const t = rig();
  t.graph.always('users', saying(score(95, 'development_access')));
  const first = await t.pipe(people(1));
  const second = await t.pipe(people(1));
  const etas = async (): Promise<readonly (number | null | undefined)[]> =>
    Promise.all([first, second].map(async (start) => (await t.facts(start)).steps[0]?.etaAt));
  expect(await etas()).toEqual([null, t.clock.now() + 5 * MINUTE]);
  await t.ask('queue.pause', { scope: 'everything' });
  expect(await etas()).toEqual([null, null]);
});
