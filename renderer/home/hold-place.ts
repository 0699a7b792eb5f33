import type { Hold } from '../../preload/contract/holds.ts';
import { useJobs, useStatus } from '../queries.ts';
import { useTexts } from '../text.ts';

/** The ad account that a hold is about, by name. A hold of a whole connection names the account of its jobs, or how many there are. */
export function useHoldPlace(): (hold: Pick<Hold, 'account' | 'stepIds'>) => string {
  const { t } = useTexts();
  const { data: status } = useStatus();
  const { data: jobs = [] } = useJobs();
  return ({ account, stepIds }) => {
    const concerned = jobs.filter(({ steps }) => steps.some(({ id }) => stepIds.includes(id)));
    const accounts = account === '' ? [...new Set(concerned.map((job) => job.account))] : [account];
    const [only] = accounts;
    if (only === undefined) return t('ui.hold.connection');
    if (accounts.length > 1) return t('ui.hold.accounts', { count: accounts.length });
    return status?.accounts.find((each) => each.account === only)?.name ?? only;
  };
}
