import { expect, test } from 'vitest';

import { lose, noNetwork, refuse, type Script } from './fake-graph.ts';
import { people, type Rig, rig, world } from './fake-ports.ts';

const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;
const three = people(3);

const html: Script = () => ({ kind: 'answer', status: 200, headers: {}, body: '<html>Welcome to our hotel</html>' });
const moved: Script = () => ({ kind: 'answer', status: 302, headers: { location: 'https://login.example' }, body: '' });

/** Nobody gets through, not even a probe. */
function cut(t: Pick<Rig, 'graph'>, script: Script | null): void {
  for (const kind of ['root', 'me', 'account', 'list', 'create', 'users'] as const) t.graph.always(kind, script);
}

async function waits(t: Rig) {
  const { steps, state } = await t.ask('runs.get', { runId: 1 });
  const { offline } = await t.ask('status.get', {});
  const [batch] = t.rows<{ tries: number; horizon_ms: number }>('select tries, horizon_ms from batch');
  return {
    run: state,
    pending: steps[0]?.pendingReasons,
    attempts: t.rows('select id from attempt').length,
    tries: batch?.tries,
    horizonHours: (batch?.horizon_ms ?? 0) / HOUR,
    offline: offline.map(({ host }) => host),
  };
}

for (const [name, script] of Object.entries({
  'no connection': noNetwork,
  'a log-in page': html,
  'a redirect': moved,
})) {
  test(`with ${name} everything waits for days, nothing is used up, and work goes on within five seconds of its return`, async () => {
    const t = rig();
    await t.connect();
    // The audience exists, so that the first request is the upload.
    t.graph.addAudience('Customers');
    t.graph.always('users', script);
    t.graph.always('root', script);
    const start = await t.pipe(three);
    await t.clock.advance(SECOND);
    const since = (await t.ask('status.get', {})).offline[0]?.since;
    await t.clock.leap(48 * HOUR);
    const stopped = {
      run: 'sending',
      pending: { offline: 3 },
      attempts: 0,
      tries: 0,
      horizonHours: 13,
      offline: ['graph.facebook.com'],
    };
    expect([await waits(t), (await t.ask('status.get', {})).offline[0]?.since]).toEqual([stopped, since]);
    expect(t.graph.uploads().length).toBe(1);
    const probes = t.graph.seen.filter(({ kind }) => kind === 'root').length;
    await t.clock.advance(30 * SECOND);
    expect(t.graph.seen.filter(({ kind }) => kind === 'root').length - probes).toBe(10);
    t.graph.always('users', null);
    t.graph.always('root', null);
    await t.clock.advance(5 * SECOND);
    expect(await t.facts(start)).toMatchObject({ state: 'done', steps: [{ counters: { synced: 3 } }] });
    expect((await waits(t)).offline).toEqual([]);
  });
}

test('a list that is given offline enters, and is sent when the network is back', async () => {
  const t = rig();
  cut(t, noNetwork);
  await t.pipe(three);
  await t.clock.leap(HOUR);
  expect(await waits(t)).toMatchObject({ pending: { offline: 3 }, tries: 0, attempts: 0 });
  cut(t, null);
  await t.clock.advance(5 * SECOND);
  expect(await waits(t)).toMatchObject({ run: 'done', attempts: 1, offline: [] });
});

test('a batch that was tried before the network went keeps the rest of its horizon', async () => {
  const t = rig();
  t.graph.always('users', refuse(2, null, { status: 503 }));
  await t.pipe(three);
  for (let minute = 0; minute < 60; minute += 1) await t.clock.leap(60 * SECOND);
  const before = await waits(t);
  cut(t, noNetwork);
  for (let minute = 0; minute < 6; minute += 1) await t.clock.leap(60 * SECOND);
  const gone = await waits(t);
  await t.clock.leap(20 * HOUR);
  expect([(await waits(t)).horizonHours, (await waits(t)).pending]).toEqual([gone.horizonHours, { offline: 3 }]);
  expect(before.horizonHours).toBeCloseTo(12, 1);
});

test('a connection that breaks after it stood is Meta’s trouble: a try, not offline', async () => {
  const t = rig();
  t.graph.addAudience('Customers');
  t.graph.script('users', lose(true));
  await t.pipe(three);
  expect(await waits(t)).toMatchObject({ pending: { retry: 3 }, attempts: 1, tries: 1, offline: [] });
});

test('a clock that is set on or back by 14 hours charges nothing and delays nothing', async () => {
  const t = rig();
  t.graph.script('users', refuse(2, null, { status: 503 }), refuse(2, null, { status: 503 }));
  await t.pipe(three);
  t.clock.set(14 * HOUR);
  await t.clock.advance(SECOND);
  expect((await waits(t)).horizonHours).toBeCloseTo(13, 2);
  t.clock.set(-28 * HOUR);
  await t.clock.advance(10 * SECOND);
  expect(await waits(t)).toMatchObject({ run: 'done', attempts: 3 });
});

test('a clock that is set back by 14 hours while no engine runs delays nothing either', async () => {
  const own = world();
  const before = rig(own);
  before.graph.script('users', refuse(2, null, { status: 503 }), refuse(2, null, { status: 503 }));
  await before.pipe(three);
  await before.clock.advance(SECOND);
  await before.engine.stop();
  own.clock.set(-14 * HOUR);
  const t = rig(own);
  await t.clock.advance(10 * SECOND);
  expect(await waits(t)).toMatchObject({ run: 'done', attempts: 3 });
});

test('another engine on the folder says so too, and one that starts offline knows since when', async () => {
  const own = world();
  const t = rig(own);
  t.graph.addAudience('Customers');
  cut(t, noNetwork);
  await t.pipe(three);
  await t.clock.advance(SECOND);
  const since = (await t.ask('status.get', {})).offline[0]?.since;
  await t.engine.stop();
  const later = rig(own);
  await later.clock.advance(10 * SECOND);
  expect((await later.ask('status.get', {})).offline).toEqual([
    { host: 'graph.facebook.com', since, said: 'No connection (ENOTFOUND)' },
  ]);
});
