import fc from 'fast-check';
import { expect, test } from 'vitest';

import { lose, refuse, type Script } from './fake-graph.ts';
import { rig, sha256 } from './fake-ports.ts';
import {
  BUSY,
  entries,
  fates,
  sent,
  slow,
  superseded,
  synced,
  waiting,
  WHILE,
  type Wishes,
  wishesFor,
} from './wishes.ts';

async function setup() {
  const t = rig();
  return { t, customers: await wishesFor(t, t.graph.addAudience('Customers')) };
}

test('who is removed while an older addition waits to be tried again is never added', async () => {
  const { t, customers } = await setup();
  t.graph.always('users', BUSY);
  const first = await customers.add('a', 'b', 'c');
  expect(await fates(t, first)).toEqual([waiting(3)]);
  const second = await customers.remove('a', 'b', 'c');
  expect(await fates(t, first, second)).toEqual([superseded(3), waiting(3)]);
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second), customers.members()]).toEqual([[superseded(3), synced(3)], []]);
  expect(await t.ask('problems.list', { runId: first.runId })).toMatchObject([
    { line: 2, lastLine: 4, code: 'superseded' },
  ]);
});

test('who is added again while an older removal waits stays', async () => {
  const { t, customers } = await setup();
  const first = await customers.add('a', 'b');
  t.graph.always('users', BUSY);
  const second = await customers.remove('a', 'b');
  const third = await customers.add('b', 'a');
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second, third), customers.members()]).toEqual([
    [synced(2), superseded(2), synced(2)],
    entries('a', 'b'),
  ]);
});

test('only those who are in both are taken out of the older batch, and the rest is sent in its turn', async () => {
  const { t, customers } = await setup();
  t.graph.always('users', BUSY);
  const first = await customers.add('a', 'b', 'c', 'd');
  const second = await customers.remove('b', 'c', 'x');
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second), customers.members()]).toEqual([
    [superseded(2, 2), synced(3)],
    entries('a', 'd'),
  ]);
  // Being parted is not being halved: Meta refused nothing of it.
  expect(t.rows('select state, people, depth, first_line, last_line, root_id from batch where run_id = 1')).toEqual([
    { state: 'synced', people: 2, depth: 0, first_line: 2, last_line: 5, root_id: null },
    { state: 'errored', people: 2, depth: 0, first_line: 3, last_line: 4, root_id: 1 },
  ]);
});

test('other people and other audiences are left alone', async () => {
  const { t, customers } = await setup();
  const others = await wishesFor(t, t.graph.addAudience('Others'));
  t.graph.always('users', BUSY);
  const runs = [await customers.add('a', 'b'), await customers.remove('c'), await others.remove('a')];
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, ...runs), customers.members()]).toEqual([
    [synced(2), synced(1), synced(1)],
    entries('a', 'b'),
  ]);
});

test('one identifier in common is enough, since Meta removes by any of them; without one, all that is sent must be', async () => {
  const t = rig();
  t.graph.always('users', BUSY);
  const overrides = ['Email 2=EMAIL'];
  const head = ['Email', 'Email 2', 'Phone', 'First name', 'City'];
  const first = await t.pipe(
    [
      head,
      ['old@x.com', '', '+1 512 555 0101', 'Ann', ''],
      ['bo@x.com', '', '+1 512 555 0102', 'Bo', ''],
      ['cy1@x.com', 'cy2@x.com', '', '', ''],
      ['di1@x.com', 'di2@x.com', '', '', ''],
      ['', '', '', 'Ann', 'Austin'],
      ['', '', '', 'Ann', 'Boston'],
      ['eve@x.com', '', '', 'Ann', 'Austin'],
    ],
    { overrides },
  );
  await t.pipe(
    [
      head,
      ['new@x.com', '', '+1 512 555 0101', 'Ann', ''],
      ['cy2@x.com', '', '', '', ''],
      ['', '', '', 'Ann', 'Austin'],
    ],
    { overrides, steps: [{ audience: 'Customers', action: 'remove', keys: null }] },
  );
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect(await fates(t, first)).toEqual([superseded(3, 4)]);
  const left = t.graph.members(t.graph.audiences()[0]?.id ?? '').map((entry) => entry.split('&')[0]);
  expect(left).toEqual(
    [
      ...['bo@x.com', 'di1@x.com', 'di2@x.com', 'eve@x.com'].map((address) => `EMAIL=${sha256(address)}`),
      `FN=${sha256('ann')}`,
    ].toSorted(),
  );
});

test('in a job that adds and then removes the same people, the later step is newer', async () => {
  const t = rig();
  const start = await t.pipe([['Email'], ['a@x.com'], ['b@x.com']], {
    steps: [
      { audience: 'Customers', action: 'add', keys: null },
      { audience: 'Customers', action: 'remove', keys: null },
    ],
  });
  await t.clock.advance(WHILE);
  expect([await fates(t, start), sent(t)]).toEqual([
    [superseded(2), { ...synced(2), run: 'done_with_problems' }],
    ['DELETE 2'],
  ]);
});

test.each([
  ['that succeeds', (_seen, perform) => perform(), synced(2), ['POST 2', 'DELETE 2']],
  ['that fails', BUSY, superseded(2), ['POST 2', 'DELETE 2']],
  ['whose answer is lost', lose(true), superseded(2), ['POST 2', 'DELETE 2']],
] as const satisfies readonly (readonly [string, Script, unknown, unknown])[])(
  'a removal waits for an addition in flight %s, and comes after it',
  async (_how, end, expected, uploads) => {
    const { t, customers } = await setup();
    const upload = slow();
    t.graph.script('users', upload.script);
    const first = await customers.add('a', 'b');
    const second = await customers.remove('a', 'b');
    await t.clock.advance(WHILE);
    expect([await fates(t, first, second), sent(t)]).toEqual([[waiting(2), waiting(2)], ['POST 2']]);
    upload.letGo(end);
    await t.clock.advance(WHILE);
    expect([await fates(t, first, second), customers.members(), sent(t)]).toEqual([[expected, synced(2)], [], uploads]);
  },
);

test('an audience that two connections know is one audience, also while an upload of the other one is under way', async () => {
  const t = rig();
  const id = t.graph.addAudience('Customers');
  const one = await wishesFor(t, id, await t.connect());
  t.graph.script('me', () => ({ kind: 'answer', status: 200, headers: {}, body: '{"id":"2","name":"Bob Agency"}' }));
  const two = await wishesFor(t, id, await t.connect());
  t.graph.always('users', BUSY);
  const runs = [await one.add('a', 'b', 'c'), await two.remove('a')];
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  const upload = slow();
  t.graph.script('users', upload.script);
  runs.push(await one.remove('b'), await two.add('b'));
  await t.clock.advance(WHILE);
  expect(await fates(t, ...runs.slice(2))).toEqual([waiting(1), waiting(1)]);
  upload.letGo();
  await t.clock.advance(WHILE);
  expect([await fates(t, ...runs), one.members(), t.rows('select count(distinct id) as n from connection')]).toEqual([
    [superseded(1, 2), synced(1), synced(1), synced(1)],
    entries('b', 'c'),
    [{ n: 2 }],
  ]);
});

test('who waits behind a hold is compared too', async () => {
  const { t, customers } = await setup();
  t.graph.always('users', refuse(1_404_163));
  const first = await customers.add('a', 'b');
  const second = await customers.remove('b');
  expect(await fates(t, first, second)).toEqual([{ ...waiting(1), errored: { superseded: 1 } }, waiting(1)]);
  t.graph.always('users', null);
  const [hold] = await t.ask('holds.list', {});
  await t.ask('holds.check', { holdId: hold?.id ?? 0 });
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second), customers.members()]).toEqual([[superseded(1, 1), synced(1)], entries('a')]);
});

test('at rest the audience holds whom the newest wish of each wants in it, whatever failed on the way', async () => {
  const wishes = fc.record({
    action: fc.constantFrom('add', 'remove'),
    who: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 }),
    trouble: fc.array(fc.constantFrom(BUSY, lose(true), lose(false)), { maxLength: 3 }),
    pauseMs: fc.constantFrom(0, 0, 500, 10_000),
  });
  const t = rig();
  await fc.assert(
    fc.asyncProperty(fc.array(wishes, { minLength: 2, maxLength: 7 }), async (made) => {
      const audience: Wishes = await wishesFor(t, t.graph.addAudience('Customers'));
      const runs = [];
      const wanted = new Set<string>();
      for (const { action, who, trouble, pauseMs } of made) {
        t.graph.script('users', ...trouble);
        runs.push(await audience[action](...who));
        await t.clock.advance(pauseMs);
        for (const person of who) {
          if (action === 'add') wanted.add(person);
          else wanted.delete(person);
        }
      }
      await t.clock.advance(60_000);
      const ends = await fates(t, ...runs);
      expect([audience.members(), ends.map(({ pending }) => pending)]).toEqual([entries(...wanted), made.map(() => 0)]);
      expect(ends.map(({ errored, synced: took }) => took + (errored.superseded ?? 0))).toEqual(
        made.map(({ who }) => who.length),
      );
    }),
    { numRuns: 15 },
  );
}, 120_000);
