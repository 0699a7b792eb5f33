import { expect, test } from 'vitest';

import type { Http } from '../../main/engine/ports.ts';
import { createHttp } from '../../main/facebook/http.ts';
import { complaints, finding, sandboxRig } from './sandbox-rig.ts';

/** Every account but the healthy one is without value-based terms, which nothing here needs. */
const VALUE = (act: string, business: string) => [
  'warn',
  'missing',
  `sandbox/customaudiences/value_based/tos.php?act=${act}&business_id=${business}`,
];
const BAKERY = '281947365019283';
const CYCLES = '517203948610275';

test('each state of an ad account shows on the right line, with the right light and the page that mends it', async () => {
  const t = await sandboxRig();
  const inBusiness = (act: string, more: object) => ({ ...more, value_terms: VALUE(act, BAKERY) });
  const billing = (act: string) =>
    `https://business.facebook.com/billing_hub/accounts/details?asset_id=${act}&business_id=${BAKERY}`;
  const overview = (act: string) =>
    `https://adsmanager.facebook.com/adsmanager/account_overview?act=${act}&business_id=${BAKERY}`;
  const expected: Readonly<Record<string, (act: string) => object>> = {
    healthy: () => ({}),
    limited: (act) =>
      inBusiness(act, {
        quota: ['warn', 'limited', 'https://developers.facebook.com/docs/marketing-api/get-started/authorization'],
      }),
    no_terms: (act) => ({
      terms: ['fail', 'nobody', `sandbox/ads/manage/customaudiences/tos/?act=${act}&business_id=${CYCLES}`],
      value_terms: VALUE(act, CYCLES),
    }),
    no_business: (act) => ({
      business: ['fail', 'none', `sandbox/settings/ad-accounts?act=${act}`],
      terms: ['unknown', 'untold', `sandbox/ads/manage/customaudiences/tos.php?act=${act}`],
      value_terms: ['unknown', 'untold', `sandbox/customaudiences/value_based/tos.php?act=${act}`],
    }),
    no_role: (act) => inBusiness(act, { role: ['fail', 'too_little', `sandbox/settings/ad-accounts?act=${act}`] }),
    disabled: (act) =>
      inBusiness(act, {
        account_status: ['fail', 'disabled_for', `https://www.facebook.com/accountquality/?act=${act}`],
      }),
    unsettled: (act) => inBusiness(act, { account_status: ['warn', 'unsettled', billing(act)] }),
    pending_review: (act) => inBusiness(act, { account_status: ['warn', 'review', overview(act)] }),
    pending_settlement: (act) => inBusiness(act, { account_status: ['warn', 'settlement', billing(act)] }),
    in_grace_period: (act) => inBusiness(act, { account_status: ['warn', 'grace', billing(act)] }),
    pending_closure: (act) => inBusiness(act, { account_status: ['fail', 'closing', overview(act)] }),
    closed: (act) => inBusiness(act, { account_status: ['fail', 'closed', overview(act)] }),
  };
  const states = new Set(t.sandbox.sandbox.accounts.map(({ state }) => state as string));
  const seen: Record<string, object> = {};
  const wanted: Record<string, object> = {};
  for (const state of states) {
    const account = t.account(state);
    seen[state] = complaints(await t.audit(account));
    wanted[state] = expected[state]?.(account.replace('act_', '')) ?? {};
  }
  expect(Object.keys(expected).toSorted()).toEqual([...states].toSorted());
  expect(seen).toEqual(wanted);
});

test('an audit only reads, keeps the newest of each ad account, and its log of what left names no token', async () => {
  const t = await sandboxRig();
  await t.sandbox.control('DELETE', '/requests');
  const first = await t.audit(t.account('healthy'));
  const second = await t.audit(t.account('healthy'));
  const { body } = await t.sandbox.control('GET', '/requests');
  const kinds = Object.keys(body['requests'] as object);
  const listed = await t.ask('audit.list', {});
  const left = t.rows<{ path: string }>('select path from egress').map(({ path }) => path);
  expect(kinds.filter((kind) => !kind.startsWith('GET'))).toEqual([]);
  expect(listed).toEqual([second]);
  expect([first.accountName, first.person, first.status, first.isBlind]).toEqual([
    'Harbour Bakery',
    'Sam Sandbox',
    'pass',
    false,
  ]);
  expect(JSON.stringify([listed, left])).not.toContain(t.sandbox.sandbox.accessToken);
  expect(left).toContain('/v26.0/debug_token');
});

test.each([
  ['expired', 'expired', '#/wizard/connect'],
  ['password_changed', 'password_changed', '#/wizard/connect'],
  ['app_removed', 'app_removed', '#/wizard/connect'],
  ['checkpoint', 'checkpoint', 'https://www.facebook.com/'],
  ['unconfirmed', 'unconfirmed', 'https://www.facebook.com/'],
])('a token that is %s is named as such, and what it kept from being read is unknown', async (state, seen, url) => {
  const t = await sandboxRig();
  const token = await t.token('admin');
  const connectionId = await t.connect(token);
  await t.sandbox.control('POST', '/tokens/state', { token, state });
  const audit = await t.audit(t.account('healthy'), connectionId);
  const lights = Object.fromEntries(audit.checks.map(({ id, status }) => [id, status]));
  expect(complaints(audit)['token']).toEqual(['fail', seen, url]);
  expect(lights).toMatchObject({ scopes: 'unknown', role: 'unknown', terms: 'unknown', audience_limit: 'unknown' });
  expect([audit.status, audit.isBlind]).toEqual(['fail', false]);
});

test.each([
  ['unavailable', 'trouble'],
  ['html', 'trouble'],
  ['throttle_account', 'throttled'],
  ['permission_10', 'permission'],
  ['reset_before', 'trouble'],
])('when reads of the ad account fail with %s its lines are unknown and say why', async (name, why) => {
  const t = await sandboxRig();
  await t.fault({ name, path: 'GET /act_' });
  const audit = await t.audit(t.account('healthy'));
  const account = ['role', 'account_status', 'business', 'terms', 'value_terms', 'audience_limit'];
  const seen = audit.checks.filter(({ id }) => account.includes(id)).map((one) => [one.status, one.evidence.key]);
  expect(seen).toEqual(account.map(() => ['unknown', `audit.unread.${why}`]));
});

test('an old or refused version is told', async () => {
  const t = await sandboxRig();
  await t.fault({ name: 'version_warning', path: 'all' });
  const upgraded = complaints(await t.audit(t.account('healthy')))['api_version'];
  await t.sandbox.control('DELETE', '/faults');
  await t.fault({ name: 'version_gone', path: 'all' });
  const refused = complaints(await t.audit(t.account('healthy')))['api_version'];
  expect([upgraded, refused]).toEqual([
    ['warn', 'upgraded', '#/settings'],
    ['fail', 'refused', '#/settings'],
  ]);
});

test('a system user is judged by its own rules: its token never ends, and anybody of the business signs for it', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  const connectionId = await t.connect(await t.token('system_user', ['ads_management', 'ads_read']));
  const signed = await t.audit(account, connectionId);
  await t.sandbox.control('DELETE', '/terms', { act: account });
  const unsigned = await t.audit(account, connectionId);
  const seen = (audit: typeof signed, id: string) => audit.checks.filter((one) => one.id === id).map(finding);
  expect([seen(signed, 'token'), seen(signed, 'terms'), seen(unsigned, 'terms'), unsigned.status]).toEqual([
    ['system_user'],
    ['system_user'],
    ['nobody_for_system_user'],
    'fail',
  ]);
});

test('an ad account that the person does not reach, and a permission that was not given, are named', async () => {
  const t = await sandboxRig();
  const connectionId = await t.connect(await t.token('employee', ['ads_read']));
  const other = complaints(await t.audit(t.account('no_terms'), connectionId));
  expect([other['role']?.slice(0, 2), other['terms']?.slice(0, 2), other['scopes']?.slice(0, 2)]).toEqual([
    ['fail', 'out_of_reach'],
    ['unknown', 'out_of_reach'],
    ['fail', 'management'],
  ]);
});

test('a connection that was ended is told as such, with the way to connect again', async () => {
  const t = await sandboxRig();
  await t.ask('connections.disconnect', { connectionId: t.connectionId, revokes: false });
  const audit = await t.audit(t.account('healthy'));
  expect([audit.isBlind, complaints(audit)['token'], complaints(audit)['role']?.slice(0, 2)]).toEqual([
    true,
    ['unknown', 'disconnected', '#/wizard/connect'],
    ['unknown', 'disconnected'],
  ]);
});

test('without a network the audit is blind: nothing passes, and it says that it could not look', async () => {
  let isOnline = true;
  const real = createHttp({});
  const http: Http = async (request) =>
    isOnline ? real(request) : { kind: 'no_answer', reason: 'no_connection', said: 'No connection (ENOTFOUND)' };
  const t = await sandboxRig(http);
  isOnline = false;
  const audit = await t.audit(t.account('healthy'));
  const { token, terms } = complaints(audit);
  expect([audit.isBlind, audit.status, token?.slice(0, 2), terms?.slice(0, 2)]).toEqual([
    true,
    'unknown',
    ['unknown', 'offline'],
    ['unknown', 'offline'],
  ]);
});

test('an audience that a job fills is followed to what Meta makes of it', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  await t.run(account);
  const { body } = await t.sandbox.get(`/${account}/customaudiences`);
  const id = body.data?.[0]?.id ?? '';
  const small = complaints(await t.audit(account))['audience'];
  await t.sandbox.control('POST', `/audiences/${id}`, { operation_status: 471 });
  const flagged = complaints(await t.audit(account))['audience'];
  await t.sandbox.del(`/${id}`);
  const gone = complaints(await t.audit(account))['audience'];
  const url = `https://adsmanager.facebook.com/audiences?act=${account.replace('act_', '')}&business_id=${BAKERY}`;
  expect([small, flagged, gone]).toEqual([
    ['warn', 'small', url],
    ['fail', 'flagged', url],
    ['fail', 'gone', url],
  ]);
});
