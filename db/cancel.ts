import type { Db, ReadDb } from './open.ts';
import type { Target } from './pauses.ts';
import { tellEnd } from './runs.ts';

export interface CancelledRun {
  readonly id: number;
  readonly job_id: number;
}

/**
 * Notes that steps are cancelled in every run in which somebody waits or may still enter; a run of which every step is cancelled is over,
 * also its reading. The people themselves are ended by whoever looks at `cancelledBatches`. Returns the runs that are concerned.
 */
export function cancelSteps(db: Db, target: Target, now: number): readonly CancelledRun[] {
  return db
    .transaction(() => {
      const pairs = db
        .prepare<
          [{ scope: string; account: string | null; jobId: number | null; stepId: number | null }],
          { run_id: number; step_id: number; job_id: number }
        >(
          `select c.run_id, c.step_id, r.job_id from counter c join run r on r.id = c.run_id
             join step s on s.id = c.step_id join audience a on a.id = s.audience_id
           where (r.state in ('reading', 'sending') or c.pending > 0)
             and (@scope = 'everything' or a.account = @account or s.job_id = @jobId or s.id = @stepId)`,
        )
        .all({
          scope: target.scope,
          account: target.scope === 'ad_account' ? target.account : null,
          jobId: target.scope === 'job' ? target.jobId : null,
          stepId: target.scope === 'step' ? target.stepId : null,
        });
      const mark = db.prepare('update counter set is_cancelled = 1 where run_id = ? and step_id = ?');
      const end = db.prepare(
        `update run set state = 'cancelled', ended_at = ? where id = ? and state in ('reading', 'sending')
           and not exists (select 1 from counter where run_id = run.id and is_cancelled = 0)`,
      );
      for (const pair of pairs) mark.run(pair.run_id, pair.step_id);
      const runs = new Map(pairs.map(({ run_id: id, job_id }) => [id, { id, job_id }]));
      for (const { id } of runs.values()) if (end.run(now, id).changes === 1) tellEnd(db, id, now, 'user');
      return [...runs.values()];
    })
    .immediate();
}

/** Waiting batches of cancelled steps, oldest first: who entered meanwhile, or was in flight and came back. */
export function cancelledBatches(db: ReadDb): readonly number[] {
  return db
    .prepare<[], { id: number }>(
      `select b.id from counter c cross join batch b on b.run_id = c.run_id and b.step_id = c.step_id
       where c.is_cancelled = 1 and c.pending > 0 and b.state in ('queued', 'retry') order by b.id`,
    )
    .all()
    .map(({ id }) => id);
}
