import { expect, test } from 'vitest';

import { newAudience, openSandbox, replyOf, verdict } from './open-sandbox.ts';

const row = { payload: { schema: ['EXTERN_ID'], data: [['1']] } };

test('the control endpoint wants the token, and knows what it does not know', async () => {
  const t = await openSandbox();
  const faults = `${t.sandbox.graphUrl}/_sandbox/faults`;
  expect(verdict(await replyOf(await fetch(faults)))).toEqual([400, 104, undefined]);
  const wrong = await fetch(faults, { headers: { authorization: 'Bearer EAAother' } });
  expect(verdict(await replyOf(wrong))).toEqual([400, 190, undefined]);
  expect(verdict(await t.control('GET', '/moods'))).toEqual([400, 100, 33]);
});

test('terms are accepted and taken back', async () => {
  const t = await openSandbox();
  const create = async () => verdict(await t.post(`/${t.noTerms}/customaudiences`, newAudience('VIP')));
  const terms = async () => (await t.get(`/${t.noTerms}?fields=tos_accepted`)).body['tos_accepted'];
  expect((await t.control('POST', '/terms', { act: t.noTerms })).body).toEqual({ success: true });
  expect([await create(), await terms()]).toEqual([
    [200, undefined, undefined],
    { web_custom_audience_tos: 1, custom_audience_tos: 1 },
  ]);
  await t.control('DELETE', '/terms', { act: t.noTerms.slice('act_'.length) });
  expect([await create(), await terms()]).toEqual([[400, 200, 1870090], { web_custom_audience_tos: 1 }]);
  expect(verdict(await t.control('POST', '/terms', { act: 'act_1' }))).toEqual([400, 100, undefined]);
});

test('an account changes its state and comes back', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const upload = async (state: string) => {
    await t.control('POST', '/accounts', { act: t.healthy, state });
    return verdict(await t.post(`/${audience}/users`, row));
  };
  expect(await upload('disabled')).toEqual([403, 200, undefined]);
  expect(await upload('no_role')).toEqual([403, 200, undefined]);
  expect(await upload('no_business')).toEqual([400, 200, 1870050]);
  expect(await upload('healthy')).toEqual([200, undefined, undefined]);
  expect(verdict(await t.control('POST', '/accounts', { act: t.healthy, state: 'happy' }))).toEqual([
    400,
    100,
    undefined,
  ]);
});

test('an audience is held in a state, and a flagged one takes no people', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const hold = (code: number | null) => t.control('POST', `/audiences/${audience}`, { operation_status: code });
  await hold(471);
  expect(verdict(await t.post(`/${audience}/users`, row))).toEqual([400, 100, 1713230]);
  expect((await t.get(`/${audience}?fields=operation_status,fields_violating_integrity_policy`)).body).toMatchObject({
    operation_status: { code: 471 },
    fields_violating_integrity_policy: ['name'],
  });
  await hold(100);
  expect((await t.get(`/${audience}?fields=delete_time`)).body['delete_time']).toBe(1795510800 + 90 * 24 * 3600);
  await hold(null);
  expect((await t.post(`/${audience}/users`, row)).status).toBe(200);
});

test('the clock is moved, and runs as fast as asked', async () => {
  const t = await openSandbox();
  expect((await t.control('POST', '/clock', { advance_ms: 60_000 })).body).toEqual({ now: 1795510860000 });
  await t.control('POST', '/clock', { speed: 60 });
  t.advance(1000);
  expect((await t.control('POST', '/clock')).body).toEqual({ now: 1795510920000 });
  expect(verdict(await t.control('POST', '/clock', { advance_ms: -1 }))).toEqual([400, 100, undefined]);
  // Beyond the token's life the control still answers, since only it could go on.
  await t.control('POST', '/clock', { advance_ms: 6_000_000_000 });
  expect(verdict(await t.get('/me'))).toEqual([400, 190, 463]);
  expect((await t.control('GET', '/requests')).status).toBe(200);
});

test('requests are counted by kind, refused ones as well', async () => {
  const t = await openSandbox(':memory:', { faults: [{ name: 'unavailable', count: 1 }] });
  const audience = await t.create();
  await t.post(`/${audience}/users`, row);
  await t.post(`/${audience}/users`, row);
  await t.post(`/${audience}/users`, { ...row, method: 'delete' });
  await t.get('/me/adaccounts');
  expect((await t.control('GET', '/requests')).body).toEqual({
    total: 5,
    requests: {
      'POST account/customaudiences': 1,
      'POST audience/users': 2,
      'DELETE audience/users': 1,
      'GET me/adaccounts': 1,
    },
  });
  await t.control('DELETE', '/requests');
  expect((await t.control('GET', '/requests')).body).toEqual({ total: 0, requests: {} });
});
