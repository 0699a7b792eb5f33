import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  type AttemptEnd,
  batchById,
  beginAttempt,
  type ErroredReason,
  nextReady,
  recoverInterrupted,
  requeueAfter,
  settleBatch,
} from '../../db/batches.ts';
import { erroredReasons, throughput } from '../../db/reports.ts';
import { countersOf, endReading, runById } from '../../db/runs.ts';
import { memory, type Queue, queue, ready } from './setup.ts';

const end: AttemptEnd = {
  outcome: 'synced',
  httpStatus: 200,
  code: null,
  subcode: null,
  received: null,
  invalid: null,
  said: null,
  traceId: null,
};
const nobody = { synced: 0, errored: {}, problems: [], problemCounts: {} };

/** The two sides of everything that must be equal after every commit (DESIGN section 3). */
function sides({ db, runId, stepIds }: Queue): { readonly is: unknown; readonly should: unknown } {
  const run = runById(db, runId);
  const steps = countersOf(db, runId).map((c, index) => {
    const reasons = erroredReasons(db, runId).filter(({ step_id }) => step_id === c.step_id);
    const waiting = db
      .prepare<[number, number], { people: number | null }>(
        "select sum(people) as people from batch where run_id = ? and step_id = ? and state in ('queued', 'sending', 'retry')",
      )
      .get(runId, c.step_id);
    const isLast = index === stepIds.length - 1;
    const is = {
      entered: c.entered,
      sum: c.synced + c.not_synced + c.pending + c.errored,
      proceeded: c.proceeded,
      exited: c.exited,
      errored: reasons.reduce((sum, { people }) => sum + people, 0),
      pending: waiting?.people ?? 0,
    };
    const should = {
      entered: run?.entered,
      sum: c.entered,
      proceeded: isLast ? 0 : c.entered,
      exited: isLast ? c.entered : 0,
      errored: c.errored,
      pending: c.pending,
    };
    return { is, should };
  });
  return {
    is: [run?.read, ...steps.map(({ is }) => is)],
    should: [
      (run?.entered ?? 0) + (run?.duplicates ?? 0) + (run?.unreadable ?? 0),
      ...steps.map(({ should }) => should),
    ],
  };
}

type Deed =
  | { readonly do: 'read'; readonly entered: number; readonly shares: readonly number[]; readonly duplicates: number }
  | { readonly do: 'settle'; readonly share: number; readonly reason: ErroredReason; readonly isTried: boolean }
  | { readonly do: 'requeue'; readonly retryAt: number | null }
  | { readonly do: 'begin' }
  | { readonly do: 'crash' }
  | { readonly do: 'end' };

const share = fc.double({ min: 0, max: 1, noNaN: true });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      entered: fc.nat(20),
      shares: fc.array(share, { minLength: 3, maxLength: 3 }),
      duplicates: fc.nat(3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      share,
      reason: fc.constantFrom<ErroredReason>('refused', 'invalid', 'invalid_unnamed', 'horizon', 'cancelled'),
      isTried: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('requeue' as const), retryAt: fc.option(fc.constant(50)) }),
  fc.record({ do: fc.constantFrom('begin' as const, 'crash' as const) }),
  fc.record({ do: fc.constant('end' as const) }),
);

function perform(q: Queue, what: Deed): void {
  const { db, runId } = q;
  switch (what.do) {
    case 'read':
      q.part(
        what.entered,
        what.shares.map((s) => Math.floor(s * what.entered)),
        { duplicates: what.duplicates },
      );
      return;
    case 'settle': {
      const batch = nextReady(db, 100, []);
      if (!batch) return;
      const synced = Math.floor(what.share * batch.people);
      const attempt = what.isTried ? { id: beginAttempt(db, batch, 9, 100), end } : null;
      settleBatch(db, batch, attempt, { ...nobody, synced, errored: { [what.reason]: batch.people - synced } }, 100);
      return;
    }
    case 'requeue': {
      const batch = nextReady(db, 100, []);
      if (!batch) return;
      requeueAfter(
        db,
        batch,
        { id: beginAttempt(db, batch, 9, 100), end: { ...end, outcome: 'retry' } },
        what.retryAt,
        100,
      );
      return;
    }
    case 'begin': {
      const batch = nextReady(db, 100, []);
      if (batch) beginAttempt(db, batch, 9, 100);
      return;
    }
    case 'crash':
      recoverInterrupted(db, 100);
      return;
    case 'end':
      endReading(db, runId, { state: 'sending', failure: null }, 100);
  }
}

test('both identities hold after every commit, whatever comes in whatever order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), fc.array(deed, { maxLength: 25 }), (steps, deeds) => {
      const q = queue(
        memory(),
        Array.from({ length: steps }, (_, i) => ({ action: i === 1 ? 'remove' : 'add', audience: `A${i}` })),
      );
      for (const what of deeds) {
        perform(q, what);
        const { is, should } = sides(q);
        expect(is).toEqual(should);
      }
    }),
    { numRuns: 60 },
  );
});

test('a write that does not balance is refused by the database itself', () => {
  const q = queue(memory());
  q.part(3, [3]);
  const refused = [
    'update counter set synced = synced + 1',
    'update counter set entered = entered + 1',
    'update counter set pending = pending - 1',
    'update counter set pending = pending + 4, errored = errored - 4',
    'update counter set proceeded = proceeded + 1',
    'update counter set proceeded = proceeded - 1, exited = exited + 1',
    'update run set read = read + 1',
    "update batch set state = 'synced', synced = 2",
    "update batch set state = 'errored'",
    'update batch set synced = 3',
    "update batch set state = 'retry'",
    'update batch set retry_at = 5',
    "update batch set state = 'waiting'",
    'update batch set people = 0',
    'update batch set entries = 10001',
  ];
  const passed = refused.filter((sql) => {
    try {
      q.db.exec(sql);
      return true;
    } catch {
      return false;
    }
  });
  expect(passed).toEqual([]);
});

test('a batch settles once; settling it again throws and changes nothing', () => {
  const q = queue(memory());
  q.part(5, [4]);
  const batch = ready(q.db);
  settleBatch(q.db, batch, null, { ...nobody, synced: 3, errored: { invalid: 1 } }, 100);
  const state = () => [
    countersOf(q.db, q.runId),
    erroredReasons(q.db, q.runId),
    batchById(q.db, batch.id),
    throughput(q.db, null, 0, 60_000),
    q.db.prepare('select * from problem_count').all(),
  ];
  const before = state();
  const again = { ...nobody, synced: 4, problemCounts: { invalid: 9 } };
  expect(() => settleBatch(q.db, batch, null, again, 60_100)).toThrow('was settled before');
  expect(state()).toEqual(before);
});

test('a settlement that does not account for everybody is refused as a whole', () => {
  const q = queue(memory());
  q.part(5, [4]);
  const batch = ready(q.db);
  for (const settlement of [{ synced: 3 }, { synced: 4, errored: { invalid: 1 } }, { errored: { invalid: 5 } }]) {
    expect(() => settleBatch(q.db, batch, null, { ...nobody, ...settlement }, 100)).toThrow('CHECK');
  }
  expect([batchById(q.db, batch.id)?.state, countersOf(q.db, q.runId)[0]?.pending, erroredReasons(q.db, null)]).toEqual(
    ['queued', 4, []],
  );
});

test('one accepted person makes a batch synced; with none it is errored', () => {
  const q = queue(memory());
  q.part(3, [3]);
  q.part(3, [3]);
  const first = ready(q.db);
  settleBatch(q.db, first, null, { ...nobody, synced: 1, errored: { invalid: 2 } }, 100);
  const next = ready(q.db);
  settleBatch(q.db, next, null, { ...nobody, errored: { refused: 3 } }, 100);
  expect([batchById(q.db, first.id)?.state, batchById(q.db, next.id)?.state]).toEqual(['synced', 'errored']);
});

test('a run is over when its source is at its end and nobody is pending, not before', () => {
  const q = queue(memory());
  q.part(2, [1]);
  const settled = { ...nobody, synced: 1 };
  const states = [runById(q.db, q.runId)?.state];
  settleBatch(q.db, ready(q.db), null, settled, 100);
  states.push(runById(q.db, q.runId)?.state);
  q.part(2, [1]);
  endReading(q.db, q.runId, { state: 'sending', failure: null }, 100);
  states.push(runById(q.db, q.runId)?.state);
  settleBatch(q.db, ready(q.db), null, { ...nobody, errored: { refused: 1 } }, 200);
  expect([...states, runById(q.db, q.runId)?.state, runById(q.db, q.runId)?.ended_at]).toEqual([
    'reading',
    'reading',
    'sending',
    'done_with_problems',
    200,
  ]);
});

test('nothing enters a run that no longer reads', () => {
  const q = queue(memory());
  endReading(q.db, q.runId, { state: 'cancelled', failure: null }, 100);
  const before = [runById(q.db, q.runId), countersOf(q.db, q.runId)];
  expect(q.part(3, [3])).toBe(false);
  expect([runById(q.db, q.runId), countersOf(q.db, q.runId)]).toEqual(before);
});
