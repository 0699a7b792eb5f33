import { expect, test } from 'vitest';

import { FACEBOOK_URL } from '../../../main/engine/connect.ts';
import { warningsOf } from '../../../main/engine/connections/facts.ts';
import type { ConnectFailure, PasteOrder } from '../../../preload/contract/connections.ts';
import { refuse } from '../fake-graph.ts';
import { people, rig, TOKEN } from '../fake-ports.ts';
import { loginRig, type LoginRig } from './login-rig.ts';

const DAY = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 24);

const paste = (t: LoginRig, token: string, more: Partial<PasteOrder> = {}) =>
  t.ask('connections.paste', { token, graph: 'sandbox', ...more });

test('a pasted token of a system user connects for good; a user’s is lengthened where the app’s secret is known', async () => {
  const t = await loginRig();
  const { id: appId, secret: appSecret } = t.app;
  const short = await t.token('admin', { expires_in: 3600 });
  expect([
    await paste(t, await t.token('system_user')),
    await paste(t, short),
    (await t.ask('connections.list', {})).map(({ kind, expiresAt }) => [kind, expiresAt]),
    await paste(t, short, { appId, appSecret }),
    (await t.ask('connections.list', {})).map(({ expiresAt }) => expiresAt),
  ]).toEqual([
    { state: 'done', connectionId: 1 },
    { state: 'done', connectionId: 2 },
    [
      ['system_user', 'never'],
      ['user', Date.UTC(2026, 10, 24, 10)],
    ],
    { state: 'done', connectionId: 2 },
    ['never', Date.UTC(2026, 10, 24, 9) + 5_183_944_000],
  ]);
});

type Spoil = (t: LoginRig) => Promise<{ readonly token: string } & Partial<PasteOrder>>;
const inState =
  (state: string): Spoil =>
  async (t) => {
    const token = await t.token('admin');
    await t.control('POST', '/tokens/state', { token, state });
    return { token };
  };
const spoilt: Readonly<Partial<Record<ConnectFailure, Spoil>>> = {
  token_invalid: () => Promise.resolve({ token: 'EAAnone' }),
  token_expired: inState('expired'),
  password_changed: inState('password_changed'),
  checkpoint: inState('checkpoint'),
  app_removed: inState('app_removed'),
  unconfirmed: inState('unconfirmed'),
  not_a_person: ({ app }) => Promise.resolve({ token: `${app.id}|${app.secret}` }),
  declined: async (t) => ({ token: await t.token('employee', { scopes: ['ads_read'] }) }),
  app_unknown: async (t) => ({ token: await t.token('admin'), appId: '1', appSecret: t.app.secret }),
  secret_wrong: async (t) => ({ token: await t.token('admin'), appId: t.app.id, appSecret: 'x' }),
  async proof_needed(t) {
    await t.control('POST', '/app', { require_proof: true });
    return { token: await t.token('admin') };
  },
};

test.each(Object.entries(spoilt))('a pasted token is refused as %s, and is not stored', async (reason, spoil) => {
  const t = await loginRig();
  const { token, ...more } = await spoil(t);
  expect([await paste(t, token, more), t.rows('select * from connection'), t.leaked([token])]).toEqual([
    expect.objectContaining({ state: 'failed', reason }),
    [],
    [],
  ]);
});

test('an app that wants its secret with every call gets its proof, and never the secret', async () => {
  const t = await loginRig();
  await t.control('POST', '/app', { require_proof: true });
  const connectionId = await t.connected('admin');
  const { accounts, failed } = await t.ask('connections.accounts', { connectionId });
  expect([accounts.length > 10, failed, (await t.ask('connections.check', { connectionId })).health]).toEqual([
    true,
    null,
    'ok',
  ]);
});

test('the sandbox is connected with one call, where the host has one', async () => {
  const t = await loginRig();
  expect(await t.ask('connections.sandbox', {})).toEqual({ state: 'done', connectionId: 1 });
  const none = await rig().engine.call('connections.sandbox', {});
  expect(none).toMatchObject({ ok: false, code: 'not_found' });
});

test('hundreds of ad accounts are listed to the end, kept, and searched by name, number and business', async () => {
  const t = await loginRig();
  await t.control('POST', '/accounts', { total: 430 });
  const connectionId = await t.connected('admin');
  const all = await t.ask('connections.accounts', { connectionId });
  const requests = t.requests.length;
  const count = async (search: string) =>
    (await t.ask('connections.accounts', { connectionId, search })).accounts.length;
  expect([
    all.total,
    new Set(all.accounts.map(({ account }) => account)).size,
    all.accounts.find(({ account }) => account === t.disabled),
    await count('north wind'),
    await count(t.noBusiness.slice(4)),
    await count('nobody'),
    t.requests.length - requests,
    (await t.ask('connections.list', {}))[0]?.accounts,
  ]).toEqual([
    430,
    430,
    {
      account: t.disabled,
      name: 'Harbour Bakery 2019',
      status: 'blocked',
      statusCode: 2,
      disableReason: expect.any(Number),
      currency: 'EUR',
      timezone: 'Europe/Paris',
      business: { id: expect.stringMatching(/^\d+$/), name: expect.stringContaining('Bakery') },
      tasks: expect.arrayContaining(['MANAGE']),
      canAdvertise: true,
      isChosen: false,
      isListed: true,
    },
    1,
    1,
    0,
    0,
    { known: 430, chosen: 0, listedAt: t.clock.now() },
  ]);
});

test('when Meta cannot be asked, the list is what it told before, and says so', async () => {
  const t = await loginRig();
  const connectionId = await t.connected('admin');
  const before = await t.ask('connections.accounts', { connectionId });
  await t.control('POST', '/tokens/state', { person: 'admin', state: 'password_changed' });
  const after = await t.ask('connections.accounts', { connectionId, refreshes: true });
  expect(after).toEqual({ ...before, failed: { reason: 'password_changed', said: expect.any(String) } });
});

/** A job of the sandbox's healthy account that waits to be sent. */
async function withJob(t: LoginRig, connectionId: number): Promise<number> {
  const { jobId } = await t.engine.host.sync({
    connectionId,
    source: { path: t.csv(people(2)), name: 'list.csv', isSample: false },
    jobName: 'List',
    account: t.healthy,
    steps: [{ audience: 'Customers', action: 'add', keys: null }],
    overrides: [],
    country: null,
    flushMs: 5_000,
  });
  return jobId;
}

const pausesOf = async (t: LoginRig) => (await t.ask('status.get', {})).pauses;
const pause = { scope: 'step', stepId: 1, since: expect.any(Number), reason: 'disconnected' };

test('an ad account that is disconnected pauses its jobs, and chosen again they go on; the user’s own pause stands', async () => {
  const t = await loginRig();
  const connectionId = await t.connected('admin');
  await withJob(t, connectionId);
  const choose = (...accounts: readonly string[]) =>
    t.ask('connections.choose', { connectionId, accounts: [...accounts] });
  const chosen = async () =>
    (await t.ask('connections.accounts', { connectionId })).accounts.flatMap(({ account, isChosen }) =>
      isChosen ? [account] : [],
    );
  expect(await chosen()).toEqual([t.healthy]);
  expect(await t.ask('connections.disconnect', { connectionId, account: t.healthy })).toEqual({
    jobs: 1,
    isRevoked: null,
    said: null,
  });
  expect([await chosen(), await pausesOf(t), (await t.ask('jobs.list', {}))[0]?.isPaused]).toEqual([[], [pause], true]);
  expect([await choose(t.healthy, t.limited), await pausesOf(t)]).toEqual([{ chosen: 2, pausedJobs: 0 }, []]);
  expect([await choose(t.limited), await pausesOf(t)]).toEqual([{ chosen: 1, pausedJobs: 1 }, [pause]]);
  await t.ask('queue.resume', { scope: 'step', stepId: 1 });
  await t.ask('queue.pause', { scope: 'step', stepId: 1 });
  await choose();
  await choose(t.healthy);
  expect(await pausesOf(t)).toEqual([{ scope: 'step', stepId: 1, since: expect.any(Number) }]);
});

test('a disconnected connection keeps no token, holds its jobs, and goes on with whoever connects it again', async () => {
  const t = await loginRig();
  const connectionId = await t.connected('admin');
  const jobId = await withJob(t, connectionId);
  const disconnected = await t.ask('connections.disconnect', { connectionId, revokes: true });
  const [facts] = await t.ask('connections.list', {});
  expect([
    disconnected,
    facts?.health,
    facts?.hasSecret,
    t.rows('select length(sealed_token) as bytes, sealed_secret from connection'),
    (await t.ask('holds.list', {})).map(({ reason, said }) => [reason, said]),
    t.engine.host.storedConnection(null),
    (await t.ask('connections.accounts', { connectionId, refreshes: true })).failed?.reason,
  ]).toEqual([
    { jobs: 1, isRevoked: true, said: null },
    'disconnected',
    false,
    [{ bytes: 0, sealed_secret: null }],
    [['token', 'Disconnected in Muster']],
    null,
    'offline',
  ]);
  // Taken back at Meta, too.
  expect((await t.get('/me/permissions')).body.error?.code).toBe(190);

  const job = await t.ask('jobs.get', { jobId });
  expect(await t.connected('employee', { connectionId })).toBe(connectionId);
  const [again] = await t.ask('connections.list', {});
  expect([
    again?.person.name,
    again?.health,
    again?.app?.id,
    await t.ask('holds.list', {}),
    { ...(await t.ask('jobs.get', { jobId })), heldBy: job.heldBy, state: job.state },
  ]).toEqual(['Robin Roe', 'ok', t.app.id, [], { ...job, settings: { ...job.settings, person: 'Robin Roe' } }]);
});

test('reconnecting asks about what else is held at once', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_090));
  await t.run(t.csv(people(2)));
  await t.clock.advance(1_000);
  await t.clock.advance(4 * 60_000);
  const probeAt = async () => (await t.ask('holds.list', {}))[0]?.probeAt ?? 0;
  const before = (await probeAt()) - t.clock.now();
  await t.engine.host.connect(FACEBOOK_URL, `${TOKEN}2`);
  expect([before > 1_000, (await probeAt()) - t.clock.now()]).toEqual([true, 0]);
});

test('the same token again changes nothing of what is known', async () => {
  const t = await loginRig();
  const token = await t.token('admin');
  const { id: appId, secret: appSecret } = t.app;
  const done = await paste(t, token, { appId, appSecret });
  if (done.state !== 'done') throw new Error(done.reason);
  const [before] = await t.ask('connections.list', {});
  const used = t.requests.findLast(({ url }) => url.includes('me/permissions'))?.headers['authorization'];
  await t.engine.host.connect(null, used?.replace('Bearer ', '') ?? '');
  expect(await t.ask('connections.list', {})).toEqual([before]);
});

test('warnings become more urgent 14, 7, 3 and 1 days before an end, and say when it has come', () => {
  const daysAt = (left: number): unknown =>
    warningsOf(
      { renewedAt: now - 60 * DAY, expiresAt: now + left * DAY, dataAccessExpiresAt: 0, granted: null },
      now,
    ).map(({ kind, days }) => `${kind} ${days}`)[0];
  expect([14.1, 14, 7.5, 7, 3.5, 3, 1.5, 1, 0.1, 0, -3].map(daysAt)).toEqual([
    undefined,
    'token_expires 14',
    'token_expires 14',
    'token_expires 7',
    'token_expires 7',
    'token_expires 3',
    'token_expires 3',
    'token_expires 1',
    'token_expires 1',
    'token_expires 0',
    'token_expires 0',
  ]);
});
