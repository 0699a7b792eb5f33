import { expect, test } from 'vitest';

import { isLoginEnd, isMetaPage, sandboxOf } from '../../main/desktop/meta-hosts.ts';

const SANDBOX = 'http://127.0.0.1:4000';

test('Meta’s pages are those of its hosts over https, and the sandbox’s only where it is asked for', () => {
  const pages = [
    'https://www.facebook.com/v26.0/dialog/oauth?client_id=1',
    'https://business.facebook.com/settings',
    'https://facebook.com/',
    'http://www.facebook.com/',
    'https://www.facebook.com:8443/',
    'https://user@www.facebook.com/',
    'https://facebook.com.evil.example/',
    'https://evilfacebook.com/',
    'javascript:alert(1)',
    'not an address',
    `${SANDBOX}/v26.0/dialog/oauth`,
    'http://127.0.0.1:4001/',
  ];
  expect(pages.map((page) => [isMetaPage(page, null), isMetaPage(page, SANDBOX)])).toEqual([
    [true, true],
    [true, true],
    [true, true],
    ...Array.from({ length: 7 }, () => [false, false]),
    [false, true],
    [false, false],
  ]);
  expect([`${SANDBOX}/terms`, 'http://localhost:4000/', 'https://127.0.0.1/'].map(sandboxOf)).toEqual([
    SANDBOX,
    null,
    null,
  ]);
});

test('a login ends at its own redirect address, to the letter', () => {
  const meta = 'https://www.facebook.com/connect/login_success.html';
  const own = 'http://localhost:28671/callback';
  const ends: readonly (readonly [string, string, string | null])[] = [
    [`${meta}?code=1&state=2`, meta, null],
    [`${meta}#access_token=1`, meta, null],
    [`${own}?code=1`, own, null],
    [`${SANDBOX}/connect/login_success.html?code=1`, meta, SANDBOX],
    [`${SANDBOX}/connect/login_success.html?code=1`, meta, null],
    [`${SANDBOX}/connect/login_success.html?code=1`, own, SANDBOX],
    ['https://www.facebook.com/connect/login_success.html/x', meta, null],
    [`https://evil.example/?${meta}`, meta, null],
    ['http://localhost:28672/callback?code=1', own, null],
    ['data:text/html,x', meta, null],
  ];
  expect(ends.map((end) => isLoginEnd(...end))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});
