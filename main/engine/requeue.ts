import { setImmediate } from 'node:timers/promises';

import { isSelected } from '#core/chunk.ts';
import { partsOf } from '#core/parts.ts';

import { addActivity } from '../../db/activity.ts';
import { batchById, type ErroredReason, type ReadyBatch } from '../../db/batches.ts';
import { invalidLinesOf, type Reasons, reasonsOf } from '../../db/errored.ts';
import { erroredBatches, hasPeople, queueAgain, type Taken } from '../../db/requeue.ts';
import { readSetting } from '../../db/settings.ts';
import type { Requeued, RequeueOrder } from '../../preload/contract/queue.ts';
import { text } from '../../preload/messages/text.ts';
import { type BatchPeople, peopleOf } from './batch-people.ts';
import type { Context } from './context.ts';
import { assertKnown, NotFoundError } from './known.ts';

const HOUR_MS = 60 * 60_000;
/** As long as the engine's thread may be kept from its other work. */
const SLICE_MS = 25;

/**
 * Queues Errored people again, in the order in which they were first queued; newer work of the opposite kind still wins. Nobody knows whom
 * Meta counted as `invalid_unnamed`, so their whole batch is sent once more, with its Synced people: adds and removals are idempotent.
 * Returns everybody who is Pending again, and how many stay Errored because their people are not stored any more. Throws NotFoundError,
 * also when the order names nothing at all.
 */
export async function requeue(context: Context, order: RequeueOrder, wake: () => void): Promise<Requeued> {
  const { db, ports, emit } = context;
  if (Object.values(order).every((value) => value === undefined))
    throw new NotFoundError(text('queue.requeue.nothing'));
  assertKnown(db, order);
  const { jobId = null, stepId = null, runId = null, batchId = null, reason = null } = order;
  const ids = erroredBatches(db, { jobId, stepId, runId, batchId, reason });
  let done: Requeued = { people: 0, gone: 0 };
  for (let next = 0; next < ids.length;) {
    const until = ports.clock.monotonic() + SLICE_MS;
    db.transaction(() => {
      do {
        const batch = batchById(db, ids[next] ?? 0);
        const { people, gone } = batch ? requeueBatch(context, batch, reason) : { people: 0, gone: 0 };
        done = { people: done.people + people, gone: done.gone + gone };
        next += 1;
      } while (next < ids.length && ports.clock.monotonic() < until);
    }).immediate();
    if (next < ids.length) await setImmediate();
  }
  if (done.people > 0) {
    const about = { jobId: jobId ?? (batchId === null ? null : (batchById(db, batchId)?.job_id ?? null)), runId };
    addActivity(db, {
      at: ports.clock.now(),
      actor: 'user',
      kind: 'queue.requeued',
      ...about,
      facts: { people: done.people, reason },
    });
  }
  for (const event of ['jobs.changed', 'holds.changed', 'status.changed'] as const) emit({ event });
  wake();
  return done;
}

function requeueBatch(context: Context, batch: ReadyBatch, reason: ErroredReason | null): Requeued {
  const { db, emit } = context;
  const all = reasonsOf(batch);
  const errored: Reasons = reason === null ? all : { [reason]: all[reason] ?? 0 };
  const wanted = reason === null ? batch.errored : (all[reason] ?? 0);
  if (wanted === 0) return { people: 0, gone: 0 };
  const taken =
    hasPeople(db, batch.chunk_id) && batch.errored_reasons !== null ? take(context, batch, all, errored) : null;
  if (!taken) return { people: 0, gone: wanted };
  queueAgain(db, batch, taken, readSetting(db, 'horizon_hours') * HOUR_MS);
  emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
  return { people: taken.people, gone: 0 };
}

/**
 * Whom of a batch to queue again so that those who are Errored for these reasons are among them, and nobody else who is known to be
 * another; null when the people cannot be read.
 */
function take(context: Context, batch: ReadyBatch, all: Reasons, errored: Reasons): Taken | null {
  const named = all.invalid ?? 0;
  const isOnlyNamed = 'invalid' in errored && !('invalid_unnamed' in errored) && named < batch.people;
  const isAllButNamed = 'invalid_unnamed' in errored && !('invalid' in errored) && named > 0;
  if (!isOnlyNamed && !isAllButNamed) return { people: batch.people, synced: batch.synced, errored, parts: null };
  const people = peopleOf(context, batch);
  if (!people) return null;
  const lines = linesOf(people);
  const invalid = invalidLinesOf(batch);
  const [rest, taken] = partsOf(people.chunk, people.selection, 2, (person) =>
    invalid.has(lines[person] ?? 0) === isOnlyNamed ? 1 : 0,
  );
  if (!rest || !taken) throw new Error(`the invalid people of batch ${batch.id} are not among its lines`);
  return { people: taken.people, synced: isOnlyNamed ? 0 : batch.synced, errored, parts: { taken, rest } };
}

/** Source line of each person of a batch. */
function linesOf({ chunk, selection }: BatchPeople): readonly number[] {
  const lines: number[] = [];
  let line = 0;
  for (const [entry, mask] of chunk.masks.entries()) {
    const startsAt = chunk.lines[entry] ?? 0;
    if (startsAt !== 0) line = startsAt;
    if (line === 0 || !isSelected(selection, entry, mask)) continue;
    lines.push(line);
    line = 0;
  }
  return lines;
}
