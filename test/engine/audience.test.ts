import { expect, test } from 'vitest';

import { UsageError } from '../../main/engine/sync.ts';
import { lose, refuse } from './fake-graph.ts';
import { entriesOf, people, type Rig, rig } from './fake-ports.ts';

const three = people(3);
const SECOND = 1_000;

/** Requests about audiences, without the uploads and the reads of the person and the account. */
function audienceCalls(t: Rig): readonly string[] {
  return t.graph.seen.map(({ kind }) => kind).filter((kind) => kind === 'list' || kind === 'create');
}

function only(t: Rig): string {
  const audiences = t.graph.audiences().filter(({ name }) => name === 'Customers');
  expect(audiences.length).toBe(1);
  return audiences[0]?.id ?? '';
}

async function pending(t: Rig): Promise<unknown> {
  return (await t.ask('runs.get', { runId: 1 })).steps[0]?.pendingReasons;
}

test('a draft is created when no audience has its name', async () => {
  const t = rig();
  t.graph.addAudience('Customers 2');
  t.graph.addAudience('customers');
  await t.pipe(three);
  expect([audienceCalls(t), t.graph.members(only(t))]).toEqual([['list', 'list', 'create'], entriesOf(three)]);
});

test('the audience of that name is used when there is one', async () => {
  const t = rig();
  t.graph.addAudience('Customers');
  await t.pipe(three);
  expect([audienceCalls(t), t.graph.members(only(t))]).toEqual([['list'], entriesOf(three)]);
});

test('a draft adopts the audience that somebody else made before its first launch', async () => {
  const t = rig();
  t.graph.script('list', lose(false));
  t.graph.addAudience('Customers');
  await t.pipe(three);
  expect([audienceCalls(t), t.graph.members(only(t))]).toEqual([['list', 'list'], entriesOf(three)]);
});

test('a name that several audiences have is a question to the person, with their ids', async () => {
  const t = rig();
  const ids = [t.graph.addAudience('Customers'), t.graph.addAudience('Customers')];
  const refused = t.sync(t.csv(three));
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(ids[1]);
  expect(await t.ask('jobs.list', {})).toEqual([]);
});

test('a draft whose name several audiences have by then is held, and nobody is sent anywhere', async () => {
  const t = rig();
  t.graph.script('list', lose(false));
  for (const createdAt of [0, 1]) t.graph.addAudience('Customers', createdAt);
  await t.pipe(three);
  await t.clock.advance(60 * SECOND);
  const [hold] = await t.ask('holds.list', {});
  expect([hold?.reason, hold?.scope, await pending(t), t.graph.uploads()]).toEqual([
    'audience_ambiguous',
    'step',
    { held: 3 },
    [],
  ]);
});

test('an audience given by its id is used without looking', async () => {
  const t = rig();
  const id = t.graph.addAudience('Whatever');
  await t.pipe(three, { steps: [{ audience: id, action: 'add', keys: null }] });
  expect([audienceCalls(t), t.graph.members(id)]).toEqual([[], entriesOf(three)]);
});

test('after a create whose answer was lost the audience is looked for, and not made twice', async () => {
  const t = rig();
  t.graph.script('create', lose(true));
  await t.pipe(three);
  expect(await pending(t)).toEqual({ retry: 3 });
  await t.clock.advance(SECOND);
  expect([audienceCalls(t), t.graph.members(only(t))]).toEqual([['list', 'list', 'create', 'list'], entriesOf(three)]);
});

test('after a create that never arrived the audience is made after all', async () => {
  const t = rig();
  t.graph.script('create', lose(false));
  await t.pipe(three);
  await t.clock.advance(SECOND);
  expect([audienceCalls(t), t.graph.members(only(t))]).toEqual([
    ['list', 'list', 'create', 'list', 'create'],
    entriesOf(three),
  ]);
});

test('of several audiences of the name, the one made since the lost create is ours', async () => {
  const t = rig();
  t.graph.script('create', lose(true));
  await t.pipe(three);
  t.graph.addAudience('Customers', t.clock.now() - 86_400_000);
  await t.clock.advance(SECOND);
  const members = t.graph.audiences().map(({ id }) => t.graph.members(id).length);
  expect([members, await t.ask('holds.list', {})]).toEqual([[3, 0], []]);
});

test('terms that are missing at the create hold the account; once accepted, the audience is made and filled', async () => {
  const t = rig();
  t.graph.script('create', refuse(200, 1_870_090));
  await t.pipe(three);
  await t.clock.advance(60 * SECOND);
  const [hold] = await t.ask('holds.list', {});
  expect([hold?.reason, await pending(t), t.graph.audiences()]).toEqual(['terms', { held: 3 }, []]);
  await t.ask('holds.check', { holdId: hold?.id ?? 0 });
  await t.clock.advance(0);
  expect(t.graph.members(only(t))).toEqual(entriesOf(three));
});

test('a throttled listing waits without a try', async () => {
  const t = rig();
  t.graph.script('list', (_seen, perform) => perform(), refuse(17, 2_446_079));
  await t.pipe(three);
  expect([await pending(t), t.rows('select tries from batch')]).toEqual([{ throttled: 3 }, [{ tries: 0 }]]);
  await t.clock.advance(300 * SECOND);
  expect(t.graph.members(only(t))).toEqual(entriesOf(three));
});

test('two steps that share a draft make it once, and the newer of two opposite wishes wins', async () => {
  const t = rig();
  await t.pipe(three, {
    steps: [
      { audience: 'Customers', action: 'add', keys: null },
      { audience: 'Customers', action: 'remove', keys: null },
    ],
  });
  await t.clock.advance(SECOND);
  expect([
    t.graph.members(only(t)),
    t.graph.seen.filter(({ kind }) => kind === 'users').map(({ method }) => method),
  ]).toEqual([[], ['DELETE']]);
});
