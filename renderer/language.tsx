import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { IntlProvider } from 'react-intl';

import { localeFor, messages } from '../preload/messages/text.ts';
import type { Locale } from '../preload/messages/text.ts';
import { useSettings } from './settings/settings-queries.ts';

const SYSTEM = localeFor(navigator.languages);
/** What the engine said last, so that a reload does not begin in another language; the engine's word counts. */
const KEPT = 'muster.language';

/** Gives a subtree the language that is set, else the browser's. */
export function Language({ children }: { readonly children: ReactNode }) {
  const { data } = useSettings();
  const set = data?.language ?? localStorage.getItem(KEPT);
  const locale: Locale = set === 'en' || set === 'fr' ? set : SYSTEM;
  useEffect(() => {
    // Screen readers pronounce, and browsers hyphenate, by it.
    document.documentElement.lang = locale;
    if (data) localStorage.setItem(KEPT, data.language);
  }, [locale, data]);
  return (
    <IntlProvider locale={locale} messages={messages[locale]}>
      {children}
    </IntlProvider>
  );
}
