import { expect, test } from 'vitest';

import { refuse } from './fake-graph.ts';
import { entriesOf, people, type Rig, rig, until, world } from './fake-ports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const three = people(3);

/** The one batch of a test, as the screens show it, with the tries that count. */
async function batch(t: Rig): Promise<unknown> {
  const { batches } = await t.ask('batches.list', { runId: 1 });
  const [row] = t.rows<{ tries: number }>('select tries from batch');
  return { state: batches[0]?.state, attempts: batches[0]?.attempts, tries: row?.tries };
}

async function step(t: Rig) {
  const { steps, state } = await t.ask('runs.get', { runId: 1 });
  const [only] = steps;
  return { run: state, pending: only?.pendingReasons, errored: only?.erroredReasons, synced: only?.counters.synced };
}

const done = { run: 'done', pending: {}, errored: {}, synced: 3 };

test('a list is sent as soon as it has been read', async () => {
  const t = rig();
  await t.run(t.csv(three));
  expect([await step(t), t.graph.members(t.graph.audiences()[0]?.id ?? '')]).toEqual([done, entriesOf(three)]);
});

test('a throttled batch waits as long as it is told and uses up no try', async () => {
  const t = rig();
  const usage = [{ type: 'custom_audience', call_count: 100, estimated_time_to_regain_access: 10 }];
  const headers = { 'x-business-use-case-usage': JSON.stringify({ '542676646349772': usage }) };
  t.graph.script('users', refuse(80_003, 2_446_079, { headers }));
  await t.pipe(three);
  const told = 11 * MINUTE;
  const [account] = (await t.ask('status.get', {})).accounts;
  expect([await batch(t), await step(t), account?.coolDownUntil]).toEqual([
    { state: 'queued', attempts: 1, tries: 0 },
    { run: 'sending', pending: { throttled: 3 }, errored: {}, synced: 0 },
    t.clock.now() + told,
  ]);
  await t.clock.advance(told - 1);
  expect(t.graph.uploads().length).toBe(1);
  await t.clock.advance(1);
  expect([await batch(t), await step(t)]).toEqual([{ state: 'synced', attempts: 2, tries: 0 }, done]);
});

test('a hold stops the account with zero retries, and “check again” sends what waited', async () => {
  const t = rig();
  t.graph.script('users', refuse(200, 1_870_090, { message: 'Permissions error' }));
  await t.pipe(three);
  await t.clock.advance(5 * MINUTE);
  await t.clock.leap(24 * 60 * MINUTE);
  const [hold] = await t.ask('holds.list', {});
  const since = Date.UTC(2026, 10, 24, 9);
  expect([t.graph.uploads().length, await batch(t), await step(t), { ...hold, probeAt: null }]).toEqual([
    1,
    { state: 'queued', attempts: 1, tries: 0 },
    { run: 'sending', pending: { held: 3 }, errored: {}, synced: 0 },
    {
      id: 1,
      reason: 'terms',
      scope: 'ad_account',
      account: 'act_542676646349772',
      stepIds: [1],
      since,
      person: 'Ann Agency',
      probeAt: null,
      expiresAt: since + 30 * 24 * 60 * MINUTE,
      url: 'https://business.facebook.com/ads/manage/customaudiences/tos/?act=542676646349772',
      code: 200,
      subcode: 1_870_090,
      said: 'Permissions error',
      found: null,
      people: 3,
    },
  ]);
  expect(await t.ask('holds.check', { holdId: 1 })).toEqual({ released: true, said: null });
  await t.clock.advance(0);
  expect([await step(t), await t.ask('holds.list', {}), await t.ask('holds.check', { holdId: 1 })]).toEqual([
    done,
    [],
    { released: false, said: null },
  ]);
});

test('a hold of the token ends when the connection gets a new one', async () => {
  const t = rig();
  t.graph.script('users', refuse(190, 463));
  await t.connect();
  t.graph.always('me', refuse(190, 463));
  await t.pipe(three);
  await t.clock.advance(MINUTE);
  expect([t.graph.uploads().length, (await step(t)).pending]).toEqual([1, { held: 3 }]);
  t.graph.always('me', null);
  expect(await t.connect()).toBe(1);
  await t.clock.advance(SECOND);
  expect([await step(t), await t.ask('holds.list', {})]).toEqual([done, []]);
});

test('a person who starts the job again wants what was held to be tried', async () => {
  const t = rig();
  t.graph.script('users', refuse(2635));
  await t.run(t.csv(three));
  await t.clock.advance(MINUTE);
  const again = await t.run(t.csv(three));
  expect([again, await step(t)]).toEqual([{ jobId: 1, runId: 1, isResumed: true }, done]);
});

test('trouble on Meta’s side is tried again after 1 s · 2ⁿ with jitter', async () => {
  const t = rig();
  t.graph.script('users', refuse(2, null, { status: 503 }), () => ({
    kind: 'no_answer',
    reason: 'reset',
    said: 'Connection lost',
  }));
  await t.pipe(three);
  const uploads = [t.graph.uploads().length];
  for (const ms of [749, 1, 1_499, 1]) {
    await t.clock.advance(ms);
    uploads.push(t.graph.uploads().length);
  }
  expect([uploads, await batch(t), await step(t)]).toEqual([
    [1, 1, 2, 2, 3],
    { state: 'synced', attempts: 3, tries: 2 },
    done,
  ]);
});

test('an answer of success that does not say what was received is tried again', async () => {
  const t = rig();
  t.graph.script('users', () => ({ kind: 'answer', status: 200, headers: {}, body: '{"success":true}' }));
  await t.pipe(three);
  expect((await step(t)).pending).toEqual({ retry: 3 });
  await t.clock.advance(SECOND);
  expect(await step(t)).toEqual(done);
});

test('after 13 hours of retries a batch is errored, not before', async () => {
  const t = rig();
  t.graph.always('users', refuse(368));
  await t.pipe(three);
  for (let minute = 1; minute < 13 * 60; minute += 1) await t.clock.leap(MINUTE);
  expect([(await step(t)).pending, t.graph.uploads().length]).toEqual([{ retry: 3 }, 13]);
  await t.clock.leap(MINUTE);
  await t.clock.leap(120 * MINUTE);
  expect([await step(t), t.graph.uploads().length]).toEqual([
    { run: 'done_with_problems', pending: {}, errored: { horizon: 3 }, synced: 0 },
    13,
  ]);
});

test('time asleep uses up a minute of the horizon at most', async () => {
  const t = rig();
  t.graph.script('users', refuse(368), refuse(368));
  await t.pipe(three);
  await t.clock.leap(12 * 60 * MINUTE);
  const [slept] = t.rows<{ horizon_ms: number }>('select horizon_ms from batch');
  expect([slept?.horizon_ms, t.graph.uploads().length]).toEqual([(13 * 60 - 1) * MINUTE, 2]);
  await t.clock.leap(60 * MINUTE);
  expect(await step(t)).toEqual(done);
});

test('every attempt is an upload session of its own, below 2^53', async () => {
  const w = world();
  let draws = 0;
  const t = rig({ ...w, ports: { ...w.ports, random: () => (draws += 1) / 7 } });
  t.graph.script('users', refuse(2));
  await t.pipe(three);
  await t.clock.advance(2 * SECOND);
  const sessions = t.graph.uploads().map(({ session }) => session);
  expect([sessions.length, new Set(sessions.map((s) => s.session_id)).size]).toEqual([2, 2]);
  expect(
    sessions.every(
      (s) => Number.isSafeInteger(s.session_id) && s.session_id > 0 && s.batch_seq === 1 && s.last_batch_flag,
    ),
  ).toBe(true);
});

test('an audience has one upload at a time, and another audience does not wait for it', async () => {
  const t = rig();
  const list = people(20_001);
  const gates: (() => void)[] = [];
  t.graph.always('users', (_seen, perform) => new Promise((resolve) => gates.push(() => resolve(perform()))));
  await t.pipe(list, {
    steps: [
      { audience: 'A', action: 'add', keys: null },
      { audience: 'B', action: 'add', keys: null },
    ],
  });
  // Uploads of ten thousand rows are written in several turns of the event loop.
  await until(() => gates.length === 2);
  expect([t.graph.uploads().length, t.graph.mostAtOnce]).toEqual([2, 1]);
  await until(async () => {
    gates.shift()?.();
    await t.clock.advance(0);
    return (await t.facts({ jobId: 1, runId: 1, isResumed: false })).state === 'done';
  });
  expect([
    t.graph.uploads().length,
    t.graph.mostAtOnce,
    (await t.facts({ jobId: 1, runId: 1, isResumed: false })).state,
  ]).toEqual([6, 1, 'done']);
  for (const { id } of t.graph.audiences()) expect(t.graph.members(id)).toEqual(entriesOf(list));
});
