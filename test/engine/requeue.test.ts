import { join } from 'node:path';

import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { QueueTarget, RequeueOrder } from '../../preload/contract/queue.ts';
import { lose, refuse, type Script } from './fake-graph.ts';
import { ACCOUNT, entriesOf, people, type Rig, rig, sha256, world } from './fake-ports.ts';
import { BUSY, expectBalance, fates, HOUR, MINUTE, pass, SECOND, sent, slow } from './fates.ts';

const REFUSED = refuse(2650);

const two = {
  steps: [
    { audience: 'Customers', action: 'add', keys: null },
    { audience: 'Others', action: 'add', keys: null },
  ],
} as const;

const members = (t: Rig) => t.graph.members(t.graph.audiences()[0]?.id ?? '');

function write(t: Rig, sql: string): void {
  const db = new Database(join(t.dataDir, 'muster.db'));
  db.exec(sql);
  db.close();
}

/** Entries of these addresses are invalid; at most so many are named. */
function invalid(t: Rig, addresses: readonly string[], mostNamed = 100): void {
  const bad = new Set(addresses.map((address) => sha256(`${address}@example.com`)));
  t.graph.judge((row) => (row.some((value) => bad.has(value)) ? 'bad' : null), mostNamed);
}

/** The addresses' hashes of each upload so far. */
const uploaded = (t: Rig) =>
  t.graph.uploads().map(({ payload }) => payload.data.map(([value]) => `EMAIL=${value}`).toSorted());

test('a refused batch starts anew: horizon, tries, counters, problems, and the end of its run', async () => {
  const t = rig();
  t.graph.always('users', REFUSED);
  const start = await t.pipe(people(4));
  await pass(t, HOUR);
  expect(await fates(t, start)).toEqual(['done_with_problems', { refused: 4 }]);
  await t.ask('queue.pause', { scope: 'everything' });
  expect(await t.ask('queue.requeue', { jobId: start.jobId })).toEqual({ people: 4, gone: 0 });
  const { state, endedAt, problems } = await t.facts(start);
  expect([
    [state, endedAt, problems, await t.ask('problems.list', { runId: start.runId })],
    t.rows('select state, tries, horizon_ms, refusals, retry_at, settled_at from batch'),
  ]).toEqual([
    ['sending', null, {}, []],
    [{ state: 'queued', tries: 0, horizon_ms: 13 * HOUR, refusals: 0, retry_at: null, settled_at: null }],
  ]);
  expectBalance(t);
  t.graph.always('users', null);
  await t.ask('queue.resume', { scope: 'everything' });
  await t.clock.advance(5 * SECOND);
  expect([await fates(t, start), members(t)]).toEqual([['done', { synced: 4 }], entriesOf(people(4))]);
});

test('what Meta refuses after so many tries has them all again', async () => {
  const t = rig();
  t.graph.always('users', REFUSED);
  const start = await t.pipe(people(4));
  await pass(t, HOUR);
  const tries = sent(t).length;
  await t.ask('queue.requeue', { runId: start.runId });
  await pass(t, HOUR);
  expect([await fates(t, start), sent(t).length]).toEqual([['done_with_problems', { refused: 4 }], 2 * tries]);
  expectBalance(t);
});

test('halving has all of its requests again', async () => {
  const t = rig();
  const bad = new Set([40, 41, 42, 43, 44, 45, 46, 47, 90, 91, 92, 93].map((n) => sha256(`p${n}@example.com`)));
  t.graph.always('users', (seen, perform) => {
    const { data } = (seen.body as { payload: { data: readonly (readonly string[])[] } }).payload;
    const isBad = data.some(([value]) => bad.has(value ?? ''));
    return isBad ? refuse(100, null, { message: '(#100) Invalid row in payload' })(seen, perform) : perform();
  });
  const start = await t.pipe(people(128));
  await pass(t, 10 * MINUTE);
  const requests = sent(t).length;
  expect([(await fates(t, start))[0], requests <= 64]).toEqual(['done_with_problems', true]);
  bad.clear();
  bad.add(sha256('p40@example.com'));
  await t.ask('queue.requeue', { runId: start.runId });
  await pass(t, 10 * MINUTE);
  expect(await fates(t, start)).toEqual(['done_with_problems', { synced: 127, refused: 1 }]);
  expectBalance(t);
});

/** Two runs of two steps, two people each, all cancelled: batches 1 and 2 of the first, 3 and 4 of the second. */
async function cancelled(t: Rig): Promise<void> {
  t.graph.always('users', BUSY);
  await t.pipe(people(2), two);
  await t.pipe(people(2), two);
  await t.ask('queue.cancel', { scope: 'everything' });
}

test.each([
  [{ jobId: 2 }, [3, 4]],
  [{ stepId: 2 }, [2]],
  [{ runId: 1 }, [1, 2]],
  [{ batchId: 3 }, [3]],
  [{ reason: 'cancelled' }, [1, 2, 3, 4]],
  [{ jobId: 1, stepId: 1, reason: 'cancelled' }, [1]],
  [{ jobId: 1, stepId: 3 }, []],
  [{ reason: 'refused' }, []],
] as const satisfies readonly (readonly [RequeueOrder, readonly number[]])[])(
  'requeue of %o takes just those',
  async (order, expected) => {
    const t = rig();
    await cancelled(t);
    expect(await t.ask('queue.requeue', order)).toEqual({ people: 2 * expected.length, gone: 0 });
    expect(t.rows("select id from batch where state <> 'errored' order by id")).toEqual(expected.map((id) => ({ id })));
    expectBalance(t);
    t.graph.always('users', null);
    await t.clock.advance(5 * SECOND);
    expect(t.rows("select id from batch where state = 'synced' order by id")).toEqual(expected.map((id) => ({ id })));
    expectBalance(t);
  },
);

test('nothing named, or what does not exist, is refused and told', async () => {
  const t = rig();
  await cancelled(t);
  const answers = [{}, { jobId: 9 }, { runId: 9 }, { batchId: 9, stepId: 1 }].map((order) =>
    t.engine.call('queue.requeue', order),
  );
  expect(await Promise.all(answers)).toEqual([
    {
      ok: false,
      code: 'not_found',
      message: 'Say what to queue again: a job, a step, a run, a batch or a reason.',
    },
    { ok: false, code: 'not_found', message: 'There is no job 9. There are: 2, 1.' },
    { ok: false, code: 'not_found', message: 'There is no run 9. There are: 2, 1.' },
    { ok: false, code: 'not_found', message: 'There is no batch 9. There are: 4, 3, 2, 1.' },
  ]);
});

test('of a partly invalid batch exactly the invalid people are sent again', async () => {
  const t = rig();
  invalid(t, ['p1', 'p3']);
  const start = await t.pipe(people(5));
  await t.clock.advance(5 * SECOND);
  expect(await fates(t, start)).toEqual(['done_with_problems', { synced: 3, invalid: 2 }]);
  invalid(t, []);
  expect(await t.ask('queue.requeue', { runId: start.runId })).toEqual({ people: 2, gone: 0 });
  // The engine may have taken it up by now.
  const state = "iif(state = 'sending', 'queued', state) as state";
  expect(t.rows(`select ${state}, people, synced, errored, root_id from batch order by id`)).toEqual([
    { state: 'synced', people: 3, synced: 3, errored: 0, root_id: null },
    { state: 'queued', people: 2, synced: 0, errored: 0, root_id: 1 },
  ]);
  expectBalance(t);
  await t.clock.advance(5 * SECOND);
  const again = entriesOf([['Email'], ['p1@example.com'], ['p3@example.com']]);
  expect([uploaded(t)[1], await fates(t, start), (await t.facts(start)).problems, members(t)]).toEqual([
    again,
    ['done', { synced: 5 }],
    {},
    entriesOf(people(5)),
  ]);
});

test('who is invalid again and again is told of once', async () => {
  const t = rig();
  invalid(t, ['p1', 'p3']);
  const start = await t.pipe(people(5), two);
  await t.clock.advance(5 * SECOND);
  for (let times = 0; times < 2; times += 1) {
    await t.ask('queue.requeue', { stepId: 1 });
    await t.clock.advance(5 * SECOND);
  }
  const lines = (await t.ask('problems.list', { runId: start.runId })).map(({ line, code }) => `${line} ${code}`);
  expect([await fates(t, start), lines.toSorted()]).toEqual([
    ['done_with_problems', { synced: 3, invalid: 2 }, { synced: 3, invalid: 2 }],
    ['3 invalid', '3 invalid', '5 invalid', '5 invalid'],
  ]);
  expect(uploaded(t).map((rows) => rows.length)).toEqual([5, 5, 2, 2]);
  expectBalance(t);
});

test('where nobody knows who was invalid the whole batch is sent again', async () => {
  const t = rig();
  invalid(t, ['p1', 'p3'], 0);
  const start = await t.pipe(people(5));
  await t.clock.advance(5 * SECOND);
  expect(await fates(t, start)).toEqual(['done_with_problems', { synced: 3, invalid_unnamed: 2 }]);
  invalid(t, []);
  expect(await t.ask('queue.requeue', { runId: start.runId })).toEqual({ people: 5, gone: 0 });
  expectBalance(t);
  await t.clock.advance(5 * SECOND);
  expect([sent(t), await fates(t, start)]).toEqual([
    ['POST 5', 'POST 5'],
    ['done', { synced: 5 }],
  ]);
});

test.each([
  ['named', { reason: 'invalid' }, 1, { synced: 3, invalid_unnamed: 1 }],
  ['not named', { reason: 'invalid_unnamed' }, 4, { invalid: 1 }],
] as const)('of invalid people some of whom were named, those %s can be chosen', async (_who, order, count, rest) => {
  const t = rig();
  invalid(t, ['p1', 'p3'], 1);
  const start = await t.pipe(people(5));
  await t.clock.advance(5 * SECOND);
  expect(await fates(t, start)).toEqual(['done_with_problems', { synced: 3, invalid: 1, invalid_unnamed: 1 }]);
  await t.ask('queue.pause', { scope: 'everything' });
  expect(await t.ask('queue.requeue', order)).toEqual({ people: count, gone: 0 });
  expect(await fates(t, start)).toEqual(['sending', { ...rest, paused: count }]);
  expectBalance(t);
  // The rest can be chosen too, also when it stands alone by now.
  expect(await t.ask('queue.requeue', { runId: start.runId })).toMatchObject({ gone: 0 });
  expectBalance(t);
  invalid(t, []);
  await t.ask('queue.resume', { scope: 'everything' });
  await t.clock.advance(5 * SECOND);
  expect([await fates(t, start), members(t)]).toEqual([['done', { synced: 5 }], entriesOf(people(5))]);
  expect((await t.facts(start)).problems).toEqual({});
});

test('whose hashed values are not stored any more stays Errored, and is counted', async () => {
  const t = rig();
  await cancelled(t);
  write(t, 'delete from chunk_data where chunk_id = 1');
  expect(await t.ask('queue.requeue', { reason: 'cancelled' })).toEqual({ people: 4, gone: 4 });
  expect(t.rows("select id from batch where state = 'errored'")).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await t.ask('queue.requeue', { runId: 1, stepId: 1 })).toEqual({ people: 0, gone: 2 });
  expectBalance(t);
});

test('who was replaced by newer work stays replaced; without that work the older goes out', async () => {
  const t = rig();
  t.graph.script('users', BUSY);
  const first = await t.pipe(people(4));
  const second = await t.pipe(people(2), { steps: [{ audience: 'Customers', action: 'remove', keys: null }] });
  await t.clock.advance(10 * SECOND);
  expect(await fates(t, first)).toEqual(['done_with_problems', { synced: 2, superseded: 2 }]);
  await t.ask('queue.requeue', { runId: first.runId });
  await t.clock.advance(10 * SECOND);
  expect([await fates(t, first), await fates(t, second), members(t).length]).toEqual([
    ['done_with_problems', { synced: 2, superseded: 2 }],
    ['done', { synced: 2 }],
    2,
  ]);
  expectBalance(t);
});

test('what was cancelled can be queued again while the list is still being sent, and is sent', async () => {
  const t = rig();
  const upload = slow();
  t.graph.script('users', upload.script);
  const start = await t.pipe(people(4));
  await t.clock.advance(5 * SECOND);
  await t.ask('queue.cancel', { scope: 'job', jobId: start.jobId });
  // Nobody is Errored yet, so there is nobody to queue again.
  expect(await t.ask('queue.requeue', { jobId: start.jobId })).toEqual({ people: 0, gone: 0 });
  upload.letGo(lose(false));
  await t.clock.advance(5 * SECOND);
  expect(await fates(t, start)).toEqual(['cancelled', { cancelled: 4 }]);
  expect(await t.ask('queue.requeue', { jobId: start.jobId })).toEqual({ people: 4, gone: 0 });
  await t.clock.advance(5 * SECOND);
  expect(await fates(t, start)).toEqual(['done', { synced: 4 }]);
  expectBalance(t);
});

test('another process may pause, cancel and requeue; the one that sends notices within a second', async () => {
  const w = world();
  const t = rig(w);
  const other = rig(w, { sends: false });
  t.graph.always('users', BUSY);
  const start = await t.pipe(people(4));
  await t.clock.advance(5 * SECOND);
  await other.ask('queue.cancel', { scope: 'job', jobId: start.jobId });
  await other.ask('queue.pause', { scope: 'everything' });
  expect(await other.ask('queue.requeue', { jobId: start.jobId })).toEqual({ people: 4, gone: 0 });
  t.graph.always('users', null);
  const before = sent(t).length;
  await t.clock.advance(5 * SECOND);
  expect([await fates(t, start), sent(t).length]).toEqual([['sending', { paused: 4 }], before]);
  await other.ask('queue.resume', { scope: 'everything' });
  await t.clock.advance(SECOND);
  expect(await fates(t, start)).toEqual(['done', { synced: 4 }]);
  expectBalance(t);
});

const targets = fc.constantFrom<QueueTarget>(
  { scope: 'everything' },
  { scope: 'ad_account', account: ACCOUNT },
  { scope: 'job', jobId: 1 },
  { scope: 'step', stepId: 2 },
);
const orders = fc.constantFrom<RequeueOrder>(
  { jobId: 1 },
  { stepId: 2 },
  { reason: 'cancelled' },
  { reason: 'invalid' },
  { reason: 'invalid_unnamed' },
  { batchId: 1 },
);
const answers = fc.constantFrom<Script | 'invalid' | 'unnamed'>(
  (_seen, perform) => perform(),
  BUSY,
  lose(true),
  refuse(17),
  REFUSED,
  refuse(100, null, { message: '(#100) Invalid row in payload' }),
  'invalid',
  'unnamed',
);
const moves = fc.oneof(
  fc.record({ call: fc.constantFrom('queue.pause', 'queue.resume', 'queue.cancel'), target: targets }),
  fc.record({ call: fc.constant('queue.requeue'), order: orders }),
  fc.record({ call: fc.constant('answer'), answer: answers }),
  fc.record({ call: fc.constant('wait'), ms: fc.constantFrom(100, 3 * SECOND, MINUTE) }),
);

test('whatever is paused, resumed, cancelled, requeued and answered, in any order, the counters balance and all comes to rest', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { minLength: 3, maxLength: 12 }), async (plan) => {
      const t = rig();
      try {
        const start = await t.pipe(people(6), two);
        for (const move of plan) {
          if ('target' in move) await t.ask(move.call as 'queue.pause', move.target);
          else if ('order' in move) await t.engine.call('queue.requeue', move.order);
          else if ('ms' in move) await t.clock.leap(move.ms);
          else if (typeof move.answer === 'string') invalid(t, ['p1', 'p3'], move.answer === 'invalid' ? 100 : 1);
          else t.graph.script('users', move.answer);
          expectBalance(t);
        }
        for (const { since: _, ...pause } of (await t.ask('status.get', {})).pauses) {
          await t.ask('queue.resume', pause);
        }
        await pass(t, HOUR);
        for (const { id } of await t.ask('holds.list', {})) await t.ask('holds.check', { holdId: id });
        await pass(t, HOUR);
        const { steps, endedAt } = await t.facts(start);
        expect([endedAt === null, steps.map(({ counters }) => [counters.entered, counters.pending])]).toEqual([
          false,
          [
            [6, 0],
            [6, 0],
          ],
        ]);
        expectBalance(t);
        // Everybody can be sent after all.
        invalid(t, []);
        await t.ask('queue.requeue', { jobId: start.jobId });
        await pass(t, 10 * MINUTE);
        expect(await fates(t, start)).toEqual(['done', { synced: 6 }, { synced: 6 }]);
        expectBalance(t);
      } finally {
        await t.engine.stop();
      }
    }),
    { numRuns: 6 },
  );
});
