import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { newAudience, openSandbox, replyOf, verdict, type OpenSandbox, type Reply } from './open-sandbox.ts';

const bakery = 'act_542676646349772';
const bakeryExport = 'act_671920384756110';
const row = { payload: { schema: ['EXTERN_ID'], data: [['1']] } };

async function tokenOf(t: OpenSandbox, person: string): Promise<string> {
  return String((await t.control('POST', '/tokens', { person })).body['access_token']);
}

/** Calls with the token of a person, by default a new one. */
async function caller(t: OpenSandbox, person: string, given?: string) {
  const token = given ?? (await tokenOf(t, person));
  return async (path: string, body?: unknown): Promise<Reply> =>
    replyOf(
      await fetch(`${t.sandbox.graphUrl}/v26.0${path}`, {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      }),
    );
}

test('everybody sees their own ad accounts, tasks and businesses', async () => {
  const t = await openSandbox();
  const seen = async (person: string) => {
    const call = await caller(t, person);
    const accounts = (await call('/me/adaccounts?fields=id,user_tasks')).body.data;
    const businesses = await call('/me/businesses');
    return [(await call('/me?fields=name')).body['name'], accounts, businesses.body.data?.map(({ id }) => id)];
  };
  const all = ['DRAFT', 'ANALYZE', 'ADVERTISE', 'MANAGE'];
  expect(await seen('employee')).toEqual([
    'Robin Roe',
    [
      { id: bakery, user_tasks: ['ANALYZE'] },
      { id: bakeryExport, user_tasks: ['DRAFT', 'ANALYZE', 'ADVERTISE'] },
    ],
    undefined,
  ]);
  expect(await seen('system_user')).toEqual([
    'Bakery Robot',
    [bakery, bakeryExport, t.limited].map((id) => ({ id, user_tasks: all })),
    ['281947365019283'],
  ]);
  const [, , businesses] = await seen('admin');
  expect(businesses).toEqual(['281947365019283', '517203948610275']);
});

test('an ad account without a role is not there, nor are its audiences', async () => {
  const t = await openSandbox();
  const audience = await t.create('VIP', t.limited);
  const call = await caller(t, 'employee');
  const replies = [await call(`/${t.limited}`), await call(`/${audience}`), await call(`/${audience}/users`, row)];
  expect(replies.map(verdict)).toEqual(Array.from({ length: 3 }, () => [400, 100, 33]));
});

test('ANALYZE reads and does not write; the role that is given later does, once the person has signed', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const call = await caller(t, 'employee');
  const tries = async () => [
    verdict(await call(`/${audience}?fields=name`)),
    verdict(await call(`/${bakery}/customaudiences`, newAudience('VIP'))),
    verdict(await call(`/${audience}/users`, row)),
  ];
  const fine = [200, undefined, undefined];
  expect(await tries()).toEqual([fine, [400, 2654, 1713092], [403, 200, undefined]]);
  await t.control('POST', '/roles', { person: 'employee', act: bakery, tasks: ['ANALYZE', 'ADVERTISE'] });
  expect(await tries()).toEqual([fine, [400, 200, 1870090], [400, 200, 1870090]]);
  await t.control('POST', '/terms', { act: bakery, person: 'employee' });
  expect(await tries()).toEqual([fine, fine, fine]);
  expect(verdict(await t.control('POST', '/roles', { person: 'employee', act: bakery, tasks: ['DANCE'] }))[1]).toBe(
    100,
  );
});

test('terms are signed per person and business; a system user needs anybody’s signature and has none', async () => {
  const t = await openSandbox();
  const fields = '?fields=tos_accepted,user_tos_accepted';
  const [employee, robot] = [await caller(t, 'employee'), await caller(t, 'system_user')];
  const value = { value_based_custom_audience_tos: 1 };
  const anybody = { web_custom_audience_tos: 1, custom_audience_tos: 1, ...value };
  const seen = async (call: typeof employee) => {
    const { body } = await call(`/${bakeryExport}${fields}`);
    return [body['tos_accepted'], body['user_tos_accepted']];
  };
  const create = async (call: typeof employee) =>
    verdict(await call(`/${bakeryExport}/customaudiences`, newAudience('VIP')));
  const fine = [200, undefined, undefined];
  const unsigned = [400, 200, 1870090];
  expect([await seen(t.get), await seen(employee), await seen(robot)]).toEqual([
    [anybody, { custom_audience_tos: 1 }],
    [anybody, undefined],
    [anybody, undefined],
  ]);
  expect([await create(employee), await create(robot)]).toEqual([unsigned, fine]);
  expect(verdict(await robot(`/${bakeryExport}/customaudiencestos`, { tos_id: '1' }))).toEqual([403, 200, undefined]);

  expect((await employee(`/${bakeryExport}/customaudiencestos`, { tos_id: '1' })).body).toEqual({ success: true });
  await t.control('POST', '/terms', { act: bakeryExport, person: 'employee', kind: 'value_based' });
  expect([await seen(employee), await create(employee)]).toEqual([
    [anybody, { custom_audience_tos: 1, ...value }],
    fine,
  ]);
  await t.control('DELETE', '/terms', { act: bakeryExport, person: 'employee' });
  expect([await create(employee), await create(robot)]).toEqual([unsigned, fine]);
  await t.control('DELETE', '/terms', { act: bakeryExport });
  expect([await create(robot), (await seen(robot))[0]]).toEqual([unsigned, { web_custom_audience_tos: 1, ...value }]);
});

test('value-based terms open one ad account to value-based audiences', async () => {
  const t = await openSandbox();
  const create = async () =>
    verdict(await t.post(`/${t.limited}/customaudiences`, { ...newAudience('VIP'), is_value_based: true }));
  expect(await create()).toEqual([400, 200, 1870092]);
  await t.control('POST', '/terms', { act: t.limited, kind: 'value_based' });
  expect(await create()).toEqual([200, undefined, undefined]);
});

test('the admin gets 300 ad accounts, page by page, and back to the usual ones', async () => {
  const t = await openSandbox();
  expect((await t.control('POST', '/accounts', { total: 300 })).body).toEqual({ total: 300 });
  const ids = new Set<string | undefined>();
  for (let path: string | undefined = '/me/adaccounts?limit=100'; path !== undefined;) {
    const { body } = await t.get(path);
    body.data?.forEach(({ id }) => ids.add(id));
    path = body.paging?.next && `/me/adaccounts?limit=100&after=${body.paging.cursors.after}`;
  }
  expect(ids.size).toBe(300);
  const last = [...ids].at(-1);
  expect(verdict(await t.post(`/${last}/customaudiences`, newAudience('VIP')))[0]).toBe(200);
  const employee = await caller(t, 'employee');
  expect((await employee('/me/adaccounts')).body.data?.length).toBe(2);
  await t.control('POST', '/accounts', { total: 0 });
  expect((await t.get('/me/adaccounts?limit=500')).body.data?.length).toBe(t.sandbox.accounts.length);
});

test('the pages of a list are read on with the token that began it', async () => {
  const t = await openSandbox();
  const employee = await caller(t, 'employee');
  const { paging } = (await employee('/me/adaccounts?limit=1')).body;
  const second = await replyOf(await fetch(paging?.next ?? ''));
  expect(second.body.data?.map(({ id }) => id)).toEqual([bakeryExport]);
});

test('tokens, roles, signatures and the app survive a restart, and a removed app is let in again by it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'sandbox.db');
  const before = await openSandbox(file);
  const token = await tokenOf(before, 'employee');
  await before.control('POST', '/roles', { person: 'employee', act: bakery, tasks: ['ADVERTISE'] });
  await before.control('POST', '/terms', { person: 'employee', act: bakery });
  await before.control('POST', '/app', { mode: 'live' });
  const app = async (t: OpenSandbox) => {
    const { id, secret, mode } = (await t.control('GET', '/app')).body as Readonly<Record<string, unknown>>;
    return [id, secret, mode];
  };
  const known = await app(before);
  await before.del('/me/permissions');
  expect(verdict(await before.get('/me'))).toEqual([400, 190, 458]);
  await before.sandbox.close();

  const after = await openSandbox(file);
  const call = await caller(after, 'employee', token);
  expect((await call(`/${bakery}/customaudiences`, newAudience('VIP'))).status).toBe(200);
  expect(await app(after)).toEqual(known);
  expect((await after.get('/me/adaccounts')).status).toBe(200);
});
