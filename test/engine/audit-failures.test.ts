import { expect, test } from 'vitest';

import { noNetwork, refuse } from './fake-graph.ts';
import { people, rig, type Rig } from './fake-ports.ts';

const HOUR = 60 * 60_000;

/** How often an ad account was read, which only an audit does here; uploads leave it alone. */
function audits(t: Rig): number {
  return t.graph.seen.filter(({ path }) => path === 'me/permissions').length;
}

async function setup(): Promise<Rig> {
  const t = rig();
  await t.connect();
  return t;
}

test('when a whole step errors its ad account is audited, once, and the audit is kept', async () => {
  const t = await setup();
  t.graph.judge(() => 'invalid');
  await t.pipe(people(3));
  await t.clock.advance(6_000);
  expect([audits(t), (await t.ask('audit.list', {})).map(({ account }) => account)]).toEqual([
    1,
    ['act_542676646349772'],
  ]);
  await t.clock.leap(2 * HOUR);
  expect(audits(t)).toBe(1);
});

test('another failure of the same ad account within an hour is looked at when the hour is over', async () => {
  const t = await setup();
  t.graph.judge(() => 'invalid');
  await t.pipe(people(3));
  await t.clock.advance(6_000);
  await t.pipe(people(3, 'q'), { steps: [{ audience: 'Others', action: 'add', keys: null }] });
  await t.clock.advance(6_000);
  expect(audits(t)).toBe(1);
  await t.clock.leap(HOUR);
  await t.clock.advance(6_000);
  expect(audits(t)).toBe(2);
});

test('a hold that an audit can explain brings one about; one that could read nothing is made again', async () => {
  const t = await setup();
  t.graph.script('users', (seen, perform) => {
    t.graph.always('me', noNetwork);
    return refuse(200)(seen, perform);
  });
  await t.pipe(people(3));
  await t.clock.advance(6_000);
  const [hold] = await t.ask('holds.list', {});
  const blind = await t.ask('audit.list', {});
  t.graph.always('me', null);
  await t.clock.leap(5 * 60_000);
  await t.clock.advance(6_000);
  const [audit] = await t.ask('audit.list', {});
  expect([hold?.reason, blind[0]?.isBlind, audit?.isBlind]).toEqual(['permission', true, false]);
});

test('some errors, a cancel, and a failure from before this start are no reason', async () => {
  const t = await setup();
  t.graph.judge((row) => (row[0]?.startsWith('a') ? 'invalid' : null));
  await t.pipe(people(9));
  await t.clock.advance(6_000);
  t.graph.judge(() => null);
  t.graph.always('users', refuse(2));
  const { jobId } = await t.pipe(people(3, 'q'), { steps: [{ audience: 'Others', action: 'add', keys: null }] });
  await t.ask('queue.cancel', { scope: 'job', jobId });
  await t.clock.advance(6_000);
  expect(audits(t)).toBe(0);
});
