import { erroredColumns } from './errored.ts';
import type { Db, ReadDb } from './open.ts';
import { addProblems, type NewProblem } from './problems.ts';
import { endRunIfSettled } from './runs.ts';

type BatchState = 'queued' | 'sending' | 'retry' | 'synced' | 'errored';
export type OutcomeKind = 'synced' | 'retry' | 'throttled' | 'held' | 'refused';
export type ErroredReason =
  | 'refused'
  | 'invalid'
  | 'invalid_unnamed'
  | 'horizon'
  | 'cancelled'
  | 'superseded'
  | 'hold_expired';

export interface BatchRow {
  readonly id: number;
  readonly run_id: number;
  readonly step_id: number;
  readonly chunk_id: number;
  readonly operation: 'add' | 'remove';
  readonly has_extern_id: number;
  readonly state: BatchState;
  readonly people: number;
  readonly entries: number;
  readonly match_keys: string;
  readonly keys: string;
  readonly first_line: number;
  readonly last_line: number;
  readonly tries: number;
  readonly retry_at: number | null;
  readonly horizon_ms: number;
  readonly synced: number;
  readonly errored: number;
  readonly created_at: number;
  /** The first batch of the family that it was split from; null = it is that batch. */
  readonly root_id: number | null;
  /** See Selection. */
  readonly members: Uint8Array | null;
  readonly depth: number;
  readonly refusals: number;
  readonly is_compared: number;
  /** Errored people by reason, JSON object; null = none. */
  readonly errored_reasons: string | null;
  /** Lines of the people that Meta named as invalid, JSON array; null = none. */
  readonly invalid_lines: string | null;
}

/** A batch with all that is needed to send it. */
export interface ReadyBatch extends BatchRow {
  readonly job_id: number;
  readonly connection_id: number;
  readonly account: string;
  readonly audience_id: number;
}

/** All that ReadyBatch has; conditions follow. */
export const READY = `select b.*, s.job_id, a.connection_id, a.account, s.audience_id
  from batch b join step s on s.id = b.step_id join audience a on a.id = s.audience_id`;

// One set of conditions for "may be sent" and for the reasons shown, so that they cannot disagree.
const IS_HELD = `exists (select 1 from hold h where h.lifted_at is null and h.connection_id = a.connection_id and (
    h.scope = 'connection'
    or (h.scope = 'ad_account' and h.account = a.account)
    or (h.scope = 'step' and h.step_id = b.step_id)
    or (h.scope = 'step_removals' and h.step_id = b.step_id and b.operation = 'remove')))`;
const COOLS_DOWN = `exists (select 1 from cool_down c where c.until > @now and c.connection_id = a.connection_id
    and (c.scope in ('app', 'user') or c.account = a.account))`;
const IS_PAUSED = `exists (select 1 from pause p where p.scope = 'everything' or p.account = a.account or p.job_id = s.job_id or p.step_id = b.step_id)`;
const IS_OFFLINE = `exists (select 1 from offline o join connection oc on ifnull(oc.graph_url, '') = o.graph_root where oc.id = a.connection_id)`;
/** What keeps a batch waiting other than the clock. */
const IS_STOPPED = `(${IS_HELD} or ${IS_PAUSED} or ${IS_OFFLINE})`;

/**
 * The oldest batch that may be sent now: due, not held, not cooling down, and its audience has no other upload in flight and is not
 * among `busy`, whose audiences are being prepared.
 */
export function nextReady(db: ReadDb, now: number, busy: readonly number[]): ReadyBatch | undefined {
  return db
    .prepare<[{ now: number; busy: string }], ReadyBatch>(
      `${READY} where (b.state = 'queued' or (b.state = 'retry' and b.retry_at <= @now))
         and not ${IS_STOPPED} and not ${COOLS_DOWN}
         and b.refusals = 0
         and s.audience_id not in (select value from json_each(@busy))
         and not exists (select 1 from batch n join step ns on ns.id = n.step_id
                         where n.is_compared = 0 and n.state in ('queued', 'retry') and ns.audience_id = s.audience_id)
         and not exists (select 1 from batch f join step fs on fs.id = f.step_id
                         where f.state = 'sending' and fs.audience_id = s.audience_id)
       order by b.id limit 1`,
    )
    .get({ now, busy: JSON.stringify(busy) });
}

/** Earliest time at which a batch that waits for a clock may go on; null when none does. */
export function nextDueAt(db: ReadDb, now: number): number | null {
  return (
    db
      .prepare<[{ now: number }], { at: number | null }>(
        `select min(max(ifnull(b.retry_at, 0), ifnull((select max(c.until) from cool_down c
             where c.until > @now and c.connection_id = a.connection_id and (c.scope in ('app', 'user') or c.account = a.account)), 0))) as at
         from batch b join step s on s.id = b.step_id join audience a on a.id = s.audience_id
         where b.state in ('queued', 'retry') and not ${IS_STOPPED} and (b.state = 'retry' or ${COOLS_DOWN})`,
      )
      .get({ now })?.at ?? null
  );
}

export interface PendingPart {
  readonly run_id: number;
  readonly step_id: number;
  readonly reason: 'queued' | 'sending' | 'retry' | 'throttled' | 'offline' | 'paused' | 'held';
  readonly people: number;
  readonly due_at: number | null;
}

/** Why people are pending, derived from batches, holds and cool-downs at this moment. `runId` null = all runs. */
export function pendingParts(db: ReadDb, runId: number | null, now: number): readonly PendingPart[] {
  return db
    .prepare<[{ runId: number | null; now: number }], PendingPart>(
      `select run_id, step_id, reason, sum(people) as people, min(due_at) as due_at from (
         select b.run_id, b.step_id, b.people,
           case when b.state = 'sending' then 'sending' when ${IS_HELD} then 'held'
                when ${IS_PAUSED} then 'paused' when ${IS_OFFLINE} then 'offline' when ${COOLS_DOWN} then 'throttled'
                when b.state = 'retry' then 'retry' else 'queued' end as reason,
           case when ${COOLS_DOWN} then (select max(c.until) from cool_down c where c.connection_id = a.connection_id
                  and (c.scope in ('app', 'user') or c.account = a.account)) else b.retry_at end as due_at
         from batch b join step s on s.id = b.step_id join audience a on a.id = s.audience_id
         where b.state in ('queued', 'sending', 'retry') and (@runId is null or b.run_id = @runId))
       group by run_id, step_id, reason`,
    )
    .all({ runId, now });
}

export function batchById(db: ReadDb, id: number): ReadyBatch | undefined {
  return db.prepare<[number], ReadyBatch>(`${READY} where b.id = ?`).get(id);
}

/** Newest first, below the given id. */
export function listBatches(db: ReadDb, runId: number, beforeId: number | null, limit: number): readonly BatchRow[] {
  return db
    .prepare<[{ runId: number; beforeId: number | null; limit: number }], BatchRow>(
      'select * from batch where run_id = @runId and (@beforeId is null or id < @beforeId) order by id desc limit @limit',
    )
    .all({ runId, beforeId, limit });
}

export function countBatches(db: ReadDb, runId: number): number {
  return db.prepare<[number], { n: number }>('select count(*) as n from batch where run_id = ?').get(runId)?.n ?? 0;
}

export function sealedChunk(
  db: ReadDb,
  chunkId: number,
): { readonly seq: number; readonly sealed: Buffer } | undefined {
  return db
    .prepare<[number], { seq: number; sealed: Buffer }>(
      'select c.seq, d.sealed from chunk c join chunk_data d on d.chunk_id = c.id where c.id = ?',
    )
    .get(chunkId);
}

/** The batch is not what it was when it was taken up: it was settled, or split. */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError';
}

/**
 * Marks a batch as in flight and opens its attempt, before the first byte leaves. Returns the attempt's id. Throws NotReadyError.
 */
export function beginAttempt(db: Db, batch: BatchRow, bytes: number, now: number): number {
  return db
    .transaction(() => {
      const { changes } = db
        .prepare(
          "update batch set state = 'sending', retry_at = null where id = ? and people = ? and state in ('queued', 'retry')",
        )
        .run(batch.id, batch.people);
      if (changes !== 1) throw new NotReadyError(`batch ${batch.id} is not ready to be sent`);
      return Number(
        db
          .prepare('insert into attempt (batch_id, run_id, step_id, started_at, bytes) values (?, ?, ?, ?, ?)')
          .run(batch.id, batch.run_id, batch.step_id, now, bytes).lastInsertRowid,
      );
    })
    .immediate();
}

export interface AttemptEnd {
  readonly outcome: OutcomeKind;
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly received: number | null;
  readonly invalid: number | null;
  readonly said: string | null;
  readonly traceId: string | null;
}

function closeAttempt(db: Db, attemptId: number, end: AttemptEnd, now: number): void {
  db.prepare(
    `update attempt set ended_at = @now, outcome = @outcome, http_status = @httpStatus, code = @code, subcode = @subcode,
       received = @received, invalid = @invalid, said = @said, trace_id = @traceId where id = @attemptId`,
  ).run({ ...end, now, attemptId });
}

/** People of a batch whose fate is known; the sums equal the batch's people. */
export interface Settlement {
  readonly synced: number;
  readonly errored: Readonly<Partial<Record<ErroredReason, number>>>;
  readonly problems: readonly NewProblem[];
  readonly problemCounts: Readonly<Record<string, number>>;
}

/** Settles a batch: counters, reasons, problems, throughput and the end of its run move in the one transaction that closes the attempt. */
export function settleBatch(
  db: Db,
  batch: BatchRow & { readonly job_id: number },
  attempt: { readonly id: number; readonly end: AttemptEnd } | null,
  settlement: Settlement,
  now: number,
): void {
  const errored = Object.values(settlement.errored).reduce((sum, n) => sum + n, 0);
  const who = erroredColumns(settlement);
  db.transaction(() => {
    if (attempt) closeAttempt(db, attempt.id, attempt.end, now);
    const { changes } = db
      .prepare(
        `update batch set state = ?, retry_at = null, synced = ?, errored = ?, errored_reasons = ?, invalid_lines = ?, settled_at = ?
         where id = ? and state in ('queued', 'sending', 'retry')`,
      )
      .run(
        settlement.synced > 0 || errored === 0 ? 'synced' : 'errored',
        settlement.synced,
        errored,
        ...who,
        now,
        batch.id,
      );
    if (changes !== 1) throw new Error(`batch ${batch.id} was settled before`);
    db.prepare(
      'update counter set pending = pending - ?, synced = synced + ?, errored = errored + ? where run_id = ? and step_id = ?',
    ).run(batch.people, settlement.synced, errored, batch.run_id, batch.step_id);
    const reason = db.prepare(
      `insert into errored_reason (run_id, step_id, reason, people) values (?, ?, ?, ?)
       on conflict do update set people = people + excluded.people`,
    );
    for (const [name, people] of Object.entries(settlement.errored)) {
      if (people > 0) reason.run(batch.run_id, batch.step_id, name, people);
    }
    addProblems(db, batch.run_id, settlement.problems, settlement.problemCounts);
    db.prepare(
      `insert into throughput (minute, job_id, synced, errored) values (?, ?, ?, ?)
       on conflict do update set synced = synced + excluded.synced, errored = errored + excluded.errored`,
    ).run(Math.floor(now / 60_000), batch.job_id, settlement.synced, errored);
    endRunIfSettled(db, batch.run_id, now);
  }).immediate();
}

/** Back into the queue: to be tried at `retryAt`, or (null) as soon as nothing holds it, which uses up no try. */
export function requeueAfter(
  db: Db,
  batch: BatchRow,
  attempt: { readonly id: number; readonly end: AttemptEnd },
  retryAt: number | null,
  now: number,
): void {
  db.transaction(() => {
    closeAttempt(db, attempt.id, attempt.end, now);
    db.prepare("update batch set state = ?, retry_at = ?, tries = tries + ? where id = ? and state = 'sending'").run(
      retryAt === null ? 'queued' : 'retry',
      retryAt,
      retryAt === null ? 0 : 1,
      batch.id,
    );
  }).immediate();
}

/** Meta refused the data of this batch; what comes of it is decided with the rest of its family. Uses up no try. */
export function noteRefusal(
  db: Db,
  batchId: number,
  attempt: { readonly id: number; readonly end: AttemptEnd },
  now: number,
): void {
  db.transaction(() => {
    closeAttempt(db, attempt.id, attempt.end, now);
    db.prepare(
      "update batch set state = 'queued', retry_at = null, refusals = refusals + 1 where id = ? and state = 'sending'",
    ).run(batchId);
  }).immediate();
}

/** The attempt never reached Meta, so it never was: the batch is back in the queue. `egressId` is forgotten too where nothing left. */
export function undoAttempt(db: Db, batchId: number, attemptId: number, egressId: number | null): void {
  db.transaction(() => {
    db.prepare('delete from attempt where id = ? and ended_at is null').run(attemptId);
    if (egressId !== null) db.prepare('delete from egress where id = ?').run(egressId);
    db.prepare("update batch set state = 'queued' where id = ? and state = 'sending'").run(batchId);
  }).immediate();
}

/** How often an attempt of this batch ended in a retry because of this code, since a person last had it queued again. */
export function triesWith(db: ReadDb, batchId: number, code: number | null): number {
  return (
    db
      .prepare<[number, number | null], { n: number }>(
        `select count(*) as n from attempt t join batch b on b.id = t.batch_id
         where b.id = ? and t.outcome = 'retry' and t.code is ? and t.id > b.attempts_before`,
      )
      .get(batchId, code)?.n ?? 0
  );
}

/** The clock was set back: what waits for a time waits no longer than it would have. `ms` is how far. */
export function shiftWaits(db: Db, ms: number): void {
  db.transaction(() => {
    db.prepare("update batch set retry_at = retry_at - ? where state = 'retry'").run(ms);
    db.prepare('update cool_down set until = until - ?').run(ms);
    db.prepare('update hold set probe_at = probe_at - ? where lifted_at is null and probe_at is not null').run(ms);
  }).immediate();
}

/** Everybody who waits behind a hold that has stood too long. */
export function batchesBehind(db: ReadDb, holdId: number): readonly ReadyBatch[] {
  return db
    .prepare<[number], ReadyBatch>(
      `${READY} join hold h on h.id = ? and h.connection_id = a.connection_id and (
         h.scope = 'connection' or (h.scope = 'ad_account' and h.account = a.account)
         or (h.scope = 'step' and h.step_id = b.step_id)
         or (h.scope = 'step_removals' and h.step_id = b.step_id and b.operation = 'remove'))
       where b.state in ('queued', 'retry') order by b.id`,
    )
    .all(holdId);
}

/** Postpones a batch before a request was made for it, because its audience could not be prepared. */
export function postpone(db: Db, batchId: number, retryAt: number): void {
  db.prepare(
    "update batch set state = 'retry', retry_at = ?, tries = tries + 1 where id = ? and state in ('queued', 'retry')",
  ).run(retryAt, batchId);
}

/**
 * What a crash left in flight is queued again: adds and removals are idempotent at Meta, so sending once more is safe.
 * Only the process that holds the sender's lock may call this. Returns the number of batches.
 */
export function recoverInterrupted(db: Db, now: number): number {
  return db
    .transaction(() => {
      db.prepare("update attempt set ended_at = ?, outcome = 'retry', said = 'interrupted' where ended_at is null").run(
        now,
      );
      return db.prepare("update batch set state = 'queued' where state = 'sending'").run().changes;
    })
    .immediate();
}

/** Lets go of one batch whose attempt ended in an error of ours, to be tried at `retryAt`. */
export function releaseInterrupted(db: Db, batch: BatchRow, retryAt: number, now: number): void {
  db.transaction(() => {
    db.prepare(
      "update attempt set ended_at = ?, outcome = 'retry', said = 'internal error' where batch_id = ? and ended_at is null",
    ).run(now, batch.id);
    db.prepare(
      "update batch set state = 'retry', retry_at = ?, tries = tries + 1 where id = ? and state in ('queued', 'retry', 'sending')",
    ).run(retryAt, batch.id);
  }).immediate();
}

/**
 * Takes waiting time off the horizon of every batch that waits for a retry, or was tried before and waits for a cool-down; a hold stops
 * the horizon (DESIGN section 5). Returns those whose horizon is used up.
 */
export function chargeHorizon(db: Db, ms: number, now: number): readonly ReadyBatch[] {
  const waiting = db
    .prepare<[{ now: number }], ReadyBatch>(
      `${READY} where (b.state = 'retry' or (b.state = 'queued' and b.tries > 0 and ${COOLS_DOWN})) and not ${IS_STOPPED}`,
    )
    .all({ now });
  if (waiting.length === 0) return [];
  db.prepare('update batch set horizon_ms = max(0, horizon_ms - ?) where id in (select value from json_each(?))').run(
    ms,
    JSON.stringify(waiting.map(({ id }) => id)),
  );
  return waiting.filter((batch) => batch.horizon_ms <= ms);
}

export interface AttemptRow {
  readonly id: number;
  readonly batch_id: number;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly outcome: OutcomeKind | null;
  readonly http_status: number | null;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly received: number | null;
  readonly invalid: number | null;
  readonly bytes: number;
  readonly said: string | null;
  readonly trace_id: string | null;
}

/** Newest first. */
export function attemptsOf(db: ReadDb, batchId: number): readonly AttemptRow[] {
  return db.prepare<[number], AttemptRow>('select * from attempt where batch_id = ? order by id desc').all(batchId);
}

export function lastAttemptOfStep(db: ReadDb, runId: number, stepId: number): AttemptRow | undefined {
  return db
    .prepare<[number, number], AttemptRow>(
      'select * from attempt where run_id = ? and step_id = ? and outcome is not null order by id desc limit 1',
    )
    .get(runId, stepId);
}
