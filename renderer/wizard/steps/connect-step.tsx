import { useState } from 'react';

import type { Connection } from '../../../preload/contract/connections.ts';
import { ConnectDialog } from '../../accounts/connect-dialog.tsx';
import type { Way } from '../../accounts/connect-ways.tsx';
import { Ways } from '../../accounts/connect-ways.tsx';
import { Failure } from '../../accounts/failure.tsx';
import { useSandbox } from '../../accounts/use-sandbox.ts';
import { useConnections } from '../../queries.ts';
import { useTexts } from '../../text.ts';
import { Button } from '../../ui/button.tsx';
import { Read } from '../../ui/reading.tsx';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { SectionHead } from '../../ui/section-head.tsx';
import { withConnection } from '../choices.ts';
import { ConnectionChoice } from '../connection-choice.tsx';
import { PurposeChoice } from '../purpose-choice.tsx';
import { withPurpose } from '../purpose.ts';
import { useDraft } from '../use-draft.tsx';
import { WizardPage } from '../wizard-page.tsx';

import styles from './steps.module.css';

interface Connecting {
  /** null = somebody new. */
  readonly connection: Connection | null;
  readonly way: Way | null;
  readonly isShown: boolean;
  /** A login that Facebook has not answered yet; it goes on while the dialog is shut. */
  readonly attemptId: string | null;
}

/** What the job is for, and who sends: a connection that exists, or a new one. */
export function ConnectStep() {
  const { t } = useTexts();
  const { settings, change } = useDraft();
  const connections = useConnections();
  // Who comes back to this step comes for the connection.
  const [isFolded, setFolded] = useState(settings.connectionId !== null);
  const [connecting, setConnecting] = useState<Connecting | null>(null);
  const list = connections.data?.filter(({ health }) => health !== 'disconnected') ?? [];
  // A single one needs no choice; it is taken when the person goes on.
  const chosen = list.find(({ id }) => id === settings.connectionId) ?? (list.length === 1 ? list[0] : undefined);
  const choose = (id: number): void => change(withConnection(settings, id));
  const sandbox = useSandbox(choose);
  const connect = (connection: Connection | null, way: Way | null): void =>
    setConnecting({ connection, way, isShown: true, attemptId: null });
  return (
    <WizardPage
      title={t('wizard.connect.title')}
      lead={t('wizard.connect.lead')}
      missing={
        chosen === undefined
          ? t('wizard.connect.missing')
          : chosen.health === 'invalid'
            ? t('wizard.connect.broken')
            : null
      }
      onGoOn={() => {
        if (chosen && chosen.id !== settings.connectionId) choose(chosen.id);
      }}
    >
      {connecting && (
        <ConnectDialog
          connection={connecting.connection}
          isShown={connecting.isShown}
          attemptId={connecting.attemptId}
          firstWay={connecting.way}
          onConnected={choose}
          onBegun={(attemptId) => setConnecting({ ...connecting, attemptId })}
          onShow={() => setConnecting({ ...connecting, isShown: true })}
          onClose={(isOver) => setConnecting(isOver ? null : { ...connecting, isShown: false })}
        />
      )}
      {isFolded ? (
        <p className={styles['purpose']}>
          {settings.purpose === null
            ? t('wizard.connect.purpose.none')
            : t('wizard.connect.purpose', { purpose: t(`wizard.purpose.${settings.purpose}`) })}
          <Button size="small" testId="wizard-purpose-change" onPress={() => setFolded(false)}>
            {t('wizard.connect.purpose.change')}
          </Button>
        </p>
      ) : (
        <PurposeChoice value={settings.purpose} onChoose={(purpose) => change(withPurpose(settings, purpose))} />
      )}
      <Read of={connections} rows={2} failed={t('ui.accounts.connections.failed')}>
        {() => (
          <>
            {list.length > 0 && (
              <>
                <SectionHead title={t('wizard.connect.who')} />
                <ConnectionChoice
                  connections={list}
                  chosenId={chosen?.id ?? null}
                  onChoose={choose}
                  onReconnect={(connection) => connect(connection, null)}
                  onAskAgain={(connection) => connect(connection, 'app')}
                />
              </>
            )}
            <SectionHead title={t(list.length > 0 ? 'wizard.connect.another' : 'wizard.connect.ways')} />
            <div className={styles['gap']}>
              {sandbox.failed && <Failure {...sandbox.failed} />}
              <RefusalBanner error={sandbox.error} />
              <Ways isBusy={sandbox.isBusy} onChoose={(way) => connect(null, way)} onSandbox={sandbox.run} />
            </div>
          </>
        )}
      </Read>
    </WizardPage>
  );
}
