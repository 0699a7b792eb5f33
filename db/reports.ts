import type { AttemptRow, OutcomeKind } from './batches.ts';
import type { Db, ReadDb } from './open.ts';

export interface OutcomeRow {
  readonly step_id: number;
  readonly kind: OutcomeKind;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly attempts: number;
  readonly last_at: number;
}

/** What Meta answered in a run, by meaning and code; attempts under way are left out. */
export function outcomesOf(db: ReadDb, runId: number): readonly OutcomeRow[] {
  return db
    .prepare<[number], OutcomeRow>(
      `select step_id, outcome as kind, code, subcode, count(*) as attempts, max(ended_at) as last_at
       from attempt where run_id = ? and outcome is not null group by step_id, outcome, code, subcode order by last_at desc`,
    )
    .all(runId);
}

/** People settled per bucket of `bucketMs` (a whole number of minutes) from `from` on, empty buckets left out. */
export function throughput(
  db: ReadDb,
  jobId: number | null,
  from: number,
  bucketMs: number,
): readonly { readonly at: number; readonly synced: number; readonly errored: number }[] {
  return db
    .prepare<
      [{ jobId: number | null; from: number; minutes: number; bucketMs: number }],
      { at: number; synced: number; errored: number }
    >(
      `select (minute / @minutes) * @bucketMs as at, sum(synced) as synced, sum(errored) as errored from throughput
       where minute >= @from and (@jobId is null or job_id = @jobId) group by minute / @minutes order by at`,
    )
    .all({ jobId, from: Math.floor(from / 60_000), minutes: bucketMs / 60_000, bucketMs });
}

export function erroredReasons(
  db: ReadDb,
  runId: number | null,
): readonly { readonly run_id: number; readonly step_id: number; readonly reason: string; readonly people: number }[] {
  return db
    .prepare<[{ runId: number | null }], { run_id: number; step_id: number; reason: string; people: number }>(
      'select * from errored_reason where @runId is null or run_id = @runId',
    )
    .all({ runId });
}

/** Last attempts of the batches in a list, by batch id. */
export function lastAttempts(
  db: ReadDb,
  batchIds: readonly number[],
): ReadonlyMap<number, AttemptRow & { readonly attempts: number }> {
  const rows = db
    .prepare<[string], AttemptRow & { attempts: number }>(
      `select t.*, n.attempts from attempt t join (
         select batch_id, max(id) as id, count(*) as attempts from attempt
         where batch_id in (select value from json_each(?)) group by batch_id) n on n.id = t.id`,
    )
    .all(JSON.stringify(batchIds));
  return new Map(rows.map((row) => [row.batch_id, row]));
}

export interface Egress {
  readonly at: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly audience: string | null;
  readonly keys: readonly string[] | null;
  readonly entries: number;
  readonly bytes: number;
}

/** Written before a request leaves, so that nothing can leave unseen. Returns its id. */
export function logEgress(db: Db, egress: Egress): number {
  const { lastInsertRowid } = db
    .prepare(
      `insert into egress (at, host, method, path, audience, keys, entries, bytes)
     values (@at, @host, @method, @path, @audience, @keys, @entries, @bytes)`,
    )
    .run({ ...egress, keys: egress.keys && JSON.stringify(egress.keys) });
  return Number(lastInsertRowid);
}
