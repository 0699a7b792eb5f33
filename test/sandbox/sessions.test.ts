import { expect, test } from 'vitest';

import { openSandbox, verdict } from './open-sandbox.ts';

test('the sessions edge lists uploads newest first, every field as text', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const batch = (id: number, seq: number, rows: readonly string[], isLast: boolean) =>
    t.post(`/${audience}/users`, {
      payload: { schema: ['EXTERN_ID'], data: rows.map((row) => [row]) },
      session: { session_id: id, batch_seq: seq, last_batch_flag: isLast },
    });
  await batch(1, 1, ['1', ''], false);
  t.advance(1000);
  await batch(1, 2, ['2'], true);
  await batch(2, 1, ['3'], false);

  const first = {
    session_id: '1',
    start_time: '1795510800',
    end_time: '1795510801',
    num_received: '3',
    num_matched: '1',
    num_invalid_entries: '1',
    progress: '100',
    stage: 'finished',
  };
  const second = {
    session_id: '2',
    start_time: '1795510801',
    num_received: '1',
    num_matched: '0',
    num_invalid_entries: '0',
    progress: '50',
    stage: 'uploading',
  };
  expect((await t.get(`/${audience}/sessions`)).body.data).toEqual([second, first]);
  expect((await t.get(`/${audience}/sessions?session_id=1&fields=num_received`)).body.data).toEqual([
    { num_received: '3' },
  ]);
  t.advance(90 * 60_000);
  expect((await t.get(`/${audience}/sessions?session_id=2&fields=end_time,stage`)).body.data).toEqual([
    { end_time: String(1795510801 + 90 * 60), stage: 'finished' },
  ]);
});

test('whoever opts out is taken out of every list of the ad account, and of no other', async () => {
  const t = await openSandbox();
  const [, other = ''] = t.sandbox.accounts.filter(({ state }) => state === 'healthy').map(({ id }) => id);
  const audiences = [await t.create('One'), await t.create('Two'), await t.create('Foreign', other)];
  const people = { payload: { schema: ['EXTERN_ID'], data: [['leaves'], ['stays']] } };
  for (const audience of audiences) await t.post(`/${audience}/users`, people);

  const leaving = { payload: { schema: ['EXTERN_ID'], data: [['leaves'], ['never came'], ['']] } };
  expect((await t.del(`/${t.healthy}/usersofanyaudience`, leaving)).body).toEqual({
    session_id: expect.stringMatching(/^\d{19}$/),
    num_received: 3,
    num_invalid_entries: 1,
    invalid_entry_samples: { '[""]': 'empty external ID' },
  });
  const counts = await Promise.all(audiences.map(async (audience) => (await t.members(audience)).count));
  expect(counts).toEqual([1, 1, 2]);
  expect(verdict(await t.del(`/${t.noTerms}/usersofanyaudience`, leaving))).toEqual([400, 200, 1870090]);
});
