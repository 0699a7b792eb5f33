import { RefreshCw } from 'lucide-react';
import { useEffect } from 'react';

import type { AccountList } from '../../../preload/contract/connections.ts';
import { AccountSearch } from '../../accounts/account-search.tsx';
import { useReach } from '../../queries.ts';
import { useTexts } from '../../text.ts';
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
  const { step } = useDraft();
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
      <div className={styles['list']}>
        <AccountSearch list={list} prefix="wizard-accounts" isRefreshing={use.isRefreshing} onRefresh={use.refresh}>
          {(found, words) => (
            <AccountChoice
              key={words}
              accounts={found}
              chosen={step.account}
              onChoose={onChoose}
              onUse={(account, isUsed) => use.set(list, account, isUsed)}
            />
          )}
        </AccountSearch>
      </div>
      {use.question}
    </>
  );
}
