import { expect, test } from 'vitest';

import { localeFor, localeOfEnvironment, text } from '../../preload/messages/text.ts';

test('the first language that we speak wins, whatever country or coding goes with it', () => {
  const tags = [['fr'], ['fr-CA', 'en'], ['FR_fr.UTF-8'], ['fr@euro'], ['de-DE', 'fr-BE', 'en'], ['en-GB', 'fr']];
  expect(tags.map(localeFor)).toEqual(['fr', 'fr', 'fr', 'fr', 'fr', 'en']);
});

test('without such a language it is English; languages that only begin alike are others', () => {
  expect([[], ['C'], ['POSIX'], ['C.UTF-8'], [''], ['de'], ['frr'], ['fy', 'fry'], ['enm']].map(localeFor)).toEqual(
    Array.from({ length: 9 }, () => 'en'),
  );
});

test('MUSTER_LANG comes before LC_ALL, LC_MESSAGES and LANG, and what is set first decides', () => {
  const system = { LC_ALL: 'fr_FR.UTF-8', LC_MESSAGES: 'en_US.UTF-8', LANG: 'en_US.UTF-8' };
  const environments = [
    { ...system, MUSTER_LANG: 'en' },
    system,
    { ...system, LC_ALL: '' },
    { LC_MESSAGES: 'fr_CA', LANG: 'C' },
    { LANG: 'fr_FR.UTF-8' },
    { LC_ALL: 'C', LANG: 'fr_FR.UTF-8' },
    { MUSTER_LANG: 'fr', LANG: 'C' },
    {},
  ];
  expect(environments.map(localeOfEnvironment)).toEqual(['en', 'fr', 'en', 'fr', 'fr', 'en', 'fr', 'en']);
});

test('a text is told in the language asked for, with its gaps filled; what is not given stays open', () => {
  const values = { account: 'act_1', person: 'Ann' };
  expect([
    text('hold.terms.action', values, 'en'),
    text('hold.terms.action', values, 'fr'),
    text('hold.terms.action', { person: 'Ann' }, 'en'),
    text('no.such.text', values, 'fr'),
  ]).toEqual([
    'Ask Ann to open the terms page for act_1 and accept the terms',
    'Demandez à Ann d’ouvrir la page des conditions pour act_1 et de les accepter',
    'Ask Ann to open the terms page for {account} and accept the terms',
    'no.such.text',
  ]);
});
