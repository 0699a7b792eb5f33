import type { ServerResponse } from 'node:http';

import { expect, test } from 'vitest';

import { createHttp } from '../../main/facebook/http.ts';
import { readAnswer } from '../../main/facebook/outcome.ts';
import { closedPort, get, sockets, web } from './servers.ts';

const HTML = '<!DOCTYPE html><title>Log in to use this network</title>';
const offline = { kind: 'offline', mayHaveLeft: false };
/** Somebody on the way has the request. */
const intercepted = { kind: 'offline', mayHaveLeft: true };
const retry = { kind: 'retry' };

/** A web server that gives this answer to everybody. */
function answering(status: number, body: string, headers: Readonly<Record<string, string>> = {}) {
  return () => web((_, response) => void response.writeHead(status, headers).end(body));
}

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{"num_received":', () => response.destroy());
}

/** What a computer meets on its way to Graph, and what each means for a batch. Addresses come from real sockets. */
const trouble: Readonly<Record<string, readonly [at: () => Promise<string>, meaning: object, said: unknown]>> = {
  'nobody listens': [async () => `http://127.0.0.1:${await closedPort()}`, offline, 'No connection (ECONNREFUSED)'],
  'nobody has that name': [
    () => Promise.resolve('http://graph.invalid'),
    offline,
    expect.stringMatching(/^No connection (\((ENOTFOUND|EAI_AGAIN|EAI_FAIL)\)|in time)$/),
  ],
  'no TLS comes back': [async () => `https://${await sockets(() => undefined)}`, offline, 'No connection in time'],
  'something else than TLS comes back': [
    async () => (await answering(200, HTML)()).replace('http:', 'https:'),
    offline,
    'No connection (EPROTO)',
  ],
  'it hangs up during the TLS handshake': [
    async () => `https://${await sockets((socket) => socket.on('data', () => socket.resetAndDestroy()))}`,
    offline,
    'No connection (ECONNRESET)',
  ],
  'a redirect': [
    answering(302, HTML, { location: 'http://portal.example/login' }),
    intercepted,
    'HTTP 302 came from the network, not from Facebook: it may ask you to log in',
  ],
  'a redirect with JSON': [
    answering(307, '{}'),
    intercepted,
    'HTTP 307 came from the network, not from Facebook: it may ask you to log in',
  ],
  'the page of a captive portal': [
    answering(200, HTML),
    intercepted,
    'HTTP 200 came from the network, not from Facebook: it may ask you to log in',
  ],
  'a portal that says what it is': [
    answering(511, HTML),
    intercepted,
    'HTTP 511 came from the network, not from Facebook: it may ask you to log in',
  ],
  'a proxy that wants a log-in': [
    answering(407, HTML),
    intercepted,
    'HTTP 407 came from the network, not from Facebook: it may ask you to log in',
  ],
  'a reset after the connection stood': [
    async () => `http://${await sockets((socket) => socket.on('data', () => socket.resetAndDestroy()))}`,
    retry,
    'Connection lost (ECONNRESET)',
  ],
  'an end instead of an answer': [
    async () => `http://${await sockets((socket) => socket.on('data', () => socket.end()))}`,
    retry,
    'Connection lost (ECONNRESET)',
  ],
  silence: [async () => `http://${await sockets(() => undefined)}`, retry, 'No answer in time'],
  'an answer that stops halfway': [
    () =>
      web((_, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('{');
      }),
    retry,
    'No answer in time',
  ],
  'an answer that is cut off': [() => web((_, response) => cutOff(response)), retry, 'Connection lost (ECONNRESET)'],
  'JSON that is cut off': [answering(200, '{"num_received":'), retry, 'HTTP 200, and the answer is not JSON'],
  'a success without a body, which may have done the work': [
    answering(200, ''),
    retry,
    'HTTP 200, and the answer is not JSON',
  ],
  'the error page of Meta': [answering(500, HTML), retry, 'HTTP 500, and the answer is not JSON'],
  'no HTTP at all': [
    async () => `http://${await sockets((socket) => socket.on('data', () => socket.write('220 mail\r\n')))}`,
    retry,
    'Connection lost (HPE_INVALID_CONSTANT)',
  ],
};

test.each(Object.entries(trouble))('%s', async (_, [at, meaning, said]) => {
  const read = readAnswer(await get(createHttp({}), `${await at()}/v26.0/me?x=1`, { timeoutMs: 300 }), null);
  expect([read.ok ? 'no error' : read.meaning, read.evidence.said]).toEqual([meaning, said]);
});

test('an answer of a portal that never ends is given up', async () => {
  const endless = await web((_, response) => {
    const piece = Buffer.alloc(1024 * 1024, 0x20);
    const more = (): void => void response.write(piece, (error) => error ?? more());
    more();
  });
  expect(await get(createHttp({}), endless)).toEqual({
    kind: 'no_answer',
    reason: 'reset',
    said: 'The answer is too long',
  });
});

test('a redirect is not followed, and the token is shown to nobody else', async () => {
  const seen: unknown[] = [];
  const elsewhere = await web((request, response) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  const url = await web((_, response) => void response.writeHead(301, { location: elsewhere }).end());
  const answer = await get(createHttp({}), url, { headers: { authorization: 'Bearer EAAsecret' } });
  expect([answer.kind === 'answer' && answer.status, seen]).toEqual([301, []]);
});

test('a body goes out in its pieces with its length, and an answer comes back whole', async () => {
  const url = await web((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      response.writeHead(
        200,
        [
          ['X-App-Usage', '{"call_count":5}'],
          ['Set-Cookie', 'a=1'],
          ['Set-Cookie', 'b=2'],
          ['Connection', 'close'],
          ['Date', 'now'],
        ].flat(),
      );
      response.write(`["${request.method}",`);
      response.end(`"${request.headers['content-length']}","${Buffer.concat(parts).toString()}☃"]`);
    });
  });
  const answer = await get(createHttp({}), url, { method: 'DELETE', body: [Buffer.from('one '), Buffer.from('two')] });
  expect(answer).toEqual({
    kind: 'answer',
    status: 200,
    headers: {
      'x-app-usage': '{"call_count":5}',
      'set-cookie': 'a=1, b=2',
      connection: 'close',
      date: 'now',
      'transfer-encoding': 'chunked',
    },
    body: '["DELETE","7","one two☃"]',
  });
});

test('a connection is used again; one that breaks then says so, and the next request takes a new one', async () => {
  const ports: (number | undefined)[] = [];
  const url = await web((request, response) => {
    ports.push(request.socket.remotePort);
    if (ports.length === 3) request.socket.resetAndDestroy();
    else response.end('{}');
  });
  const http = createHttp({});
  const answers = [await get(http, url), await get(http, url), await get(http, url), await get(http, url)];
  expect([
    answers.map((answer) => (answer.kind === 'answer' ? answer.status : answer.said)),
    new Set(ports).size,
  ]).toEqual([[200, 200, 'Connection lost (ECONNRESET, it had been idle)', 200], 2]);
});

test('after a failure no idle connection is trusted any more', async () => {
  const ports = new Set<number | undefined>();
  const url = await web((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('{}');
  });
  const http = createHttp({});
  await Promise.all([get(http, url), get(http, url)]);
  await get(http, `http://127.0.0.1:${await closedPort()}`);
  await Promise.all([get(http, url), get(http, url)]);
  expect(ports.size).toBe(4);
});
