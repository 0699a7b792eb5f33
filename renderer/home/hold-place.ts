import type { Hold } from '../../preload/contract/holds.ts';
import { useJobs, useStatus } from '../queries.ts';
import { useTexts } from '../text.ts';
import { accountsOf } from './hold-accounts.ts';

/** The ad account that a hold is about, by name, or how many there are. */
export function useHoldPlace(): (hold: Pick<Hold, 'account' | 'stepIds'>) => string {
  const { t } = useTexts();
  const { data: status } = useStatus();
  const { data: jobs = [] } = useJobs();
  return (hold) => {
    const [only, ...others] = accountsOf(hold, jobs);
    if (only === undefined) return t('ui.hold.connection');
    if (others.length > 0) return t('ui.hold.accounts', { count: others.length + 1 });
    return status?.accounts.find((each) => each.account === only)?.name ?? only;
  };
}
