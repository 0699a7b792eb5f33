import { expect, test } from 'vitest';

import type { TermsOfAccount } from '../../preload/contract/terms.ts';
import { until } from './fake-ports.ts';
import { type SandboxRig, sandboxRig } from './sandbox-rig.ts';

const CYCLES = '517203948610275';

async function states(t: SandboxRig, account: string, connectionId = t.connectionId) {
  const { terms } = await t.ask('terms.check', { connectionId, account });
  return statesOf(terms);
}

function statesOf(terms: TermsOfAccount | null): readonly string[] {
  return (terms?.kinds ?? []).map(({ kind, state }) => `${kind} ${state}`);
}

test('terms are listed for every ad account that the token reaches, with who signs, for whom, and the pages with the ids in them', async () => {
  const t = await sandboxRig();
  const list = await t.ask('terms.list', { connectionId: t.connectionId });
  const find = (state: string) => list.accounts.find(({ account }) => account === t.account(state));
  const number = t.account('no_terms').replace('act_', '');
  const root = t.sandbox.sandbox.graphUrl;
  expect([list.accounts.length, list.signer, list.unread]).toEqual([
    t.sandbox.sandbox.accounts.length,
    { name: 'Sam Sandbox', isSystemUser: false },
    null,
  ]);
  expect(find('no_terms')).toEqual({
    account: t.account('no_terms'),
    name: 'North Wind Cycles',
    business: { id: CYCLES, name: 'North Wind Cycles (sandbox)' },
    kinds: [
      {
        kind: 'customer_list',
        business: false,
        person: null,
        state: 'nobody',
        page: {
          page: 'business',
          url: `${root}/ads/manage/customaudiences/tos/?act=${number}&business_id=${CYCLES}`,
        },
      },
      {
        kind: 'value_based',
        business: false,
        person: null,
        state: 'nobody',
        page: {
          page: 'business_tools',
          url: `${root}/customaudiences/value_based/tos.php?act=${number}&business_id=${CYCLES}`,
        },
      },
    ],
    pages: [
      { page: 'business', url: `${root}/ads/manage/customaudiences/tos/?act=${number}&business_id=${CYCLES}` },
      { page: 'personal', url: `${root}/ads/manage/customaudiences/tos.php?act=${number}` },
      {
        page: 'business_tools',
        url: `${root}/customaudiences/value_based/tos.php?act=${number}&business_id=${CYCLES}`,
      },
    ],
  });
  expect(statesOf(find('healthy') ?? null)).toEqual(['customer_list accepted', 'value_based accepted']);
  expect([find('no_business')?.business, find('no_business')?.pages[0]?.page]).toEqual([null, 'personal']);
});

test('the wrong person accepts and nothing is released; the right one accepts and what was held goes on at once', async () => {
  const t = await sandboxRig();
  const account = t.account('no_terms');
  const runId = await t.run(account);
  const before = await states(t, account);
  await t.sandbox.control('POST', '/terms', { act: account, person: 'employee' });
  const wrong = await t.ask('terms.check', { connectionId: t.connectionId, account });
  const heldStill = await t.ask('holds.list', {});
  await t.sandbox.control('POST', '/terms', { act: account, person: 'admin' });
  const right = await t.ask('terms.check', { connectionId: t.connectionId, account });
  await until(async () => (await t.ask('status.summary', { runId })).state === 'done');
  expect([before[0], statesOf(wrong.terms)[0], wrong.released, heldStill.map(({ reason }) => reason)]).toEqual([
    'customer_list nobody',
    'customer_list person_untold',
    0,
    ['terms'],
  ]);
  expect([statesOf(right.terms)[0], right.released]).toEqual(['customer_list accepted', 1]);
});

test('for a system user anybody of the business has signed', async () => {
  const t = await sandboxRig();
  const connectionId = await t.connect(await t.token('system_user', ['ads_management', 'ads_read']));
  const check = await t.ask('terms.check', { connectionId, account: t.account('healthy') });
  expect([check.signer, statesOf(check.terms)[0]]).toEqual([
    { name: 'Bakery Robot', isSystemUser: true },
    'customer_list accepted',
  ]);
});

test('terms that cannot be read are told as unread, never as accepted', async () => {
  const t = await sandboxRig();
  await t.fault({ name: 'unavailable', path: 'GET /' });
  const account = t.account('healthy');
  const list = await t.ask('terms.list', { connectionId: t.connectionId });
  const check = await t.ask('terms.check', { connectionId: t.connectionId, account });
  expect([list.unread?.kind, list.accounts, check.unread?.kind, check.terms]).toEqual(['trouble', [], 'trouble', null]);
});

test('Meta may be asked to accept terms by a call, only by who says so, and its answer is told as it is', async () => {
  const t = await sandboxRig();
  const account = t.account('no_terms');
  const { connectionId } = t;
  const unasked = await t.engine.call('terms.tryAccept', { connectionId, account } as never);
  const unchanged = await states(t, account);
  const accepted = await t.ask('terms.tryAccept', { connectionId, account, isWanted: true });
  const after = await states(t, account);
  const robot = await t.connect(await t.token('system_user', ['ads_management', 'ads_read']));
  const refused = await t.ask('terms.tryAccept', {
    connectionId: robot,
    account: t.account('limited'),
    isWanted: true,
  });
  expect([unasked.ok, unchanged[0]]).toEqual([false, 'customer_list nobody']);
  expect(accepted).toEqual([
    {
      id: '1',
      type: 'custom_audience_tos',
      accepted: true,
      httpStatus: 200,
      code: null,
      subcode: null,
      said: null,
    },
  ]);
  expect([after[0], refused[0]?.accepted, refused[0]?.httpStatus, refused[0]?.code]).toEqual([
    'customer_list accepted',
    false,
    403,
    200,
  ]);
});
