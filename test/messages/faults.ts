import { createIntl } from 'react-intl';

import { messages, text } from '../../preload/messages/text.ts';

/** Everything that a text about a hold, an outcome or a problem may leave open. */
const SAMPLES = { account: 'act_1', person: 'Ann', date: '24 November', column: 'Born' };

/** The page's way to a text; a broken or missing one throws. */
export const page = {
  en: createIntl({ locale: 'en', messages: messages.en, onError: raise }),
  fr: createIntl({ locale: 'fr', messages: messages.fr, onError: raise }),
};

function raise(error: unknown): never {
  throw error;
}

/** What a person would see go wrong, in either language, where one of these keys is shown: nothing, a bare key, or an open gap. */
export function faultsOf(keys: readonly string[]): readonly string[] {
  return (['en', 'fr'] as const).flatMap((locale) =>
    keys.flatMap((key) => {
      if (!Object.hasOwn(messages[locale], key)) return [`${locale} ${key}: missing`];
      const told = text(key, SAMPLES, locale);
      if (told.trim() === '' || /[{}]/.test(told)) return [`${locale} ${key}: ${told}`];
      return page[locale].formatMessage({ id: key }, SAMPLES) === told ? [] : [`${locale} ${key}: the page differs`];
    }),
  );
}

/** What is said of a thing that somebody must understand: what it is, why it is so, and what to do. */
export function explained(stem: string): readonly string[] {
  return ['title', 'why', 'action'].map((part) => `${stem}.${part}`);
}
