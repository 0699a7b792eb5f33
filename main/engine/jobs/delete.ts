import { addActivity } from '../../../db/activity.ts';
import { deleteJob, restoreJob } from '../../../db/job-changes.ts';
import { jobById } from '../../../db/jobs.ts';
import { cancel } from '../cancel.ts';
import type { Context } from '../context.ts';
import { knownJob } from './known.ts';

/**
 * Takes a job away, and ends whom it was about to send; what is on its way is not recalled. Its rows stay for a day, in which it can be
 * restored. Returns the people that were ended, one a step. Throws NotFoundError.
 */
export function remove(context: Context, jobId: number, wake: () => void): { readonly people: number } {
  const { db, ports } = context;
  const people = db
    .transaction(() => {
      knownJob(db, jobId);
      const ended = cancel(context, { scope: 'job', jobId }, () => undefined);
      const now = ports.clock.now();
      deleteJob(db, jobId, now);
      addActivity(db, { at: now, actor: 'user', kind: 'job.deleted', jobId });
      return ended.people;
    })
    .immediate();
  tell(context);
  wake();
  return { people };
}

/** Gives a deleted job back; whom the deletion ended can be queued again. False when it is not deleted, or gone for good. */
export function restore(context: Context, jobId: number): { readonly changed: boolean } {
  const { db, ports } = context;
  const changed = db
    .transaction(() => {
      if (!jobById(db, jobId) || !restoreJob(db, jobId)) return false;
      addActivity(db, { at: ports.clock.now(), actor: 'user', kind: 'job.undeleted', jobId });
      return true;
    })
    .immediate();
  if (changed) tell(context);
  return { changed };
}

function tell({ emit }: Context): void {
  for (const event of ['jobs.changed', 'holds.changed', 'status.changed'] as const) emit({ event });
}
