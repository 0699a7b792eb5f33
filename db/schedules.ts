import type { Db, ReadDb } from './open.ts';

/** A job that runs by itself. */
export interface ScheduledJob {
  readonly id: number;
  /** JSON. */
  readonly schedule: string;
  /** Epoch ms; null = not known yet. */
  readonly next_run_at: number | null;
}

const SCHEDULED = `select j.id, j.schedule, j.next_run_at from job j where j.schedule is not null and j.deleted_at is null`;

/**
 * Jobs whose time has come, or is not known yet, and that may be run: not while a run of theirs is under way, nor while they, or everything,
 * are paused, or their client is put away. Longest due first.
 */
export function dueJobs(db: ReadDb, now: number): readonly ScheduledJob[] {
  return db
    .prepare<[number], ScheduledJob>(
      `${SCHEDULED} and (j.next_run_at is null or j.next_run_at <= ?)
         and not exists (select 1 from run r where r.job_id = j.id and r.state in ('reading', 'sending'))
         and not exists (select 1 from pause p where p.scope = 'everything' or p.job_id = j.id)
         and (select archived_at from workspace w where w.id = j.workspace_id) is null
       order by j.next_run_at, j.id`,
    )
    .all(now);
}

/** Jobs that run by themselves. */
export function scheduledJobs(db: ReadDb): readonly ScheduledJob[] {
  return db.prepare<[], ScheduledJob>(SCHEDULED).all();
}

export function setNextRun(db: Db, jobId: number, at: number | null): void {
  db.prepare('update job set next_run_at = ? where id = ?').run(at, jobId);
}
