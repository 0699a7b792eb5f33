import { CirclePause, Clock, DatabaseZap, Eye, Hand, KeyRound, Lock, Send, Unplug, WifiOff } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';

import type { EngineStatus } from '../../preload/contract/contract.ts';
import { useFigures, useNow } from '../clock.ts';
import { useMoments } from '../moments.ts';
import { useStatus } from '../queries.ts';
import { pauseOf } from '../queue/target.ts';
import { useTexts } from '../text.ts';

import styles from './status-bar.module.css';

/** The state of the engine in one line. */
export function StatusBar() {
  const { t } = useTexts();
  const { exact, duration } = useFigures();
  const isAnswering = useMoments((now) => now.isAnswering);
  const { data: status, error } = useStatus();
  const dueAt = status?.nextDueAt ?? null;
  const now = useNow(dueAt === null ? 0 : 1000);
  if (!isAnswering || !status) {
    return (
      <footer className={styles['bar']} data-pane>
        <span>
          <Unplug size={12} aria-hidden className={styles['warn']} />
          {t(!isAnswering ? 'ui.bar.lost' : error ? 'ui.bar.refused' : 'ui.bar.starting')}
        </span>
      </footer>
    );
  }
  return (
    <footer className={styles['bar']} data-pane>
      <Sending status={status} />
      {status.readingRuns > 0 && (
        <span className={styles['wide']}>{t('ui.bar.reading', { count: status.readingRuns })}</span>
      )}
      {status.sendingBatches > 0 && (
        <span className={styles['wide']}>{t('ui.bar.sending', { count: status.sendingBatches })}</span>
      )}
      <span>
        <Clock size={12} aria-hidden />
        {t('ui.bar.pending', { count: status.pending })}
      </span>
      {status.held > 0 && (
        <span>
          <Hand size={12} aria-hidden className={styles['held']} />
          {t('ui.bar.held', { count: status.held })}
        </span>
      )}
      {dueAt !== null && dueAt > now && (
        <span className={styles['wide']} title={exact(dueAt)}>
          {t('ui.bar.due', { wait: duration(Math.ceil((dueAt - now) / 1000) * 1000) })}
        </span>
      )}
      <span className={styles['end']}>
        {status.keyStore === 'file' && (
          <span className={styles['warn']} title={t('ui.bar.keyFile.help')}>
            <KeyRound size={12} aria-hidden />
            {t('ui.bar.keyFile')}
          </span>
        )}
        <span>
          <Lock size={12} aria-hidden />
          {t('ui.bar.hashed')}
        </span>
        <span className={styles['wide']}>{t('ui.bar.api', { version: status.apiVersion })}</span>
        <span className={styles['wide']}>{t('ui.bar.version', { version: status.version })}</span>
      </span>
    </footer>
  );
}

/** Whether anything is sent from here and, if not, why: what stops most comes first. */
function Sending({ status }: { readonly status: EngineStatus }) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const since = Math.min(...status.offline.map((host) => host.since));
  const [Icon, family, label]: readonly [LucideIcon, 'ok' | 'warn' | 'off', string] = status.trouble
    ? [DatabaseZap, 'warn', t('ui.bar.trouble')]
    : status.offline.length > 0
      ? [WifiOff, 'warn', t('ui.bar.offline', { time: moment(since) })]
      : pauseOf(status.pauses, { scope: 'everything' })
        ? [CirclePause, 'off', t('ui.bar.paused')]
        : status.isSender
          ? [Send, 'ok', t('ui.bar.sender')]
          : [Eye, 'warn', t('ui.bar.reader')];
  return (
    <span data-testid="sending">
      <Icon size={12} aria-hidden className={styles[family]} />
      {label}
    </span>
  );
}
