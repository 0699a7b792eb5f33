import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { HttpAnswer } from '../../main/engine/ports.ts';
import type { SyncOrder, SyncStart } from '../../main/engine/sync.ts';
import { lose, refuse, type Script } from './fake-graph.ts';
import { entriesOf, people, type Rig, rig, sha256, world } from './fake-ports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const BUSY = refuse(2, null, { status: 503 });
const four = people(4);

type List = readonly (readonly string[])[];

function step(action: 'add' | 'remove'): Pick<SyncOrder, 'steps'> {
  return { steps: [{ audience: 'Customers', action, keys: null }] };
}

const add = (t: Rig, list: List, order?: Partial<SyncOrder>) => t.pipe(list, { ...step('add'), ...order });
const remove = (t: Rig, list: List, order?: Partial<SyncOrder>) => t.pipe(list, { ...step('remove'), ...order });

/** Some of a list, header first. */
function only(list: List, ...indexes: readonly number[]): List {
  return list.filter((_row, index) => index === 0 || indexes.includes(index - 1));
}

/** What became of each run's people, step by step. */
async function fates(t: Rig, ...starts: readonly SyncStart[]) {
  const found = [];
  for (const start of starts) {
    const { state, steps } = await t.facts(start);
    for (const { counters, erroredReasons: errored } of steps) {
      found.push({ run: state, synced: counters.synced, pending: counters.pending, errored });
    }
  }
  return found;
}

const synced = (count: number) => ({ run: 'done', synced: count, pending: 0, errored: {} });
const superseded = (count: number, alsoSynced = 0) => ({
  run: 'done_with_problems',
  synced: alsoSynced,
  pending: 0,
  errored: { superseded: count },
});

function members(t: Rig): readonly string[] {
  return t.graph.members(t.graph.audiences()[0]?.id ?? '');
}

/** Every upload so far, as its operation and the number of its rows. */
function sent(t: Rig): readonly unknown[] {
  return t.graph.seen.flatMap(({ kind, method, body }) =>
    kind === 'users' ? [`${method} ${(body['payload'] as { data: readonly unknown[] }).data.length}`] : [],
  );
}

/** Holds back the answer to an upload until it is let go. */
function slow(): { readonly script: Script; letGo(script?: Script): void } {
  let let_ = (_script: Script): void => undefined;
  const gone = new Promise<Script>((resolve) => {
    let_ = resolve;
  });
  return {
    script: async (seen, perform): Promise<HttpAnswer> => (await gone)(seen, perform),
    letGo: (script = (_seen, perform) => perform()) => let_(script),
  };
}

test('who is removed while an older addition waits to be tried again is never added', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await add(t, four);
  const second = await remove(t, four);
  await t.clock.advance(MINUTE);
  expect([await fates(t, first, second), members(t), sent(t)]).toEqual([
    [superseded(4), synced(4)],
    [],
    ['POST 4', 'DELETE 4'],
  ]);
  const [problem, ...others] = await t.ask('problems.list', { runId: first.runId });
  expect([problem, others]).toMatchObject([{ line: 2, lastLine: 5, code: 'superseded' }, []]);
});

test('who is added again while an older removal waits stays', async () => {
  const t = rig();
  const first = await add(t, four);
  t.graph.script('users', BUSY);
  const second = await remove(t, four);
  const third = await add(t, four);
  await t.clock.advance(MINUTE);
  expect([await fates(t, first, second, third), members(t)]).toEqual([
    [synced(4), superseded(4), synced(4)],
    entriesOf(four),
  ]);
});

test('only those who are in both are taken out of the older batch, and the rest is sent in its turn', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await add(t, four);
  const second = await remove(t, only(four, 1, 2));
  await t.clock.advance(MINUTE);
  expect([await fates(t, first, second), members(t)]).toEqual([
    [superseded(2, 2), synced(2)],
    entriesOf(only(four, 0, 3)),
  ]);
  // Being parted is not being halved: Meta refused nothing of it.
  expect(t.rows('select state, people, depth, first_line, last_line, root_id from batch where run_id = 1')).toEqual([
    { state: 'synced', people: 2, depth: 0, first_line: 2, last_line: 5, root_id: null },
    { state: 'errored', people: 2, depth: 0, first_line: 3, last_line: 4, root_id: 1 },
  ]);
});

test('people who have nothing in common are left alone', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await add(t, only(four, 0, 1));
  const second = await remove(t, only(four, 2, 3));
  await t.clock.advance(MINUTE);
  expect([await fates(t, first, second), members(t)]).toEqual([[synced(2), synced(2)], entriesOf(only(four, 0, 1))]);
});

test('one identifier in common is enough, since Meta removes by any of them; a name in common is not', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await add(t, [
    ['Email', 'Phone', 'First name'],
    ['old@x.com', '+1 512 555 0101', 'Ann'],
    ['bo@x.com', '+1 512 555 0102', 'Bo'],
    ['cy@x.com', '', 'Ann'],
  ]);
  await remove(t, [
    ['Email', 'Phone', 'First name'],
    ['new@x.com', '+1 512 555 0101', 'Ann'],
  ]);
  await t.clock.advance(MINUTE);
  expect(await fates(t, first)).toEqual([superseded(1, 2)]);
  expect(members(t)).toEqual([
    `EMAIL=${sha256('cy@x.com')}&FN=${sha256('ann')}`,
    `EMAIL=${sha256('bo@x.com')}&PHONE=${sha256('15125550102')}&FN=${sha256('bo')}`,
  ]);
});

test('a person goes with all addresses when one of them is removed', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const overrides = ['Email 2=EMAIL'];
  const first = await add(
    t,
    [
      ['Email', 'Email 2'],
      ['a1@x.com', 'a2@x.com'],
      ['b1@x.com', 'b2@x.com'],
    ],
    { overrides },
  );
  await remove(t, [['Email'], ['b2@x.com']]);
  await t.clock.advance(MINUTE);
  expect([await fates(t, first), members(t)]).toEqual([
    [superseded(1, 1)],
    entriesOf([['Email'], ['a1@x.com'], ['a2@x.com']]),
  ]);
});

test('people without any strong identifier are the same when all that is sent of them is the same', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await add(t, [
    ['First name', 'Last name', 'City'],
    ['Ann', 'Archer', 'Austin'],
    ['Ann', 'Archer', 'Boston'],
  ]);
  await remove(t, [
    ['First name', 'Last name', 'City'],
    ['Ann', 'Archer', 'Austin'],
  ]);
  await t.clock.advance(MINUTE);
  expect(await fates(t, first)).toEqual([superseded(1, 1)]);
});

test.each([
  ['that succeeds', (_seen, perform) => perform(), [synced(4), synced(4)], ['POST 4', 'DELETE 4']],
  ['that fails', BUSY, [superseded(4), synced(4)], ['POST 4', 'DELETE 4']],
  ['whose answer is lost', lose(true), [superseded(4), synced(4)], ['POST 4', 'DELETE 4']],
] as const satisfies readonly (readonly [string, Script, unknown, unknown])[])(
  'a removal waits for an addition in flight %s, and comes after it',
  async (_how, end, expected, uploads) => {
    const t = rig();
    const upload = slow();
    t.graph.script('users', upload.script);
    const first = await add(t, four);
    const second = await remove(t, four);
    await t.clock.advance(MINUTE);
    expect([await fates(t, first, second), sent(t)]).toEqual([
      [
        { run: 'sending', synced: 0, pending: 4, errored: {} },
        { run: 'sending', synced: 0, pending: 4, errored: {} },
      ],
      ['POST 4'],
    ]);
    upload.letGo(end);
    await t.clock.advance(MINUTE);
    expect([await fates(t, first, second), members(t), sent(t)]).toEqual([expected, [], uploads]);
  },
);

test('in a job that adds and then removes the same people, the later step is newer', async () => {
  const t = rig();
  const start = await t.pipe(four, {
    steps: [
      { audience: 'Customers', action: 'add', keys: null },
      { audience: 'Customers', action: 'remove', keys: null },
    ],
  });
  await t.clock.advance(MINUTE);
  expect([await fates(t, start), members(t)]).toEqual([
    [
      { run: 'done_with_problems', synced: 0, pending: 0, errored: { superseded: 4 } },
      { run: 'done_with_problems', synced: 4, pending: 0, errored: {} },
    ],
    [],
  ]);
});

test('other audiences are other people: nothing is taken out, and nobody waits', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await add(t, four);
  const second = await remove(t, four, { steps: [{ audience: 'Others', action: 'remove', keys: null }] });
  await t.clock.advance(MINUTE);
  expect([await fates(t, first, second), members(t)]).toEqual([[synced(4), synced(4)], entriesOf(four)]);
});

test('an audience that two connections know is one audience', async () => {
  const t = rig();
  const id = t.graph.addAudience('Customers');
  const one = await t.connect();
  t.graph.script('me', () => ({ kind: 'answer', status: 200, headers: {}, body: '{"id":"2","name":"Bob Agency"}' }));
  const two = await t.connect();
  const steps = (action: 'add' | 'remove') => [{ audience: id, action, keys: null }];
  t.graph.script('users', BUSY);
  const first = await add(t, four, { connectionId: one, steps: steps('add') });
  const second = await remove(t, only(four, 0), { connectionId: two, steps: steps('remove') });
  await t.clock.advance(MINUTE);
  const upload = slow();
  t.graph.script('users', upload.script);
  const third = await remove(t, only(four, 1), { connectionId: one, steps: steps('remove') });
  const fourth = await add(t, only(four, 1), { connectionId: two, steps: steps('add') });
  await t.clock.advance(MINUTE);
  upload.letGo();
  await t.clock.advance(MINUTE);
  expect([one === two, t.rows('select count(*) as n from audience')]).toEqual([false, [{ n: 2 }]]);
  expect([await fates(t, first, second, third, fourth), members(t), sent(t)]).toEqual([
    [superseded(1, 3), synced(1), synced(1), synced(1)],
    entriesOf(only(four, 1, 2, 3)),
    ['POST 4', 'POST 3', 'DELETE 1', 'DELETE 1', 'POST 1'],
  ]);
});

test('who waits behind a hold is compared too', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_047));
  t.graph.always('account', refuse(200, 10));
  const first = await remove(t, four);
  const second = await add(t, only(four, 3), { steps: [{ audience: 'Customers', action: 'add', keys: null }] });
  expect(await fates(t, first, second)).toEqual([]);
});
