import { Plug, RotateCcw } from 'lucide-react';
import { useId } from 'react';

import type { Connection } from '../../preload/contract/connections.ts';
import { ConnectionFacts } from '../accounts/connection-facts.tsx';
import { useHealth, useName, Warning } from '../accounts/connection-row.tsx';
import { Failure } from '../accounts/failure.tsx';
import { useFigures, useNow } from '../clock.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import { classes } from '../ui/classes.ts';
import { SandboxChip } from '../ui/sandbox-chip.tsx';

import styles from './connection-choice.module.css';

interface ConnectionChoiceProps {
  readonly connections: readonly Connection[];
  readonly chosenId: number | null;
  readonly onChoose: (connectionId: number) => void;
  readonly onReconnect: (connection: Connection) => void;
  readonly onAskAgain: (connection: Connection) => void;
}

/** Who is connected, one of whom is chosen; of that one, what Meta granted, what it declined, and what ends when. */
export function ConnectionChoice({ connections, chosenId, ...acts }: ConnectionChoiceProps) {
  const { t } = useTexts();
  return (
    <fieldset className={styles['list']} aria-label={t('wizard.connect.who')}>
      {connections.map((connection) => (
        <Row key={connection.id} connection={connection} isChosen={connection.id === chosenId} {...acts} />
      ))}
    </fieldset>
  );
}

interface RowProps extends Omit<ConnectionChoiceProps, 'connections' | 'chosenId'> {
  readonly connection: Connection;
  readonly isChosen: boolean;
}

function Row({ connection, isChosen, onChoose, onReconnect, onAskAgain }: RowProps) {
  const { t } = useTexts();
  const name = useName()(connection);
  const status = useHealth(connection);
  const ends = useEnd(connection);
  const id = useId();
  const { app, kind, declined, warnings, trouble, said } = connection;
  const hasDeclined = declined !== null && declined.length > 0;
  return (
    <div className={classes(styles['row'], isChosen && styles['chosen'])} data-connection={connection.id}>
      <label className={styles['head']}>
        <input
          type="radio"
          name="connection"
          aria-describedby={id}
          data-testid={`wizard-connection-${connection.id}`}
          checked={isChosen}
          onChange={() => onChoose(connection.id)}
        />
        <span className={styles['who']}>
          <b>{name}</b>
          {connection.isSandbox && <SandboxChip />}
        </span>
        <Light status={status} />
        <span id={id} className={styles['how']}>
          {[t(`connection.kind.${kind}`), app && (app.name ?? app.id), ends].filter(Boolean).join(' · ')}
        </span>
      </label>
      {isChosen && (
        <div className={styles['body']}>
          {trouble !== null && <Failure reason={trouble} said={said} />}
          {warnings.length > 0 && (
            <ul className={styles['warnings']}>
              {warnings.map((warning) => (
                <Warning key={`${warning.kind} ${warning.scope}`} warning={warning} />
              ))}
            </ul>
          )}
          <ConnectionFacts connection={connection} />
          {(hasDeclined || trouble !== null || warnings.length > 0) && !connection.isSandbox && (
            <div className={styles['actions']}>
              {hasDeclined && (
                <Button size="small" icon={RotateCcw} testId="wizard-ask-again" onPress={() => onAskAgain(connection)}>
                  {t('wizard.connect.askAgain')}
                </Button>
              )}
              <Button size="small" icon={Plug} testId="wizard-reconnect" onPress={() => onReconnect(connection)}>
                {t('ui.accounts.reconnect')}
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** How long the token lasts, in a few words. */
function useEnd({ expiresAt }: Connection): string {
  const { t } = useTexts();
  const { moment, away } = useFigures();
  const now = useNow(60_000);
  if (expiresAt === null) return t('wizard.connect.end.untold');
  if (expiresAt === 'never') return t('wizard.connect.end.never');
  return expiresAt <= now
    ? t('ui.accounts.ended', { time: moment(expiresAt) })
    : t('wizard.connect.end.at', { time: moment(expiresAt), away: away(expiresAt, now) });
}
