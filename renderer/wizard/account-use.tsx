import { useQueryClient } from '@tanstack/react-query';
import { CircleMinus, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';

import type { AccountList } from '../../preload/contract/connections.ts';
import { useCommand } from '../accounts/command.ts';
import { useAsk } from '../engine.tsx';
import { useConnections } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Confirm } from '../ui/dialog.tsx';

const STALE = ['reach', 'connections', 'jobs', 'job', 'status'];

interface AccountUse {
  readonly isRefreshing: boolean;
  readonly error: Error | null;
  /** Asks Meta for the list again. */
  readonly refresh: () => void;
  /** Muster works with this one too. */
  readonly add: (list: AccountList, account: string) => void;
  /** Asks first where jobs may stop because of it. */
  readonly set: (list: AccountList, account: string, isUsed: boolean) => void;
  /** The open question, to be drawn somewhere. */
  readonly question: ReactNode;
}

/** Which ad accounts of a connection Muster works with; each choice is stored at once. */
export function useAccountUse(connectionId: number): AccountUse {
  const { t } = useTexts();
  const ask = useAsk();
  const client = useQueryClient();
  const { data: connections } = useConnections();
  const [dropping, setDropping] = useState<{ readonly list: AccountList; readonly account: string } | null>(null);
  const choose = useCommand(async (accounts: readonly string[]) => {
    await ask('connections.choose', { connectionId, accounts: [...accounts] });
    await Promise.all(STALE.map((noun) => client.invalidateQueries({ queryKey: [noun] })));
  });
  const refresh = useCommand(async () => {
    client.setQueryData(['reach', connectionId], await ask('connections.accounts', { connectionId, refreshes: true }));
  });
  const put = (list: AccountList, account: string, isUsed: boolean): void => {
    const others = list.accounts.flatMap((one) => (one.isChosen && one.account !== account ? [one.account] : []));
    choose.run(isUsed ? [...others, account] : others);
  };
  const hasJobs = (connections?.find(({ id }) => id === connectionId)?.jobs ?? 0) > 0;
  return {
    isRefreshing: refresh.isBusy,
    error: choose.error ?? refresh.error,
    refresh: refresh.run,
    add(list, account) {
      if (list.accounts.every((one) => one.account !== account || !one.isChosen)) put(list, account, true);
    },
    set(list, account, isUsed) {
      if (!isUsed && hasJobs) setDropping({ list, account });
      else put(list, account, isUsed);
    },
    question: dropping && (
      <Confirm
        title={t('ui.accounts.drop.title', { count: 1, many: 1 })}
        facts={[{ icon: TriangleAlert, family: 'bad', text: t('ui.accounts.drop.jobs') }]}
        keep={t('ui.accounts.drop.keep')}
        act={{ label: t('ui.accounts.changes.save'), icon: CircleMinus, isHarmful: true }}
        onAct={() => put(dropping.list, dropping.account, false)}
        onClose={() => setDropping(null)}
      />
    ),
  };
}
