import { useQueryClient } from '@tanstack/react-query';
import { AppWindow, ClipboardPaste, ExternalLink, LoaderCircle } from 'lucide-react';
import { useRef } from 'react';

import type { ConnectAttempt } from '../../preload/contract/connections.ts';
import { useFigures } from '../clock.ts';
import { useAsk } from '../engine.tsx';
import { useTexts } from '../text.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Light } from '../ui/chip.tsx';
import { RefusalBanner } from '../ui/refusal-banner.tsx';
import { useCommand } from './command.ts';
import { Field, Form, takenFrom } from './connect-forms.tsx';
import { desktopWindows } from './desktop-windows.ts';
import { Failure } from './failure.tsx';

import text from '../ui/text.module.css';
import styles from './connect.module.css';

/** What Facebook's page may show when it sends nobody back. */
const SHOWN = ['url_blocked', 'app_not_live', 'cancelled'] as const;

interface WaitingProps {
  readonly attemptId: string;
  readonly state: ConnectAttempt;
}

/** A login that goes on in the browser: where it stands, the way by hand, and the way out. */
export function Waiting({ attemptId, state }: WaitingProps) {
  const { t } = useTexts();
  const { moment } = useFigures();
  const ask = useAsk();
  const client = useQueryClient();
  const address = useRef<HTMLInputElement>(null);
  const look = (): Promise<void> => client.invalidateQueries({ queryKey: ['login', attemptId] });
  const finish = useCommand(async (ended: string) => {
    await ask('connections.finish', { attemptId, address: ended });
    await look();
  });
  const cancel = useCommand(async (because: (typeof SHOWN)[number]) => {
    await ask('connections.cancel', { attemptId, because });
    await look();
  });
  const send = (): void => {
    const ended = takenFrom(address);
    if (ended === '') address.current?.focus();
    else finish.run(ended);
  };
  // Without a listener on this computer nobody comes back by itself.
  const isByHand = state.state === 'waiting' && new URL(state.redirectUri).hostname !== 'localhost';
  const isWaiting = state.state === 'waiting';
  const windows = isByHand ? desktopWindows() : null;
  return (
    <>
      <output data-testid="connect-state">
        <Light
          status={{
            family: 'pending',
            icon: LoaderCircle,
            isTurning: true,
            label: t(isWaiting ? 'ui.connect.waiting' : 'ui.connect.exchanging'),
          }}
        />
      </output>
      {isWaiting && (
        <>
          <p className={text['two']}>{t('ui.connect.waiting.until', { time: moment(state.expiresAt) })}</p>
          <div data-testid="connect-address" className={styles['address']}>
            {windows && (
              <Button
                kind="primary"
                icon={AppWindow}
                testId="connect-window"
                onPress={() => void windows.openLogin(attemptId)}
              >
                {t('desktop.connect.window')}
              </Button>
            )}
            <ButtonLink
              kind={isByHand && !windows ? 'primary' : 'secondary'}
              icon={ExternalLink}
              href={state.url}
              isOutside
            >
              {t(isByHand ? 'ui.connect.address.open' : 'ui.connect.address')}
            </ButtonLink>
          </div>
          <p className={styles['back']}>
            {t('ui.connect.redirect')} <code>{state.redirectUri}</code>
          </p>
          {state.hint !== null && <Failure reason={state.hint} said={null} />}
          <RefusalBanner error={finish.error ?? cancel.error} />
          <Form act={t('ui.connect.finish.act')} onSend={send}>
            <Field
              label={t('ui.connect.finish')}
              hint={t(isByHand ? 'ui.connect.finish.byHand' : 'ui.connect.finish.text')}
              input={address}
              testId="last-address"
              isSecret
            />
            <div className={styles['send']}>
              <Button icon={ClipboardPaste} isBusy={finish.isBusy} testId="connect-finish" onPress={send}>
                {t('ui.connect.finish.act')}
              </Button>
            </div>
          </Form>
          <fieldset className={styles['shown']}>
            <legend>{t('ui.connect.shown')}</legend>
            {SHOWN.map((because) => (
              <Button
                key={because}
                size="small"
                isBusy={cancel.isBusy}
                testId={`shown-${because}`}
                onPress={() => cancel.run(because)}
              >
                {t(`ui.connect.shown.${because}`)}
              </Button>
            ))}
          </fieldset>
        </>
      )}
    </>
  );
}
