import { ExternalLink, KeyRound } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';

import type { Connection } from '../../preload/contract/connections.ts';
import { useTexts } from '../text.ts';
import type { TextKey } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { desktopWindows } from './desktop-windows.ts';

import styles from './connect.module.css';

export interface AppGiven {
  readonly appId?: string;
  readonly appSecret?: string;
  readonly configId?: string;
  readonly asksAgain: boolean;
  /** Given now, or known from before for the same app; without one the login ends in an address that is pasted. */
  readonly hasSecret: boolean;
  /** In the person's own browser, although there is a window for it. */
  readonly inBrowser: boolean;
}

export interface PasteGiven {
  readonly token: string;
  readonly appId?: string;
  readonly appSecret?: string;
}

interface AppFormProps {
  readonly connection: Connection | null;
  /** Somebody declined a permission a moment ago. */
  readonly asksAgain: boolean;
  readonly isBusy: boolean;
  readonly onSend: (given: AppGiven) => void;
}

/** A login with one's own Meta app. */
export function AppForm({ connection, asksAgain: wasDeclined, isBusy, onSend }: AppFormProps) {
  const { t } = useTexts();
  const appId = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const configId = useRef<HTMLInputElement>(null);
  const [isAgain, setAgain] = useState(false);
  const [inBrowser, setInBrowser] = useState(false);
  const known = connection?.app?.id ?? '';
  const keeps = connection?.hasSecret ?? false;
  const send = (): void => {
    const [id, given, config] = [valueOf(appId), takenFrom(secret), valueOf(configId)];
    onSend({
      ...(id === '' ? {} : { appId: id }),
      ...(given === '' ? {} : { appSecret: given }),
      ...(config === '' ? {} : { configId: config }),
      asksAgain: isAgain || wasDeclined,
      hasSecret: given !== '' || (keeps && (id === '' || id === known)),
      inBrowser,
    });
  };
  return (
    <Form act={t('ui.connect.begin')} onSend={send}>
      <Steps keys={['ui.connect.app.1', 'ui.connect.app.2', 'ui.connect.app.3', 'ui.connect.app.4']} />
      <Field label={t('ui.connect.appId')} input={appId} testId="app-id" value={known} isFirst isNumber />
      <Field
        label={t('ui.connect.appSecret')}
        hint={t(keeps ? 'ui.connect.appSecret.kept' : 'ui.connect.appSecret.text')}
        input={secret}
        testId="app-secret"
        isSecret
      />
      <Field
        label={t('ui.connect.configId')}
        hint={t('ui.connect.configId.text')}
        input={configId}
        testId="config-id"
        value={connection?.configId ?? ''}
        isNumber
      />
      <label className={styles['check']}>
        <input
          type="checkbox"
          data-testid="asks-again"
          checked={isAgain || wasDeclined}
          disabled={wasDeclined}
          onChange={({ target }) => setAgain(target.checked)}
        />
        {t('ui.connect.asksAgain')}
      </label>
      {desktopWindows() && (
        <label className={styles['check']}>
          <input
            type="checkbox"
            data-testid="in-browser"
            checked={inBrowser}
            onChange={({ target }) => setInBrowser(target.checked)}
          />
          {t('desktop.connect.inBrowser')}
        </label>
      )}
      <div className={styles['send']}>
        <Button kind="primary" icon={ExternalLink} isBusy={isBusy} testId="connect-begin" onPress={send}>
          {t('ui.connect.begin')}
        </Button>
      </div>
    </Form>
  );
}

interface PasteFormProps {
  readonly isBusy: boolean;
  readonly onSend: (given: PasteGiven) => void;
}

/** A token that was made elsewhere, of a system user or a person. */
export function PasteForm({ isBusy, onSend }: PasteFormProps) {
  const { t } = useTexts();
  const token = useRef<HTMLInputElement>(null);
  const appId = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const send = (): void => {
    const [given, id, appSecret] = [takenFrom(token), valueOf(appId), takenFrom(secret)];
    if (given === '') {
      token.current?.focus();
      return;
    }
    onSend({ token: given, ...(id === '' ? {} : { appId: id }), ...(appSecret === '' ? {} : { appSecret }) });
  };
  return (
    <Form act={t('ui.connect.paste.act')} onSend={send}>
      <Steps keys={['ui.connect.paste.1', 'ui.connect.paste.2', 'ui.connect.paste.3']} />
      <Field label={t('ui.connect.token')} input={token} testId="token" isFirst isSecret />
      <Field
        label={t('ui.connect.appId.optional')}
        hint={t('ui.connect.paste.app')}
        input={appId}
        testId="app-id"
        isNumber
      />
      <Field label={t('ui.connect.appSecret.optional')} input={secret} testId="app-secret" isSecret />
      <div className={styles['send']}>
        <Button kind="primary" icon={KeyRound} isBusy={isBusy} testId="connect-paste" onPress={send}>
          {t('ui.connect.paste.act')}
        </Button>
      </div>
    </Form>
  );
}

/** Reads a field and empties it, so that a secret is nowhere once it is sent. */
export function takenFrom(field: RefObject<HTMLInputElement | null>): string {
  const value = valueOf(field);
  if (field.current) field.current.value = '';
  return value;
}

function valueOf({ current }: RefObject<HTMLInputElement | null>): string {
  return current?.value.trim() ?? '';
}

/** Enter in a field sends; the browser itself sends nothing. */
export function Form({
  act,
  onSend,
  children,
}: {
  /** What the sending button says. */
  readonly act: string;
  readonly onSend: () => void;
  readonly children: ReactNode;
}) {
  return (
    <form
      className={styles['form']}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
      <button type="submit" hidden>
        {act}
      </button>
    </form>
  );
}

function Steps({ keys }: { readonly keys: readonly TextKey[] }) {
  const { t } = useTexts();
  return (
    <ol className={styles['steps']}>
      {keys.map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ol>
  );
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly testId: string;
  readonly value?: string;
  readonly isSecret?: boolean;
  readonly isNumber?: boolean;
  /** Has the focus when its form appears. */
  readonly isFirst?: boolean;
}

/** A labelled field that keeps its own value, so that what is typed is in no state of the page. */
export function Field({ label, hint, input, testId, value, isSecret, isNumber, isFirst }: FieldProps) {
  const id = useId();
  useLayoutEffect(() => {
    if (isFirst) input.current?.focus();
  }, [input, isFirst]);
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        data-first={isFirst ? '' : undefined}
        type={isSecret ? 'password' : 'text'}
        inputMode={isNumber ? 'numeric' : undefined}
        autoComplete={isSecret ? 'new-password' : 'off'}
        spellCheck={false}
        defaultValue={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        data-testid={testId}
      />
      {hint !== undefined && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}
