import type { Part } from '#core/parts.ts';

import type { BatchRow, ErroredReason } from './batches.ts';
import { type Reasons, reasonsOf } from './errored.ts';
import type { Db, ReadDb } from './open.ts';

/** Which Errored people; null = any. */
export interface Errored {
  readonly jobId: number | null;
  readonly stepId: number | null;
  readonly runId: number | null;
  readonly batchId: number | null;
  readonly reason: ErroredReason | null;
}

/** Settled batches some of whose people are Errored, oldest first. */
export function erroredBatches(db: ReadDb, errored: Errored): readonly number[] {
  return db
    .prepare<[Errored], { id: number }>(
      `select b.id from batch b join run r on r.id = b.run_id
       where b.errored > 0 and (select deleted_at from job where id = r.job_id) is null and (@jobId is null or r.job_id = @jobId) and (@stepId is null or b.step_id = @stepId)
         and (@runId is null or b.run_id = @runId) and (@batchId is null or b.id = @batchId)
         and (@reason is null or ifnull(json_extract(b.errored_reasons, '$.' || @reason), 0) > 0)
       order by b.id`,
    )
    .all(errored)
    .map(({ id }) => id);
}

/** Whether the people of a chunk are still stored. */
export function hasPeople(db: ReadDb, chunkId: number): boolean {
  return (
    db.prepare<[number], { one: number }>('select 1 as one from chunk_data where chunk_id = ?').get(chunkId) !==
    undefined
  );
}

/** What of a settled batch is queued again. */
export interface Taken {
  readonly people: number;
  /** Of them, who was Synced and is sent once more. */
  readonly synced: number;
  /** Of them, who was Errored. */
  readonly errored: Reasons;
  /** null = the whole batch. */
  readonly parts: { readonly taken: Part; readonly rest: Part } | null;
}

/**
 * Queues people of a settled batch again, with a new horizon, new tries, and still to be compared with newer and older work. Counters,
 * reasons, problems and the state of the run move with them; what was sent stays in the events. When only some are taken, the rest keeps
 * the batch's row and they become a batch of the same family. Call inside a transaction.
 */
export function queueAgain(db: Db, batch: BatchRow, taken: Taken, horizonMs: number): void {
  if (taken.parts) parted(db, batch, taken, taken.parts, horizonMs);
  else {
    const { changes } = db
      .prepare(
        `update batch set state = 'queued', synced = 0, errored = 0, errored_reasons = null, invalid_lines = null, settled_at = null,
           horizon_ms = ?, tries = 0, refusals = 0, is_compared = 0, attempts_before = ${LAST_ATTEMPT}
         where id = ? and state in ('synced', 'errored')`,
      )
      .run(horizonMs, batch.id);
    if (changes !== 1) throw new Error(`batch ${batch.id} is not settled`);
  }
  db.prepare(
    `update counter set pending = pending + ?, synced = synced - ?, errored = errored - ?, is_cancelled = 0
     where run_id = ? and step_id = ?`,
  ).run(taken.people, taken.synced, sum(taken.errored), batch.run_id, batch.step_id);
  forget(db, batch, taken.errored);
  db.prepare(
    "update run set state = 'sending', ended_at = null where id = ? and state not in ('reading', 'sending')",
  ).run(batch.run_id);
}

const LAST_ATTEMPT = '(select ifnull(max(id), 0) from attempt)';

function sum(reasons: Reasons): number {
  return Object.values(reasons).reduce((all, people) => all + people, 0);
}

/** The rest keeps its range of lines, by which the problems of it are found. */
function parted(
  db: Db,
  batch: BatchRow,
  { synced, errored }: Taken,
  { taken, rest }: NonNullable<Taken['parts']>,
  horizonMs: number,
): void {
  if (taken.people + rest.people !== batch.people) throw new Error(`the parts of batch ${batch.id} are not its people`);
  const left = Object.entries(reasonsOf(batch)).filter(([reason]) => !(reason in errored));
  const { changes } = db
    .prepare(
      `update batch set state = @state, people = @people, entries = @entries, keys = @keys, members = @members, synced = @synced,
         errored = @errored, errored_reasons = @reasons, invalid_lines = case when @hasInvalid then invalid_lines end
       where id = @id and state in ('synced', 'errored')`,
    )
    .run({
      id: batch.id,
      state: batch.synced > synced ? 'synced' : 'errored',
      people: rest.people,
      entries: rest.entries,
      keys: JSON.stringify(rest.keys),
      members: rest.members,
      synced: batch.synced - synced,
      errored: batch.errored - sum(errored),
      reasons: left.length === 0 ? null : JSON.stringify(Object.fromEntries(left)),
      hasInvalid: left.some(([reason]) => reason === 'invalid') ? 1 : 0,
    });
  if (changes !== 1) throw new Error(`batch ${batch.id} is not settled`);
  db.prepare(
    `insert into batch (run_id, step_id, chunk_id, operation, has_extern_id, state, people, entries, match_keys, keys, first_line, last_line,
       horizon_ms, created_at, root_id, members, depth, is_compared, attempts_before)
     select run_id, step_id, chunk_id, operation, has_extern_id, 'queued', @people, @entries, match_keys, @keys, @firstLine, @lastLine,
       @horizonMs, created_at, ifnull(root_id, id), @members, depth, 0, ${LAST_ATTEMPT} from batch where id = @id`,
  ).run({
    id: batch.id,
    people: taken.people,
    entries: taken.entries,
    keys: JSON.stringify(taken.keys),
    firstLine: taken.firstLine,
    lastLine: taken.lastLine,
    members: taken.members,
    horizonMs,
  });
}

/** Reasons and problems of people who are not Errored any more: nobody is to be told of twice. */
function forget(db: Db, batch: BatchRow, errored: Reasons): void {
  for (const [reason, people] of Object.entries(errored)) {
    db.prepare('update errored_reason set people = people - ? where run_id = ? and step_id = ? and reason = ?').run(
      people,
      batch.run_id,
      batch.step_id,
      reason,
    );
    db.prepare('update problem_count set count = count - ? where run_id = ? and code = ?').run(
      people,
      batch.run_id,
      reason,
    );
    // Another step may have the same problem with the same line, so of each only one row goes.
    if (reason === 'invalid') {
      db.prepare(
        `delete from problem where id in (select min(id) from problem
           where run_id = ? and code = 'invalid' and line in (select value from json_each(?)) group by line)`,
      ).run(batch.run_id, batch.invalid_lines);
    } else {
      db.prepare(
        `delete from problem where id = (select min(id) from problem
           where run_id = ? and code = ? and line = ? and last_line = ?)`,
      ).run(batch.run_id, reason, batch.first_line, batch.last_line);
    }
  }
  db.prepare('delete from errored_reason where run_id = ? and step_id = ? and people = 0').run(
    batch.run_id,
    batch.step_id,
  );
  db.prepare('delete from problem_count where run_id = ? and count <= 0').run(batch.run_id);
}
