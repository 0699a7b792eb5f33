import { createServer } from 'node:http';

import { expect, onTestFinished, test } from 'vitest';

import type { LoginAnswer } from '../../main/engine/ports.ts';
import { browserCommand, systemLogin } from '../../main/hosted/login.ts';

const shown: LoginAnswer = { isLast: true, title: 'Done <b>', text: 'Go on & close' };

async function listen(answer: (address: string) => LoginAnswer) {
  const listener = await systemLogin.listen(answer);
  onTestFinished(() => listener.close());
  return listener.redirectUri;
}

test('one answer is taken, on either localhost, and shown without anything that could run or load', async () => {
  const asked: string[] = [];
  const redirectUri = await listen((address) => {
    asked.push(address);
    return shown;
  });
  const page = await fetch(`${redirectUri}?code=1&state=2`);
  const { headers } = page;
  expect([
    asked,
    headers.get('content-security-policy')?.startsWith("default-src 'none'"),
    headers.get('cache-control'),
    headers.get('referrer-policy'),
    (await page.text()).match(/<h1>.*<\/p>/)?.[0],
  ]).toEqual([
    [`${redirectUri}?code=1&state=2`],
    true,
    'no-store',
    'no-referrer',
    '<h1>Done &#60;b&#62;</h1><p>Go on &#38; close</p>',
  ]);
  await expect(fetch(redirectUri)).rejects.toThrow('fetch failed');
});

test('another name for this computer, another path and another method are not answered', async () => {
  const redirectUri = await listen(() => {
    throw new Error('must not be asked');
  });
  const { port } = new URL(redirectUri);
  const answers = [
    fetch(`http://127.0.0.1:${port}/callback?code=1`),
    fetch(`http://localhost:${port}/favicon.ico`),
    fetch(`http://localhost:${port}//evil.example/callback`),
    fetch(redirectUri, { method: 'POST', body: 'code=1' }),
  ];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
});

test('logins at the same time have a port each, and a taken one is left alone', async () => {
  const uris = [await listen(() => shown), await listen(() => shown), await listen(() => shown)];
  expect([new Set(uris).size, uris.every((uri) => /^http:\/\/localhost:\d+\/callback$/.test(uri))]).toEqual([3, true]);
});

test('the port of the address is nobody else’s on IPv6 either', async () => {
  const redirectUri = await listen(() => shown);
  const port = Number(new URL(redirectUri).port);
  const other = createServer();
  const code = await new Promise<string | undefined>((resolve) => {
    other.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    other.listen(port, '::1', () => other.close(() => resolve(undefined)));
  });
  // EADDRNOTAVAIL where this computer has no IPv6.
  expect(['EADDRINUSE', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']).toContain(code);
});

test('an address reaches the browser of every system whole', () => {
  const url = 'https://www.facebook.com/v26.0/dialog/oauth?client_id=1&state=2';
  expect((['win32', 'darwin', 'linux'] as const).map((platform) => browserCommand(platform, url))).toEqual([
    ['rundll32', ['url.dll,FileProtocolHandler', url]],
    ['open', [url]],
    ['xdg-open', [url]],
  ]);
});
