import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { SyncStart } from '../../main/engine/sync.ts';
import { lose, refuse, type Script } from './fake-graph.ts';
import { entriesOf, people, rig, sha256 } from './fake-ports.ts';
import {
  add,
  BUSY,
  fates,
  four,
  members,
  only,
  remove,
  SECOND,
  sent,
  slow,
  superseded,
  synced,
  WHILE,
  wish,
} from './wishes.ts';

test('who is removed while an older addition waits to be tried again is never added', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await add(t, four);
  const second = await remove(t, four);
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
    await t.clock.advance(WHILE);
    expect([await fates(t, first, second), sent(t)]).toEqual([
      [
        { run: 'sending', synced: 0, pending: 4, errored: {} },
        { run: 'sending', synced: 0, pending: 4, errored: {} },
      ],
      ['POST 4'],
    ]);
    upload.letGo(end);
    await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
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
  await t.clock.advance(WHILE);
  const upload = slow();
  t.graph.script('users', upload.script);
  const third = await remove(t, only(four, 1), { connectionId: one, steps: steps('remove') });
  const fourth = await add(t, only(four, 1), { connectionId: two, steps: steps('add') });
  await t.clock.advance(WHILE);
  upload.letGo();
  await t.clock.advance(WHILE);
  expect([one === two, t.rows('select count(*) as n from audience')]).toEqual([false, [{ n: 2 }]]);
  expect([await fates(t, first, second, third, fourth), members(t), sent(t)]).toEqual([
    [superseded(1, 3), synced(1), synced(1), synced(1)],
    entriesOf(only(four, 1, 2, 3)),
    ['POST 4', 'DELETE 1', 'POST 3', 'DELETE 1', 'POST 1'],
  ]);
});

test('who waits behind a hold is compared too', async () => {
  const t = rig();
  t.graph.always('users', refuse(1_404_163));
  const first = await add(t, four);
  const second = await remove(t, only(four, 3));
  await t.clock.advance(WHILE);
  expect(await fates(t, first, second)).toEqual([
    { run: 'sending', synced: 0, pending: 3, errored: { superseded: 1 } },
    { run: 'sending', synced: 0, pending: 1, errored: {} },
  ]);
  t.graph.always('users', null);
  const [hold] = await t.ask('holds.list', {});
  await t.ask('holds.check', { holdId: hold?.id ?? 0 });
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second), members(t)]).toEqual([
    [superseded(1, 3), synced(1)],
    entriesOf(only(four, 0, 1, 2)),
  ]);
});

test('at rest the audience holds whom the newest wish of each wants in it, whatever failed on the way', async () => {
  const wishes = fc.record({
    action: fc.constantFrom('add', 'remove'),
    who: fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1 }),
    trouble: fc.array(fc.constantFrom(BUSY, lose(true), lose(false)), { maxLength: 2 }),
    pauseMs: fc.constantFrom(0, 0, 500, 10 * SECOND),
  });
  const list = people(6);
  const t = rig();
  let audiences = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(wishes, { minLength: 2, maxLength: 5 }), async (made) => {
      const audience = `Audience ${(audiences += 1)}`;
      const starts: SyncStart[] = [];
      const wanted = new Set<number>();
      for (const { action, who, trouble, pauseMs } of made) {
        t.graph.script('users', ...trouble);
        starts.push(await t.pipe(only(list, ...who), { steps: [{ audience, action, keys: null }] }));
        await t.clock.advance(pauseMs);
        for (const person of who) {
          if (action === 'add') wanted.add(person);
          else wanted.delete(person);
        }
      }
      await t.clock.advance(60 * SECOND);
      const ends = await fates(t, ...starts);
      const { id = '' } = t.graph.audiences().find(({ name }) => name === audience) ?? {};
      expect([t.graph.members(id), ends.map(({ pending }) => pending)]).toEqual([
        entriesOf(only(list, ...wanted)),
        made.map(() => 0),
      ]);
      expect(ends.map(({ errored, synced: took }) => took + (errored.superseded ?? 0))).toEqual(
        made.map(({ who }) => who.length),
      );
    }),
    { numRuns: 15 },
  );
}, 120_000);
