import { request } from 'node:http';

import { expect, test } from 'vitest';

import { openSandbox, replyOf, verdict, type Reply } from './open-sandbox.ts';

const usage = ({ headers }: Reply): readonly unknown[] =>
  ['x-app-usage', 'x-ad-account-usage', 'x-business-use-case-usage'].map((name) =>
    JSON.parse(headers.get(name) ?? 'null'),
  );

test('a wrong token is 190, no token 104, and the token is taken as bearer or as parameter', async () => {
  const { sandbox } = await openSandbox();
  const me = `${sandbox.graphUrl}/v26.0/me`;
  const wrong = await replyOf(await fetch(me, { headers: { authorization: 'Bearer EAAwrong' } }));
  expect(wrong).toMatchObject({
    status: 400,
    body: {
      error: { message: expect.stringContaining('Invalid OAuth access token'), type: 'OAuthException', code: 190 },
    },
  });
  expect(wrong.headers.get('www-authenticate')).toBe(
    'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token - Cannot parse access token"',
  );
  expect(verdict(await replyOf(await fetch(me)))).toEqual([400, 104, undefined]);
  const asParameter = await fetch(`${me}?access_token=${sandbox.accessToken}`);
  expect(await asParameter.json()).toEqual({ name: 'Sam Sandbox', id: '10161827364550918' });
  const inBody = await fetch(`${me}/adaccounts`, {
    method: 'POST',
    body: new URLSearchParams({ access_token: sandbox.accessToken, method: 'get' }),
  });
  expect(inBody.status).toBe(200);
});

test('the token expires after 60 days, as debug_token says', async () => {
  const t = await openSandbox();
  const debug = async () => (await t.get(`/debug_token?input_token=${t.sandbox.accessToken}`)).body['data'];
  expect(await debug()).toMatchObject({
    type: 'USER',
    is_valid: true,
    user_id: '10161827364550918',
    issued_at: 1795510800,
    expires_at: 1795510800 + 5183944,
    scopes: ['ads_management', 'ads_read', 'business_management', 'public_profile'],
  });
  expect((await t.get('/debug_token?input_token=EAAother')).body['data']).toMatchObject({ is_valid: false });
  expect(verdict(await t.get('/debug_token'))).toEqual([400, 100, undefined]);
  t.advance(5_183_944_000);
  expect(verdict(await t.get('/me'))).toEqual([400, 190, 463]);
});

test('older versions are upgraded with a warning, unknown ones and none are refused', async () => {
  const { sandbox } = await openSandbox();
  const ask = (path: string) => fetch(`${sandbox.graphUrl}${path}?access_token=${sandbox.accessToken}`);
  const answers = await Promise.all(['/v26.0/me', '/v25.0/me', '/v24.0/me', '/v12.0/me', '/me'].map(ask));
  expect(
    answers.map(({ status, headers }) => [
      status,
      headers.get('facebook-api-version'),
      headers.get('x-ad-api-version-warning'),
    ]),
  ).toEqual([
    [200, 'v26.0', null],
    [200, 'v26.0', 'The call has been auto-upgraded to v26.0 as v25.0 has been deprecated'],
    [200, 'v26.0', 'The call has been auto-upgraded to v26.0 as v24.0 has been deprecated'],
    [400, 'v26.0', null],
    [400, 'v26.0', null],
  ]);
});

test('reading several ids at once answers the permanent HTTP 500', async () => {
  const t = await openSandbox();
  expect(await t.get('/?ids=1,2&fields=id')).toMatchObject({
    status: 500,
    body: { error: { message: 'The ids query parameter is deprecated in v26.0+.', code: 100 } },
  });
});

test('an object that is not there and an operation that is not known are 100/33', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const replies = await Promise.all([
    t.get('/23840000000000000'),
    t.post('/23840000000000000/users', {}),
    t.get('/act_1/customaudiences'),
    t.get(`/${audience}/users`),
    t.get('/'),
  ]);
  expect(replies.map(verdict)).toEqual(Array.from(replies, () => [400, 100, 33]));
  expect(replies[0]?.body.error).toEqual({
    message:
      "Unsupported get request. Object with ID '23840000000000000' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
    type: 'GraphMethodException',
    code: 100,
    error_subcode: 33,
    fbtrace_id: replies[0]?.headers.get('x-fb-request-id'),
  });
});

test('answers carry the headers that recorded ones carry', async () => {
  const t = await openSandbox();
  const names = ['content-type', 'cache-control', 'pragma', 'expires', 'access-control-allow-origin'];
  const of = ({ headers }: Reply) => names.map((name) => headers.get(name));
  const fine = await t.get('/me');
  expect(of(fine)).toEqual([
    'application/json',
    'private, no-cache, no-store, must-revalidate',
    'no-cache',
    'Sat, 01 Jan 2000 00:00:00 GMT',
    '*',
  ]);
  expect(of(await t.get('/none'))[1]).toBe('no-store');
});

test('malformed JSON, a field that does not exist and a malformed field list are 100', async () => {
  const t = await openSandbox();
  const malformed = await fetch(`${t.sandbox.graphUrl}/v26.0/${t.healthy}/customaudiences`, {
    method: 'POST',
    headers: { authorization: `Bearer ${t.sandbox.accessToken}`, 'content-type': 'application/json' },
    body: '{"name":',
  });
  expect(verdict(await replyOf(malformed))).toEqual([400, 100, undefined]);
  expect((await t.get('/me?fields=id,shoe_size')).body.error?.message).toBe(
    '(#100) Tried accessing nonexisting field (shoe_size) on node type (User)',
  );
  expect(verdict(await t.get(`/${t.healthy}?fields=id,business{id`))).toEqual([400, 100, undefined]);
  expect(verdict(await t.get(`/${t.healthy}?fields=id}`))).toEqual([400, 100, undefined]);
});

test('a body beyond 64 MB is refused, not read', async () => {
  const { sandbox } = await openSandbox();
  const status = await new Promise((resolve, reject) => {
    const sending = request(`${sandbox.graphUrl}/v26.0/me`, { method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', reject);
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    for (let megabytes = 0; megabytes < 65; megabytes += 1) sending.write(chunk);
  });
  expect(status).toBe(413);
});

test('usage headers tell the truth, each on the calls where it was seen', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const number = t.healthy.slice('act_'.length);
  const row = { payload: { schema: ['EXTERN_ID'], data: [['1']] } };
  const business = (type: string, tier?: string) => ({
    [number]: [
      {
        type,
        call_count: 1,
        total_cputime: 1,
        total_time: 1,
        estimated_time_to_regain_access: 0,
        ads_api_access_tier: tier,
      },
    ],
  });
  const app = { call_count: 1, total_cputime: 1, total_time: 1 };
  const score = (percent: number) => ({
    acc_id_util_pct: percent,
    reset_time_duration: 300,
    ads_api_access_tier: 'standard_access',
  });

  expect(usage(await t.get('/me'))).toEqual([app, null, null]);
  // Two writes of 3 points each, of 9,000.
  expect(usage(await t.post(`/${audience}/users`, row))).toEqual([app, score(0.07), null]);
  expect(usage(await t.del(`/${audience}/users`, row))).toEqual([null, null, business('custom_audience')]);
  for (let call = 0; call < 9; call += 1) await t.get(`/${audience}`);
  expect(usage(await t.get(`/${t.healthy}`))).toEqual([null, null, business('ads_management', 'standard_access')]);
  expect(usage(await t.post(`/${audience}/users`, row))[1]).toEqual(score(0.24));
  t.advance(300_000);
  expect(usage(await t.post(`/${audience}/users`, row))[1]).toEqual(score(0.03));
});
