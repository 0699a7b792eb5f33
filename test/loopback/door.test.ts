import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { serveBrowser } from '../../main/loopback/serve.ts';
import type { EngineEvent } from '../../preload/contract/contract.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** node:http, because fetch does not let anybody set Host or Origin, nor send a path as it is. */
function ask(
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | null = null,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(origin);
    const call = request(
      { host: '127.0.0.1', port, path, method: body === null ? 'GET' : 'POST', headers },
      (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    call.on('error', reject);
    call.end(body ?? undefined);
  });
}

async function setup() {
  const dir = mkdtempSync(join(tmpdir(), 'muster-door-'));
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>Muster</title>');
  const listeners = new Set<(event: EngineEvent) => void>();
  const served = {
    call: (name: string, input: unknown) => Promise.resolve({ ok: true as const, value: { name, input } }),
    onEvent: (listener: (event: EngineEvent) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const host = await serveBrowser(served, dir, 0);
  onTestFinished(async () => {
    await host.close();
    rmSync(dir, { recursive: true });
  });
  const { origin, pathname, search } = new URL(host.url);
  return { origin, entrance: pathname + search, listeners };
}

async function cookieOf(origin: string, entrance: string): Promise<string> {
  const { headers } = await ask(origin, entrance);
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

test('the token in the address buys a strict cookie once', async () => {
  const { origin, entrance } = await setup();
  const first = await ask(origin, entrance);
  expect([first.status, first.headers['location']]).toEqual([303, '/']);
  expect(String(first.headers['set-cookie'])).toMatch(/^muster-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  expect((await ask(origin, entrance)).status).toBe(403);
  expect((await ask(origin, '/?token=guessed')).status).toBe(403);
});

test('two hosts at once keep a session each, although cookies know no ports', async () => {
  const [one, two] = [await setup(), await setup()];
  const names = [await cookieOf(one.origin, one.entrance), await cookieOf(two.origin, two.entrance)];
  const both = { cookie: names.join('; ') };
  expect([(await ask(one.origin, '/', both)).status, (await ask(two.origin, '/', both)).status]).toEqual([200, 200]);
});

test('without the cookie, from a foreign page or under a foreign name nothing is answered', async () => {
  const { origin, entrance } = await setup();
  const cookie = await cookieOf(origin, entrance);
  const call = JSON.stringify({ name: 'jobs.list', input: {} });
  const { host } = new URL(origin);
  const statuses = await Promise.all([
    ask(origin, '/'),
    ask(origin, '/', { cookie: `${cookie.split('=')[0]}=wrong` }),
    ask(origin, '/api/call', {}, call),
    ask(origin, '/api/events'),
    ask(origin, '/', { cookie, host: `muster.example:${new URL(origin).port}` }),
    ask(origin, '/', { cookie, host: `localhost:${new URL(origin).port}` }),
    ask(origin, '/api/call', { cookie, origin: 'https://evil.example' }, call),
    ask(origin, '/api/call', { cookie, origin: 'null' }, call),
    ask(origin, entrance, { host: 'evil.example' }),
    ask(origin, '/api/call', { cookie, origin, host }, call),
  ]);
  expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401, 401, 403, 403, 403, 403, 403, 200]);
});

test('every answer carries the policy of the page', async () => {
  const { origin, entrance } = await setup();
  const cookie = await cookieOf(origin, entrance);
  for (const answer of [
    await ask(origin, '/', { cookie }),
    await ask(origin, '/'),
    await ask(origin, '/none', { cookie }),
  ]) {
    expect(answer.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
    );
    expect([answer.headers['x-content-type-options'], answer.headers['cache-control']]).toEqual([
      'nosniff',
      'no-store',
    ]);
  }
});

test('only files of the page are served', async () => {
  const { origin, entrance } = await setup();
  const cookie = await cookieOf(origin, entrance);
  const paths = [
    '/',
    '/..%2f..%2fpackage.json',
    '/../package.json',
    '/%00.html',
    '/%E0%A4%A',
    '/index.html%00.js',
    '/none.js',
    '//%5B',
  ];
  const statuses = await Promise.all(paths.map(async (path) => (await ask(origin, path, { cookie })).status));
  expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404, 400]);
});

test('calls are passed on; what is no call is refused', async () => {
  const { origin, entrance } = await setup();
  const headers = { cookie: await cookieOf(origin, entrance) };
  const call = await ask(origin, '/api/call', headers, JSON.stringify({ name: 'runs.get', input: { runId: 1 } }));
  expect(JSON.parse(call.body)).toEqual({ ok: true, value: { name: 'runs.get', input: { runId: 1 } } });
  const refused = [
    await ask(origin, '/api/call', headers, 'no json'),
    await ask(origin, '/api/call', headers, `"${'x'.repeat(2 * 1024 * 1024)}"`),
    await ask(origin, '/api/other', headers, '{}'),
  ];
  expect(refused.map(({ status }) => status)).toEqual([400, 413, 405]);
});

test('events are streamed to the page, and a page that leaves is forgotten', async () => {
  const { origin, entrance, listeners } = await setup();
  const cookie = await cookieOf(origin, entrance);
  const leave = new AbortController();
  const response = await fetch(`${origin}/api/events`, { headers: { cookie }, signal: leave.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  for (const tell of listeners) tell({ event: 'run.changed', runId: 3, jobId: 1 });
  expect((await reader?.read())?.value).toBe('data: {"event":"run.changed","runId":3,"jobId":1}\n\n');
  leave.abort();
  await expect.poll(() => listeners.size).toBe(0);
});
