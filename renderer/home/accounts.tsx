import { Ban, CircleCheck, CircleHelp, CirclePause, Gauge, Hand, Pause as PauseIcon, Play } from 'lucide-react';

import type { EngineStatus } from '../../preload/contract/contract.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type { Pause } from '../../preload/contract/queue.ts';
import { useFigures, useNow } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useJobs, useStatus } from '../queries.ts';
import { useQueueActions } from '../queue/queue-actions.ts';
import { pauseOf } from '../queue/target.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { Menu } from '../ui/menu.tsx';
import { QuotaMeter, SLOW_PERCENT } from '../ui/quota-meter.tsx';
import { Read } from '../ui/reading.tsx';
import { SandboxChip } from '../ui/sandbox-chip.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { accountsOf } from './hold-accounts.ts';

import text from '../ui/text.module.css';
import styles from './accounts.module.css';

type Account = EngineStatus['accounts'][number];

/** The ad accounts in use and how much of Meta's call quota each has used. */
export function Accounts({ holds }: { readonly holds: readonly Hold[] }) {
  const { t } = useTexts();
  const status = useStatus();
  const { data: jobs = [] } = useJobs();
  // A hold of one step leaves the other steps of its ad account alone.
  const whole = holds.filter(({ scope }) => scope === 'connection' || scope === 'ad_account');
  return (
    <section>
      <SectionHead title={t('ui.accounts')} />
      <Read of={status} rows={2} failed={t('ui.accounts.failed')}>
        {({ accounts, pauses }) =>
          accounts.length === 0 ? (
            <p className={text['three']}>{t('ui.accounts.none')}</p>
          ) : (
            <ul>
              {accounts.map((account) => (
                <AccountRow
                  key={account.account}
                  account={account}
                  hold={whole.find((hold) => accountsOf(hold, jobs).includes(account.account))}
                  pause={pauseOf(pauses, { scope: 'ad_account', account: account.account })}
                  areOthersFree={accounts.some(
                    (other) => other.account !== account.account && other.coolDownUntil === null,
                  )}
                />
              ))}
            </ul>
          )
        }
      </Read>
    </section>
  );
}

interface AccountRowProps {
  readonly account: Account;
  readonly hold: Hold | undefined;
  readonly pause: Pause | undefined;
  /** Another ad account is not cooling down. */
  readonly areOthersFree: boolean;
}

function AccountRow({ account, hold, pause, areOthersFree }: AccountRowProps) {
  const { t } = useTexts();
  const { percent, moment, away } = useFigures();
  const { pause: stop, resume } = useQueueActions();
  const ask = useMoments((now) => now.ask);
  const { coolDownUntil, usagePercent } = account;
  const now = useNow(coolDownUntil === null ? 0 : 1000);
  const name = account.name ?? account.account;
  const target = { scope: 'ad_account', account: account.account } as const;
  return (
    <li className={styles['account']} data-account={account.account}>
      <div className={styles['line']}>
        <b className={text['cut']} title={account.account}>
          {name}
        </b>
        {account.isSandbox && <SandboxChip />}
        <span className={styles['end']}>
          <Light status={useAccountStatus(account, hold, pause)} />
        </span>
      </div>
      <div className={styles['line']}>
        <span className={styles['quota']}>{t('ui.quota')}</span>
        {usagePercent === null ? (
          <span className={styles['unknown']}>–</span>
        ) : (
          <>
            <QuotaMeter percent={usagePercent} account={name} isThin />
            <span className={styles['percent']}>{percent(usagePercent, 100, 0)}</span>
          </>
        )}
        <Menu
          size="small"
          label={t('ui.more.of', { name })}
          items={[
            pause
              ? { icon: Play, label: t('ui.resume'), onChoose: () => resume(target, name) }
              : { icon: PauseIcon, label: t('ui.pause.account'), onChoose: () => stop(target, name) },
            {
              icon: Ban,
              label: t('ui.cancel.open'),
              isHarmful: true,
              onChoose: () => ask({ kind: 'cancel', target, name, isReading: false, hasSteps: true }),
            },
          ]}
        />
      </div>
      {pause && (
        <div className={styles['line']}>
          <span className={styles['hint']}>{t('ui.account.pausedSince', { time: moment(pause.since) })}</span>
          <span className={styles['end']}>
            <Button size="small" icon={Play} onPress={() => resume(target, name)}>
              {t('ui.resume')}
            </Button>
          </span>
        </div>
      )}
      {coolDownUntil !== null && coolDownUntil > now && (
        <p className={styles['hint']}>
          {t(areOthersFree ? 'ui.account.coolDown.others' : 'ui.account.coolDown.all', {
            away: away(coolDownUntil, now),
          })}
        </p>
      )}
    </li>
  );
}

function useAccountStatus(
  { usagePercent, coolDownUntil }: Account,
  hold: Hold | undefined,
  pause: Pause | undefined,
): Status {
  const { t } = useTexts();
  const { exact } = useFigures();
  if (hold) return { family: 'held', icon: Hand, label: t('ui.state.heldBy', { reason: t(`ui.held.${hold.reason}`) }) };
  if (pause) return { family: 'off', icon: CirclePause, label: t('ui.state.paused') };
  if (coolDownUntil !== null)
    return { family: 'pending', icon: Gauge, label: t('ui.account.coolDown', { time: exact(coolDownUntil) }) };
  // Nothing failed is not the same as fine: before the first answer the light stays unknown.
  if (usagePercent === null) return { family: 'off', icon: CircleHelp, label: t('ui.account.unknown') };
  if (usagePercent >= SLOW_PERCENT) return { family: 'warn', icon: Gauge, label: t('ui.account.slowed') };
  return { family: 'ok', icon: CircleCheck, label: t('ui.account.clear') };
}
