import { Check, X } from 'lucide-react';
import { useId, useState } from 'react';

import { SettingsChange } from '../../preload/contract/settings.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { useChangeSetting } from './settings-queries.ts';

import styles from './settings.module.css';

/** The way out of this computer. What was typed is given away once: credentials never come back. */
export function ProxySetting({ settings }: { readonly settings: Settings }) {
  const { t } = useTexts();
  const change = useChangeSetting();
  const id = useId();
  const [typed, setTyped] = useState('');
  const { proxy, environmentProxy } = settings;
  const parsed = SettingsChange.safeParse({ proxy: typed });
  const isWrong = typed.trim() !== '' && !parsed.success;
  const store = (): void => {
    if (typed.trim() === '' || !parsed.success) return;
    setTyped('');
    void change(parsed.data, t('ui.settings.proxy'), proxy?.hasCredentials ? null : { proxy: proxy?.address ?? null });
  };
  return (
    <div className={styles['setting']}>
      <label htmlFor={id}>{t('ui.settings.proxy')}</label>
      <div className={styles['value']}>
        <input
          id={id}
          className={classes(styles['text'], isWrong && styles['wrong'])}
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder="http://proxy.example:8080"
          data-testid="setting-proxy"
          value={typed}
          aria-invalid={isWrong}
          aria-describedby={`${id}-help`}
          onChange={({ target }) => setTyped(target.value)}
          onKeyDown={(event) => event.key === 'Enter' && store()}
        />
        <Button icon={Check} isDisabled={typed.trim() === '' || isWrong} testId="setting-proxy-save" onPress={store}>
          {t('ui.settings.proxy.use')}
        </Button>
        {proxy && (
          <Button
            icon={X}
            testId="setting-proxy-remove"
            onPress={() =>
              void change(
                { proxy: null },
                t('ui.settings.proxy'),
                proxy.hasCredentials ? null : { proxy: proxy.address },
              )
            }
          >
            {t('ui.settings.proxy.remove')}
          </Button>
        )}
      </div>
      <p id={`${id}-help`} className={isWrong ? styles['error'] : undefined} data-testid="setting-proxy-now">
        {isWrong ? t('ui.settings.proxy.wrong') : proxyText()}
      </p>
    </div>
  );

  function proxyText(): string {
    if (proxy) {
      return t(proxy.hasCredentials ? 'ui.settings.proxy.setSecret' : 'ui.settings.proxy.set', {
        address: proxy.address,
      });
    }
    if (!environmentProxy) return t('ui.settings.proxy.none');
    return environmentProxy.address === null
      ? t('ui.settings.proxy.badEnvironment', { variable: environmentProxy.variable })
      : t('ui.settings.proxy.environment', { ...environmentProxy, address: environmentProxy.address });
  }
}
