import type { EngineStatus } from '../../preload/contract/contract.ts';
import { useFigures } from '../clock.ts';
import { useStatus } from '../queries.ts';
import { useTexts } from '../text.ts';
import { QuotaMeter } from '../ui/quota-meter.tsx';
import { SectionHead } from '../ui/section-head.tsx';

import styles from './quota.module.css';

/** How much of Meta's call quota the ad accounts of a job have used, and what follows from it. */
export function Quota({ accounts }: { readonly accounts: readonly string[] }) {
  const { t } = useTexts();
  const { data } = useStatus();
  const mine = data?.accounts.filter(({ account }) => accounts.includes(account)) ?? [];
  return (
    <>
      <SectionHead title={t('ui.quota')} note={mine.length === 1 ? (mine[0]?.name ?? mine[0]?.account) : undefined} />
      {mine.map((account) => (
        <AccountQuota key={account.account} account={account} isNamed={mine.length > 1} />
      ))}
      {mine.length === 0 && <p className={styles['hint']}>{t('ui.quota.none')}</p>}
    </>
  );
}

function AccountQuota({
  account,
  isNamed,
}: {
  readonly account: EngineStatus['accounts'][number];
  readonly isNamed: boolean;
}) {
  const { t } = useTexts();
  const { percent, exact } = useFigures();
  const { usagePercent, usageAt, tier, coolDownUntil } = account;
  const name = account.name ?? account.account;
  return (
    <div className={styles['account']}>
      {isNamed && <h3>{name}</h3>}
      {usagePercent === null ? (
        <p className={styles['hint']}>{t('ui.quota.none')}</p>
      ) : (
        <>
          <div className={styles['figure']}>
            <b>{percent(usagePercent, 100, 0)}</b>
            <span>{t('ui.quota.limits')}</span>
          </div>
          <QuotaMeter percent={usagePercent} account={name} />
        </>
      )}
      <dl className={styles['facts']}>
        {tier !== 'unknown' && (
          <>
            <dt>{t('ui.quota.tier')}</dt>
            <dd>{t(`ui.tier.${tier}`)}</dd>
          </>
        )}
        {usageAt !== null && (
          <>
            <dt>{t('ui.quota.at')}</dt>
            <dd>{exact(usageAt)}</dd>
          </>
        )}
        {coolDownUntil !== null && (
          <>
            <dt>{t('ui.quota.coolDown')}</dt>
            <dd>{exact(coolDownUntil)}</dd>
          </>
        )}
      </dl>
      {tier === 'limited' && <p className={styles['hint']}>{t('ui.tier.lift')}</p>}
    </div>
  );
}
