import type { Db, ReadDb } from './open.ts';

// Slices are small: `secure_delete` writes zeros over what it deletes, and a chunk is 2.4 MB.
const CHUNKS_A_SLICE = 1;
const ROWS_A_SLICE = 500;
const PAGES_A_SLICE = 64;

/**
 * Whether a slice may be taken without holding anybody up: no source is being read and nothing is on its way to Meta.
 */
export function isQuiet(db: ReadDb): boolean {
  return (
    db
      .prepare(
        `select 1 where exists (select 1 from batch where state = 'sending')
           or exists (select 1 from run r where r.state = 'reading'
                        and not exists (select 1 from pause p where p.scope = 'everything' or p.job_id = r.job_id))`,
      )
      .get() === undefined
  );
}

/**
 * Deletes the sealed people of a chunk whose batches were all settled before this moment, and whose run does not read any more: until then
 * duplicates are known by them. Who they were can no longer be told afterwards; all numbers stay. True when there may be more. One transaction.
 */
export function deletePeople(db: Db, before: number): boolean {
  return (
    db
      .prepare(
        `delete from chunk_data where chunk_id in (
           select d.chunk_id from chunk_data d join chunk c on c.id = d.chunk_id join run r on r.id = c.run_id
           where c.created_at < @before and r.state <> 'reading'
             and not exists (select 1 from batch b where b.chunk_id = d.chunk_id and ifnull(b.settled_at, @before) >= @before)
           limit @limit)`,
      )
      .run({ before, limit: CHUNKS_A_SLICE }).changes > 0
  );
}

/**
 * Deletes some of what happened before this moment and is only kept to be looked at: attempts of settled batches, problems of ended
 * runs, lines of the egress log, minutes of throughput, lifted holds, activity. Counters, reasons and the figures of runs and batches stay. True
 * when there may be more. Each statement is a transaction of its own.
 */
export function deleteHistory(db: Db, before: number): boolean {
  const slices = [
    `delete from attempt where id in (
       select t.id from attempt t join batch b on b.id = t.batch_id join run r on r.id = t.run_id
       where t.started_at < @before and b.settled_at < @before and r.ended_at is not null limit @limit)`,
    `delete from problem where id in (
       select p.id from run r join problem p on p.run_id = r.id where r.ended_at < @before limit @limit)`,
    'delete from egress where id in (select id from egress where at < @before limit @limit)',
    `delete from throughput where (minute, job_id) in (
       select minute, job_id from throughput where minute < @before / 60000 limit @limit)`,
    'delete from hold where id in (select id from hold where lifted_at < @before limit @limit)',
    'delete from activity where id in (select id from activity where at < @before limit @limit)',
  ];
  return slices.reduce(
    (hasMore, sql) => db.prepare(sql).run({ before, limit: ROWS_A_SLICE }).changes > 0 || hasMore,
    false,
  );
}

/** Gives pages that nothing uses any more back to the disk. True when there are more. */
export function shrink(db: Db): boolean {
  if (!canShrink(db) || freePages(db) === 0) return false;
  db.pragma(`incremental_vacuum(${PAGES_A_SLICE})`);
  return freePages(db) > 0;
}

function freePages(db: Db): number {
  return Number(db.pragma('freelist_count', { simple: true }));
}

const INCREMENTAL = 2;
const LARGE_BYTES = 200_000_000;

function canShrink(db: Db): boolean {
  return db.pragma('auto_vacuum', { simple: true }) === INCREMENTAL;
}

/**
 * Lets a database that an older Muster made give pages back too. That writes all of it anew, so a large one is left as it is: it uses its
 * free pages again. Does nothing when it was done before.
 */
export function allowShrinking(db: Db): void {
  if (canShrink(db)) return;
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  if (bytes >= LARGE_BYTES) return;
  db.pragma('auto_vacuum = INCREMENTAL');
  db.exec('vacuum');
}

/** Whether the sealed people of a batch are still there; without them they can neither be sent nor queued again. */
export function hasPeople(db: ReadDb, batch: { readonly chunk_id: number }): boolean {
  return db.prepare('select 1 from chunk_data where chunk_id = ?').get(batch.chunk_id) !== undefined;
}
