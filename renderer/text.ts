import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

import messages from '../preload/messages/en.json' with { type: 'json' };

/** Every text of the page by its key. */
export type TextKey = keyof typeof messages;
type Plain = string | number;
type Rich = Plain | ReactNode | ((chunks: ReactNode[]) => ReactNode);

export { messages };

/** Reads texts: `t` gives a string, `rich` takes elements and tags, `known` a key that may be missing. */
export interface Texts {
  readonly t: (key: TextKey, values?: Readonly<Record<string, Plain>>) => string;
  readonly rich: (key: TextKey, values: Readonly<Record<string, Rich>>) => ReactNode;
  /** For keys made from data, such as `problem.<code>`; undefined when nobody has written that text yet. */
  readonly known: (key: string, values?: Readonly<Record<string, Plain>>) => string | undefined;
}

/** Texts in the reader's language. */
export function useTexts(): Texts {
  const intl = useIntl();
  return {
    t: (key, values) => intl.formatMessage({ id: key }, { ...values }),
    rich: (key, values) => intl.formatMessage({ id: key }, { ...values }) as ReactNode,
    known: (key, values) => (Object.hasOwn(messages, key) ? intl.formatMessage({ id: key }, { ...values }) : undefined),
  };
}
