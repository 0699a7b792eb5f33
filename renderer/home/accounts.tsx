import { CircleCheck, CircleHelp, Gauge, Hand } from 'lucide-react';

import type { EngineStatus } from '../../preload/contract/contract.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import { useFigures } from '../clock.ts';
import { useStatus } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { QuotaMeter, SLOW_PERCENT } from '../ui/quota-meter.tsx';
import { Read } from '../ui/reading.tsx';
import { SandboxChip } from '../ui/sandbox-chip.tsx';
import { SectionHead } from '../ui/section-head.tsx';

import text from '../ui/text.module.css';
import styles from './accounts.module.css';

type Account = EngineStatus['accounts'][number];

/** The ad accounts in use and how much of Meta's call quota each has used. */
export function Accounts({ holds }: { readonly holds: readonly Hold[] }) {
  const { t } = useTexts();
  const status = useStatus();
  return (
    <section>
      <SectionHead title={t('ui.accounts')} />
      <Read of={status} rows={2} failed={t('ui.accounts.failed')}>
        {({ accounts }) =>
          accounts.length === 0 ? (
            <p className={text['three']}>{t('ui.accounts.none')}</p>
          ) : (
            <ul>
              {accounts.map((account) => (
                <AccountRow
                  key={account.account}
                  account={account}
                  hold={holds.find((hold) => hold.account === account.account)}
                />
              ))}
            </ul>
          )
        }
      </Read>
    </section>
  );
}

function AccountRow({ account, hold }: { readonly account: Account; readonly hold: Hold | undefined }) {
  const { t } = useTexts();
  const { percent } = useFigures();
  const name = account.name ?? account.account;
  return (
    <li className={styles['account']}>
      <div className={styles['line']}>
        <b className={text['cut']} title={account.account}>
          {name}
        </b>
        {account.isSandbox && <SandboxChip />}
        <span className={styles['end']}>
          <Light status={useAccountStatus(account, hold)} />
        </span>
      </div>
      {account.usagePercent !== null && (
        <div className={styles['line']}>
          <span className={styles['quota']}>{t('ui.quota')}</span>
          <QuotaMeter percent={account.usagePercent} account={name} isThin />
          <span className={styles['percent']}>{percent(account.usagePercent, 100, 0)}</span>
        </div>
      )}
    </li>
  );
}

function useAccountStatus({ usagePercent, coolDownUntil }: Account, hold: Hold | undefined): Status {
  const { t } = useTexts();
  const { exact } = useFigures();
  if (hold) return { family: 'held', icon: Hand, label: t('ui.state.heldBy', { reason: t(`ui.held.${hold.reason}`) }) };
  if (coolDownUntil !== null)
    return { family: 'pending', icon: Gauge, label: t('ui.account.coolDown', { time: exact(coolDownUntil) }) };
  // Nothing failed is not the same as fine: before the first answer the light stays unknown.
  if (usagePercent === null) return { family: 'off', icon: CircleHelp, label: t('ui.account.unknown') };
  if (usagePercent >= SLOW_PERCENT) return { family: 'warn', icon: Gauge, label: t('ui.account.slowed') };
  return { family: 'ok', icon: CircleCheck, label: t('ui.account.clear') };
}
