import { batchesBehind, settleBatch } from '../../db/batches.ts';
import { addedSince, liftHold, listHolds } from '../../db/holds.ts';
import { readSetting } from '../../db/settings.ts';
import { endCancelled } from './cancel.ts';
import type { Context } from './context.ts';
import { halveRefused } from './halving.ts';
import { compareNew } from './newest-wins.ts';
import { allErrored } from './settle.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Brings the queue in order before anything is taken from it. Each sweep looks only at what is stored, so a crash between two of them
 * loses nothing. True when there is more to do, after others have had their turn.
 */
export function sweepQueue(context: Context): boolean {
  const hasMore = compareNew(context);
  // Another process may cancel what a sweep has just looked at, so they hold the database's lock.
  context.db
    .transaction(() => {
      endCancelled(context);
      sweepHolds(context);
      halveRefused(context);
    })
    .immediate();
  return hasMore;
}

/** Holds that nobody mended in time end what waits behind them; additions lift a hold of removals for which the audience was too small. */
function sweepHolds(context: Context): void {
  const { db, ports } = context;
  const now = ports.clock.now();
  for (const hold of listHolds(db)) {
    if (hold.reason === 'low_size' && hold.step_id !== null && addedSince(db, hold.step_id, hold.since)) {
      liftHold(db, hold.id, now);
    } else if (now - hold.since >= readSetting(db, 'hold_days') * DAY_MS) {
      db.transaction(() => {
        for (const batch of batchesBehind(db, hold.id)) {
          settleBatch(db, batch, null, allErrored(batch, 'hold_expired'), now);
          context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
        }
        liftHold(db, hold.id, now, { actor: 'muster', kind: 'hold.expired' });
      })();
    } else continue;
    context.emit({ event: 'holds.changed' });
    context.emit({ event: 'jobs.changed' });
  }
}
