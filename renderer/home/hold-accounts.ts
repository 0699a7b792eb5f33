import type { Hold } from '../../preload/contract/holds.ts';
import type { JobSummary } from '../../preload/contract/jobs.ts';

/** The ad accounts that a hold is about: its own or, when it is about a whole connection, those of the jobs that it stops. */
export function accountsOf(
  { account, stepIds }: Pick<Hold, 'account' | 'stepIds'>,
  jobs: readonly Pick<JobSummary, 'account' | 'steps'>[],
): readonly string[] {
  if (account !== '') return [account];
  const stopped = jobs.filter(({ steps }) => steps.some(({ id }) => stepIds.includes(id)));
  return [...new Set(stopped.map((job) => job.account))];
}
