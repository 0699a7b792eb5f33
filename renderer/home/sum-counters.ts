import type { Counters } from '../../preload/contract/counters.ts';
import type { JobSummary } from '../../preload/contract/jobs.ts';

/** Sums over the last runs of all jobs. A sum of balanced ledgers balances, so the equation holds here too. */
export function sumCounters(jobs: readonly Pick<JobSummary, 'counters' | 'state'>[]): {
  readonly counters: Counters;
  readonly held: number;
} {
  const sum = (of: (job: Pick<JobSummary, 'counters' | 'state'>) => number): number =>
    jobs.reduce((total, job) => total + of(job), 0);
  return {
    counters: {
      entered: sum((job) => job.counters.entered),
      proceeded: sum((job) => job.counters.proceeded),
      synced: sum((job) => job.counters.synced),
      not_synced: sum((job) => job.counters.not_synced),
      pending: sum((job) => job.counters.pending),
      errored: sum((job) => job.counters.errored),
      exited: sum((job) => job.counters.exited),
    },
    held: sum((job) => (job.state === 'held' ? job.counters.pending : 0)),
  };
}
