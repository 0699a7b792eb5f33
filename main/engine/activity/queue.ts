import { addActivity } from '../../../db/activity.ts';
import { stepById } from '../../../db/jobs.ts';
import type { QueueTarget } from '../../../preload/contract/queue.ts';
import type { Context } from '../context.ts';

/** Writes down that somebody paused, resumed or cancelled a target. `people` = whom a cancel ended. */
export function tellQueue(
  { db, ports }: Context,
  kind: 'queue.paused' | 'queue.resumed' | 'queue.cancelled',
  target: QueueTarget,
  people: number | null = null,
): void {
  const step = target.scope === 'step' ? stepById(db, target.stepId) : undefined;
  addActivity(db, {
    at: ports.clock.now(),
    actor: 'user',
    kind,
    jobId: target.scope === 'job' ? target.jobId : (step?.job_id ?? null),
    facts: {
      scope: target.scope,
      account: target.scope === 'ad_account' ? target.account : null,
      audience: step?.audience_name ?? null,
      people,
    },
  });
}
