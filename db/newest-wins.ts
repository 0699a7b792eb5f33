import type { BatchRow } from './batches.ts';
import type { Db, ReadDb } from './open.ts';

type Operation = BatchRow['operation'];

/** What of a batch decides between it and another one. */
export interface Ranked {
  readonly id: number;
  /** Age: that of the batch it was split from, also when it is requeued. The higher, the newer. */
  readonly rank: number;
  readonly state: BatchRow['state'];
  readonly entries: number;
  /** JSON array. */
  readonly keys: string;
}

const RANKED = `select b.id, ifnull(b.root_id, b.id) as rank, b.state, b.entries, b.keys
  from batch b join step s on s.id = b.step_id`;

/**
 * All rows of `audience` that are this one at Meta: another connection to the same Graph root may know it too, and then two rows speak
 * of one set of people.
 */
export function sameAudience(db: ReadDb, audienceId: number): readonly number[] {
  return db
    .prepare<[number], { id: number }>(
      `select twin.id from audience a join connection c on c.id = a.connection_id
         join audience twin on twin.id = a.id or (twin.account = a.account and twin.facebook_id = a.facebook_id)
         join connection tc on tc.id = twin.connection_id and tc.graph_url is c.graph_url
       where a.id = ? order by twin.id`,
    )
    .all(audienceId)
    .map(({ id }) => id);
}

/** Whether unsettled batches of the other kind exist for the audience of a step, so that a new batch of it must be compared with them. */
export function isOpposed(db: ReadDb, stepId: number, operation: Operation): boolean {
  const step = db.prepare<[number], { audience_id: number }>('select audience_id from step where id = ?').get(stepId);
  if (!step) throw new Error(`step ${stepId} does not exist`);
  const audiences = JSON.stringify(sameAudience(db, step.audience_id));
  return (
    db
      .prepare<[{ operation: Operation; audiences: string }], { one: number }>(
        // The first condition spares most audiences, which are only added to, the look at all that waits.
        `select 1 as one where exists (select 1 from step where audience_id in (select value from json_each(@audiences)) and action <> @operation)
           and exists (select 1 from batch b join step s on s.id = b.step_id
             where b.state in ('queued', 'sending', 'retry') and b.operation <> @operation
               and s.audience_id in (select value from json_each(@audiences)))`,
      )
      .get({ operation, audiences }) !== undefined
  );
}

/** One kind of work for one audience of which something was not compared yet, and the rows of `audience` that are this audience. */
export interface Rivalry {
  readonly audienceIds: readonly number[];
  readonly operation: Operation;
}

/**
 * What is to be compared now, oldest first. Not while an upload of the other kind is under way to the audience: what became of its
 * people is known after it.
 */
export function rivalries(db: ReadDb): readonly Rivalry[] {
  return db
    .prepare<[], { audience_id: number; operation: Operation }>(
      `select s.audience_id, b.operation from batch b join step s on s.id = b.step_id
       where b.is_compared = 0 and b.state in ('queued', 'retry') group by s.audience_id, b.operation order by min(b.id)`,
    )
    .all()
    .map(({ audience_id: audienceId, operation }) => ({ audienceIds: sameAudience(db, audienceId), operation }))
    .filter((rivalry) => rivalsInFlight(db, rivalry).length === 0);
}

/** Batches of the other kind that are being uploaded to the audience. */
export function rivalsInFlight(db: ReadDb, { audienceIds, operation }: Rivalry): readonly Ranked[] {
  return db
    .prepare<[string, string], Ranked>(
      `${RANKED} where b.state = 'sending' and b.operation <> ? and s.audience_id in (select value from json_each(?))`,
    )
    .all(operation, JSON.stringify(audienceIds));
}

/** The oldest of a rivalry's own batches that were not compared, oldest first. */
export function uncompared(db: ReadDb, { audienceIds, operation }: Rivalry, limit: number): readonly Ranked[] {
  return db
    .prepare<[string, string, number], Ranked>(
      `${RANKED} where b.is_compared = 0 and b.state in ('queued', 'retry') and b.operation = ?
         and s.audience_id in (select value from json_each(?)) order by rank, b.id limit ?`,
    )
    .all(operation, JSON.stringify(audienceIds), limit);
}

/** Waiting batches of the other kind that are older than `rank`, oldest first. */
export function olderRivals(db: ReadDb, { audienceIds, operation }: Rivalry, rank: number): readonly Ranked[] {
  return db
    .prepare<[string, string, number], Ranked>(
      `${RANKED} where b.state in ('queued', 'retry') and b.operation <> ?
         and s.audience_id in (select value from json_each(?)) and ifnull(b.root_id, b.id) < ? order by rank, b.id`,
    )
    .all(operation, JSON.stringify(audienceIds), rank);
}

/**
 * Batches of the other kind that are newer than `rank` and waiting or sent, oldest first: only a requeued batch has any. Those that were
 * not compared themselves are left to their own comparison.
 */
export function newerRivals(db: ReadDb, { audienceIds, operation }: Rivalry, rank: number): readonly Ranked[] {
  return db
    .prepare<[number, string, string, number], Ranked>(
      `${RANKED} where b.id > ? and (b.state = 'synced' or (b.state in ('queued', 'retry') and b.is_compared = 1)) and b.operation <> ?
         and s.audience_id in (select value from json_each(?)) and ifnull(b.root_id, b.id) > ? order by rank, b.id`,
    )
    .all(rank, operation, JSON.stringify(audienceIds), rank);
}

/** Nothing keeps these batches from being sent any more, as far as newer and older work is concerned. */
export function noteCompared(db: Db, ids: readonly number[]): void {
  db.prepare('update batch set is_compared = 1 where id in (select value from json_each(?))').run(JSON.stringify(ids));
}

/** Parting with some people is no halving: the parts of a batch are as far from the original as it was. */
export function keepDepth(db: Db, { depth }: Pick<BatchRow, 'depth'>, ids: readonly number[]): void {
  db.prepare('update batch set depth = ? where id in (select value from json_each(?))').run(depth, JSON.stringify(ids));
}
