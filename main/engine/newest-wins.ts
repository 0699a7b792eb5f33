import { type NewestTable, newestTable } from '#core/newest-table.ts';
import { partsOf } from '#core/parts.ts';

import { batchById, type ReadyBatch, settleBatch } from '../../db/batches.ts';
import { splitBatch } from '../../db/families.ts';
import {
  keepDepth,
  newerRivals,
  noteCompared,
  olderRivals,
  type Ranked,
  rivalries,
  type Rivalry,
  rivalsInFlight,
  uncompared,
} from '../../db/newest-wins.ts';
import { hold } from './answers.ts';
import { type BatchPeople, peopleOf } from './batch-people.ts';
import type { Context } from './context.ts';
import { allErrored } from './settle.ts';

/** After so long the engine's thread turns to its other work. To open and look through one batch of 10,000 entries takes about half of it. */
const SLICE_MS = 20;
/** Batches that are compared with the others in one go: a million entries, whose e-mails and phones take 40 MB. */
const MOST_AT_ONCE = 100;

/** Comparing that was begun; it goes on where it stopped. What it did so far is stored, so that nothing is lost with it. */
const begun = new WeakMap<Context, Generator<void, void>>();

/**
 * Newest wins (DESIGN section 5): takes the people of every new or requeued batch out of the older waiting batches of the opposite kind
 * for the same audience, and those that newer work has taken over out of a requeued one. Until that is done nothing is sent to the
 * audience. Works for a moment only; true when there is more to do. Safe to repeat after a crash at any point.
 */
export function compareNew(context: Context): boolean {
  const { db, ports } = context;
  const { clock } = ports;
  const until = clock.monotonic() + SLICE_MS;
  const work = begun.get(context) ?? compareAll(context);
  // Work that fails begins anew.
  begun.delete(context);
  // Another process may cancel what a step has just looked at, so each step holds the database's lock.
  const step = db.transaction(() => work.next().done === true);
  do {
    if (step.immediate()) return false;
  } while (clock.monotonic() < until);
  begun.set(context, work);
  return true;
}

function* compareAll(context: Context): Generator<void, void> {
  for (;;) {
    const [first] = rivalries(context.db);
    if (!first) return;
    yield* compare(context, first);
  }
}

/** Compares the oldest batches of a rivalry that were not compared with all of the other kind. Every step is one batch. */
function* compare(context: Context, rivalry: Rivalry): Generator<void, void> {
  const { db } = context;
  const own = uncompared(db, rivalry, MOST_AT_ONCE);
  const oldest = own[0]?.rank ?? 0;
  const newest = own.at(-1)?.rank ?? 0;

  // Between two steps batches are split and settled, so what is left to do is asked again until nothing is.
  const done = new Set<number>();
  const left = (batches: readonly Ranked[]): readonly Ranked[] => batches.filter(({ id }) => !done.has(id));
  for (;;) {
    const rivals = left(newerRivals(db, rivalry, oldest)).slice(0, MOST_AT_ONCE);
    if (rivals.length === 0) break;
    for (const { id } of rivals) done.add(id);
    yield* dropFrom(context, own, rivals);
  }
  for (;;) {
    // An upload has begun, to an audience that two connections know: it is waited for.
    if (left(rivalsInFlight(db, rivalry)).length > 0) return;
    const rivals = left(olderRivals(db, rivalry, newest));
    if (rivals.length === 0) break;
    for (const { id } of rivals) done.add(id);
    yield* dropFrom(context, rivals, own);
  }
  noteCompared(
    db,
    own.map(({ id }) => id),
  );
}

/** Takes out of each of `olds` whoever is in one of `news` that is newer. Both are in order, oldest first. */
function* dropFrom(context: Context, olds: readonly Ranked[], news: readonly Ranked[]): Generator<void, void> {
  const table = newestTable(news.reduce((sum, batch) => sum + idsIn(batch), 0));
  let lostRank = 0;
  for (const [index, { id, rank }] of news.entries()) {
    const batch = batchById(context.db, id);
    if (batch && batch.state !== 'errored') {
      const people = peopleOf(context, batch);
      if (people) table.add(people.chunk, people.selection, index + 1);
      // Nobody can tell any more who was sent: rather everybody older than lets somebody back in who asked to be let out.
      else if (batch.state === 'synced') lostRank = rank;
      else holdUnreadable(context, batch);
    }
    yield;
  }
  for (const { id, rank } of olds) {
    const batch = batchById(context.db, id);
    if (batch?.state === 'queued' || batch?.state === 'retry') {
      const place = 1 + news.filter((other) => other.rank < rank).length;
      if (rank < lostRank) settleAll(context, batch);
      else dropNewer(context, batch, table, place);
    }
    yield;
  }
}

/** At most so many ids has a batch: one an entry and strong identifier. */
function idsIn({ entries, keys }: Ranked): number {
  return entries * Math.min(4, (JSON.parse(keys) as unknown[]).length);
}

function dropNewer(context: Context, batch: ReadyBatch, table: NewestTable, place: number): void {
  const people = peopleOf(context, batch);
  if (!people) {
    holdUnreadable(context, batch);
    return;
  }
  const newer = table.newerThan(people.chunk, people.selection, place);
  if (newer.size === batch.people) settleAll(context, batch);
  else if (newer.size > 0) settleSome(context, batch, people, newer);
}

function settleAll(context: Context, batch: ReadyBatch): void {
  settleBatch(context.db, batch, null, allErrored(batch, 'superseded'), context.ports.clock.now());
  context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
}

function settleSome(context: Context, batch: ReadyBatch, people: BatchPeople, lost: ReadonlySet<number>): void {
  const { db } = context;
  db.transaction(() => {
    const parts = partsOf(people.chunk, people.selection, 2, (person) => (lost.has(person) ? 1 : 0));
    const ids = splitBatch(db, batch, parts);
    keepDepth(db, batch, ids);
    const dropped = batchById(db, ids[1] ?? 0);
    if (dropped) settleAll(context, dropped);
  })();
}

/** Without its people nobody can say whom it shares with others. It cannot be sent either, so the others go on. */
function holdUnreadable(context: Context, batch: ReadyBatch): void {
  const said = 'The stored people of this batch cannot be read';
  hold(context, batch, 'our_bug', 'step', { code: null, subcode: null, said });
}
