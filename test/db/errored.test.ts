import { join } from 'node:path';

import { expect, test } from 'vitest';

import { beginAttempt, settleBatch } from '../../db/batches.ts';
import { cancelledBatches, cancelSteps } from '../../db/cancel.ts';
import { migrations } from '../../db/migrations/list.ts';
import { openDb } from '../../db/open.ts';
import { erroredBatches } from '../../db/requeue.ts';
import { folder, memory, queue, ready } from './setup.ts';

const any = { jobId: null, stepId: null, runId: null, batchId: null, reason: null };

test('a batch remembers its Errored people by reason, and the lines of those that Meta named', () => {
  const q = queue(memory());
  q.part(4, [4]);
  const problem = { column: null, key: null };
  settleBatch(
    q.db,
    ready(q.db),
    null,
    {
      synced: 1,
      errored: { invalid: 2, invalid_unnamed: 1, refused: 0 },
      problems: [
        { ...problem, line: 3, code: 'invalid' },
        { ...problem, line: 5, code: 'invalid' },
        { ...problem, line: 2, lastLine: 6, code: 'invalid_unnamed' },
      ],
      problemCounts: { invalid: 2, invalid_unnamed: 1 },
    },
    100,
  );
  expect(q.db.prepare('select errored_reasons, invalid_lines from batch').get()).toEqual({
    errored_reasons: '{"invalid":2,"invalid_unnamed":1}',
    invalid_lines: '[3,5]',
  });
  expect(
    (['invalid', 'invalid_unnamed', 'refused', null] as const).map(
      (reason) => erroredBatches(q.db, { ...any, reason }).length,
    ),
  ).toEqual([1, 1, 0, 1]);
});

test('of a data folder of an older Muster the reason is known where a step has one only', () => {
  const file = join(folder(), 'muster.db');
  const old = openDb(file, migrations.slice(0, 1));
  old.pragma('foreign_keys = off');
  const batch = old.prepare(
    `insert into batch (run_id, step_id, chunk_id, operation, has_extern_id, state, people, entries, match_keys, keys, first_line,
       last_line, horizon_ms, synced, errored, created_at) values (1, ?, 1, 'add', 0, ?, 3, 3, '[]', '[]', 2, 4, 1, ?, ?, 1)`,
  );
  const reason = old.prepare('insert into errored_reason (run_id, step_id, reason, people) values (1, ?, ?, ?)');
  batch.run(1, 'errored', 0, 3);
  reason.run(1, 'horizon', 3);
  batch.run(2, 'errored', 0, 3);
  batch.run(2, 'synced', 2, 1);
  reason.run(2, 'refused', 3);
  reason.run(2, 'invalid_unnamed', 1);
  batch.run(3, 'synced', 2, 1);
  reason.run(3, 'invalid', 1);
  batch.run(4, 'synced', 3, 0);
  old.close();
  const db = openDb(file);
  const reasons = db.prepare('select errored_reasons from batch order by id').pluck().all();
  db.close();
  expect(reasons).toEqual(['{"horizon":3}', null, null, null, null]);
});

test('a cancel ends a run only when each of its steps was cancelled, and finds what waits in it, not what is in flight', () => {
  const db = memory();
  const q = queue(db, [
    { action: 'add', audience: 'A' },
    { action: 'add', audience: 'B', account: 'act_2' },
  ]);
  q.part(2, [2, 2]);
  beginAttempt(db, ready(db), 9, 100);
  const state = (): unknown => db.prepare('select state, ended_at from run').get();
  const waiting = cancelledBatches(db);
  cancelSteps(db, { scope: 'ad_account', account: 'act_2' }, 200);
  const afterOne = [state(), cancelledBatches(db)];
  cancelSteps(db, { scope: 'step', stepId: q.stepIds[0] ?? 0 }, 300);
  expect([waiting, afterOne, [state(), cancelledBatches(db)], q.part(1, [1, 1])]).toEqual([
    [],
    [{ state: 'reading', ended_at: null }, [2]],
    [{ state: 'cancelled', ended_at: 300 }, [2]],
    false,
  ]);
});
