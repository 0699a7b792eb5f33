import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openBrowser } from '../sandbox/browser.ts';
import { commandLines } from './command-lines.ts';
import { type Ended, muster, type Running, setup as setupWorld, start, summaryOf, type World } from './muster.ts';

interface LoginWorld extends World {
  readonly app: { readonly id: string; readonly secret: string };
  control(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Starts `connect` by a login, with the secret in the environment. */
  connect(args?: readonly string[], env?: Readonly<Record<string, string>>): Running;
  /** The address at which a login of somebody ends. */
  logIn(url: string, person: string): Promise<string>;
}

async function setup(): Promise<LoginWorld> {
  const world = await setupWorld();
  const { sandbox, data } = world;
  const control: LoginWorld['control'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${sandbox.accessToken}`, 'content-type': 'application/json' };
    const more = body ? { body: JSON.stringify(body) } : {};
    const response = await fetch(`${sandbox.graphUrl}/_sandbox${path}`, { method, headers, ...more });
    return (await response.json()) as Readonly<Record<string, unknown>>;
  };
  const { id, secret } = (await control('GET', '/app')) as { id: string; secret: string };
  return {
    ...world,
    app: { id, secret },
    control,
    connect: (args = [], env = { MUSTER_APP_SECRET: secret }) =>
      start(
        ['connect', '--json', '--no-browser', '--data', data, '--graph-url', sandbox.graphUrl, '--app-id', id, ...args],
        env,
      ),
    async logIn(url, person) {
      const browser = openBrowser(sandbox.graphUrl);
      const { pathname, search } = new URL(url);
      const page = await browser.submit(await browser.open(`${pathname}${search}`), { person });
      return (await browser.submit(page, { choice: 'continue' })).left ?? '';
    },
  };
}

interface Line {
  readonly event: string;
  readonly url?: string;
  readonly [key: string]: unknown;
}
const linesOf = ({ stdout }: Ended): readonly Line[] =>
  stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));

/** The first line of a command that still runs. */
function announced({ child, ended }: Running): Promise<Line> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      const at = text.indexOf('\n');
      if (at !== -1) resolve(JSON.parse(text.slice(0, at)) as Line);
    });
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
}

test('connect logs in by the browser, sync uses what it stored, and disconnect lets nobody go on', async () => {
  const t = await setup();
  const login = t.connect();
  const { url = '', ...line } = await announced(login);
  expect(line).toEqual({
    event: 'login',
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+\/callback$/) as string,
  });
  const seen = commandLines();
  await fetch(await t.logIn(url, 'admin'));
  const ended = await login.ended;
  expect([ended.code, linesOf(ended)[1], ended.stderr]).toEqual([
    0,
    expect.objectContaining({ event: 'connected', id: 1, health: 'ok', hasSecret: true }),
    '',
  ]);
  expect([seen.includes('connect'), seen.includes(t.app.secret)]).toEqual([true, false]);
  const files = readdirSync(t.data).map((name) => readFileSync(join(t.data, name)));
  expect(files.some((bytes) => bytes.includes(t.app.secret) || bytes.includes('EAASANDBOX'))).toBe(false);

  const list = t.file('p.csv', 'Email\nann@example.com\n');
  const to = ['--account', t.account('healthy'), '--audience', 'A', '--graph-url', t.sandbox.graphUrl];
  const synced = await muster(['sync', list, '--json', '--data', t.data, ...to]);
  expect([synced.code, summaryOf(synced).counters.synced]).toEqual([0, 1]);

  const run = (...args: readonly string[]) => muster([...args, '--data', t.data]);
  expect((await run('connections')).stdout).toMatch(/^1 {2}Sam Sandbox \(SANDBOX\), a person’s token, Meta takes it\n/);
  const gone = await run('disconnect', '1', '--revoke');
  expect([gone.code, gone.stdout, gone.stderr]).toEqual([
    0,
    'Disconnected: connection 1. Its token is destroyed; jobs that wait for a new one: 1.\n',
    'The permissions were taken back at Meta.\n',
  ]);
  const after = await muster(['sync', list, '--data', t.data, ...to]);
  expect([after.code, after.stderr]).toEqual([
    2,
    'No access token. Put it into MUSTER_ACCESS_TOKEN, or pipe it in with --token-stdin.\n',
  ]);
});

test('without a browser here, the address at which the login ended is pasted', async () => {
  const t = await setup();
  const args = [
    'connect',
    '--json',
    '--paste',
    '--data',
    t.data,
    '--graph-url',
    t.sandbox.graphUrl,
    '--app-id',
    t.app.id,
  ];
  const login = start(args, {}, null);
  const { url = '' } = await announced(login);
  login.child.stdin?.end(`nonsense\n${await t.logIn(url, 'admin')}\n`);
  const ended = await login.ended;
  expect([ended.code, linesOf(ended)[1]]).toEqual([
    0,
    expect.objectContaining({
      event: 'connected',
      hasSecret: false,
      warnings: [expect.objectContaining({ kind: 'short_lived' })],
    }),
  ]);
});

test('a token that is piped in connects without a login', async () => {
  const t = await setup();
  const { access_token: token } = await t.control('POST', '/tokens', { person: 'system_user' });
  const args = ['connect', '--token-stdin', '--data', t.data, '--graph-url', t.sandbox.graphUrl];
  const ended = await muster(args, {}, `${String(token)}\n`);
  expect([ended.code, ended.stdout, ended.stderr]).toEqual([
    0,
    expect.stringMatching(
      /^Connected: .+ \(SANDBOX\) \(connection 1\)\.\n {2}app Muster sandbox, .*\n {2}does not run out\n/,
    ),
    '',
  ]);
});

test.each([
  [2, 'App secret missing', [], {}],
  [2, 'Not connected: The app secret is wrong.', [], { MUSTER_APP_SECRET: 'x' }],
])('what was given wrongly ends with code %i: %s', async (code, said, args, env) => {
  const t = await setup();
  const login = t.connect(args, env);
  const begun = await announced(login).catch(() => null);
  if (begun?.url !== undefined) await fetch(await t.logIn(begun.url, 'admin'));
  const ended = await login.ended;
  expect([ended.code, ended.stderr.includes(said) || ended.stderr]).toEqual([code, true]);
});

test('nothing to connect with, and nothing that is connected', async () => {
  const { data } = await setup();
  const run = (...args: readonly string[]) => muster([...args, '--data', data]);
  expect([await run('connect'), await run('connections'), await run('disconnect', '7')]).toMatchObject([
    { code: 2, stderr: expect.stringContaining('Say how to connect') as string },
    { code: 0, stdout: 'No connection yet. “muster connect” makes one.\n' },
    { code: 2, stderr: 'Connection 7 does not exist.\n' },
  ]);
});

test('a sync that waits for a lost token goes on by itself when another person connects in its place', async () => {
  const t = await setup();
  const act = t.account('healthy');
  const graph = ['--data', t.data, '--graph-url', t.sandbox.graphUrl];
  const tokenOf = async (person: string) =>
    String((await t.control('POST', '/tokens', { person, scopes: ['ads_management', 'ads_read'] }))['access_token']);
  const lost = await tokenOf('admin');
  expect((await muster(['connect', '--token-stdin', ...graph], {}, lost)).code).toBe(0);
  await t.control('POST', '/tokens/state', { token: lost, state: 'password_changed' });
  await t.control('POST', '/roles', { person: 'employee', act, tasks: ['ADVERTISE'] });
  await t.control('POST', '/terms', { person: 'employee', act });

  const list = t.file('p.csv', 'Email\nann@example.com\n');
  const to = ['--account', act, '--audience', 'A', '--wait', '--timeout', '60', '--json'];
  const sync = start(['sync', list, ...to, ...graph]);
  const held = async () => linesOf(await muster(['holds', '--json', '--data', t.data])).map(({ reason }) => reason);
  while ((await held()).join() !== 'token') expect(sync.child.exitCode).toBe(null);

  const renewed = await muster(['connect', '--renew', '1', '--token-stdin', ...graph], {}, await tokenOf('employee'));
  expect([renewed.code, renewed.stdout]).toEqual([0, expect.stringContaining('Robin Roe (SANDBOX) (connection 1)')]);
  const ended = await sync.ended;
  expect([ended.code, summaryOf(ended).counters.synced, await held()]).toEqual([0, 1, []]);
});
