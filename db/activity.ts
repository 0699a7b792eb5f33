import type { Db, ReadDb } from './open.ts';

/** What was done, in the words of the contract. */
type Kind =
  | `job.${'launched' | 'changed' | 'duplicated' | 'deleted' | 'undeleted' | 'started'}`
  | 'run.ended'
  | `queue.${'paused' | 'resumed' | 'cancelled' | 'requeued'}`
  | `connection.${'added' | 'renewed' | 'disconnected'}`
  | `account.${'chosen' | 'disconnected'}`
  | `hold.${'raised' | 'lifted' | 'expired'}`
  | `workspace.${'added' | 'changed' | 'cloned' | 'archived' | 'unarchived' | 'deleted'}`
  | 'setting.changed'
  | 'alert.errored'
  | `data.${'restored' | 'key_store'}`;

/** Who did it: somebody on this computer, or Muster by itself. */
export type Actor = 'user' | 'muster';

export interface NewActivity {
  /** Epoch ms. */
  readonly at: number;
  readonly actor: Actor;
  readonly kind: Kind;
  /** Left out where a job or run tells it. */
  readonly workspaceId?: number | null;
  readonly jobId?: number | null;
  readonly runId?: number | null;
  /** What a sentence about it needs beside the job's name, which is added: no value of a row, no token. Nulls are left out. */
  readonly facts?: Readonly<Record<string, string | number | null>>;
}

export interface ActivityRow {
  readonly id: number;
  readonly at: number;
  readonly actor: Actor;
  readonly kind: Kind;
  readonly workspace_id: number | null;
  readonly job_id: number | null;
  readonly run_id: number | null;
  /** JSON of texts and numbers. */
  readonly facts: string;
}

/** Writes down who did what; to be called in the transaction that does it. Jobs keep the name that they have now. */
export function addActivity(db: Db, { at, actor, kind, facts = {}, ...about }: NewActivity): void {
  const runId = about.runId ?? null;
  const run =
    runId === null
      ? undefined
      : db
          .prepare<[number], { job_id: number; number: number }>('select job_id, number from run where id = ?')
          .get(runId);
  const jobId = about.jobId ?? run?.job_id ?? null;
  const job =
    jobId === null
      ? undefined
      : db
          .prepare<[number], { name: string; workspace_id: number }>('select name, workspace_id from job where id = ?')
          .get(jobId);
  const known = { ...(job ? { job: job.name } : {}), ...(run ? { run: run.number } : {}), ...facts };
  db.prepare(
    `insert into activity (at, actor, kind, workspace_id, job_id, run_id, facts)
     values (@at, @actor, @kind, @workspaceId, @jobId, @runId, @facts)`,
  ).run({
    at,
    actor,
    kind,
    workspaceId: about.workspaceId ?? job?.workspace_id ?? null,
    jobId,
    runId,
    facts: JSON.stringify(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null))),
  });
}

/** Which activity is wanted; null = any. */
export interface ActivityFilter {
  /** First part of the kind. */
  readonly noun: string | null;
  readonly jobId: number | null;
  readonly workspaceId: number | null;
}

const MATCHES = `(@noun is null or kind glob @noun || '.*') and (@jobId is null or job_id = @jobId)
  and (@workspaceId is null or workspace_id = @workspaceId or workspace_id is null)`;

/** Newest first; after a line, the first that came. What belongs to no client belongs to each. */
export function listActivity(db: ReadDb, filter: ActivityFilter, page: LogPage): readonly ActivityRow[] {
  const rows = db
    .prepare<[ActivityFilter & LogPage], ActivityRow>(`select * from activity where ${MATCHES} and ${placed(page)}`)
    .all({ ...filter, ...page });
  return page.afterId === null ? rows : rows.toReversed();
}

/** Part of a log whose ids grow: its newest lines, those before one, or the first ones after one. */
export interface LogPage {
  readonly beforeId: number | null;
  readonly afterId: number | null;
  readonly limit: number;
}

/** The end of a query for a page: of both ends of an index, the one that is near. */
export function placed({ afterId }: LogPage): string {
  return afterId === null
    ? '(@beforeId is null or id < @beforeId) order by id desc limit @limit'
    : 'id > @afterId order by id limit @limit';
}

export function countActivity(db: ReadDb, filter: ActivityFilter): number {
  return (
    db.prepare<[ActivityFilter], { n: number }>(`select count(*) as n from activity where ${MATCHES}`).get(filter)?.n ??
    0
  );
}
