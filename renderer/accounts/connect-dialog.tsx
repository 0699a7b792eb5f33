import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { Connection, ConnectResult } from '../../preload/contract/connections.ts';
import { useAsk } from '../engine.tsx';
import { useMoments } from '../moments.ts';
import { useLogin } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { useCommand } from './command.ts';
import { AppForm, PasteForm } from './connect-forms.tsx';
import type { AppGiven, PasteGiven } from './connect-forms.tsx';
import { Waiting } from './connect-waiting.tsx';
import { Ways } from './connect-ways.tsx';
import type { Way } from './connect-ways.tsx';
import { desktopWindows } from './desktop-windows.ts';
import { Failure } from './failure.tsx';

import styles from './connect.module.css';

const STALE = ['connections', 'reach', 'audits', 'holds', 'status', 'jobs', 'job'];
type Failed = Extract<ConnectResult, { state: 'failed' }>;

interface ConnectDialogProps {
  /** Renewed, whoever logs in; null = somebody new. */
  readonly connection: Connection | null;
  readonly isShown: boolean;
  readonly attemptId: string | null;
  /** The way that has been chosen already. */
  readonly firstWay?: Way | null;
  readonly onBegun: (attemptId: string | null) => void;
  readonly onShow: () => void;
  readonly onConnected?: (connectionId: number) => void;
  /** `isOver` false: a login goes on without the dialog. */
  readonly onClose: (isOver: boolean) => void;
}

/** The ways to connect, what to click for each, the wait for Facebook, and why it failed. Secrets are never in its state. */
export function ConnectDialog({
  connection,
  isShown,
  attemptId,
  firstWay = null,
  onBegun,
  onShow,
  onConnected,
  onClose,
}: ConnectDialogProps) {
  const { t } = useTexts();
  const ask = useAsk();
  const client = useQueryClient();
  const showToast = useMoments((now) => now.showToast);
  const login = useLogin(attemptId);
  const [way, setWay] = useState<Way | null>(firstWay);
  const [pasted, setPasted] = useState<Failed | null>(null);
  const [redirectUri, setRedirectUri] = useState<string | null>(null);
  const connectionId = connection?.id;

  const done = async (id: number): Promise<void> => {
    await Promise.all(STALE.map((noun) => client.invalidateQueries({ queryKey: [noun] })));
    showToast({ key: 'connected', family: 'ok', icon: CircleCheck, title: t('ui.connect.done') });
    onConnected?.(id);
    onClose(true);
  };
  const take = (result: ConnectResult): Promise<void> | void => {
    if (result.state === 'done') return done(result.connectionId);
    return setPasted(result);
  };
  const begin = useCommand(async ({ hasSecret, inBrowser, ...given }: AppGiven) => {
    setPasted(null);
    const windows = inBrowser ? null : desktopWindows();
    const begun = await ask('connections.begin', {
      ...given,
      way: hasSecret && !windows ? 'browser' : 'window',
      ...(connectionId === undefined ? {} : { connectionId }),
    });
    const at = await ask('connections.attempt', { attemptId: begun.attemptId });
    setRedirectUri(at.state === 'waiting' ? at.redirectUri : null);
    onBegun(begun.attemptId);
    if (windows && begun.url !== null) await windows.openLogin(begun.attemptId);
  });
  const paste = useCommand(async (given: PasteGiven) => {
    setPasted(null);
    await take(await ask('connections.paste', { ...given, ...(connectionId === undefined ? {} : { connectionId }) }));
  });
  const sandbox = useCommand(async () => take(await ask('connections.sandbox', {})));

  const state = attemptId === null ? undefined : login.data;
  const doneId = state?.state === 'done' ? state.connectionId : null;
  useEffect(() => {
    if (doneId !== null) void done(doneId);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- said once, when the login has ended well
  }, [doneId]);

  const isUnderWay = state?.state === 'waiting' || state?.state === 'exchanging' || state?.state === 'done';
  const failed = pasted ?? (state?.state === 'failed' ? state : null);
  if (!isShown)
    return (
      <Banner
        family={failed ? 'bad' : 'pending'}
        icon={failed ? CircleX : LoaderCircle}
        title={failed ? t(`connect.${failed.reason}.title`) : t('ui.connect.waiting')}
        action={
          <Button size="small" testId="connect-show" onPress={onShow}>
            {t('ui.connect.show')}
          </Button>
        }
      >
        {failed ? null : t('ui.connect.waiting.text')}
      </Banner>
    );
  return (
    <Dialog
      title={connection ? t('ui.connect.title.again') : t('ui.connect.title')}
      onClose={() => onClose(!isUnderWay)}
      foot={
        way !== null && !isUnderWay ? (
          <Button
            icon={ArrowLeft}
            testId="connect-back"
            onPress={() => {
              setWay(null);
              setPasted(null);
              onBegun(null);
            }}
          >
            {t('ui.connect.back')}
          </Button>
        ) : undefined
      }
    >
      <div className={styles['parts']}>
        {failed && !isUnderWay && (
          <Failure reason={failed.reason} said={failed.said} missing={failed.missing} redirectUri={redirectUri} />
        )}
        <RefusalBanner error={begin.error ?? paste.error ?? sandbox.error ?? login.error} />
        {state && isUnderWay ? (
          <Waiting attemptId={attemptId ?? ''} state={state} />
        ) : way === null ? (
          <Ways isBusy={sandbox.isBusy} onChoose={setWay} onSandbox={connection ? null : sandbox.run} />
        ) : way === 'app' ? (
          <AppForm
            connection={connection}
            asksAgain={failed?.reason === 'declined'}
            isBusy={begin.isBusy}
            onSend={begin.run}
          />
        ) : (
          <PasteForm isBusy={paste.isBusy} onSend={paste.run} />
        )}
      </div>
    </Dialog>
  );
}
