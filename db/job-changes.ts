import { liftHold } from './holds.ts';
import type { Db, ReadDb } from './open.ts';
import { hideSteps, showSteps } from './steps.ts';

/** What of a job is changed; what is left out stays. */
export interface JobUpdate {
  readonly name?: string;
  readonly sourceId?: number;
  readonly overrides?: readonly string[];
  readonly country?: string | null;
  readonly flushMs?: number;
  readonly zeroValue?: boolean;
  /** JSON; `nextRunAt` goes with it. */
  readonly schedule?: { readonly text: string | null; readonly nextRunAt: number | null };
}

/** New settings of a job. Call inside a transaction. */
export function changeJob(db: Db, jobId: number, change: JobUpdate): void {
  const columns: readonly (readonly [string, string | number | null | undefined])[] = [
    ['name', change.name],
    ['source_id', change.sourceId],
    // Another file has other sheets.
    ['sheet', change.sourceId === undefined ? undefined : null],
    ['overrides', change.overrides && JSON.stringify(change.overrides)],
    ['country', change.country],
    ['flush_ms', change.flushMs],
    ['zero_value', change.zeroValue === undefined ? undefined : Number(change.zeroValue)],
    ['schedule', change.schedule?.text],
    ['next_run_at', change.schedule?.nextRunAt],
  ];
  for (const [column, value] of columns) {
    if (value !== undefined) db.prepare(`update job set ${column} = ? where id = ?`).run(value, jobId);
  }
}

/** Takes a job away; its rows go later. What its steps waited for concerns nobody any more. False when it was deleted before. */
export function deleteJob(db: Db, jobId: number, now: number): boolean {
  const { changes } = db.prepare('update job set deleted_at = ? where id = ? and deleted_at is null').run(now, jobId);
  if (changes === 0) return false;
  hideSteps(db, jobId);
  for (const id of holdsOfNobody(db, jobId)) liftHold(db, id, now);
  return true;
}

/** Holds of a job's steps, and of ad accounts that no step works with any more: whoever comes to one later meets it again. */
function holdsOfNobody(db: ReadDb, jobId: number): readonly number[] {
  return db
    .prepare<[number], { id: number }>(
      `select id from hold h where lifted_at is null and reason <> 'restored'
         and (step_id in (select id from step where job_id = ?)
           or (scope = 'ad_account' and not exists (
             select 1 from audience a join step s on s.audience_id = a.id
             where a.connection_id = h.connection_id and a.account = h.account and s.position < 1000)))`,
    )
    .all(jobId)
    .map(({ id }) => id);
}

/** Gives a deleted job back; false when there is none. */
export function restoreJob(db: Db, jobId: number): boolean {
  const { changes } = db.prepare('update job set deleted_at = null where id = ? and deleted_at is not null').run(jobId);
  if (changes === 1) showSteps(db, jobId);
  return changes === 1;
}

const ROWS_A_SLICE = 500;

/**
 * Deletes some of what there is of a job that was deleted before this moment: its people first, the job itself last. True when there may be
 * more. One transaction. Nothing of a job goes while a batch of it is on its way.
 */
export function purgeDeletedJob(db: Db, before: number): boolean {
  return db
    .transaction(() => {
      const jobId = purgeable(db, before);
      if (jobId === null) return false;
      const slices = SLICES.map((sql) => db.prepare(sql));
      for (const slice of slices) if (slice.run({ jobId, limit: ROWS_A_SLICE }).changes > 0) return true;
      db.prepare('delete from job where id = ?').run(jobId);
      return true;
    })
    .immediate();
}

function purgeable(db: ReadDb, before: number): number | null {
  return (
    db
      .prepare<[number], { id: number }>(
        `select j.id from job j where j.deleted_at < ?
           and not exists (select 1 from run r join batch b on b.run_id = r.id where r.job_id = j.id and b.state = 'sending')
         order by j.id limit 1`,
      )
      .get(before)?.id ?? null
  );
}

const RUNS = '(select id from run where job_id = @jobId)';
const STEPS = '(select id from step where job_id = @jobId)';

/** What refers to something goes before it. One sealed chunk at a time: `secure_delete` writes zeros over each. */
const SLICES: readonly string[] = [
  `delete from chunk_data where chunk_id in (select d.chunk_id from chunk c join chunk_data d on d.chunk_id = c.id where c.run_id in ${RUNS} limit 1)`,
  `delete from attempt where id in (select t.id from batch b join attempt t on t.batch_id = b.id where b.run_id in ${RUNS} limit @limit)`,
  `delete from problem where id in (select id from problem where run_id in ${RUNS} limit @limit)`,
  `delete from batch where id in (select id from batch where run_id in ${RUNS} and root_id is not null limit @limit)`,
  `delete from batch where id in (select id from batch where run_id in ${RUNS} limit @limit)`,
  `delete from chunk where id in (select id from chunk where run_id in ${RUNS} limit @limit)`,
  `delete from throughput where (minute, job_id) in (select minute, job_id from throughput where job_id = @jobId limit @limit)`,
  `delete from problem_count where run_id in ${RUNS}`,
  `delete from errored_reason where run_id in ${RUNS}`,
  `delete from counter where run_id in ${RUNS}`,
  `delete from run where job_id = @jobId`,
  `delete from pause where job_id = @jobId or step_id in ${STEPS}`,
  `delete from hold where step_id in ${STEPS}`,
  `delete from step where job_id = @jobId`,
];
