import type { Part } from '#core/parts.ts';

import { type BatchRow, READY, type ReadyBatch } from './batches.ts';
import type { Db, ReadDb } from './open.ts';

/**
 * Turns a waiting batch into the given parts of it: the first takes its place, the others become batches of the same family. Their
 * people are its people. Returns the ids, in the order of the parts. Call inside a transaction.
 */
export function splitBatch(db: Db, batch: BatchRow, parts: readonly Part[]): readonly number[] {
  const [first, ...others] = parts;
  if (!first || parts.reduce((sum, part) => sum + part.people, 0) !== batch.people) {
    throw new Error(`the parts of batch ${batch.id} are not its people`);
  }
  const figures = ({ people, entries, keys, firstLine, lastLine, members }: Part) => ({
    people,
    entries,
    keys: JSON.stringify(keys),
    firstLine,
    lastLine,
    members,
  });
  const { changes } = db
    .prepare(
      `update batch set people = @people, entries = @entries, keys = @keys, first_line = @firstLine, last_line = @lastLine, members = @members,
         depth = depth + 1, refusals = 0
       where id = @id and state in ('queued', 'retry')`,
    )
    .run({ ...figures(first), id: batch.id });
  if (changes !== 1) throw new Error(`batch ${batch.id} does not wait`);
  const insert = db.prepare(
    `insert into batch (run_id, step_id, chunk_id, operation, has_extern_id, state, people, entries, match_keys, keys, first_line, last_line,
       tries, retry_at, horizon_ms, created_at, root_id, members, depth, is_compared)
     select run_id, step_id, chunk_id, operation, has_extern_id, state, @people, @entries, match_keys, @keys, @firstLine, @lastLine,
       tries, retry_at, horizon_ms, created_at, ifnull(root_id, id), @members, depth, is_compared from batch where id = @id`,
  );
  return [batch.id, ...others.map((part) => Number(insert.run({ ...figures(part), id: batch.id }).lastInsertRowid))];
}

/** All batches that came of one original batch, itself among them, oldest first. */
export function familyOf(db: ReadDb, rootId: number): readonly ReadyBatch[] {
  return db
    .prepare<[number, number], ReadyBatch>(`${READY} where b.id = ? or b.root_id = ? order by b.id`)
    .all(rootId, rootId);
}

/** Original batches of which a part was refused and waits for what becomes of it. */
export function refusedFamilies(db: ReadDb): readonly number[] {
  return db
    .prepare<[], { id: number }>(
      "select distinct ifnull(root_id, id) as id from batch where state = 'queued' and refusals > 0 order by id",
    )
    .all()
    .map(({ id }) => id);
}

/**
 * Requests that a family has made since one of it was first refused, or first refused again after a person had some of it queued again;
 * being asked to wait does not count, nor does what the network, a crash or Meta's own trouble cut off: it told nothing about the rows.
 */
export function halvingRequests(db: ReadDb, rootId: number): number {
  return (
    db
      .prepare<[{ rootId: number }], { n: number }>(
        `with family as (select t.* from attempt t join batch b on b.id = t.batch_id where (b.id = @rootId or b.root_id = @rootId)
           and t.id > (select max(attempts_before) from batch where id = @rootId or root_id = @rootId))
         select count(*) as n from family where ifnull(outcome, 'synced') not in ('retry', 'throttled', 'held')
           and id >= (select min(id) from family where outcome = 'refused')`,
      )
      .get({ rootId })?.n ?? 0
  );
}

/** A person wants the refused parts of a step to be sent again as they are. */
export function forgetRefusals(db: Db, rootId: number): void {
  db.prepare("update batch set refusals = 0 where (id = @rootId or root_id = @rootId) and state = 'queued'").run({
    rootId,
  });
}
