import { expect, test } from 'vitest';

import {
  type AttemptEnd,
  attemptsOf,
  batchById,
  beginAttempt,
  chargeHorizon,
  nextDueAt,
  nextReady,
  pendingParts,
  type ReadyBatch,
  recoverInterrupted,
  requeueAfter,
  settleBatch,
} from '../../db/batches.ts';
import {
  coolDown,
  type CoolDownScope,
  coolDownUntil,
  heldSteps,
  type HoldScope,
  liftHold,
  listHolds,
  raiseHold,
} from '../../db/holds.ts';
import type { Db } from '../../db/open.ts';
import { HORIZON, memory, type Queue, queue, ready } from './setup.ts';

const end: AttemptEnd = {
  outcome: 'retry',
  httpStatus: 503,
  code: 2,
  subcode: null,
  received: null,
  invalid: null,
  said: null,
  traceId: null,
};

/**
 * Two connections. The first has two accounts; in act_1 step 0 adds and step 1 removes, in act_2 step 2 adds. The second connection
 * adds in act_1 too. Every step has an audience of its own and one batch.
 */
function twoConnections() {
  const db = memory();
  const first = queue(db, [
    { action: 'add', audience: 'A' },
    { action: 'remove', audience: 'B' },
    { action: 'add', audience: 'C', account: 'act_2' },
  ]);
  first.part(1, [1, 1, 1]);
  const second = queue(db);
  second.part(1, [1]);
  return { db, first, second };
}

/** Steps whose batches may be sent now, by name. */
function sendable(
  db: Db,
  { first, second }: { readonly first: Queue; readonly second: Queue },
  now = 100,
): readonly string[] {
  const names = new Map(
    [...first.stepIds.entries(), [3, second.stepIds[0] ?? 0] as const].map(([i, id]) => [id, 'ABCD'[i]]),
  );
  const busy: number[] = [];
  const found: string[] = [];
  for (let batch = nextReady(db, now, busy); batch; batch = nextReady(db, now, busy)) {
    busy.push(batch.audience_id);
    found.push(names.get(batch.step_id) ?? '?');
  }
  return found;
}

const holdOf = (scope: HoldScope, { connectionId, stepIds }: Queue, step = 0) => ({
  scope,
  connectionId,
  account: 'act_1',
  stepId: stepIds[step] ?? null,
  reason: 'terms',
  code: 200,
  subcode: 1870090,
  said: null,
});

test.each<[HoldScope, number, readonly string[]]>([
  ['connection', 0, ['D']],
  ['ad_account', 0, ['C', 'D']],
  ['step', 0, ['B', 'C', 'D']],
  ['step_removals', 0, ['A', 'B', 'C', 'D']],
  ['step_removals', 1, ['A', 'C', 'D']],
])('a hold of a %s (step %i) leaves %j alone, and lifting it lets all go', (scope, step, left) => {
  const t = twoConnections();
  raiseHold(t.db, holdOf(scope, t.first, step), 100);
  const [hold] = listHolds(t.db);
  const held = pendingParts(t.db, null, 100).filter(({ reason }) => reason === 'held');
  expect([sendable(t.db, t), held.length]).toEqual([left, 4 - left.length]);
  expect([liftHold(t.db, hold?.id ?? 0, 200), liftHold(t.db, hold?.id ?? 0, 200), sendable(t.db, t)]).toEqual([
    true,
    false,
    ['A', 'B', 'C', 'D'],
  ]);
});

test('the same hold stands once, and knows the steps and people that it stops', () => {
  const t = twoConnections();
  for (const at of [100, 200]) raiseHold(t.db, holdOf('ad_account', t.first), at);
  const [hold] = listHolds(t.db);
  expect([listHolds(t.db).length, hold?.since, heldSteps(t.db)]).toEqual([
    1,
    100,
    [t.first.stepIds[0], t.first.stepIds[1]].map((step_id) => ({
      hold_id: hold?.id,
      step_id,
      account: 'act_1',
      people: 1,
    })),
  ]);
});

test.each<[CoolDownScope, readonly string[]]>([
  ['app', ['D']],
  ['user', ['D']],
  ['ad_account', ['C', 'D']],
])('a cool-down of the %s leaves %j alone until it ends', (scope, left) => {
  const t = twoConnections();
  coolDown(t.db, scope, { connectionId: t.first.connectionId, account: 'act_1' }, 5_000);
  const reasons = pendingParts(t.db, null, 100).flatMap(({ reason, due_at }) =>
    reason === 'throttled' ? [due_at] : [],
  );
  expect([
    sendable(t.db, t),
    sendable(t.db, t, 4_999),
    sendable(t.db, t, 5_000),
    nextDueAt(t.db, 100),
    reasons,
  ]).toEqual([left, left, ['A', 'B', 'C', 'D'], 5_000, Array.from({ length: 4 - left.length }, () => 5_000)]);
});

test('a longer cool-down is not shortened by a shorter one', () => {
  const { db, first } = twoConnections();
  const target = { connectionId: first.connectionId, account: 'act_1' };
  for (const until of [5_000, 3_000]) coolDown(db, 'ad_account', target, until);
  expect([
    coolDownUntil(db, first.connectionId, 'act_1', 100),
    coolDownUntil(db, first.connectionId, 'act_2', 100),
  ]).toEqual([5_000, null]);
});

test('an audience has one upload in flight, also over several jobs and steps', () => {
  const db = memory();
  const q = queue(db, [
    { action: 'add', audience: 'A' },
    { action: 'remove', audience: 'A' },
    { action: 'add', audience: 'B' },
  ]);
  q.part(2, [2, 2, 2]);
  q.part(2, [2, 2, 2]);
  expect(nextReady(db, 100, [])?.step_id).toBe(q.stepIds[2]);
  // As when the additions and removals of A have been compared, and have nobody in common.
  db.exec('update batch set is_compared = 1');
  const first = ready(db);
  beginAttempt(db, first, 9, 100);
  const other = ready(db);
  beginAttempt(db, other, 9, 100);
  expect([first.step_id, other.step_id, nextReady(db, 100, [])]).toEqual([q.stepIds[0], q.stepIds[2], undefined]);
  settleBatch(db, first, null, { synced: 2, errored: {}, problems: [], problemCounts: {} }, 100);
  expect(ready(db).step_id).toBe(q.stepIds[1]);
});

test('the oldest batch goes first, and a retry only when it is due', () => {
  const q = queue(memory());
  q.part(1, [1]);
  q.part(1, [1]);
  const first = ready(q.db);
  requeueAfter(q.db, first, { id: beginAttempt(q.db, first, 9, 100), end }, 900, 100);
  expect([ready(q.db, 899).id, nextDueAt(q.db, 899), ready(q.db, 900).id]).toEqual([first.id + 1, 900, first.id]);
});

test('only a try that failed counts; being asked to wait does not', () => {
  const q = queue(memory());
  q.part(1, [1]);
  const tries = [null, 200, null].map((retryAt) => {
    const batch = ready(q.db, 1_000);
    requeueAfter(q.db, batch, { id: beginAttempt(q.db, batch, 9, 100), end }, retryAt, 100);
    return batchById(q.db, batch.id)?.tries;
  });
  expect(tries).toEqual([0, 1, 1]);
});

test('a batch in flight cannot be begun again', () => {
  const q = queue(memory());
  q.part(1, [1]);
  const batch = ready(q.db);
  beginAttempt(q.db, batch, 9, 100);
  expect(() => beginAttempt(q.db, batch, 9, 100)).toThrow('is not ready');
});

test('what a crash left in flight is queued again with its attempt closed, and no try is used up', () => {
  const q = queue(memory());
  q.part(2, [2]);
  const batch = ready(q.db);
  beginAttempt(q.db, batch, 9, 100);
  expect([recoverInterrupted(q.db, 300), recoverInterrupted(q.db, 400)]).toEqual([1, 0]);
  const { state, tries } = batchById(q.db, batch.id) ?? {};
  const [attempt] = attemptsOf(q.db, batch.id);
  expect([state, tries, attempt?.ended_at, attempt?.outcome, attempt?.said]).toEqual([
    'queued',
    0,
    300,
    'retry',
    'interrupted',
  ]);
});

/** A batch of step A that failed once and waits for its retry. */
function waiting(): Queue & { readonly batch: ReadyBatch } {
  const q = queue(memory());
  q.part(1, [1]);
  q.part(1, [1]);
  const batch = ready(q.db);
  requeueAfter(q.db, batch, { id: beginAttempt(q.db, batch, 9, 100), end }, 900, 100);
  return { ...q, batch };
}

function horizons({ db }: Queue): readonly number[] {
  return db
    .prepare<[], { horizon_ms: number }>('select horizon_ms from batch order by id')
    .all()
    .map((row) => row.horizon_ms);
}

test('the horizon is charged while a batch waits for a retry, not before its first try', () => {
  const q = waiting();
  expect([chargeHorizon(q.db, 60_000, 100), horizons(q)]).toEqual([[], [HORIZON - 60_000, HORIZON]]);
  expect(chargeHorizon(q.db, HORIZON - 60_000, 100).map(({ id }) => id)).toEqual([q.batch.id]);
});

test('a hold stops the horizon', () => {
  const q = waiting();
  raiseHold(q.db, holdOf('connection', q), 100);
  expect([chargeHorizon(q.db, HORIZON, 100), horizons(q)]).toEqual([[], [HORIZON, HORIZON]]);
});

test('a cool-down does not stop the horizon of a batch that was tried before', () => {
  const q = waiting();
  coolDown(q.db, 'ad_account', { connectionId: q.connectionId, account: 'act_1' }, 10_000);
  requeueAfter(q.db, q.batch, { id: beginAttempt(q.db, q.batch, 9, 950), end }, null, 950);
  expect([chargeHorizon(q.db, 5_000, 1_000), horizons(q)]).toEqual([[], [HORIZON - 5_000, HORIZON]]);
  expect([chargeHorizon(q.db, 5_000, 10_000), horizons(q)]).toEqual([[], [HORIZON - 5_000, HORIZON]]);
});
