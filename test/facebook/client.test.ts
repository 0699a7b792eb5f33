import { expect, test } from 'vitest';

import type { HttpRequest } from '../../main/engine/ports.ts';
import { audiencesNamed, prepareCreate } from '../../main/facebook/audiences.ts';
import { graphRoot, isLoopbackRoot, prepareCall, UnsafeTargetError } from '../../main/facebook/client.ts';
import { usageIn } from '../../main/facebook/usage.ts';

const target = { graphUrl: 'https://graph.facebook.com', token: 'EAAsecret' };

/** A server that gives these bodies in order, and what it was asked. */
function server(...bodies: readonly unknown[]) {
  const requests: HttpRequest[] = [];
  return {
    requests,
    http: (request: HttpRequest) => {
      requests.push(request);
      const body = JSON.stringify(bodies[requests.length - 1] ?? {});
      return Promise.resolve({ kind: 'answer', status: 200, headers: {}, body } as const);
    },
  };
}

test('a Graph root is https, or this computer', () => {
  const roots = {
    'https://graph.facebook.com': 'https://graph.facebook.com',
    'https://graph.facebook.com/': 'https://graph.facebook.com',
    'https://proxy.example/graph//': 'https://proxy.example/graph',
    'http://127.0.0.1:4040': 'http://127.0.0.1:4040',
    'http://localhost:80/': 'http://localhost',
    'http://[::1]:4040/x/': 'http://[::1]:4040/x',
  };
  expect(Object.keys(roots).map(graphRoot)).toEqual(Object.values(roots));
});

test('a token never goes anywhere else', () => {
  const unsafe = [
    'http://graph.facebook.com',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1@evil.example',
    'https://user:password@graph.facebook.com',
    'https://user@graph.facebook.com',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'graph.facebook.com',
    '',
  ];
  expect(unsafe.filter((text) => !throwsUnsafe(text))).toEqual([]);
});

function throwsUnsafe(text: string): boolean {
  try {
    graphRoot(text);
    return false;
  } catch (error) {
    return error instanceof UnsafeTargetError;
  }
}

test('only an address of this computer counts as the sandbox', () => {
  const roots = [
    'http://127.0.0.1:1',
    'http://localhost',
    'http://[::1]/x',
    'https://localhost.example',
    'https://graph.facebook.com',
  ];
  expect(roots.map(isLoopbackRoot)).toEqual([true, true, true, false, false]);
});

test('the token travels in the Authorization header, never in the address or the body', async () => {
  const { http, requests } = server();
  const call = prepareCall(http, target, {
    method: 'POST',
    path: 'act_1/customaudiences',
    query: { fields: 'id,name' },
    body: { name: 'Été' },
    account: 'act_1',
  });
  await call.send();
  expect(requests).toEqual([
    {
      method: 'POST',
      url: 'https://graph.facebook.com/v26.0/act_1/customaudiences?fields=id%2Cname',
      headers: { authorization: 'Bearer EAAsecret', accept: 'application/json', 'content-type': 'application/json' },
      body: [Buffer.from('{"name":"Été"}')],
      timeoutMs: 60_000,
    },
  ]);
  expect(call).toMatchObject({
    host: 'graph.facebook.com',
    method: 'POST',
    path: '/v26.0/act_1/customaudiences',
    bytes: 16,
  });
});

test('a read has no body; a large upload gets more time', async () => {
  const { http, requests } = server();
  await prepareCall(http, target, { method: 'GET', path: 'me', account: null }).send();
  await prepareCall(http, target, { method: 'POST', path: '1/users', account: null, body: 'x'.repeat(200_000) }).send();
  expect(requests.map(({ body, timeoutMs }) => [body === null ? null : Buffer.concat(body).length, timeoutMs])).toEqual(
    [
      [null, 60_000],
      [200_002, 180_000],
    ],
  );
});

test('a customer list says whose data it is, and all else that was chosen for it', async () => {
  const { http, requests } = server();
  const plain = {
    name: 'VIP',
    description: 'Kept by Muster',
    fileSource: 'USER_PROVIDED_ONLY',
    labels: [],
    isExclusionOnly: false,
    isValueBased: false,
  };
  await prepareCreate(http, target, 'act_1', plain).send();
  await prepareCreate(http, target, 'act_1', {
    ...plain,
    description: '',
    fileSource: 'PARTNER_PROVIDED_ONLY',
    labels: ['AT_RISK', 'DISENGAGED'],
    isExclusionOnly: true,
    isValueBased: true,
  }).send();
  expect(requests.map(({ body }) => JSON.parse(Buffer.concat(body ?? []).toString()) as unknown)).toEqual([
    {
      name: 'VIP',
      subtype: 'CUSTOM',
      customer_file_source: 'USER_PROVIDED_ONLY',
      description: 'Kept by Muster',
    },
    {
      name: 'VIP',
      subtype: 'CUSTOM',
      customer_file_source: 'PARTNER_PROVIDED_ONLY',
      audience_labels: ['AT_RISK', 'DISENGAGED'],
      usage_restriction: 'EXCLUSION_ONLY',
      is_value_based: 1,
    },
  ]);
});

test('audiences of exactly that name are found over all pages, with `after`, and the given next address is not fetched', async () => {
  const next = 'https://evil.example/next?access_token=EAAsecret';
  const { http, requests } = server(
    {
      data: [
        { id: '1', name: 'VIP', time_created: 1_700_000_000 },
        { id: '2', name: 'vip' },
      ],
      paging: { cursors: { after: 'A' }, next },
    },
    { data: [], paging: { cursors: { after: 'B' }, next } },
    { data: [{ id: 3, name: 'VIP' }, 'x', { name: 'VIP' }], paging: { cursors: { after: 'C' } } },
    { data: [{ id: '4', name: 'VIP' }] },
  );
  const sent: string[] = [];
  const listing = await audiencesNamed(http, target, 'act_1', 'VIP', ({ path }) => sent.push(path));
  expect(listing).toEqual({
    ok: true,
    audiences: [
      { id: '1', name: 'VIP', isValueBased: false, createdAt: 1_700_000_000_000 },
      { id: '3', name: 'VIP', isValueBased: false, createdAt: null },
    ],
    usage: usageIn({}, 'act_1'),
  });
  expect(requests.map(({ url }) => new URL(url).searchParams.get('after'))).toEqual([null, 'A', 'B']);
  expect([requests.every(({ url }) => url.startsWith('https://graph.facebook.com/v26.0/act_1/')), sent.length]).toEqual(
    [true, 3],
  );
});

test('a listing that repeats its cursor ends', async () => {
  const page = { data: [], paging: { cursors: { after: 'A' }, next: 'x' } };
  const { http, requests } = server(page, page, page);
  await audiencesNamed(http, target, 'act_1', 'VIP', () => undefined);
  expect(requests.length).toBe(2);
});
