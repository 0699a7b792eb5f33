import type { OutcomeKind } from './batches.ts';
import type { ReadDb } from './open.ts';
import type { CounterRow, RunRow } from './runs.ts';

const COUNTERS = ['entered', 'proceeded', 'synced', 'not_synced', 'pending', 'errored', 'exited'] as const;

/** A run with the sums over its steps, and its row problems. */
export interface HistoryRow extends Omit<RunRow, 'entered'>, Pick<CounterRow, (typeof COUNTERS)[number]> {
  /** Rows of the source that entered; `entered` is a sum over the steps. */
  readonly rows_entered: number;
  readonly problems: number;
}

/** Newest first, below the given id. */
export function listHistory(db: ReadDb, jobId: number, beforeId: number | null, limit: number): readonly HistoryRow[] {
  const sums = COUNTERS.map((name) => `ifnull(sum(c.${name}), 0) as ${name}`).join(', ');
  return db
    .prepare<[object], HistoryRow>(
      `select r.id, r.job_id, r.number, r.state, r.failure, r.started_at, r.ended_at, r.read, r.entered as rows_entered, r.duplicates,
         r.excluded, r.unchanged, r.unreadable, ${sums},
         ifnull((select sum(count) from problem_count p where p.run_id = r.id), 0) as problems
       from run r left join counter c on c.run_id = r.id
       where r.job_id = @jobId and (@beforeId is null or r.id < @beforeId) group by r.id order by r.id desc limit @limit`,
    )
    .all({ jobId, beforeId, limit });
}

export function countRuns(db: ReadDb, jobId: number): number {
  return db.prepare<[number], { n: number }>('select count(*) as n from run where job_id = ?').get(jobId)?.n ?? 0;
}

/** Attempts of a job that ended since `from`, by bucket and meaning. Uses index attempt_by_step. */
export function answersOverTime(
  db: ReadDb,
  jobId: number,
  from: number,
  bucketMs: number,
): readonly { readonly at: number; readonly kind: OutcomeKind; readonly attempts: number }[] {
  return db
    .prepare<[object], { at: number; kind: OutcomeKind; attempts: number }>(
      `select (t.ended_at / @bucketMs) * @bucketMs as at, t.outcome as kind, count(*) as attempts
       from run r join attempt t on t.run_id = r.id
       where r.job_id = @jobId and ifnull(r.ended_at, @from) >= @from and t.ended_at >= @from and t.outcome is not null
       group by 1, 2 order by 1`,
    )
    .all({ jobId, from, bucketMs });
}

/** People of a job who were settled from one minute (since 1970) on, before another. */
export function settledBetween(
  db: ReadDb,
  jobId: number,
  from: number,
  to: number,
): { readonly synced: number; readonly errored: number } {
  return (
    db
      .prepare<[number, number, number], { synced: number; errored: number }>(
        `select ifnull(sum(synced), 0) as synced, ifnull(sum(errored), 0) as errored from throughput
         where minute >= ? and minute < ? and job_id = ?`,
      )
      .get(from, to, jobId) ?? { synced: 0, errored: 0 }
  );
}
