import { createHmac } from 'node:crypto';

import { expect, test } from 'vitest';

import { openBrowser } from './browser.ts';
import { newAudience, openSandbox, replyOf, verdict, type OpenSandbox, type Reply } from './open-sandbox.ts';

const redirect = 'http://localhost:53682/callback';

interface Setup extends OpenSandbox {
  readonly app: { readonly client_id: string; readonly client_secret: string };
  /** Calls the token endpoint. */
  exchange(params: Record<string, string>, method?: 'GET' | 'POST'): Promise<Reply>;
  /** Calls Graph with another token than the admin's. */
  as(token: string, path: string, method?: string, body?: unknown): Promise<Reply>;
  /** Lets a person through the dialog. */
  login(person: string): Promise<string>;
  tokenOf(person: string, more?: object): Promise<string>;
}

async function setup(): Promise<Setup> {
  const t = await openSandbox();
  const { graphUrl } = t.sandbox;
  const { id = '', secret } = (await t.control('GET', '/app')).body;
  return {
    ...t,
    app: { client_id: id, client_secret: String(secret) },
    async exchange(params, method = 'POST') {
      const url = `${graphUrl}/v26.0/oauth/access_token`;
      const query = new URLSearchParams(params);
      return replyOf(await (method === 'GET' ? fetch(`${url}?${query}`) : fetch(url, { method: 'POST', body: query })));
    },
    async as(token, path, method = 'GET', body) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      return replyOf(await fetch(`${graphUrl}/v26.0${path}`, { method, headers, ...sent }));
    },
    async login(person) {
      const browser = openBrowser(graphUrl);
      const query = new URLSearchParams({ client_id: id, redirect_uri: redirect, state: '1', scope: 'ads_management' });
      const page = await browser.submit(await browser.open(`/v26.0/dialog/oauth?${query}`), { person });
      const { left = '' } = await browser.submit(page, { choice: 'continue' });
      return new URL(left).searchParams.get('code') ?? '';
    },
    async tokenOf(person, more = {}) {
      return String((await t.control('POST', '/tokens', { person, ...more })).body['access_token']);
    },
  };
}

const tokenIn = ({ body }: Reply): string => String(body['access_token']);

test.each(['GET', 'POST'] as const)(
  'a code is exchanged by %s, once, with the redirect of the dialog',
  async (method) => {
    const t = await setup();
    const code = await t.login('employee');
    const given = { ...t.app, redirect_uri: redirect, code };
    expect(verdict(await t.exchange({ ...given, redirect_uri: `${redirect}/` }, method))).toEqual([400, 100, 36008]);
    const fine = await t.exchange(given, method);
    expect(fine.body).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 5400 });
    expect((await t.as(tokenIn(fine), '/me')).body).toEqual({ name: 'Robin Roe', id: '10158493027164485' });
    const again = await t.exchange(given, method);
    expect([verdict(again), again.body.error?.message, again.headers.get('www-authenticate')]).toEqual([
      [400, 100, 36009],
      'This authorization code has been used.',
      'OAuth "Facebook Platform" "invalid_code" "This authorization code has been used."',
    ]);
  },
);

test('a code is refused after ten minutes, and when it is none', async () => {
  const t = await setup();
  const given = { ...t.app, redirect_uri: redirect, code: await t.login('admin') };
  t.advance(10 * 60_000);
  expect(verdict(await t.exchange(given))).toEqual([400, 100, 36007]);
  expect(verdict(await t.exchange({ ...given, code: 'AQother' }))).toEqual([400, 100, 36005]);
  expect(verdict(await t.exchange({ ...t.app, redirect_uri: redirect }))).toEqual([400, 100, undefined]);
});

test('the credentials of the app are checked, and a desktop app may not send its secret', async () => {
  const t = await setup();
  const { client_id, client_secret } = t.app;
  const own = { grant_type: 'client_credentials' };
  const all = [
    {},
    { client_id: '1', client_secret },
    { client_id },
    { client_id, client_secret: 'x' },
    { client_id, client_secret },
  ];
  const codes = async () =>
    (await Promise.all(all.map((given) => t.exchange({ ...own, ...given })))).map(({ body }) => body.error?.code);
  expect(await codes()).toEqual([101, 101, 1, 1, undefined]);
  expect((await t.exchange({ ...own, ...t.app })).body).toEqual({
    access_token: `${client_id}|${client_secret}`,
    token_type: 'bearer',
  });
  await t.control('POST', '/app', { desktop: true });
  expect((await t.exchange({ ...own, ...t.app })).body.error).toMatchObject({
    message: 'The request is invalid because the app is configured as a desktop app',
    code: 1,
  });
});

test('a short token becomes a long one until it has expired; both carry the same permissions', async () => {
  const t = await setup();
  const short = await t.tokenOf('employee', { scopes: ['ads_read'], expires_in: 3600 });
  const lengthen = () => t.exchange({ ...t.app, grant_type: 'fb_exchange_token', fb_exchange_token: short });
  const long = await lengthen();
  expect(long.body).toMatchObject({ token_type: 'bearer', expires_in: 5183944 });
  const scopes = async (token: string) => (await t.get(`/debug_token?input_token=${token}`)).body['data'];
  expect([await scopes(short), await scopes(tokenIn(long))]).toMatchObject([
    { scopes: ['ads_read'] },
    { scopes: ['ads_read'] },
  ]);
  t.advance(3_600_000);
  expect(verdict(await lengthen())).toEqual([400, 190, 463]);
  expect((await t.as(tokenIn(long), '/me')).status).toBe(200);
});

test('debug_token shows a system user, the app and what is wrong with a token', async () => {
  const t = await setup();
  const { client_id, client_secret } = t.app;
  const appToken = `${client_id}|${client_secret}`;
  const look = async (input: string, by = appToken) =>
    (await t.as(by, `/debug_token?input_token=${encodeURIComponent(input)}`)).body['data'];
  const scopes = ['ads_management', 'ads_read', 'business_management', 'public_profile'];
  const accounts = ['542676646349772', '671920384756110', '613847205918436'];
  expect(await look(await t.tokenOf('system_user'))).toEqual({
    app_id: client_id,
    type: 'SYSTEM_USER',
    application: 'Muster sandbox',
    data_access_expires_at: 0,
    expires_at: 0,
    is_valid: true,
    issued_at: 1795510800,
    scopes,
    granular_scopes: [
      { scope: 'ads_management', target_ids: accounts },
      { scope: 'ads_read', target_ids: accounts },
      { scope: 'business_management', target_ids: ['281947365019283'] },
    ],
    user_id: '122104957360281749',
  });
  expect(await look(appToken)).toMatchObject({ type: 'APP', is_valid: true });
  const spoilt = await t.tokenOf('employee');
  await t.control('POST', '/tokens/state', { token: spoilt, state: 'password_changed' });
  expect(await look(spoilt)).toMatchObject({ is_valid: false, error: { code: 190, subcode: 460 } });

  await t.control('POST', '/app', { members: ['admin'] });
  const [own, other] = [await t.tokenOf('employee'), t.sandbox.accessToken];
  expect([await look(own, own), await look(other, own)]).toEqual([
    expect.objectContaining({ is_valid: true }),
    undefined,
  ]);
  expect(verdict(await t.as(appToken, '/me'))).toEqual([400, 2500, undefined]);
});

test.each([
  ['expired', 463],
  ['password_changed', 460],
  ['checkpoint', 459],
  ['app_removed', 458],
  ['unconfirmed', 464],
])('a token that is %s answers 190/%i until it is healed, and no other token does', async (state, subcode) => {
  const t = await setup();
  const [one, other] = [await t.tokenOf('employee'), await t.tokenOf('employee')];
  const both = async () => [verdict(await t.as(one, '/me')), verdict(await t.as(other, '/me'))];
  const fine = [200, undefined, undefined];
  expect((await t.control('POST', '/tokens/state', { token: one, state })).body).toEqual({ tokens: 1 });
  expect(await both()).toEqual([[400, 190, subcode], fine]);
  await t.control('POST', '/tokens/state', { person: 'employee', state: null });
  expect(await both()).toEqual([fine, fine]);
  expect(verdict(await t.control('POST', '/tokens/state', { token: one, state: 'tired' }))[1]).toBe(100);
});

test('removing the app ends every token of the person, one permission only itself', async () => {
  const t = await setup();
  const [one, other] = [await t.tokenOf('employee'), await t.tokenOf('employee')];
  expect((await t.as(one, '/me/permissions/ads_management', 'DELETE')).body).toEqual({ success: true });
  expect((await t.as(other, '/me/permissions')).body.data).toEqual([
    { permission: 'ads_management', status: 'declined' },
    { permission: 'ads_read', status: 'granted' },
    { permission: 'public_profile', status: 'granted' },
  ]);
  const write = `/act_671920384756110/customaudiences`;
  expect(verdict(await t.as(one, write, 'POST', newAudience('VIP')))).toEqual([400, 294, undefined]);
  expect((await t.as(one, '/me/permissions', 'DELETE')).body).toEqual({ success: true });
  expect([verdict(await t.as(one, '/me')), verdict(await t.as(other, '/me'))]).toEqual([
    [400, 190, 458],
    [400, 190, 458],
  ]);
  // Others are not concerned, and who logs in again has a good token.
  expect((await t.get('/me')).status).toBe(200);
  const anew = await t.exchange({ ...t.app, redirect_uri: redirect, code: await t.login('employee') });
  expect((await t.as(tokenIn(anew), '/me')).status).toBe(200);
});

test('a token without the permissions reads and writes nothing of an ad account', async () => {
  const t = await setup();
  const bare = await t.tokenOf('admin', { scopes: ['public_profile'] });
  const reads = ['/me/adaccounts', `/${t.healthy}`, `/${t.healthy}/customaudiences`, '/me/businesses'];
  expect((await Promise.all(reads.map((path) => t.as(bare, path)))).map(verdict)).toEqual(
    reads.map(() => [400, 100, undefined]),
  );
  const reader = await t.tokenOf('admin', { scopes: ['ads_read'] });
  expect((await t.as(reader, `/${t.healthy}`)).status).toBe(200);
  expect(verdict(await t.as(reader, `/${t.healthy}?fields=owner`))).toEqual([403, 200, undefined]);
  expect(verdict(await t.as(reader, `/${t.healthy}/customaudiences`, 'POST', newAudience('VIP')))).toEqual([
    400,
    294,
    undefined,
  ]);
});

test('a proof is checked when it is sent, and asked for when the app wants it', async () => {
  const t = await setup();
  const token = t.sandbox.accessToken;
  const hmac = (text: string) => createHmac('sha256', t.app.client_secret).update(text).digest('hex');
  const ask = async (query: string) => verdict(await t.as(token, `/me?fields=id,name${query}`));
  const now = 1795510800;
  const timed = `&appsecret_proof=${hmac(`${token}|${now}`)}&appsecret_time=${now}`;
  const fine = [200, undefined, undefined];
  const wrong = [400, 100, undefined];
  const answers = async () => [
    await ask(''),
    await ask(`&appsecret_proof=${hmac(token)}`),
    await ask(timed),
    await ask(`&appsecret_proof=${hmac('other')}`),
  ];
  expect(await answers()).toEqual([fine, fine, fine, wrong]);
  await t.control('POST', '/app', { require_proof: true });
  expect(await answers()).toEqual([wrong, fine, fine, wrong]);
  t.advance(301_000);
  expect(await ask(timed)).toEqual(wrong);
});

test('what an OAuth library does works as it is: code by form, profile with token and proof in the address', async () => {
  const t = await setup();
  const code = await t.login('admin');
  const form = { grant_type: 'authorization_code', redirect_uri: redirect, ...t.app, code };
  const token = tokenIn(await t.exchange(form));
  const proof = createHmac('sha256', t.app.client_secret).update(token).digest('hex');
  const fields = 'id,name,last_name,first_name,middle_name,email,picture';
  const profile = `/v26.0/me?fields=${fields}&access_token=${encodeURIComponent(token)}&appsecret_proof=${proof}`;
  expect((await replyOf(await fetch(`${t.sandbox.graphUrl}${profile}`))).body).toEqual({
    id: '10161827364550918',
    name: 'Sam Sandbox',
    last_name: 'Sandbox',
    first_name: 'Sam',
  });
});
