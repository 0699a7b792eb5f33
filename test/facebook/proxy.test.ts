import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import { expect, test } from 'vitest';

import { createHttp } from '../../main/facebook/http.ts';
import { networkProblems } from '../../main/facebook/network.ts';
import { type Environment, routeTo } from '../../main/facebook/proxy.ts';
import { AUTHORITY, closedPort, get, portOf, secure, sockets, startProxy } from './servers.ts';

setDefaultCACertificates([...getCACertificates('default'), readFileSync(AUTHORITY, 'utf8')]);

const GRAPH = 'https://graph.test';

/** The variable that leads to a host, or 'direct'. */
function route(url: string, env: Environment): string {
  const found = routeTo(new URL(url), env);
  return found.kind === 'proxy' ? found.address : found.kind;
}

test('the most particular variable names the proxy, lower case first', () => {
  const all = {
    https_proxy: 'http://a:1',
    HTTPS_PROXY: 'http://b:1',
    all_proxy: 'http://c:1',
    ALL_PROXY: 'http://d:1',
    http_proxy: 'http://e:1',
    HTTP_PROXY: 'http://f:1',
  };
  const names = Object.keys(all);
  const left = [...names.keys(), names.length].map((n) => Object.fromEntries(Object.entries(all).slice(n)));
  expect(left.map((env) => route(GRAPH, env))).toEqual([
    ...['a', 'b', 'c', 'd', 'e', 'f'].map((host) => `http://${host}:1/`),
    'direct',
  ]);
  expect(route(GRAPH, { https_proxy: ' ', HTTPS_PROXY: 'http://b:1' })).toBe('http://b:1/');
});

test('a proxy address may lack its scheme, and its password may hold a lone per cent sign', () => {
  const addresses = ['proxy.corp:8080', 'https://proxy.corp', 'http://DOMAIN%5Cann:100%@proxy.corp:8080'];
  expect(addresses.map((address) => route(GRAPH, { HTTPS_PROXY: address }))).toEqual([
    'http://proxy.corp:8080/',
    'https://proxy.corp/',
    'http://DOMAIN%5Cann:100%25@proxy.corp:8080/',
  ]);
});

test('what is on this computer never goes through a proxy', () => {
  const env = { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://p:1', ALL_PROXY: 'http://p:1' };
  const urls = [
    'http://127.0.0.1:4',
    'https://127.9.9.9',
    'http://localhost',
    'https://a.localhost:1',
    'https://[::1]:4',
  ];
  expect(urls.map((url) => route(url, env))).toEqual(urls.map(() => 'direct'));
  expect(route('https://127.0.0.1.example', env)).toBe('http://p:1/');
});

test('NO_PROXY exempts names, all that is below them, single ports, addresses, or everything', () => {
  const direct = [
    '*',
    'graph.facebook.com',
    'facebook.com',
    '.facebook.com',
    '*.facebook.com',
    'com',
    'FACEBOOK.COM',
    'graph.facebook.com:443',
    'facebook.com:443',
    'a.example,facebook.com',
    'a.example facebook.com',
    ' a.example , facebook.com ,',
  ];
  const proxied = [
    '',
    ',',
    'book.com',
    'graph',
    'graph.facebook.com:444',
    'x.graph.facebook.com',
    'facebook.com.example',
  ];
  const to = (noProxy: string): string =>
    route('https://graph.facebook.com/v26.0', { HTTPS_PROXY: 'http://p:1', NO_PROXY: noProxy });
  expect([direct.filter((text) => to(text) !== 'direct'), proxied.filter((text) => to(text) === 'direct')]).toEqual([
    [],
    [],
  ]);
  const more: readonly (readonly [url: string, noProxy: string])[] = [
    ['https://10.1.2.3:8443', '10.1.2.3'],
    ['https://10.1.2.3:8443', '10.1.2.3:8443'],
    ['https://[fd00::7]', 'fd00::7'],
    ['https://[fd00::7]:8443', '[fd00::7]:8443'],
  ];
  expect(more.map(([url, no_proxy]) => route(url, { HTTPS_PROXY: 'http://p:1', no_proxy }))).toEqual(
    more.map(() => 'direct'),
  );
});

test('a proxy that cannot be used stops the request, names the variable and hides what it holds', async () => {
  const bad = ['socks5://ann:secret@p:1080', 'http://', 'http://ann:secret@p:99999', 'http://%ff@p:1', 'a b'];
  for (const ALL_PROXY of bad) {
    expect([await get(createHttp({ ALL_PROXY }), GRAPH), networkProblems({ ALL_PROXY }, GRAPH)]).toEqual([
      { kind: 'no_answer', reason: 'proxy', said: 'ALL_PROXY does not hold the address of an http proxy' },
      [{ event: 'network.proxy_unusable', code: 'ALL_PROXY' }],
    ]);
  }
});

test('requests go through one tunnel, with the name and password of its address, and arrive whole', async () => {
  const bodies: number[] = [];
  const port = await secure((request, response) => {
    let bytes = 0;
    request.on('data', (part: Buffer) => (bytes += part.length));
    request.on('end', () => {
      bodies.push(bytes);
      response.end(
        `{"host":"${request.headers.host}","told":"${request.headers['proxy-authorization'] ?? 'nothing'}"}`,
      );
    });
  });
  const proxy = await startProxy('200 Connection established', port);
  const http = createHttp({ https_proxy: `http://ann:p%40ss@${proxy.address}` });
  const body = Array.from({ length: 5 }, () => Buffer.alloc(800_000, 0x20));
  const answers = [await get(http, GRAPH, { method: 'POST', body }), await get(http, GRAPH)];
  expect([answers.map((answer) => answer.kind === 'answer' && answer.body), bodies, proxy.asked]).toEqual([
    Array.from({ length: 2 }, () => '{"host":"graph.test","told":"nothing"}'),
    [4_000_000, 0],
    [{ target: 'graph.test:443', credentials: `Basic ${Buffer.from('ann:p@ss').toString('base64')}` }],
  ]);
});

test('a proxy that refuses is no connection, and is left alone', async () => {
  const said: unknown[] = [];
  let left = 0;
  for (const line of ['407 Proxy Authentication Required', '403 Forbidden', '502 Bad Gateway', '302 Found']) {
    const proxy = await startProxy(line);
    said.push(await get(createHttp({ https_proxy: `http://ann:secret@${proxy.address}` }), GRAPH));
    await expect.poll(proxy.openConnections).toBe(0);
    left += proxy.asked.length;
  }
  const refused = (words: string): object => ({ kind: 'no_answer', reason: 'proxy', said: words });
  expect([said, left]).toEqual([
    [
      refused('The proxy asks for a name and password: put them into its address in HTTPS_PROXY (HTTP 407)'),
      refused('The proxy refused the connection (HTTP 403)'),
      refused('The proxy refused the connection (HTTP 502)'),
      refused('The proxy refused the connection (HTTP 302)'),
    ],
    4,
  ]);
});

test('a proxy that is down, hangs up, says nothing, or leads to silence or nowhere is no connection, and is left alone', async () => {
  const silence = await portOf(createServer());
  const quiet = await startProxy('');
  const toSilence = await startProxy('200 OK', silence);
  const proxies = [
    `127.0.0.1:${await closedPort()}`,
    await sockets((socket) => socket.on('data', () => socket.end())),
    await sockets((socket) => socket.on('data', () => socket.resetAndDestroy())),
    quiet.address,
    toSilence.address,
    (await startProxy('200 OK', await closedPort())).address,
  ];
  const answers = await Promise.all(
    proxies.map((address) => get(createHttp({ https_proxy: `http://${address}` }), GRAPH, { timeoutMs: 300 })),
  );
  expect(answers.map((answer) => answer.kind === 'no_answer' && [answer.reason, answer.said])).toEqual([
    ['no_connection', 'No connection through the proxy (ECONNREFUSED)'],
    ['proxy', 'The proxy made no connection'],
    ['no_connection', 'No connection through the proxy (ECONNRESET)'],
    ['no_connection', 'No connection through the proxy in time'],
    ['no_connection', 'No connection through the proxy in time'],
    ['no_connection', 'No connection through the proxy (ECONNRESET)'],
  ]);
  await expect.poll(quiet.openConnections).toBe(0);
  await expect.poll(toSilence.openConnections).toBe(0);
});

test('a reset in a tunnel is Meta’s trouble', async () => {
  const port = await secure((request) => request.socket.destroy());
  const proxy = await startProxy('200 OK', port);
  expect(await get(createHttp({ https_proxy: proxy.address }), GRAPH)).toMatchObject({ reason: 'reset' });
});

test('a host that NO_PROXY names, and this computer, are asked without the proxy', async () => {
  const port = await secure((_, response) => void response.end('{}'));
  const proxy = await startProxy('200 OK', port);
  const http = createHttp({ https_proxy: proxy.address, no_proxy: 'test' });
  const answers = [await get(http, `https://127.0.0.1:${port}`), await get(http, GRAPH, { timeoutMs: 2_000 })];
  expect([answers.map((answer) => (answer.kind === 'answer' ? answer.status : answer.reason)), proxy.asked]).toEqual([
    [200, 'no_connection'],
    [],
  ]);
});
