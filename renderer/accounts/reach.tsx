import { useQueryClient } from '@tanstack/react-query';
import { RefreshCw, Save, TriangleAlert } from 'lucide-react';
import { useState } from 'react';

import type { AccountList, Connection } from '../../preload/contract/connections.ts';
import { useFigures } from '../clock.ts';
import { useAsk } from '../engine.tsx';
import { useAudits, useReach } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/dialog.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { AccountSearch } from './account-search.tsx';
import { AccountsTable } from './accounts-table.tsx';
import { AuditAll } from './audit-all.tsx';
import { useAuditRuns } from './audit-runs.ts';
import { useCommand } from './command.ts';

import styles from './reach.module.css';

interface ReachProps {
  readonly connection: Connection;
  readonly onReconnect: () => void;
}

/** The ad accounts of a connection: which are worked with, and what stands in their way. */
export function Reach({ connection, onReconnect }: ReachProps) {
  const { t } = useTexts();
  const ask = useAsk();
  const client = useQueryClient();
  const reach = useReach(connection.id);
  const refresh = useCommand(async () => {
    const list = await ask('connections.accounts', { connectionId: connection.id, refreshes: true });
    client.setQueryData(['reach', connection.id], list);
    await client.invalidateQueries({ queryKey: ['connections'] });
  });
  return (
    <>
      <RefusalBanner error={refresh.error} />
      <Read of={reach} rows={5} failed={t('ui.accounts.failed')}>
        {(list) =>
          list.total === 0 && list.failed === null ? (
            <Empty
              title={t('ui.accounts.none')}
              action={
                <Button icon={RefreshCw} isBusy={refresh.isBusy} testId="accounts-refresh" onPress={refresh.run}>
                  {t('ui.accounts.refresh')}
                </Button>
              }
            >
              <p>{t('ui.accounts.none.text')}</p>
            </Empty>
          ) : (
            <Full
              connection={connection}
              list={list}
              isRefreshing={refresh.isBusy}
              onRefresh={refresh.run}
              onReconnect={onReconnect}
            />
          )
        }
      </Read>
    </>
  );
}

interface FullProps extends ReachProps {
  readonly list: AccountList;
  readonly isRefreshing: boolean;
  readonly onRefresh: () => void;
}

function Full({ connection, list, isRefreshing, onRefresh, onReconnect }: FullProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const choice = useChoice(connection.id, list);
  const [isAsking, setAsking] = useState(false);
  const { data: audits = [] } = useAudits();
  const runs = useAuditRuns(connection.id);
  const used = list.accounts.filter(({ isChosen }) => isChosen);
  return (
    <>
      <AccountSearch
        list={list}
        prefix="accounts"
        isRefreshing={isRefreshing}
        onRefresh={onRefresh}
        tools={<AuditAll runs={runs} accounts={used.map(({ account }) => account)} />}
        notes={
          <>
            <RefusalBanner error={runs.error ?? choice.error} />
            {choice.changes > 0 && (
              <div className={styles['changes']} data-testid="changes">
                <b>{t('ui.accounts.changes', { count: number(choice.changes), many: choice.changes })}</b>
                <Button size="small" testId="changes-drop" onPress={choice.drop}>
                  {t('ui.accounts.changes.drop')}
                </Button>
                <Button
                  size="small"
                  kind="primary"
                  icon={Save}
                  isBusy={choice.isBusy}
                  testId="changes-save"
                  onPress={choice.dropped > 0 && connection.jobs > 0 ? () => setAsking(true) : choice.save}
                >
                  {t('ui.accounts.changes.save')}
                </Button>
              </div>
            )}
          </>
        }
      >
        {(found) => (
          <AccountsTable
            accounts={found}
            audits={audits.filter(({ connectionId }) => connectionId === connection.id)}
            runs={runs}
            isChosen={choice.has}
            onChoose={choice.toggle}
            onReconnect={onReconnect}
          />
        )}
      </AccountSearch>
      {isAsking && (
        <Confirm
          title={t('ui.accounts.drop.title', { count: number(choice.dropped), many: choice.dropped })}
          facts={[{ icon: TriangleAlert, family: 'bad', text: t('ui.accounts.drop.jobs') }]}
          keep={t('ui.accounts.drop.keep')}
          act={{ label: t('ui.accounts.changes.save'), icon: Save, isHarmful: true }}
          onAct={choice.save}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** Which ad accounts shall be worked with, as a draft until it is saved. */
function useChoice(connectionId: number, list: AccountList) {
  const ask = useAsk();
  const client = useQueryClient();
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const wanted = list.accounts.filter(({ account, isChosen }) => isChosen !== flipped.has(account));
  const { isBusy, error, run } = useCommand(async () => {
    await ask('connections.choose', { connectionId, accounts: wanted.map(({ account }) => account) });
    await Promise.all(
      ['reach', 'connections', 'jobs', 'job', 'status'].map((noun) => client.invalidateQueries({ queryKey: [noun] })),
    );
    setFlipped(new Set());
  });
  return {
    isBusy,
    error,
    save: () => run(),
    drop: () => setFlipped(new Set()),
    changes: flipped.size,
    dropped: list.accounts.filter(({ account, isChosen }) => isChosen && flipped.has(account)).length,
    has: (account: string) => wanted.some((each) => each.account === account),
    toggle: (account: string) =>
      setFlipped((now) => new Set(now.has(account) ? [...now].filter((each) => each !== account) : [...now, account])),
  };
}
