import { batchById, settleBatch } from '../../db/batches.ts';
import { cancelledBatches, cancelSteps } from '../../db/cancel.ts';
import type { QueueTarget } from '../../preload/contract/queue.ts';
import { tellQueue } from './activity/queue.ts';
import type { Context } from './context.ts';
import { assertKnown } from './known.ts';
import { allErrored } from './settle.ts';

/**
 * Ends what waits as Errored (`cancelled`), and the reading of runs all of whose steps are cancelled; who enters a cancelled step later is
 * ended too. What is in flight is not recalled: its answer decides, and only if it would be tried again it is ended instead. Returns the
 * people that were ended, one a step. Throws NotFoundError.
 */
export function cancel(context: Context, target: QueueTarget, wake: () => void): { readonly people: number } {
  const { db, ports, emit } = context;
  assertKnown(db, target);
  const people = db
    .transaction(() => {
      const runs = cancelSteps(db, target, ports.clock.now());
      for (const { id, job_id: jobId } of runs) emit({ event: 'run.changed', runId: id, jobId });
      const ended = endCancelled(context);
      tellQueue(context, 'queue.cancelled', target, ended);
      return ended;
    })
    .immediate();
  for (const event of ['jobs.changed', 'holds.changed', 'status.changed'] as const) emit({ event });
  wake();
  return { people };
}

/** Ends the waiting people of cancelled steps. A sweep: also for who entered after the cancel, or came back from Meta unsettled. */
export function endCancelled(context: Context): number {
  const { db, ports, emit } = context;
  if (cancelledBatches(db).length === 0) return 0;
  return db
    .transaction(() => {
      let people = 0;
      for (const id of cancelledBatches(db)) {
        const batch = batchById(db, id);
        if (!batch) continue;
        settleBatch(db, batch, null, allErrored(batch, 'cancelled'), ports.clock.now());
        emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
        people += batch.people;
      }
      return people;
    })
    .immediate();
}
