import { useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleHelp, CircleMinus, CircleX, Plug, RefreshCw, TriangleAlert, Unplug } from 'lucide-react';
import { useState } from 'react';

import type { Connection, ConnectionWarning } from '../../preload/contract/connections.ts';
import { useAsk } from '../engine.tsx';
import { useTexts } from '../text.ts';
import type { TextKey } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import type { Status } from '../ui/chip.tsx';
import { Menu } from '../ui/menu.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { SandboxChip } from '../ui/sandbox-chip.tsx';
import { useCommand } from './command.ts';
import { ConnectionFacts } from './connection-facts.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { Failure } from './failure.tsx';

import text from '../ui/text.module.css';
import styles from './connection-row.module.css';

/** How a connection is called. */
export function useName(): (connection: Connection) => string {
  const { t } = useTexts();
  return ({ person }) => person.name ?? person.id ?? t('ui.accounts.somebody');
}

interface ConnectionRowProps {
  readonly connection: Connection;
  /** The first that needs somebody: its button is the primary of the view. */
  readonly isFirst: boolean;
  readonly onReconnect: () => void;
}

/** One connection: who, by which app, how it is, what ends when, and what can be done about it. */
export function ConnectionRow({ connection, isFirst, onReconnect }: ConnectionRowProps) {
  const { t } = useTexts();
  const ask = useAsk();
  const client = useQueryClient();
  const name = useName()(connection);
  const status = useHealth(connection);
  const [isEnding, setEnding] = useState(false);
  const check = useCommand(async () => {
    await ask('connections.check', { connectionId: connection.id });
    await client.invalidateQueries({ queryKey: ['connections'] });
  });
  const { id, app, kind, health, trouble, said, warnings, isSandbox } = connection;
  const isOver = health === 'disconnected';
  return (
    <li className={styles['connection']} data-connection={id}>
      <div className={styles['line']}>
        <div className={styles['who']}>
          <b className={text['cut']}>{name}</b>
          {isSandbox && <SandboxChip />}
          <Light status={status} />
        </div>
        <div className={styles['actions']}>
          {!isOver && (
            <Button size="small" icon={RefreshCw} isBusy={check.isBusy} testId={`check-${id}`} onPress={check.run}>
              {t(check.isBusy ? 'ui.accounts.checking' : 'ui.accounts.check')}
            </Button>
          )}
          <Button
            size="small"
            kind={isFirst ? 'primary' : 'secondary'}
            icon={Plug}
            testId={`reconnect-${id}`}
            onPress={onReconnect}
          >
            {t('ui.accounts.reconnect')}
          </Button>
          {!isOver && (
            <Menu
              size="small"
              label={t('ui.more.of', { name })}
              testId={`more-${id}`}
              items={[
                {
                  icon: Unplug,
                  label: t('ui.accounts.disconnect'),
                  isHarmful: true,
                  onChoose: () => setEnding(true),
                },
              ]}
            />
          )}
        </div>
      </div>
      <p className={text['two']}>
        {[t(`connection.kind.${kind}`), app && t('ui.accounts.app', { app: app.name ?? app.id, id: app.id })]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <RefusalBanner error={check.error} />
      {trouble !== null && !isOver && (
        <div className={styles['trouble']}>
          <Failure reason={trouble} said={said} />
        </div>
      )}
      {warnings.length > 0 && !isOver && (
        <ul className={styles['warnings']}>
          {warnings.map((warning) => (
            <Warning key={`${warning.kind} ${warning.scope}`} warning={warning} />
          ))}
        </ul>
      )}
      {!isOver && <ConnectionFacts connection={connection} />}
      {isEnding && <DisconnectDialog connection={connection} name={name} onClose={() => setEnding(false)} />}
    </li>
  );
}

/** What ends soon, or is missing, in a sentence. */
export function Warning({ warning: { kind, days, scope } }: { readonly warning: ConnectionWarning }) {
  const { t } = useTexts();
  const isOver = days === 0;
  const key: TextKey =
    isOver && (kind === 'token_expires' || kind === 'data_access_expires')
      ? `connection.warning.${kind}.over`
      : `connection.warning.${kind}`;
  return (
    <li className={isOver || kind === 'scope_missing' ? styles['bad'] : styles['warn']} data-warning={kind}>
      <TriangleAlert size={14} aria-hidden />
      <span>{t(key, { days: days ?? '', scope: scope ?? '' })}</span>
    </li>
  );
}

/** How a connection is, in the fixed icon, colour and word. */
export function useHealth({ health }: Connection): Status {
  const { t } = useTexts();
  const label = t(`ui.accounts.health.${health}`);
  switch (health) {
    case 'ok':
      return { family: 'ok', icon: CircleCheck, label };
    case 'invalid':
      return { family: 'bad', icon: CircleX, label };
    case 'unreachable':
      return { family: 'warn', icon: TriangleAlert, label };
    case 'unknown':
      return { family: 'off', icon: CircleHelp, label };
    case 'disconnected':
      return { family: 'off', icon: CircleMinus, label };
  }
}
