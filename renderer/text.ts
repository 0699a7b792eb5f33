import { useIntl } from 'react-intl';

import { messages } from '../preload/messages/text.ts';

/** Every text of the page by its key. */
export type TextKey = keyof typeof messages.en;
type Plain = string | number;

/** Reads texts: `t` by a key that exists, `known` by one that may be missing. */
export interface Texts {
  readonly t: (key: TextKey, values?: Readonly<Record<string, Plain>>) => string;
  /** For keys made from data, such as `problem.<code>`; undefined when nobody has written that text yet. */
  readonly known: (key: string, values?: Readonly<Record<string, Plain>>) => string | undefined;
}

/** Texts in the reader's language. */
export function useTexts(): Texts {
  const intl = useIntl();
  return {
    t: (key, values) => intl.formatMessage({ id: key }, { ...values }),
    known: (key, values) =>
      Object.hasOwn(intl.messages, key) ? intl.formatMessage({ id: key }, { ...values }) : undefined,
  };
}
