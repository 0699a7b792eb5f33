import { expect, test } from 'vitest';

import { type Locale, messages } from '../../preload/messages/text.ts';
import { page } from './faults.ts';

type Key = keyof typeof messages.en;
const keys = Object.keys(messages.en) as Key[];

/** The gaps of a text with their kinds, each once and in order of their names; throws when it cannot be parsed. */
function gapsOf(locale: Locale, key: Key): readonly string[] {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(look);
    else if (typeof part === 'object' && part !== null) {
      const { type, value, options } = part as { type?: number; value?: unknown; options?: object };
      // Literal text is type 0, the number sign inside a plural type 7.
      if (type !== 0 && type !== 7 && typeof value === 'string') found.add(`${value} ${type}`);
      for (const inner of Object.values(options ?? {})) look((inner as { value: unknown }).value);
    }
  };
  look(page[locale].formatters.getMessageFormat(messages[locale][key], locale).getAst());
  return [...found].toSorted();
}

test('both languages have the same keys in the same order', () => {
  expect(Object.keys(messages.fr)).toEqual(keys);
});

test('every text can be parsed, is not empty, and leaves the same gaps open in both languages', () => {
  const unlike = keys.filter((key) => gapsOf('en', key).join() !== gapsOf('fr', key).join());
  const empty = keys.filter((key) => messages.en[key].trim() === '' || messages.fr[key].trim() === '');
  expect({ unlike, empty }).toEqual({ unlike: [], empty: [] });
});

test('gaps inside the forms of a plural are found too', () => {
  expect(gapsOf('fr', 'ui.flow')).toEqual(['count 6', 'people 1', 'step 2']);
});

test('only the page shows plurals: the command line and the engine fill plain gaps', () => {
  const kinds = keys.filter((key) => !key.startsWith('ui.')).flatMap((key) => gapsOf('fr', key));
  expect(kinds.filter((gap) => !gap.endsWith(' 1'))).toEqual([]);
});

test('French counts none and one alike', () => {
  const said = [0, 1, 2].map((count) => page.fr.formatMessage({ id: 'ui.batch.entries' }, { count }));
  expect(said).toEqual(['0 enregistrement', '1 enregistrement', '2 enregistrements']);
});

test('French marks never stand alone on the next line, and apostrophes are typographic', () => {
  const loose = /(?<![\u00A0\u202F])[;!?»]| :|«(?![\u00A0\u202F])/;
  // An apostrophe of the keyboard would also quote what follows it in an ICU text.
  const typed = keys.filter((key) => messages.en[key].includes("'") || messages.fr[key].includes("'"));
  expect({ loose: keys.filter((key) => loose.test(messages.fr[key])), typed }).toEqual({ loose: [], typed: [] });
});

test('what is put into a sentence brings no full stop of its own', () => {
  const parts = keys.filter((key) => /^(?:hold|outcome|pending|errored|counter)\./.test(key));
  expect(parts.filter((key) => [messages.en[key], messages.fr[key]].some((said) => said.endsWith('.')))).toEqual([]);
});
