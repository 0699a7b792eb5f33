import { expect, test } from 'vitest';

import { newAudience, openSandbox, sha256, verdict } from './open-sandbox.ts';

const code = (expected: number) => expect.objectContaining({ code: expected });
const valued = (value: string) => ({ payload: { schema: ['EXTERN_ID', 'LOOKALIKE_VALUE'], data: [['1', value]] } });

test('an audience is created, listed newest first, read, changed and deleted', async () => {
  const t = await openSandbox();
  expect((await t.get(`/${t.healthy}/customaudiences?fields=id,name`)).body).toEqual({ data: [] });
  const first = await t.create('(test) Group 1');
  const second = await t.create('(test) Group 1');
  expect([first, second]).toEqual([expect.stringMatching(/^\d{17}$/), expect.stringMatching(/^\d{17}$/)]);
  expect((await t.get(`/${t.healthy}/customaudiences`)).body).toEqual({
    data: [{ id: second }, { id: first }],
    paging: { cursors: { before: expect.any(String), after: expect.any(String) } },
  });

  t.advance(60_000);
  expect((await t.post(`/${first}`, { name: 'Renamed', description: 'Kept' })).body).toEqual({ success: true });
  expect(
    (
      await t.get(
        `/${first}?fields=id,name,description,subtype,customer_file_source,account_id,time_created,time_updated`,
      )
    ).body,
  ).toEqual({
    id: first,
    name: 'Renamed',
    description: 'Kept',
    subtype: 'CUSTOM',
    customer_file_source: 'USER_PROVIDED_ONLY',
    account_id: t.healthy.slice('act_'.length),
    time_created: 1795510800,
    time_updated: 1795510860,
  });
  expect(verdict(await t.post(`/${first}`, { name: '' }))).toEqual([400, 100, undefined]);

  expect((await t.del(`/${first}`)).body).toEqual({ success: true });
  expect(verdict(await t.get(`/${first}`))).toEqual([400, 100, 33]);
  expect(verdict(await t.post(`/${first}/users`, {}))).toEqual([400, 100, 33]);
  expect(await t.create()).not.toBe(first);
});

test('creation names the parameter that is missing or wrong', async () => {
  const t = await openSandbox();
  const { customer_file_source: _, ...withoutSource } = newAudience('VIP');
  const message = async (body: unknown) => (await t.post(`/${t.healthy}/customaudiences`, body)).body.error?.message;
  expect(await message(withoutSource)).toBe('(#100) Missing parameter(s): customer_file_source');
  expect(await message({ ...newAudience('VIP'), name: '' })).toBe('(#100) Missing parameter(s): name');
  expect(await message({ ...newAudience('VIP'), customer_file_source: 'FRIENDS' })).toContain('must be one of {');
  expect(await message({ ...newAudience('VIP'), retention_days: 181 })).toContain('retention_days');
  expect(await message({ ...newAudience('VIP'), subtype: 'LOOKALIKE' })).toContain('subtype');
});

test('the 501st audience of an ad account is refused', async () => {
  const t = await openSandbox();
  for (let made = 0; made < 500; made += 1) await t.create(`Audience ${made}`);
  expect(verdict(await t.post(`/${t.healthy}/customaudiences`, newAudience('One more')))).toEqual([
    400,
    2654,
    undefined,
  ]);
  const page = await t.get(`/${t.healthy}/customaudiences?fields=name&limit=20`);
  expect([page.body.data?.length, page.body.data?.[0]?.['name']]).toEqual([20, 'Audience 499']);
});

test('filtering finds audiences by exact name, part of a name, state and deletion time', async () => {
  const t = await openSandbox();
  const vip = await t.create('VIP');
  const lapsed = await t.create('VIP lapsed');
  await t.post(`/${vip}/users`, { payload: { schema: ['EXTERN_ID'], data: [['1']] } });
  const find = async (field: string, operator: string, value: unknown) => {
    const filtering = encodeURIComponent(JSON.stringify([{ field, operator, value }]));
    const reply = await t.get(`/${t.healthy}/customaudiences?filtering=${filtering}`);
    return reply.body.data?.map(({ id }) => id) ?? verdict(reply);
  };
  expect(await find('name', 'EQUAL', 'VIP')).toEqual([vip]);
  expect(await find('name', 'CONTAIN', 'VIP')).toEqual([lapsed, vip]);
  expect(await find('operation_status.code', 'IN', [410])).toEqual([lapsed]);
  expect(await find('delete_time', 'GREATER_THAN', 0)).toEqual([]);
  expect(await find('shoe_size', 'EQUAL', 1)).toEqual([400, 100, undefined]);
});

test('states go from empty over populating to normal, and sizes stay unknown below a hundred people', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const state = async () => {
    const fields = 'approximate_count_lower_bound,approximate_count_upper_bound,operation_status,delivery_status';
    const { body } = await t.get(`/${audience}?fields=${fields},time_content_updated`);
    return [
      body['operation_status'],
      body['delivery_status'],
      body['approximate_count_lower_bound'],
      body['approximate_count_upper_bound'],
      body['time_content_updated'],
    ];
  };
  const upload = (people: number) => {
    const data = Array.from({ length: people }, (_, index) => [sha256(`${index}@example.com`)]);
    return t.post(`/${audience}/users`, { payload: { schema: ['EMAIL'], data } });
  };
  const ready = { code: 200, description: 'This audience is ready for use.' };

  expect(await state()).toEqual([code(410), code(300), -1, -1, 1795510800]);
  t.advance(1000);
  await upload(99);
  expect(await state()).toEqual([code(441), code(300), -1, -1, 1795510801]);
  t.advance(60_000);
  await upload(5000);
  t.advance(30_000);
  expect(await state()).toEqual([{ code: 200, description: 'Normal' }, ready, 4900, 5100, 1795510861]);
});

test('a value-based audience wants its terms and, in every upload, its value', async () => {
  const t = await openSandbox();
  const valueBased = { ...newAudience('Spenders'), is_value_based: 1 };
  const { id } = (await t.post(`/${t.healthy}/customaudiences`, valueBased)).body;
  const plain = { payload: { schema: ['EXTERN_ID'], data: [['1']] } };
  const refusal = '(#100) Value-Based Custom Audience requires LOOKALIKE_VALUE attribute.';
  expect((await t.post(`/${id}/users`, plain)).body.error?.message).toBe(refusal);
  expect((await t.del(`/${id}/users`, plain)).body.error?.message).toBe(refusal);
  expect((await t.post(`/${id}/users`, valued('-1'))).body).toMatchObject({ num_invalid_entries: 1 });
  await t.post(`/${id}/users`, valued('20'));
  await t.post(`/${id}/users`, valued('30'));
  expect(await t.members(id ?? '')).toEqual({ count: 1, entries: [{ EXTERN_ID: '1', LOOKALIKE_VALUE: '30' }] });

  await t.post(`/${t.noTerms}/customaudiencestos`, { tos_id: '1' });
  expect(verdict(await t.post(`/${t.noTerms}/customaudiences`, valueBased))).toEqual([400, 200, 1870092]);
});
