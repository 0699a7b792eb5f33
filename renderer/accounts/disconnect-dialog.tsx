import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, Unplug } from 'lucide-react';
import { useState } from 'react';

import type { Connection } from '../../preload/contract/connections.ts';
import { useFigures } from '../clock.ts';
import { useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import { useJobs, useReach } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { useCommand } from './command.ts';

import styles from './disconnect-dialog.module.css';

const STALE = ['connections', 'reach', 'jobs', 'job', 'holds', 'status'];

interface DisconnectProps {
  readonly connection: Connection;
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks before a token is destroyed: says which jobs stop, and whether Meta shall take the permissions back too. */
export function DisconnectDialog({ connection, name, onClose }: DisconnectProps) {
  const { t } = useTexts();
  const { number } = useFigures();
  const ask = useAsk();
  const client = useQueryClient();
  const showToast = useMoments((now) => now.showToast);
  const [revokes, setRevokes] = useState(false);
  const names = useJobNames(connection);
  const { jobs } = connection;
  const { isBusy, error, run } = useCommand(async () => {
    const ended = await ask('connections.disconnect', { connectionId: connection.id, revokes });
    await Promise.all(STALE.map((noun) => client.invalidateQueries({ queryKey: [noun] })));
    onClose();
    const isHalf = ended.isRevoked === false;
    showToast({
      key: 'disconnect',
      family: isHalf ? 'warn' : 'off',
      icon: Unplug,
      title: t('ui.accounts.disconnected', { name }),
      text: isHalf ? t('ui.accounts.notRevoked', { said: ended.said ?? '' }) : undefined,
    });
  });
  return (
    <Dialog
      title={t('ui.accounts.disconnect.title', { name })}
      onClose={onClose}
      foot={
        <>
          <Button isSafe testId="disconnect-keep" onPress={onClose}>
            {t('ui.accounts.disconnect.keep')}
          </Button>
          <Button kind="danger" icon={Unplug} isBusy={isBusy} testId="disconnect-act" onPress={run}>
            {t('ui.accounts.disconnect')}
          </Button>
        </>
      }
    >
      <RefusalBanner error={error} />
      <ul className={styles['facts']}>
        <li>
          <CircleX size={16} aria-hidden />
          <span>
            {t('ui.accounts.disconnect.jobs', { count: number(jobs), many: jobs })}
            {names.length > 0 && `: ${names.join(', ')}`}
          </span>
        </li>
        <li className={styles['ok']}>
          <CircleCheck size={16} aria-hidden />
          <span>{t('ui.accounts.disconnect.stays')}</span>
        </li>
      </ul>
      <label className={styles['option']}>
        <input
          type="checkbox"
          data-testid="disconnect-revokes"
          checked={revokes}
          onChange={({ target }) => setRevokes(target.checked)}
        />
        <span>
          {t('ui.accounts.revoke')}
          <small>{t('ui.accounts.revoke.text')}</small>
        </span>
      </label>
    </Dialog>
  );
}

/** Jobs of the ad accounts that the connection works with; none when another connection may serve some of them. */
function useJobNames({ id, jobs }: Connection): readonly string[] {
  const { data: all = [] } = useJobs();
  const { data: reach } = useReach(id);
  const accounts = new Set(reach?.accounts.filter(({ isChosen }) => isChosen).map(({ account }) => account));
  const names = all.filter(({ account }) => accounts.has(account)).map(({ name }) => name);
  return names.length === jobs ? names : [];
}
