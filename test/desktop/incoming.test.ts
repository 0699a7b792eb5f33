import { expect, test } from 'vitest';

import { incomingFrom, incomingOf, placeOf } from '../../main/desktop/incoming.ts';

test('lists and links are found among the arguments of a start, and nothing else', () => {
  const argv = [
    '/opt/Muster/muster',
    '--user-data-dir=/data.csv',
    '--hidden',
    'people.CSV',
    '/lists/vip.xlsx',
    '/etc/passwd',
    'muster://jobs/3',
    'muster://jobs/3/cancel',
  ];
  expect(incomingOf(argv, '/home/ana')).toEqual([
    { kind: 'file', path: '/home/ana/people.CSV' },
    { kind: 'file', path: '/lists/vip.xlsx' },
    { kind: 'place', hash: '#/jobs/3' },
  ]);
});

test('a link shows a place of the page, and does nothing else', () => {
  const links = [
    'muster://home',
    'muster:///terms/',
    'muster://wizard/source',
    'muster://jobs/007',
    'muster://jobs/3?run=1',
    'muster://evil.example/',
    'muster://wizard/source/x',
    'https://home',
    'muster',
  ];
  expect(links.map((link) => placeOf(link))).toEqual([
    { kind: 'place', hash: '#/home' },
    null,
    { kind: 'place', hash: '#/wizard/source' },
    null,
    { kind: 'place', hash: '#/jobs/3' },
    null,
    null,
    null,
    null,
  ]);
});

test('what another instance says is taken only as far as it is what we would say', () => {
  const good = [
    { kind: 'file', path: '/lists/vip.csv' },
    { kind: 'place', hash: '#/jobs/3' },
  ];
  const bad = [
    null,
    'x',
    { kind: 'file', path: '/bin/sh' },
    { kind: 'file' },
    { kind: 'place', hash: 'javascript:alert(1)' },
    { kind: 'run', path: '/lists/vip.csv' },
  ];
  const given = [{ given: [...bad, ...good] }, { given: 'x' }, good, null];
  expect(given.map(incomingFrom)).toEqual([good, [], [], []]);
});
