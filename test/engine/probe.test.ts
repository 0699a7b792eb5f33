import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import type { HoldReason } from '../../preload/contract/holds.ts';
import { text } from '../../preload/messages/text.ts';
import { refuse, type Script } from './fake-graph.ts';
import { ACCOUNT, people, type Rig, rig } from './fake-ports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const three = people(3);

const say =
  (body: object): Script =>
  () => ({ kind: 'answer', status: 200, headers: {}, body: JSON.stringify(body) });

async function step(t: Rig) {
  const { steps, state } = await t.ask('runs.get', { runId: 1 });
  return [state, steps[0]?.pendingReasons, steps[0]?.erroredReasons];
}
const held = ['sending', { held: 3 }, {}];
const done = ['done', {}, {}];

/** What Meta refuses with, what it then says while nothing was done about it, and what once it was. */
const cases: readonly (readonly [
  reason: HoldReason,
  refusal: Script,
  asked: 'me' | 'account',
  before: Script,
  after: Script,
])[] = [
  [
    'terms',
    refuse(200, 1_870_090),
    'account',
    say({ id: ACCOUNT, tos_accepted: { web_custom_audience_tos: 1 } }),
    say({ id: ACCOUNT, tos_accepted: { custom_audience_tos: 1 }, user_tos_accepted: { custom_audience_tos: '1' } }),
  ],
  [
    'terms',
    refuse(2663),
    'account',
    // Somebody else of the business accepted.
    say({ id: ACCOUNT, tos_accepted: { custom_audience_tos: 1 }, user_tos_accepted: {} }),
    say({ id: ACCOUNT, tos_accepted: { custom_audience_tos: 1 }, user_tos_accepted: { custom_audience_tos: 1 } }),
  ],
  ['business', refuse(200, 1_870_050), 'account', say({ id: ACCOUNT }), say({ id: ACCOUNT, business: { id: '1' } })],
  ['token', refuse(190, 459), 'me', refuse(190, 459), say({ id: '1' })],
  [
    'permission',
    refuse(200, null, { status: 403 }),
    'account',
    say({ id: ACCOUNT, user_tasks: ['ANALYZE'] }),
    say({ id: ACCOUNT, user_tasks: ['ANALYZE', 'ADVERTISE'] }),
  ],
  [
    'permission',
    refuse(10),
    'account',
    say({ data: [{ permission: 'ads_management', status: 'declined' }] }),
    say({ data: [{ permission: 'ads_management', status: 'granted' }] }),
  ],
  ['audience_gone', refuse(100, 33), 'account', refuse(100, 33), say({ id: '1', operation_status: { code: 200 } })],
  [
    'audience_flagged',
    refuse(100, 1_713_230),
    'account',
    say({ id: '1', operation_status: { code: 471 } }),
    say({ id: '1', operation_status: { code: 200 } }),
  ],
];

for (const [reason, refusal, asked, before, after] of cases) {
  test(`a hold for ${reason} asks Meta with cheap reads, lifts by itself when it was mended, and costs one upload`, async () => {
    const t = rig();
    await t.connect();
    t.graph.always('users', refusal);
    await t.pipe(three);
    t.graph.always(asked, before);
    const asks = t.graph.seen.length;
    await t.clock.advance(10 * MINUTE);
    const [hold] = await t.ask('holds.list', {});
    expect([t.graph.uploads().length, await step(t), hold?.reason]).toEqual([1, held, reason]);
    // Back-off: 5 s growing by half to 5 minutes.
    expect(t.graph.seen.length - asks).toBeGreaterThan(8);
    expect(t.graph.seen.length - asks).toBeLessThan(20);
    expect((hold?.probeAt ?? 0) - t.clock.now()).toBeLessThanOrEqual(5 * MINUTE);
    t.graph.always('users', null);
    t.graph.always(asked, after);
    await t.clock.leap(5 * MINUTE);
    await t.clock.advance(2 * SECOND);
    expect([await step(t), await t.ask('holds.list', {}), t.graph.uploads().length]).toEqual([done, [], 2]);
  });
}

test('somebody else accepted and of the person Meta tells nothing: the hold stands and says so; for a system user it lifts by itself', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_090));
  await t.pipe(three);
  t.graph.always('account', say({ id: ACCOUNT, tos_accepted: { custom_audience_tos: 1 } }));
  await t.clock.leap(5 * SECOND);
  await t.clock.advance(SECOND);
  const [hold] = await t.ask('holds.list', {});
  expect([await step(t), hold?.found, t.graph.uploads().length]).toEqual([held, text('hold.probe.person_untold'), 1]);
  const db = new Database(join(t.dataDir, 'muster.db'));
  db.exec("update connection set kind = 'system_user'");
  db.close();
  t.graph.always('users', null);
  await t.clock.leap(8 * SECOND);
  await t.clock.advance(2 * SECOND);
  expect([await step(t), await t.ask('holds.list', {})]).toEqual([done, []]);
});

test('“check again” asks at once: it lifts what was mended, and says why when it was not', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_090));
  await t.pipe(three);
  t.graph.always('account', say({ id: ACCOUNT, tos_accepted: { custom_audience_tos: 1 }, user_tos_accepted: {} }));
  const still = await t.ask('holds.check', { holdId: 1 });
  expect([still.released, still.said]).toEqual([false, expect.stringContaining('not the person whose token this is')]);
  t.graph.always('users', null);
  t.graph.always(
    'account',
    say({ id: ACCOUNT, tos_accepted: { custom_audience_tos: 1 }, user_tos_accepted: { custom_audience_tos: 1 } }),
  );
  expect(await t.ask('holds.check', { holdId: 1 })).toEqual({ released: true, said: null });
  await t.clock.advance(0);
  expect([await step(t), await t.ask('holds.check', { holdId: 1 })]).toEqual([done, { released: false, said: null }]);
});

test('what cannot be read is believed when a person says so, and never lifts by itself', async () => {
  const t = rig();
  t.graph.always('users', refuse(100, null, { message: 'requires LOOKALIKE_VALUE attribute.' }));
  await t.pipe(three);
  await t.clock.leap(5 * DAY);
  const [hold] = await t.ask('holds.list', {});
  expect([t.graph.uploads().length, await step(t), hold?.reason, hold?.probeAt]).toEqual([
    1,
    held,
    'value_column',
    null,
  ]);
  t.graph.always('users', null);
  expect(await t.ask('holds.check', { holdId: 1 })).toEqual({ released: true, said: null });
  await t.clock.advance(0);
  expect(await step(t)).toEqual(done);
});

test('a removal that would make the audience too small waits for additions, never stops them, and goes on after them', async () => {
  const t = rig();
  await t.connect();
  t.graph.addAudience('Customers');
  t.graph.script('users', refuse(200, 1_870_047));
  const removal = { steps: [{ audience: 'Customers', action: 'remove', keys: null }] } as const;
  await t.pipe(three, removal);
  await t.clock.leap(2 * DAY);
  expect([await step(t), t.graph.uploads().length]).toEqual([held, 1]);
  await t.pipe(people(50, 'new'));
  await t.clock.advance(2 * SECOND);
  expect([await step(t), t.graph.uploads().length, await t.ask('holds.list', {})]).toEqual([done, 3, []]);
});

test('what is held goes in the order in which it entered', async () => {
  const t = rig();
  t.graph.script('users', refuse(200, 1_870_090));
  const lists = ['a', 'b', 'c'].map((prefix) => people(2, prefix));
  t.graph.always('account', say({ id: ACCOUNT, tos_accepted: {} }));
  for (const list of lists) await t.pipe(list);
  await t.clock.advance(SECOND);
  expect(t.graph.uploads().length).toBe(1);
  t.graph.always('account', null);
  await t.ask('holds.check', { holdId: 1 });
  await t.clock.advance(SECOND);
  const sent = t.graph.uploads().map(({ payload }) => payload.data[0]?.[0]);
  expect([sent.length, new Set(sent).size, sent[0]]).toEqual([4, 3, sent[1]]);
});

test('a hold that nobody mends for 30 days ends what waits as Errored', async () => {
  const t = rig();
  t.graph.always('users', refuse(100, 33));
  await t.pipe(three);
  t.graph.always('account', refuse(100, 33));
  const [hold] = await t.ask('holds.list', {});
  expect((hold?.expiresAt ?? 0) - t.clock.now()).toBe(30 * DAY);
  await t.clock.leap(30 * DAY - MINUTE);
  expect(await step(t)).toEqual(held);
  await t.clock.leap(2 * MINUTE);
  expect([await step(t), await t.ask('holds.list', {})]).toEqual([['done_with_problems', {}, { hold_expired: 3 }], []]);
});

test('a new engine remembers the hold and when it asks next', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_090));
  await t.pipe(three);
  t.graph.always('account', say({ id: ACCOUNT, tos_accepted: {} }));
  await t.clock.advance(MINUTE);
  const [before] = await t.ask('holds.list', {});
  await t.engine.stop();
  const later = rig(t);
  expect(await later.ask('holds.list', {})).toEqual([before]);
  later.graph.always('users', null);
  later.graph.always(
    'account',
    say({ id: ACCOUNT, tos_accepted: { custom_audience_tos: 1 }, user_tos_accepted: { custom_audience_tos: 1 } }),
  );
  await later.clock.advance(5 * MINUTE);
  expect(await step(later)).toEqual(done);
});
