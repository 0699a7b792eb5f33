import { expect, test } from 'vitest';

import { boxes, openBrowser, type Browser, type Page } from './browser.ts';
import { openSandbox, type OpenSandbox } from './open-sandbox.ts';

const redirect = 'http://localhost:53682/callback';
const asked = 'ads_management,ads_read,business_management';

async function setup(): Promise<OpenSandbox & { readonly browser: Browser; readonly app: string }> {
  const t = await openSandbox();
  const app = (await t.control('GET', '/app')).body.id ?? '';
  return { ...t, app, browser: openBrowser(t.sandbox.graphUrl) };
}
type Setup = Awaited<ReturnType<typeof setup>>;

/** The address of the dialog; `undefined` leaves a parameter out. */
function dialogOf({ app }: Setup, changes: Readonly<Record<string, string | undefined>> = {}, root = '/v26.0'): string {
  const usual = { client_id: app, redirect_uri: redirect, state: 'st&te', scope: asked };
  const given = Object.entries({ ...usual, ...changes }).filter((one): one is [string, string] => one[1] !== undefined);
  return `${root}/dialog/oauth?${new URLSearchParams(given).toString()}`;
}

/** From the dialog over the login to the consent. */
async function consent(t: Setup, person: string, path: string): Promise<Page> {
  return t.browser.submit(await t.browser.open(path), { person });
}

const next = { choice: 'continue' };
const queryOf = ({ left = '' }: Page) => Object.fromEntries(new URL(left).searchParams);
const fragmentOf = ({ left = '' }: Page) => Object.fromEntries(new URLSearchParams(new URL(left).hash.slice(1)));

async function permissions(t: Setup, person: string): Promise<unknown> {
  const { people } = (await t.control('GET', '/people')).body as {
    people?: { person: string; permissions: unknown }[];
  };
  return people?.find((one) => one.person === person)?.permissions;
}

test('login, consent and back to the app with code and state, with the version or without', async () => {
  const t = await setup();
  const login = await t.browser.open(dialogOf(t));
  expect([login.title, [...login.html.matchAll(/type="radio"/g)].length]).toEqual(['SANDBOX: Log in', 3]);
  const page = await t.browser.submit(login, { person: 'employee' });
  expect(page.title).toBe('SANDBOX: Connect Muster sandbox as Robin Roe');
  expect(boxes(page)).toEqual(['grant_ads_management', 'grant_ads_read', 'grant_business_management']);
  const back = await t.browser.submit(page, next);
  expect(back.left).toMatch(/^http:\/\/localhost:53682\/callback\?code=AQ[\w-]+&state=st%26te#_=_$/);
  // Logged in from here on, in this browser.
  expect((await t.browser.open(dialogOf(t, {}, ''))).title).toContain('Connect');
  expect((await openBrowser(t.sandbox.graphUrl).open(dialogOf(t))).title).toContain('Log in');
});

test('cancel goes back with the recorded refusal', async () => {
  const t = await setup();
  const back = await t.browser.submit(await consent(t, 'admin', dialogOf(t)), { choice: 'cancel' });
  expect(back.left).toBe(
    `${redirect}?error=access_denied&error_code=200&error_description=Permissions+error&error_reason=user_denied&state=st%26te#_=_`,
  );
});

test('a declined permission is remembered, and is asked for again by rerequest only', async () => {
  const t = await setup();
  const page = await consent(t, 'employee', dialogOf(t, { response_type: 'code,granted_scopes' }));
  const back = await t.browser.submit(page, { ...next, grant_ads_read: undefined });
  expect(queryOf(back)).toMatchObject({
    granted_scopes: 'public_profile,ads_management,business_management',
    denied_scopes: 'ads_read',
  });
  expect(await permissions(t, 'employee')).toEqual({
    ads_management: 'granted',
    ads_read: 'declined',
    business_management: 'granted',
    public_profile: 'granted',
  });
  expect(boxes(await t.browser.open(dialogOf(t)))).toEqual(['grant_ads_management', 'grant_business_management']);
  const again = await t.browser.open(dialogOf(t, { auth_type: 'rerequest' }));
  expect(boxes(again)).toContain('grant_ads_read');
  await t.browser.submit(again, next);
  expect(await permissions(t, 'employee')).toMatchObject({ ads_read: 'granted' });
});

test('a token comes in the fragment, with its ends and the long-lived one', async () => {
  const t = await setup();
  const path = dialogOf(t, { response_type: 'token', display: 'popup', scope: 'ads_read ads_management' });
  const back = await t.browser.submit(await consent(t, 'employee', path), next);
  expect(back.left?.split('#')[0]).toBe(redirect);
  const { access_token: token = '', long_lived_token: long = '', ...rest } = fragmentOf(back);
  expect(rest).toEqual({ data_access_expiration_time: '1803286800', expires_in: '5400', state: 'st&te' });
  expect(
    await Promise.all([token, long].map(async (one) => (await t.get(`/debug_token?input_token=${one}`)).body['data'])),
  ).toMatchObject([
    { is_valid: true, user_id: '10158493027164485', expires_at: 1795510800 + 5400 },
    { is_valid: true, user_id: '10158493027164485', expires_at: 1795510800 + 5183944 },
  ]);
  const both = await t.browser.submit(await t.browser.open(dialogOf(t, { response_type: 'code token' })), next);
  expect(Object.keys(fragmentOf(both))).toEqual(expect.arrayContaining(['code', 'access_token', 'state']));
});

test('the page of desktop apps is a redirect that needs no listing, and stays in the sandbox', async () => {
  const t = await setup();
  const path = dialogOf(t, { redirect_uri: 'https://www.facebook.com/connect/login_success.html' });
  const back = await t.browser.submit(await consent(t, 'admin', path), next);
  expect(back.left).toMatch(`${t.sandbox.graphUrl}/connect/login_success.html?code=`);
  expect((await t.browser.open('/connect/login_success.html?code=1')).title).toBe('SANDBOX: Success');
});

test('only localhost in development and listed addresses are redirected to', async () => {
  const t = await setup();
  const title = async (uri: string) => (await t.browser.open(dialogOf(t, { redirect_uri: uri }))).title.slice(9);
  const titles = () =>
    Promise.all(
      [
        redirect,
        'http://127.0.0.1:53682/callback',
        'https://localhost.example.com/',
        'http://localhost@example.com/',
        'https://agency.example/back',
        'file:///callback',
      ].map(title),
    );
  const blocked = Array.from({ length: 5 }, () => 'URL Blocked');
  expect(await titles()).toEqual(['Log in', ...blocked]);
  await t.control('POST', '/app', { mode: 'live', redirects: ['https://agency.example/back'] });
  expect(await titles()).toEqual([...blocked.slice(1), 'Log in', 'URL Blocked']);
});

test.each([
  [{ client_id: undefined }, 'Missing App ID'],
  [{ client_id: '1' }, 'Invalid App ID'],
  [{ redirect_uri: undefined }, 'Missing redirect'],
  [{ scope: 'ads_read,mind_reading' }, 'Invalid Scopes'],
  [{ config_id: '1' }, 'Invalid configuration'],
  [{ response_type: 'device' }, 'Invalid response_type'],
])('a dialog with %j says %s and sends nothing back', async (changes, title) => {
  const t = await setup();
  const page = await t.browser.open(dialogOf(t, changes));
  expect([page.status, page.title, page.left]).toEqual([400, `SANDBOX: ${title}`, undefined]);
});

test('an app in development is closed to whoever has no role on it', async () => {
  const t = await setup();
  await t.control('POST', '/app', { members: ['admin'] });
  const page = await consent(t, 'employee', dialogOf(t));
  expect(page.title).toBe('SANDBOX: App not active');
  expect((await t.browser.submit(page, next)).title).toBe('SANDBOX: App not active');
  expect(queryOf(await t.browser.submit(page, { choice: 'cancel' }))).toMatchObject({ error_code: '200' });
  await t.control('POST', '/app', { mode: 'live', redirects: [redirect] });
  expect((await t.browser.open(dialogOf(t))).title).toContain('Connect');
});

test('a configuration of Login for Business is granted as a whole, for a person or for the system user', async () => {
  const t = await setup();
  const { configurations } = (await t.control('GET', '/app')).body as { configurations?: { id: string }[] };
  const [own = '', system = ''] = configurations?.map(({ id }) => id) ?? [];
  const page = await consent(t, 'employee', dialogOf(t, { scope: undefined, config_id: own }));
  expect(boxes(page)).toEqual([]);
  await t.browser.submit(page, next);
  expect(await permissions(t, 'employee')).toMatchObject({ business_management: 'granted' });
  const path = dialogOf(t, { config_id: system, response_type: 'token', override_default_response_type: 'true' });
  const { access_token: token = '' } = fragmentOf(await t.browser.submit(await t.browser.open(path), next));
  expect((await t.get(`/debug_token?input_token=${token}`)).body['data']).toMatchObject({
    type: 'SYSTEM_USER',
    expires_at: 0,
  });
});

test('a form that another site sends does nothing, and the login sends nobody elsewhere', async () => {
  const t = await setup();
  const post = (path: string, origin: string, fields: Record<string, string>) =>
    fetch(`${t.sandbox.graphUrl}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin },
      body: new URLSearchParams(fields),
    });
  const foreign = await post('/terms', 'https://evil.example', { act: t.noTerms });
  expect([foreign.status, (await t.get(`/${t.noTerms}?fields=user_tos_accepted`)).body]).toEqual([
    403,
    { id: t.noTerms },
  ]);
  const places = ['//evil.example', 'https://evil.example/', '/\\evil.example', '/terms?act=1'];
  const logins = places.map((to) => post('/login', t.sandbox.graphUrl, { person: 'admin', next: to }));
  expect((await Promise.all(logins)).map(({ headers }) => headers.get('location'))).toEqual([
    ...Array.from({ length: 3 }, () => '/settings/ad-accounts'),
    '/terms?act=1',
  ]);
});

test('pages are watermarked, load nothing, and let forms go to themselves and the redirect only', async () => {
  const t = await setup();
  const page = await consent(t, 'admin', dialogOf(t, { state: '"><script>alert(1)</script>' }));
  expect(page.html).not.toMatch(/<script|src=|href="http|@import|url\(/);
  expect(page.html).toMatch(/<title>SANDBOX: .*content: 'SANDBOX'.*<strong>SANDBOX<\/strong>/s);
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self' http:\/\/localhost:53682; base-uri 'none'; frame-ancestors 'none'$/,
  );
});
