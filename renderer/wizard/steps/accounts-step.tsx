import { RefreshCw, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { AccountList } from '../../../preload/contract/connections.ts';
import { useFigures } from '../../clock.ts';
import { useReach } from '../../queries.ts';
import { useTexts } from '../../text.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty, Read } from '../../ui/reading.tsx';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { AccountChoice } from '../account-choice.tsx';
import { useAccountUse } from '../account-use.tsx';
import { withAccount } from '../choices.ts';
import { StepLink } from '../step-link.tsx';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import styles from '../account-choice.module.css';

/** Which ad accounts of the connection Muster works with, and which one this job sends to. */
export function AccountsStep() {
  const { t } = useTexts();
  const { settings, step, change } = useDraft();
  const reach = useReach(settings.connectionId);
  const use = useAccountUse(settings.connectionId ?? 0);
  const only = reach.data?.total === 1 ? reach.data.accounts[0]?.account : undefined;
  const choose = (account: string): void => {
    change(withAccount(settings, account));
    if (reach.data) use.add(reach.data, account);
  };
  const takesOnly = only !== undefined && step.account === null;
  useEffect(() => {
    if (takesOnly) choose(only);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- taken once
  }, [takesOnly]);
  const isGone = step.account !== null && reach.data?.accounts.every(({ account }) => account !== step.account);
  const missing =
    settings.connectionId === null
      ? t('wizard.accounts.noConnection')
      : step.account === null
        ? t('wizard.accounts.missing')
        : isGone === true
          ? t('wizard.accounts.gone')
          : null;
  return (
    <WizardPage title={t('wizard.accounts.title')} lead={t('wizard.accounts.lead')} missing={missing}>
      {settings.connectionId === null ? (
        <Empty title={t('wizard.accounts.noConnection')} action={<StepLink step="connect" />} />
      ) : (
        <>
          <RefusalBanner error={use.error} />
          <Read of={reach} rows={5} failed={t('ui.accounts.failed')}>
            {(list) => <Listed list={list} use={use} onChoose={choose} />}
          </Read>
        </>
      )}
    </WizardPage>
  );
}

interface ListedProps {
  readonly list: AccountList;
  readonly use: ReturnType<typeof useAccountUse>;
  readonly onChoose: (account: string) => void;
}

function Listed({ list, use, onChoose }: ListedProps) {
  const { t } = useTexts();
  const { moment, number } = useFigures();
  const { step } = useDraft();
  const [search, setSearch] = useState('');
  const words = search.trim().toLowerCase();
  const found = list.accounts.filter(({ account, name, business }) =>
    [account, name, business?.name, business?.id].some((part) => part?.toLowerCase().includes(words)),
  );
  const refresh = (
    <Button
      size="small"
      icon={RefreshCw}
      isBusy={use.isRefreshing}
      testId="wizard-accounts-refresh"
      onPress={use.refresh}
    >
      {t('ui.accounts.refresh')}
    </Button>
  );
  if (list.total === 0 && list.failed === null)
    return (
      <Empty title={t('ui.accounts.none')} action={refresh}>
        <p>{t('ui.accounts.none.text')}</p>
      </Empty>
    );
  return (
    <>
      {list.failed && (
        <Banner family="warn" icon={TriangleAlert} title={t(`connect.${list.failed.reason}.title`)}>
          {t('ui.accounts.stale')} {list.failed.said}
        </Banner>
      )}
      <div className={styles['bar']}>
        <input
          type="search"
          className={styles['search']}
          placeholder={t('ui.accounts.search')}
          aria-label={t('ui.accounts.search')}
          data-testid="wizard-accounts-search"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <output className={styles['note']}>
          {t('ui.accounts.shown', { shown: number(found.length), total: number(list.total) })}
          {list.listedAt !== null && ` · ${t('ui.accounts.listed', { time: moment(list.listedAt) })}`}
        </output>
        {refresh}
      </div>
      {found.length === 0 ? (
        <Empty
          title={t('ui.accounts.noMatch', { search: search.trim() })}
          action={
            <Button testId="wizard-accounts-clear" onPress={() => setSearch('')}>
              {t('ui.accounts.clear')}
            </Button>
          }
        />
      ) : (
        <AccountChoice
          key={words}
          accounts={found}
          chosen={step.account}
          onChoose={onChoose}
          onUse={(account, isUsed) => use.set(list, account, isUsed)}
        />
      )}
      {use.question}
    </>
  );
}
