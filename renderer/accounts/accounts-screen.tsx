import { Plug } from 'lucide-react';
import { useState } from 'react';

import type { Connection } from '../../preload/contract/connections.ts';
import { Screen } from '../frame/screen.tsx';
import { useConnections } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { Empty, Read } from '../ui/reading.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { ConnectionRow, useName } from './connection-row.tsx';
import { Reach } from './reach.tsx';

import styles from './accounts-screen.module.css';

/** What the dialog is open for; `connection` null = somebody new. */
interface Connecting {
  readonly connection: Connection | null;
  readonly isShown: boolean;
  /** A login that Facebook has not answered yet; it goes on while the dialog is shut. */
  readonly attemptId: string | null;
}

/** Who is connected to Meta, and the ad accounts that they reach. */
export function AccountsScreen() {
  const { t } = useTexts();
  const connections = useConnections();
  const [connecting, setConnecting] = useState<Connecting | null>(null);
  const connect = (connection: Connection | null): void =>
    setConnecting({ connection, isShown: true, attemptId: null });
  return (
    <Screen
      title={t('ui.accounts.title')}
      actions={
        connections.data && connections.data.length > 0 ? (
          <Button icon={Plug} testId="connect" onPress={() => connect(null)}>
            {t('ui.connect.open')}
          </Button>
        ) : null
      }
    >
      {connecting && (
        <ConnectDialog
          {...connecting}
          onBegun={(attemptId) => setConnecting({ ...connecting, attemptId })}
          onShow={() => setConnecting({ ...connecting, isShown: true })}
          onClose={(isOver) => setConnecting(isOver ? null : { ...connecting, isShown: false })}
        />
      )}
      <Read of={connections} rows={4} failed={t('ui.accounts.connections.failed')}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              title={t('ui.accounts.connections.none')}
              action={
                <Button kind="primary" icon={Plug} testId="connect" onPress={() => connect(null)}>
                  {t('ui.connect.open')}
                </Button>
              }
            >
              <p>{t('ui.accounts.connections.none.text')}</p>
            </Empty>
          ) : (
            <Connections list={list} onReconnect={connect} />
          )
        }
      </Read>
    </Screen>
  );
}

interface ConnectionsProps {
  readonly list: readonly Connection[];
  readonly onReconnect: (connection: Connection) => void;
}

function Connections({ list, onReconnect }: ConnectionsProps) {
  const { t } = useTexts();
  const nameOf = useName();
  const [chosen, setChosen] = useState<string | null>(null);
  const reachable = list.filter(({ health }) => health !== 'disconnected');
  const broken = list.find(({ health }) => health === 'invalid');
  const shown = reachable.find(({ id }) => String(id) === chosen) ?? reachable[0];
  return (
    <>
      <SectionHead title={t('ui.accounts.connections')} note={list.length} isFirst />
      <ul className={styles['connections']}>
        {list.map((connection) => (
          <ConnectionRow
            key={connection.id}
            connection={connection}
            isFirst={connection === broken}
            onReconnect={() => onReconnect(connection)}
          />
        ))}
      </ul>
      {shown && (
        <>
          <SectionHead
            title={t('ui.accounts')}
            end={
              reachable.length > 1 && (
                <WhoseAccounts
                  options={reachable.map((connection) => [String(connection.id), nameOf(connection)] as const)}
                  value={String(shown.id)}
                  onChoose={setChosen}
                />
              )
            }
          />
          <Reach key={shown.id} connection={shown} onReconnect={() => onReconnect(shown)} />
        </>
      )}
    </>
  );
}

interface WhoseProps {
  readonly options: readonly (readonly [string, string])[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** Chooses a connection: a few stand beside each other, more in a list. */
function WhoseAccounts({ options, value, onChoose }: WhoseProps) {
  const { t } = useTexts();
  const label = t('ui.accounts.of');
  if (options.length <= 3) return <Segmented label={label} options={options} value={value} onChoose={onChoose} />;
  return (
    <select
      className={styles['whose']}
      aria-label={label}
      data-testid="whose-accounts"
      value={value}
      onChange={({ target }) => onChoose(target.value)}
    >
      {options.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
