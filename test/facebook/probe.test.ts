import { expect, test } from 'vitest';

import { createHttp } from '../../main/facebook/http.ts';
import { probe } from '../../main/facebook/probe.ts';
import { startSandbox } from '../../main/sandbox/sandbox.ts';
import { closedPort, sockets, web } from './servers.ts';

const http = createHttp({});

test('the sandbox answers without a token, and no longer when it is closed', async () => {
  const sandbox = await startSandbox({ file: ':memory:' });
  const open = await probe(http, sandbox.graphUrl);
  await sandbox.close();
  expect([open, await probe(http, sandbox.graphUrl)]).toEqual([true, false]);
});

test('any answer in JSON is Graph’s, an error as well; pages, redirects and silence are not', async () => {
  const answers: readonly (readonly [status: number, body: string])[] = [
    [200, '{}'],
    [400, ' {"error":{"code":2500}}'],
    [503, '{"error":{"code":2'],
    [200, '<html>'],
    [500, '<html>Sorry'],
    [200, ''],
    [302, '{}'],
    [407, '{}'],
  ];
  const online: boolean[] = [];
  for (const [status, body] of answers) {
    online.push(await probe(http, await web((_, response) => void response.writeHead(status).end(body))));
  }
  online.push(await probe(http, `http://127.0.0.1:${await closedPort()}`));
  expect(online).toEqual([true, true, true, false, false, false, false, false, false]);
});

test('it asks for the version, without a token', async () => {
  const asked: unknown[] = [];
  const url = await web((request, response) => {
    asked.push([request.method, request.url, request.headers.authorization]);
    response.end('{}');
  });
  await probe(http, `${url}/graph/`);
  expect(asked).toEqual([['GET', '/graph/v26.0/', undefined]]);
});

test('it can be stopped', async () => {
  const stop = new AbortController();
  const hanging = `http://${await sockets(() => stop.abort())}`;
  const first = await probe(http, hanging, stop.signal);
  expect([first, await probe(http, hanging, stop.signal)]).toEqual([false, false]);
});
