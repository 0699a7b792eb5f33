import { addActivity } from '../../../db/activity.ts';
import { addRun, runsOf } from '../../../db/runs.ts';
import { connectionById } from '../../../db/workspaces.ts';
import type { RunBegun } from '../../../preload/contract/job-changes.ts';
import type { Context } from '../context.ts';
import { refused } from '../refused.ts';
import { announce } from '../sync.ts';
import { isRepeatable, knownJob } from './known.ts';

/**
 * Begins a run of a job because a person says so; one that is under way goes on instead. Asks anew about what holds it. Throws
 * NotFoundError, and RefusedError when its source cannot be read again or its connection was ended.
 */
export async function runNow(context: Context, jobId: number, wake: () => void): Promise<RunBegun> {
  const { db, ports } = context;
  const begun = db
    .transaction((): RunBegun => {
      const job = knownJob(db, jobId);
      const [last] = runsOf(db, jobId, 1);
      if (last?.state === 'reading' || last?.state === 'sending') return { runId: last.id, isNew: false };
      if (!isRepeatable(job)) throw refused('job.refused.source', { name: job.source_name });
      const connection = connectionById(db, job.connection_id);
      if (connection?.disconnected_at !== null) throw refused('job.refused.connection');
      const now = ports.clock.now();
      const runId = addRun(db, jobId, now);
      addActivity(db, { at: now, actor: 'user', kind: 'job.started', runId });
      return { runId, isNew: true };
    })
    .immediate();
  wake();
  await announce(context, jobId);
  return begun;
}
