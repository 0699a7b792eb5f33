import { expect, test } from 'vitest';

import { newAudience, openSandbox, replyOf, verdict, type Reply } from './open-sandbox.ts';

const ids = ({ body }: Reply) => body.data?.map(({ id }) => id) ?? [];

test('ad accounts show id and number, and more only when asked', async () => {
  const t = await openSandbox();
  expect((await t.get('/me/adaccounts')).body.data?.map((account) => Object.keys(account))).toEqual(
    t.sandbox.accounts.map(() => ['id', 'account_id']),
  );
  expect((await t.get(`/${t.healthy}?fields=name,account_status,business{name}`)).body).toEqual({
    name: 'Harbour Bakery',
    account_status: 1,
    business: { id: '281947365019283', name: 'Harbour Bakery (sandbox)' },
    id: t.healthy,
  });
  expect((await t.get(`/${t.disabled}?fields=account_status,disable_reason`)).body).toEqual({
    account_status: 2,
    disable_reason: 1,
    id: t.disabled,
  });
  expect((await t.get(`/${t.noBusiness}?fields=business,is_personal,tos_accepted`)).body).toEqual({
    is_personal: 1,
    id: t.noBusiness,
  });
  expect(t.sandbox.accounts.every(({ id }) => /^act_\d{15}$/.test(id))).toBe(true);
});

test('paging forward and back visits every account once, with next only while there is more', async () => {
  const t = await openSandbox();
  const first = await t.get('/me/adaccounts?limit=5&fields=id');
  const second = await replyOf(await fetch(first.body.paging?.next ?? ''));
  const third = await t.get(`/me/adaccounts?limit=5&fields=id&after=${second.body.paging?.cursors.after}`);
  expect([...ids(first), ...ids(second), ...ids(third)]).toEqual(t.sandbox.accounts.map(({ id }) => id));
  expect(Object.keys(third.body.paging ?? {})).toEqual(['cursors', 'previous']);
  expect(first.body.paging?.cursors.after).toMatch(/^QVFIU[\w-]{119}$/);

  const back = await replyOf(await fetch(third.body.paging?.previous ?? ''));
  expect(ids(back)).toEqual(ids(second));
  expect(Object.keys((await t.get('/me/adaccounts?limit=500')).body.paging ?? {})).toEqual(['cursors']);
  expect(verdict(await t.get('/me/adaccounts?after=nonsense'))).toEqual([400, 100, undefined]);
  expect(verdict(await t.get('/me/adaccounts?limit=0'))).toEqual([400, 100, undefined]);
});

test('the permissions an audience tool needs are granted', async () => {
  const t = await openSandbox();
  expect((await t.get('/me/permissions')).body).toEqual({
    data: ['ads_management', 'ads_read', 'business_management', 'public_profile'].map((permission) => ({
      permission,
      status: 'granted',
    })),
  });
});

test('terms that are not accepted are absent, and accepting them over the API lifts the refusal', async () => {
  const t = await openSandbox();
  const terms = async () => (await t.get(`/${t.noTerms}?fields=tos_accepted,user_tos_accepted,business`)).body;
  const create = () => t.post(`/${t.noTerms}/customaudiences`, newAudience('VIP'));
  expect(await terms()).toEqual({
    tos_accepted: { web_custom_audience_tos: 1 },
    business: { id: '517203948610275', name: 'North Wind Cycles (sandbox)' },
    id: t.noTerms,
  });
  expect((await create()).body.error).toMatchObject({
    message: 'Permissions error',
    code: 200,
    error_subcode: 1870090,
    is_transient: false,
    error_user_title: 'Custom Audience Terms Not Accepted',
    error_user_msg: 'To create or edit audience or ad set, please agree to the Custom Audience terms.',
  });

  const [first] = (await t.get(`/${t.noTerms}/customaudiencestos`)).body.data ?? [];
  const accept = { tos_id: first?.['id'], business_id: '517203948610275' };
  expect(verdict(await t.post(`/${t.noTerms}/customaudiencestos`, { ...accept, business_id: '1' }))[1]).toBe(100);
  expect(verdict(await t.post(`/${t.noTerms}/customaudiencestos`, {}))[1]).toBe(100);
  expect((await t.post(`/${t.noTerms}/customaudiencestos`, accept)).body).toEqual({ success: true });
  expect(await terms()).toMatchObject({
    tos_accepted: { web_custom_audience_tos: 1, custom_audience_tos: 1 },
    user_tos_accepted: { custom_audience_tos: 1 },
  });
  expect((await create()).status).toBe(200);
});

test('the terms page of the sandbox accepts by hand', async () => {
  const t = await openSandbox();
  const page = `${t.sandbox.graphUrl}/terms?act=${t.noTerms.slice('act_'.length)}`;
  expect(await (await fetch(page)).text()).toMatch(/SANDBOX[\s\S]*<button>Accept<\/button>/);
  const accepted = await fetch(`${t.sandbox.graphUrl}/terms`, {
    method: 'POST',
    body: new URLSearchParams({ act: t.noTerms }),
  });
  expect(await accepted.text()).toContain('Accepted by Sam Sandbox for North Wind Cycles');
  expect(await t.create('VIP', t.noTerms)).toMatch(/^\d{17}$/);
  expect((await fetch(`${t.sandbox.graphUrl}/terms?act=1`)).status).toBe(404);
  expect(await (await fetch(`${t.sandbox.graphUrl}/terms?act=${t.noBusiness}`)).text()).not.toContain('<button>');
});

test('each kind of refused account refuses every write with its own code and still answers reads', async () => {
  const t = await openSandbox();
  const row = { payload: { schema: ['EXTERN_ID'], data: [['1']] } };
  const old = async (account: string) => ids(await t.get(`/${account}/customaudiences`))[0];
  const writes = async (account: string) => {
    const audience = await old(account);
    const replies = await Promise.all([
      t.post(`/${account}/customaudiences`, newAudience('VIP')),
      t.post(`/${audience}/users`, row),
      t.del(`/${audience}/users`, row),
      t.post(`/${audience}`, { name: 'Other' }),
      t.del(`/${audience}`),
    ]);
    return replies.map(verdict);
  };
  expect(await writes(t.noTerms)).toEqual(Array.from({ length: 5 }, () => [400, 200, 1870090]));
  expect(await writes(t.disabled)).toEqual(Array.from({ length: 5 }, () => [403, 200, undefined]));
  expect(verdict(await t.post(`/${t.noBusiness}/customaudiences`, newAudience('VIP')))).toEqual([400, 200, 1870050]);
  expect(verdict(await t.post(`/${t.noBusiness}/customaudiencestos`, { tos_id: '1' }))).toEqual([400, 200, 1870050]);
});

test.each([
  ['healthy', 1, 0, [200, undefined, undefined]],
  ['limited', 1, 0, [200, undefined, undefined]],
  ['no_terms', 1, 0, [400, 200, 1870090]],
  ['no_business', 1, 0, [400, 200, 1870050]],
  ['no_role', 1, 0, [400, 2654, 1713092]],
  ['disabled', 2, 1, [403, 200, undefined]],
  ['unsettled', 3, 0, [200, undefined, undefined]],
  ['pending_review', 7, 0, [200, undefined, undefined]],
  ['pending_settlement', 8, 0, [200, undefined, undefined]],
  ['in_grace_period', 9, 0, [200, undefined, undefined]],
  ['pending_closure', 100, 0, [403, 200, undefined]],
  ['closed', 101, 7, [403, 200, undefined]],
])(
  'an account that is %s has status %i, reason %i and answers a new audience with %j',
  async (state, code, reason, answer) => {
    const t = await openSandbox();
    const id = t.sandbox.accounts.find((one) => one.state === state)?.id ?? '';
    expect((await t.get(`/${id}?fields=account_status,disable_reason`)).body).toEqual({
      account_status: code,
      disable_reason: reason,
      id,
    });
    expect(verdict(await t.post(`/${id}/customaudiences`, newAudience('VIP')))).toEqual(answer);
  },
);

test('the first account is healthy and of the full tier, and more can be asked for', async () => {
  const t = await openSandbox(':memory:', { moreAccounts: { full: 2, limited: 3 } });
  const count = (state: string) => t.sandbox.accounts.filter((one) => one.state === state).length;
  expect([t.sandbox.accounts[0]?.state, count('healthy'), count('limited')]).toEqual(['healthy', 4, 4]);
  expect(new Set(t.sandbox.accounts.map(({ id }) => id)).size).toBe(t.sandbox.accounts.length);
  const last = t.sandbox.accounts.at(-1)?.id ?? '';
  expect(verdict(await t.post(`/${last}/customaudiences`, newAudience('VIP')))[0]).toBe(200);
});
