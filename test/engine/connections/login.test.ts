import { expect, test } from 'vitest';

import type { ConnectAttempt, ConnectFailure, ConnectOrder } from '../../../preload/contract/connections.ts';
import { text } from '../../../preload/messages/text.ts';
import { loginRig, type LoginRig } from './login-rig.ts';

const MINUTE = 60_000;

test('a login by the browser: code, secret, sixty days, and everything that is to be known of the connection', async () => {
  const t = await loginRig();
  const attemptId = await t.begin();
  const waiting = await t.attempt(attemptId);
  expect(t.opened).toEqual([waiting.state === 'waiting' ? waiting.url : '']);
  const page = await t.answer(t.opened[0] ?? '', 'admin');
  expect(page.left).toMatch(/^http:\/\/localhost:\d+\/callback\?code=/);
  expect(await t.comeBack(page)).toContain(text('connect.page.done.title'));
  expect(await t.ask('connections.finish', { attemptId, address: '' })).toEqual({ state: 'done', connectionId: 1 });
  expect(await t.ask('connections.list', {})).toEqual([
    {
      id: 1,
      isSandbox: true,
      person: { id: expect.stringMatching(/^\d+$/), name: 'Sam Sandbox' },
      kind: 'user',
      app: { id: t.app.id, name: 'Muster sandbox' },
      configId: null,
      hasSecret: true,
      granted: ['ads_management', 'ads_read', 'business_management', 'public_profile'],
      declined: [],
      granular: [
        { scope: 'ads_management', targets: null },
        { scope: 'ads_read', targets: null },
        { scope: 'business_management', targets: null },
      ],
      expiresAt: Date.UTC(2026, 10, 24, 9) + 5_183_944_000,
      dataAccessExpiresAt: Date.UTC(2026, 10, 24, 9) + 90 * 24 * 60 * MINUTE,
      warnings: expect.any(Array),
      health: 'ok',
      trouble: null,
      said: null,
      checkedAt: t.clock.now(),
      accounts: { known: 0, chosen: 0, listedAt: null },
      jobs: 0,
    },
  ]);
});

/** Logs in and answers a dialog, then spoils something before the browser comes home. */
async function spoilt(
  t: LoginRig,
  spoil: (address: URL) => Promise<string> | string,
  order: Partial<ConnectOrder> = {},
): Promise<ConnectAttempt> {
  const attemptId = await t.begin(order);
  const begun = await t.attempt(attemptId);
  if (begun.state !== 'waiting') return begun;
  const page = await t.answer(begun.url, 'admin');
  const address = await spoil(new URL(page.left ?? ''));
  return t.ask('connections.finish', { attemptId, address });
}

function changed(name: string, value: string | null): (address: URL) => string {
  return (address) => {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
    return address.href;
  };
}

/** A code that was exchanged once already, by somebody else. */
async function spend(t: LoginRig, address: URL): Promise<string> {
  const form = new URLSearchParams({
    client_id: t.app.id,
    client_secret: t.app.secret,
    code: address.searchParams.get('code') ?? '',
    redirect_uri: `${address.origin}${address.pathname}`,
  });
  await fetch(`${t.sandbox.graphUrl}/v26.0/oauth/access_token`, { method: 'POST', body: form });
  return address.href;
}

const failures: Readonly<Partial<Record<ConnectFailure, (t: LoginRig) => Promise<ConnectAttempt>>>> = {
  cancelled: (t) =>
    spoilt(t, ({ origin, pathname, searchParams }) => {
      const state = searchParams.get('state') ?? '';
      const query = new URLSearchParams({ error: 'access_denied', error_reason: 'user_denied', state });
      return `${origin}${pathname}?${query.toString()}`;
    }),
  async app_not_live(t) {
    await t.control('POST', '/app', { members: ['admin'] });
    const attemptId = await t.begin();
    const begun = await t.attempt(attemptId);
    const page = await t.answer(begun.state === 'waiting' ? begun.url : '', 'employee', { choice: 'cancel' });
    await t.comeBack(page);
    return t.attempt(attemptId);
  },
  dialog_failed: (t) => spoilt(t, changed('error', 'server_error')),
  async declined(t) {
    return t.login('employee', {}, { grant_ads_management: undefined });
  },
  wrong_state: (t) => spoilt(t, changed('state', 'somebody else’s')),
  code_used: (t) => spoilt(t, (address) => spend(t, address)),
  code_unknown: (t) => spoilt(t, changed('code', 'AQnone')),
  code_expired: (t) =>
    spoilt(t, (address) => {
      t.advance(11 * MINUTE);
      return address.href;
    }),
  async desktop_app(t) {
    await t.control('POST', '/app', { desktop: true });
    return t.login('admin');
  },
  secret_wrong: (t) => t.login('admin', { appSecret: '0'.repeat(32) }),
  secret_needed: (t) => t.login('admin', { appSecret: undefined }),
  app_needed: (t) => t.login('admin', { appId: undefined }),
  async timed_out(t) {
    const attemptId = await t.begin();
    await t.clock.advance(10 * MINUTE);
    return t.attempt(attemptId);
  },
  async url_blocked(t) {
    await t.control('POST', '/app', { mode: 'live' });
    const attemptId = await t.begin();
    const begun = await t.attempt(attemptId);
    const { pathname, search } = new URL(begun.state === 'waiting' ? begun.url : '');
    expect((await t.browser.open(`${pathname}${search}`)).title).toContain('URL Blocked');
    return t.ask('connections.cancel', { attemptId, because: 'url_blocked' });
  },
  async window_closed(t) {
    const attemptId = await t.begin({ way: 'window' });
    return t.ask('connections.cancel', { attemptId, because: 'window_closed' });
  },
  async offline(t) {
    const attemptId = await t.begin();
    const begun = await t.attempt(attemptId);
    const page = await t.answer(begun.state === 'waiting' ? begun.url : '', 'admin');
    await t.sandbox.close();
    await t.comeBack(page);
    return t.ask('connections.finish', { attemptId, address: '' });
  },
};

test.each(Object.entries(failures))('%s ends a login by that name, and nothing is stored', async (reason, fail) => {
  const t = await loginRig();
  expect(await fail(t)).toMatchObject({ state: 'failed', reason });
  expect([await t.ask('connections.list', {}), t.rows('select * from connection')]).toEqual([[], []]);
});

test('a computer that lets nobody listen says so', async () => {
  const t = await loginRig(undefined, { listen: () => Promise.reject(new Error('EACCES')) });
  expect(await t.login('admin')).toMatchObject({ state: 'failed', reason: 'no_listener' });
});

test('what was declined is told, and is asked for again on request', async () => {
  const t = await loginRig();
  expect(await t.login('employee', {}, { grant_ads_management: undefined })).toEqual({
    state: 'failed',
    reason: 'declined',
    said: null,
    missing: ['ads_management'],
  });
  expect(await t.login('employee')).toMatchObject({ reason: 'declined' });
  expect(await t.login('employee', { asksAgain: true })).toEqual({ state: 'done', connectionId: 1 });
});

test('a permission that nothing needs is missed by a warning only', async () => {
  const t = await loginRig();
  expect(await t.login('employee', {}, { grant_business_management: undefined })).toMatchObject({ state: 'done' });
  const [connection] = await t.ask('connections.list', {});
  expect([connection?.declined, connection?.warnings.filter(({ kind }) => kind === 'scope_missing')]).toEqual([
    ['business_management'],
    [{ kind: 'scope_missing', days: null, at: null, scope: 'business_management' }],
  ]);
});

test('strangers on localhost, and tabs without an answer, do not end a login', async () => {
  const t = await loginRig();
  const attemptId = await t.begin();
  const begun = await t.attempt(attemptId);
  if (begun.state !== 'waiting') throw new Error(begun.state);
  const { port } = new URL(begun.redirectUri);
  const status = async (path: string, init: RequestInit = {}) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, init)).status;
  expect([
    await status('/callback?code=1&state=1'),
    (await fetch(`http://localhost:${port}/`)).status,
    (await fetch(begun.redirectUri, { method: 'POST' })).status,
    (await fetch(begun.redirectUri)).status,
    await t.attempt(attemptId),
  ]).toEqual([404, 404, 404, 200, { ...begun, hint: 'no_answer_in_address' }]);
  await t.comeBack(await t.answer(begun.url, 'admin'));
  await expect(fetch(begun.redirectUri)).rejects.toThrow('fetch failed');
});

test('a window ends at Meta’s own page: with the secret a code, without it a token of two hours', async () => {
  const t = await loginRig();
  const window = { way: 'window' } as const;
  expect(await t.login('admin', window)).toEqual({ state: 'done', connectionId: 1 });
  expect(await t.login('employee', { ...window, appSecret: undefined })).toEqual({ state: 'done', connectionId: 2 });
  const [long, short] = await t.ask('connections.list', {});
  expect([long?.hasSecret, short?.hasSecret, short?.warnings[0]]).toEqual([
    true,
    false,
    { kind: 'short_lived', days: 1, at: Date.UTC(2026, 10, 24, 9) + 90 * MINUTE, scope: null },
  ]);
});

test('addresses at which no login ends are not taken for an answer', async () => {
  const t = await loginRig();
  const attemptId = await t.begin({ way: 'window' });
  const begun = await t.attempt(attemptId);
  const finish = (address: string) => t.ask('connections.finish', { attemptId, address });
  const hinted = { ...begun, hint: 'no_answer_in_address' };
  expect([
    await finish('https://www.facebook.com/v26.0/dialog/oauth?client_id=1'),
    await finish('https://evil.example/connect/login_success.html?code=1'),
    await finish('https://www.facebook.com/connect/login_success.html'),
    await finish('code'),
  ]).toEqual([hinted, hinted, hinted, hinted]);
});

test('a configuration of Login for Business connects the system user, whose token never ends', async () => {
  const t = await loginRig();
  const { configurations } = (await t.control('GET', '/app')).body as { configurations?: { id: string }[] };
  const configId = configurations?.[1]?.id ?? '';
  expect(await t.login('admin', { configId })).toEqual({ state: 'done', connectionId: 1 });
  expect(await t.ask('connections.list', {})).toMatchObject([
    { kind: 'system_user', expiresAt: 'never', dataAccessExpiresAt: 'never', configId, warnings: [] },
  ]);
});

test('token, secret and code are in no file, no log, no answer, and in no address but that of debug_token', async () => {
  const t = await loginRig();
  await t.connected('admin');
  await t.ask('connections.accounts', { connectionId: 1 });
  await t.login('employee', {}, { grant_ads_management: undefined });
  const bodies = t.requests.flatMap(({ body }) => body ?? []).map((part) => Buffer.from(part).toString());
  const tokens = t.requests.flatMap(
    ({ headers }) => /^Bearer (EAA\S+)$/.exec(headers['authorization'] ?? '')?.[1] ?? [],
  );
  const codes = bodies.flatMap((body) => new URLSearchParams(body).get('code') ?? []);
  const shorts = bodies.flatMap((body) => new URLSearchParams(body).get('fb_exchange_token') ?? []);
  const secrets = [...new Set([t.app.secret, ...tokens, ...codes, ...shorts])];
  const urls = t.requests.filter(({ url }) => secrets.some((secret) => url.includes(secret)));
  const answers = JSON.stringify([await t.ask('connections.list', {}), t.opened, t.rows('select * from egress')]);
  expect([
    secrets.length,
    t.leaked(secrets),
    secrets.filter((secret) => answers.includes(secret)),
    urls.map(({ url }) => new URL(url).pathname),
    urls.filter(({ url }) => url.includes(t.app.secret)).length,
  ]).toEqual([7, [], [], ['/v26.0/debug_token', '/v26.0/debug_token'], 0]);
});

test('a login that nobody knows, and one that is over', async () => {
  const t = await loginRig();
  const unknown = await t.engine.call('connections.attempt', { attemptId: 'no' });
  expect(unknown).toEqual({ ok: false, code: 'not_found', message: text('connections.no_attempt') });
  const attemptId = await t.begin();
  const cancelled = await t.ask('connections.cancel', { attemptId });
  expect(await t.ask('connections.cancel', { attemptId, because: 'url_blocked' })).toEqual(cancelled);
});

test('bad input says nothing of what was given', async () => {
  const t = await loginRig();
  const reply = await t.engine.call('connections.begin', { way: 'browser', appId: 'x', appSecret: t.app.secret });
  expect([reply.ok, JSON.stringify(reply).includes(t.app.secret)]).toEqual([false, false]);
});
