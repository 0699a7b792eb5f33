import { expect, test } from 'vitest';

import { openSandbox, verdict, type OpenSandbox } from './open-sandbox.ts';

const minutes = 60_000;
const populated = 30_000;
const error = (subcode: number) => [400, 2650, subcode];
const fine = [200, undefined, undefined];

/** An audience in status Normal that one person is in, and the calls of a replacement. */
async function setup() {
  const t = await openSandbox();
  const audience = await t.create();
  await t.post(`/${audience}/users`, { payload: { schema: ['EXTERN_ID'], data: [['old']] } });
  t.advance(populated);
  return {
    ...t,
    audience,
    replace: (session: number, seq: number, person: string, isLast = false) =>
      t.post(`/${audience}/usersreplace`, {
        payload: { schema: ['EXTERN_ID'], data: [[person]] },
        session: { session_id: session, batch_seq: seq, last_batch_flag: isLast },
      }),
    add: (person: string) => t.post(`/${audience}/users`, { payload: { schema: ['EXTERN_ID'], data: [[person]] } }),
    status: () => statusOf(t, audience),
    people: async () => (await t.members(audience)).entries?.map(({ EXTERN_ID }) => EXTERN_ID),
  };
}

async function statusOf(t: OpenSandbox, audience: string): Promise<unknown> {
  const { body } = await t.get(`/${audience}?fields=operation_status`);
  const status = body['operation_status'];
  return typeof status === 'object' && status !== null && 'code' in status ? status.code : undefined;
}

test('a replacement puts everyone out with its first batch, takes the others in any order and again, and ends Normal', async () => {
  const t = await setup();
  expect((await t.replace(7, 1, 'a')).body).toEqual({
    audience_id: t.audience,
    session_id: '7',
    num_received: 1,
    num_invalid_entries: 0,
    invalid_entry_samples: {},
  });
  await t.replace(7, 3, 'c');
  await t.replace(7, 2, 'b');
  await t.replace(7, 2, 'b');
  expect(await t.status()).toBe(414);
  expect(verdict(await t.replace(7, 4, 'd', true))).toEqual(fine);
  expect([await t.status(), await t.people()]).toEqual([414, ['a', 'c', 'b', 'd']]);
  t.advance(populated);
  expect(await t.status()).toBe(200);
});

test('while one replacement runs, nobody else changes the audience', async () => {
  const t = await setup();
  await t.replace(7, 1, 'a');
  const running = error(1870145);
  expect(verdict(await t.add('b'))).toEqual(running);
  expect(verdict(await t.del(`/${t.audience}/users`, { payload: { schema: ['EXTERN_ID'], data: [['a']] } }))).toEqual(
    running,
  );
  expect(
    verdict(await t.del(`/${t.healthy}/usersofanyaudience`, { payload: { schema: ['EXTERN_ID'], data: [['a']] } })),
  ).toEqual(running);
  expect(verdict(await t.replace(8, 1, 'b'))).toEqual(running);
  // The first batch sent twice is a second replacement.
  expect(verdict(await t.replace(7, 1, 'a'))).toEqual(running);
  await t.replace(7, 2, 'c', true);
  expect(verdict(await t.add('b'))).toEqual(running);
  t.advance(populated);
  expect(verdict(await t.add('b'))).toEqual(fine);
  expect(await t.people()).toEqual(['a', 'c', 'b']);
});

test('an audience that is being populated is not replaced, one that never had people is', async () => {
  const t = await setup();
  await t.add('new');
  expect([await t.status(), verdict(await t.replace(7, 1, 'a'))]).toEqual([441, error(1870145)]);
  const empty = await t.create('Empty');
  const first = { payload: { schema: ['EXTERN_ID'], data: [['a']] }, session: { session_id: 9, batch_seq: 1 } };
  expect(verdict(await t.post(`/${empty}/usersreplace`, first))).toEqual(fine);
});

test('a session begins with batch 1, ends with its last batch, and after 90 minutes whatever has arrived', async () => {
  const t = await setup();
  expect(verdict(await t.replace(7, 2, 'b'))).toEqual(error(1870147));
  await t.replace(7, 1, 'a', true);
  expect(verdict(await t.replace(7, 2, 'b'))).toEqual(error(1870159));
  t.advance(populated);

  await t.replace(8, 1, 'c');
  t.advance(89 * minutes);
  expect([verdict(await t.replace(8, 2, 'd')), await t.status()]).toEqual([fine, 414]);
  t.advance(minutes);
  expect(verdict(await t.replace(8, 3, 'e'))).toEqual(error(1870158));
  t.advance(populated);
  expect([await t.status(), await t.people()]).toEqual([200, ['c', 'd']]);
});

test('a replacement that fails ends in 415, which the next replacement or upload heals', async () => {
  const t = await setup();
  await t.control('POST', '/faults', { name: 'replace_fails', count: 1 });
  await t.replace(7, 1, 'a', true);
  expect(await t.status()).toBe(414);
  t.advance(populated);
  expect(await t.status()).toBe(415);
  await t.replace(8, 1, 'b', true);
  t.advance(populated);
  expect(await t.status()).toBe(200);
});

test('payload and session are needed, and value-based lists are not swapped with others', async () => {
  const t = await setup();
  const payload = { schema: ['EXTERN_ID'], data: [['a']] };
  const session = { session_id: 7, batch_seq: 1 };
  const post = async (body: unknown) => verdict(await t.post(`/${t.audience}/usersreplace`, body));
  const refused = [400, 100, undefined];
  expect(await post({ payload })).toEqual(refused);
  expect(await post({ session })).toEqual(refused);
  const valued = { schema: ['EXTERN_ID', 'LOOKALIKE_VALUE'], data: [['a', '1']] };
  expect(await post({ payload: valued, session })).toEqual(refused);
  const flagged = { schema: ['EXTERN_ID', 'DATA_PROCESSING_OPTIONS'], data: [['a', '']] };
  expect(await post({ payload: flagged, session })).toEqual(refused);
  expect(await t.people()).toEqual(['old']);
});
