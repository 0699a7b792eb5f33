import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Passport } from 'passport';
import { Strategy } from 'passport-facebook';
import { expect, onTestFinished, test } from 'vitest';

import { openBrowser, type Page } from './browser.ts';
import { type OpenSandbox, openSandbox } from './open-sandbox.ts';

/** How a login ended at the site of passport's that asked for it. */
interface Ended {
  readonly token?: string;
  readonly id?: string;
  readonly name?: string;
  readonly error?: string;
  readonly code?: number;
}

const SCOPES = ['ads_management', 'ads_read', 'business_management'];

/** A web site that logs people in as thousands do, by passport's strategy for Facebook; only its addresses are the sandbox's. */
async function site(
  { sandbox: { graphUrl } }: OpenSandbox,
  app: { readonly id: string; readonly secret: string },
  options: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const passport = new Passport();
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    Object.assign(request, { query: Object.fromEntries(searchParams) });
    const answer = (ended: Ended): void => void response.end(JSON.stringify(ended));
    const done = (error: unknown, user?: object | false | null): void => {
      if (error instanceof Error)
        answer({ error: error.message, ...('code' in error ? { code: Number(error.code) } : {}) });
      else answer(user || { error: 'not logged in' });
    };
    const told = pathname === '/callback' ? [done] : [];
    passport.authenticate('facebook', { scope: SCOPES, session: false }, ...told)(request, response, done);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  passport.use(
    new Strategy(
      {
        clientID: app.id,
        clientSecret: app.secret,
        callbackURL: `${url}/callback`,
        authorizationURL: `${graphUrl}/v26.0/dialog/oauth`,
        tokenURL: `${graphUrl}/v26.0/oauth/access_token`,
        profileURL: `${graphUrl}/v26.0/me`,
        profileFields: ['id', 'displayName'],
        enableProof: true,
        ...options,
      },
      (token, _refresh, { id, displayName }, accept) => accept(null, { token, id, name: displayName }),
    ),
  );
  return url;
}

/** Goes from the site to the sandbox's dialog, logs in and answers it; the page there, or the way home. */
async function walk(
  meta: OpenSandbox,
  url: string,
  changes: Readonly<Record<string, string | undefined>>,
): Promise<Page> {
  const home = await fetch(`http://127.0.0.1:${new URL(url).port}/login`, { redirect: 'manual' });
  const { pathname, search } = new URL(home.headers.get('location') ?? '');
  const browser = openBrowser(meta.sandbox.graphUrl);
  const login = await browser.open(`/login?next=${encodeURIComponent(`${pathname}${search}`)}`);
  return browser.submit(await browser.submit(login, { person: 'admin' }), { choice: 'continue', ...changes });
}

async function comeHome({ left = '' }: Page): Promise<Ended> {
  return (await fetch(left.replace('//localhost', '//127.0.0.1'))).json() as Promise<Ended>;
}

async function appOf(meta: OpenSandbox): Promise<{ readonly id: string; readonly secret: string }> {
  const { body } = await meta.control('GET', '/app');
  return { id: String(body['id']), secret: String(body['secret']) };
}

test('passport-facebook logs in through the dialog, and proves its secret where the app insists on it', async () => {
  const meta = await openSandbox();
  await meta.control('POST', '/app', { require_proof: true });
  const ended = await comeHome(await walk(meta, await site(meta, await appOf(meta)), {}));
  expect(ended).toEqual({
    token: expect.stringMatching(/^EAA/),
    id: expect.stringMatching(/^\d+$/),
    name: 'Sam Sandbox',
  });
  // Without the proof the same login is refused at its last step.
  const unproved = await site(meta, await appOf(meta), { enableProof: false });
  expect(await comeHome(await walk(meta, unproved, {}))).toMatchObject({
    code: 100,
    error: expect.stringContaining('appsecret_proof'),
  });
});

test('passport-facebook understands how the dialog says no, and what a wrong secret or a used code gets', async () => {
  const meta = await openSandbox();
  const app = await appOf(meta);
  const url = await site(meta, app);
  expect(await comeHome(await walk(meta, url, { choice: 'cancel' }))).toMatchObject({ error: 'not logged in' });
  const wrong = await site(meta, { ...app, secret: '0'.repeat(32) });
  expect(await comeHome(await walk(meta, wrong, {}))).toMatchObject({
    code: 1,
    error: expect.stringContaining('client secret'),
  });
  const page = await walk(meta, url, {});
  await comeHome(page);
  expect(await comeHome(page)).toMatchObject({
    code: 100,
    error: expect.stringContaining('authorization code has been used'),
  });
});
