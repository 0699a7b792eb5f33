import type { Db, ReadDb } from './open.ts';

/** What a pause stops, or a cancel ends. Same shape as the contract's. */
export type Target =
  | { readonly scope: 'everything' }
  | { readonly scope: 'ad_account'; readonly account: string }
  | { readonly scope: 'job'; readonly jobId: number }
  | { readonly scope: 'step'; readonly stepId: number };

interface PauseRow {
  readonly scope: Target['scope'];
  readonly account: string | null;
  readonly job_id: number | null;
  readonly step_id: number | null;
  readonly since: number;
  readonly reason: 'disconnected' | null;
}

interface Columns {
  readonly scope: Target['scope'];
  readonly account: string | null;
  readonly jobId: number | null;
  readonly stepId: number | null;
}

function columnsOf(target: Target): Columns {
  return {
    scope: target.scope,
    account: target.scope === 'ad_account' ? target.account : null,
    jobId: target.scope === 'job' ? target.jobId : null,
    stepId: target.scope === 'step' ? target.stepId : null,
  };
}

/** Pauses a target; false when it was paused already. */
export function addPause(db: Db, target: Target, now: number): boolean {
  return (
    db
      .prepare(
        `insert into pause (scope, account, job_id, step_id, since) values (@scope, @account, @jobId, @stepId, @now)
         on conflict do nothing`,
      )
      .run({ ...columnsOf(target), now }).changes === 1
  );
}

/** Ends the pause of exactly this target; false when there was none. */
export function endPause(db: Db, target: Target): boolean {
  return (
    db
      .prepare(
        'delete from pause where scope = @scope and account is @account and job_id is @jobId and step_id is @stepId',
      )
      .run(columnsOf(target)).changes === 1
  );
}

/** Pauses in the order in which they were made. One without a reason is the user's own. */
export function listPauses(
  db: ReadDb,
): readonly (Target & { readonly since: number; readonly reason?: 'disconnected' })[] {
  return db
    .prepare<[], PauseRow>('select scope, account, job_id, step_id, since, reason from pause order by id')
    .all()
    .map(({ scope, account, job_id: jobId, step_id: stepId, since, reason }) => {
      const more = reason === null ? { since } : { since, reason };
      switch (scope) {
        case 'everything':
          return { scope, ...more };
        case 'ad_account':
          return { scope, account: account ?? '', ...more };
        case 'job':
          return { scope, jobId: jobId ?? 0, ...more };
        case 'step':
          return { scope, stepId: stepId ?? 0, ...more };
      }
    });
}

/** Pauses the steps of an ad account of one connection, since the user disconnected it; how many jobs that stops. */
export function pauseDisconnected(db: Db, connectionId: number, account: string, now: number): number {
  const steps = db
    .prepare<[number, string], { id: number; job_id: number }>(
      'select s.id, s.job_id from step s join audience a on a.id = s.audience_id where a.connection_id = ? and a.account = ?',
    )
    .all(connectionId, account);
  const pause = db.prepare(
    "insert into pause (scope, step_id, since, reason) values ('step', ?, ?, 'disconnected') on conflict do nothing",
  );
  for (const { id } of steps) pause.run(id, now);
  return new Set(steps.map((step) => step.job_id)).size;
}

/** Ends what pauseDisconnected did; a pause of the user's own stands. True when there was something to end. */
export function resumeReconnected(db: Db, connectionId: number, account: string): boolean {
  return (
    db
      .prepare(
        `delete from pause where reason = 'disconnected' and step_id in
           (select s.id from step s join audience a on a.id = s.audience_id where a.connection_id = ? and a.account = ?)`,
      )
      .run(connectionId, account).changes > 0
  );
}

/** Whether the user disconnected an ad account that jobs work with. */
export function isDisconnected(db: ReadDb, connectionId: number, account: string): boolean {
  return (
    db
      .prepare<[number, string], { one: number }>(
        `select 1 as one from pause p join step s on s.id = p.step_id join audience a on a.id = s.audience_id
         where p.reason = 'disconnected' and a.connection_id = ? and a.account = ? limit 1`,
      )
      .get(connectionId, account) !== undefined
  );
}

/** Whether a step, its job, its ad account or everything is paused. */
export function isStepPaused(db: ReadDb, stepId: number): boolean {
  return (
    db
      .prepare<[number], { one: number }>(
        `select 1 as one from step s join audience a on a.id = s.audience_id join pause p
           on p.scope = 'everything' or p.account = a.account or p.job_id = s.job_id or p.step_id = s.id
         where s.id = ? limit 1`,
      )
      .get(stepId) !== undefined
  );
}

/** Jobs that may not be read on: they, or everything, are paused. A pause of a step or an account stops sending only. */
export function isJobPaused(db: ReadDb, jobId: number): boolean {
  return (
    db
      .prepare<[number], { one: number }>("select 1 as one from pause where scope = 'everything' or job_id = ? limit 1")
      .get(jobId) !== undefined
  );
}
