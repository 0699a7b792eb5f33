import type { Pause, QueueTarget } from '../../preload/contract/queue.ts';

/** Whether two targets are the same job, step, account or everything. */
function isSameTarget(a: QueueTarget, b: QueueTarget): boolean {
  switch (a.scope) {
    case 'everything':
      return b.scope === 'everything';
    case 'ad_account':
      return b.scope === 'ad_account' && a.account === b.account;
    case 'job':
      return b.scope === 'job' && a.jobId === b.jobId;
    case 'step':
      return b.scope === 'step' && a.stepId === b.stepId;
  }
}

/** The pause of exactly this target. A job may also stand because its account is paused, which is another pause. */
export function pauseOf(pauses: readonly Pause[], target: QueueTarget): Pause | undefined {
  return pauses.find((pause) => isSameTarget(pause, target));
}

/** A target by a name that distinguishes it, as texts about it need one. */
export function targetKey(target: QueueTarget): string {
  switch (target.scope) {
    case 'everything':
      return 'everything';
    case 'ad_account':
      return target.account;
    case 'job':
      return `job ${target.jobId}`;
    case 'step':
      return `step ${target.stepId}`;
  }
}
