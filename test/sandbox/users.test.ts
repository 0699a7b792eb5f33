import { expect, test } from 'vitest';

import { openSandbox, replyOf, sha256, verdict, type OpenSandbox } from './open-sandbox.ts';

const mary = sha256('mary@example.com');
const john = sha256('john@example.com');
const one = { schema: ['EMAIL', 'FN'], data: [[mary, sha256('mary')]] };

function accepted(audience: string, received: number) {
  return {
    audience_id: audience,
    session_id: expect.stringMatching(/^[1-8]\d{18}$/),
    num_received: received,
    num_invalid_entries: 0,
    invalid_entry_samples: {},
  };
}

/** Sends a payload in one of the ways that are known to work with Meta. */
function send(t: OpenSandbox, audience: string, way: string, payload: unknown): Promise<Response> {
  const url = `${t.sandbox.graphUrl}/v26.0/${audience}/users`;
  const headers = { authorization: `Bearer ${t.sandbox.accessToken}` };
  const text = JSON.stringify(payload);
  const json = { 'content-type': 'application/json' };
  const form = new FormData();
  form.set('payload', text);
  const file = new FormData();
  file.set('payload', new File([text], 'payload.json'));
  const query = new URLSearchParams({ payload: text, access_token: t.sandbox.accessToken }).toString();
  switch (way) {
    case 'JSON':
      return fetch(url, { method: 'POST', headers: { ...headers, ...json }, body: JSON.stringify({ payload }) });
    case 'JSON with text':
      return fetch(url, { method: 'POST', headers: { ...headers, ...json }, body: JSON.stringify({ payload: text }) });
    case 'urlencoded':
      return fetch(url, { method: 'POST', headers, body: new URLSearchParams({ payload: text }) });
    case 'multipart':
      return fetch(url, { method: 'POST', headers, body: form });
    case 'multipart file':
      return fetch(url, { method: 'POST', headers, body: file });
    case 'query':
      return fetch(`${url}?${query}`, { method: 'POST' });
    case 'DELETE query':
      return fetch(`${url}?${query}`, { method: 'DELETE' });
    case 'DELETE JSON':
      return fetch(url, { method: 'DELETE', headers: { ...headers, ...json }, body: JSON.stringify({ payload }) });
    case 'DELETE urlencoded':
      return fetch(url, { method: 'DELETE', headers, body: new URLSearchParams({ payload: text }) });
    case 'method=DELETE JSON':
      return fetch(url, {
        method: 'POST',
        headers: { ...headers, ...json },
        body: JSON.stringify({ payload, method: 'DELETE' }),
      });
    default:
      return fetch(url, { method: 'POST', headers, body: new URLSearchParams({ payload: text, method: 'delete' }) });
  }
}

test.each(['JSON', 'JSON with text', 'urlencoded', 'multipart', 'multipart file', 'query'])(
  'people are added by %s',
  async (way) => {
    const t = await openSandbox();
    const audience = await t.create();
    expect((await replyOf(await send(t, audience, way, one))).body).toEqual(accepted(audience, 1));
    expect(await t.members(audience)).toEqual({ count: 1, entries: [{ EMAIL: mary, FN: sha256('mary') }] });
  },
);

test.each(['DELETE query', 'DELETE JSON', 'DELETE urlencoded', 'method=DELETE JSON', 'method=DELETE urlencoded'])(
  'people are removed by %s',
  async (way) => {
    const t = await openSandbox();
    const audience = await t.create();
    await t.post(`/${audience}/users`, { payload: { schema: ['EMAIL'], data: [[mary], [john]] } });
    expect((await replyOf(await send(t, audience, way, one))).body).toEqual(accepted(audience, 1));
    expect(await t.members(audience)).toEqual({ count: 1, entries: [{ EMAIL: john }] });
  },
);

test('a removal of 300 rows fits in the URL, as the official SDK sends it', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const data = Array.from({ length: 300 }, (_, row) => [sha256(`${row}`), sha256(`p${row}`), sha256(`f${row}`)]);
  const payload = { schema: ['EMAIL', 'PHONE', 'FN'], data };
  await t.post(`/${audience}/users`, { payload });
  expect((await replyOf(await send(t, audience, 'DELETE query', payload))).body).toEqual(accepted(audience, 300));
  expect(await t.members(audience)).toEqual({ count: 0, entries: [] });
});

test('a schema of one string takes bare values and one-element rows', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  await t.post(`/${audience}/users`, { payload: { schema: 'EMAIL_SHA256', data: [mary, [john]] } });
  expect(await t.members(audience)).toEqual({ count: 2, entries: [{ EMAIL: mary }, { EMAIL: john }] });
});

test('a row without its external ID is invalid, with the recorded answer', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const lost = [john, '', sha256('john'), '', ''];
  const schema = ['EMAIL', 'EXTERN_ID', 'FN', 'LN', 'ZIP'];
  const data = [[mary, '67', sha256('mary'), '', sha256('94035')], lost];
  expect(await t.post(`/${audience}/users`, { payload: { schema, data } })).toMatchObject({
    status: 200,
    body: {
      num_received: 2,
      num_invalid_entries: 1,
      invalid_entry_samples: { [JSON.stringify(lost)]: 'empty external ID' },
    },
  });
  expect(await t.members(audience)).toEqual({
    count: 1,
    entries: [{ EMAIL: mary, EXTERN_ID: '67', FN: sha256('mary'), ZIP: sha256('94035') }],
  });
});

test('what is not hashed as Meta wants it is invalid, and at most 100 rows are named', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const device = '38400000-8cf0-11bd-b23e-10b96e40000d';
  const schema = ['EMAIL', 'MADID'];
  const bad = ['mary@example.com', mary.toUpperCase(), mary.slice(1)].map((cell) => [cell, '']);
  const data = [...bad, ['', ''], [mary, sha256(device)], [mary, device.toUpperCase()], [mary, device]];
  const reply = await t.post(`/${audience}/users`, { payload: { schema, data } });
  expect(reply.body).toMatchObject({
    num_received: 7,
    num_invalid_entries: 6,
    invalid_entry_samples: Object.fromEntries(data.slice(0, 6).map((row) => [JSON.stringify(row), expect.any(String)])),
  });
  expect((await t.members(audience)).count).toBe(1);

  const many = Array.from({ length: 150 }, (_, row) => [`plain ${row}`, '']);
  const { body } = await t.post(`/${audience}/users`, { payload: { schema, data: many } });
  expect([body['num_invalid_entries'], Object.keys(body['invalid_entry_samples'] ?? {}).length]).toEqual([150, 100]);
});

test('10,000 rows are taken and 10,001 are not', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const data = Array.from({ length: 10_001 }, (_, row) => [sha256(`${row}`), sha256(`phone ${row}`)]);
  const post = (rows: unknown) => t.post(`/${audience}/users`, { payload: { schema: ['EMAIL', 'PHONE'], data: rows } });
  expect(verdict(await post(data))).toEqual([500, 1, 99]);
  expect((await post(data.slice(1))).body).toEqual(accepted(audience, 10_000));
  expect((await t.members(audience)).count).toBe(10_000);
});

test('a request that makes no sense is 100 and changes nobody', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const post = async (body: unknown) => verdict(await t.post(`/${audience}/users`, body));
  const refused = [400, 100, undefined];
  const payload = { schema: ['EMAIL', 'FN'], data: [[mary, '']] };
  const bodies: readonly unknown[] = [
    {},
    { payload: '{' },
    { payload: [] },
    { payload: { data: payload.data } },
    { payload: { schema: payload.schema } },
    { payload: { ...payload, schema: [] } },
    { payload: { ...payload, schema: ['EMAIL', 'SHOE_SIZE'] } },
    { payload: { ...payload, schema: ['EMAIL', 'EMAIL'] } },
    { payload: { ...payload, data: [[mary, ''], [john]] } },
    { payload: { ...payload, data: [mary] } },
    { payload, session: { session_id: 0, batch_seq: 1 } },
    { payload, session: { session_id: '9223372036854775808', batch_seq: 1 } },
    { payload, session: { session_id: 7, batch_seq: 0 } },
    { payload, session: 7 },
  ];
  expect(await Promise.all(bodies.map(post))).toEqual(bodies.map(() => refused));
  expect(await t.members(audience)).toEqual({ count: 0, entries: [] });
});

test('a session counts what it received and keeps all 19 digits of its id', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const batch = (seq: number, email: string) =>
    fetch(`${t.sandbox.graphUrl}/v26.0/${audience}/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${t.sandbox.accessToken}`, 'content-type': 'application/json' },
      body: `{"payload":${JSON.stringify({ schema: ['EMAIL'], data: [[email]] })},
        "session":{"session_id":4229955495815004261,"batch_seq":${seq},"last_batch_flag":false}}`,
    }).then(replyOf);
  expect((await batch(1, mary)).body).toMatchObject({ session_id: '4229955495815004261', num_received: 1 });
  expect((await batch(2, john)).body).toMatchObject({ session_id: '4229955495815004261', num_received: 2 });
  expect((await t.members(audience)).count).toBe(2);
});

test('what comes after the last batch, or 90 minutes after the first, is accepted and silently discarded', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const batch = (id: number, seq: number, externalId: string, isLast = false) =>
    t.post(`/${audience}/users`, {
      payload: { schema: ['EXTERN_ID'], data: [[externalId]] },
      session: { session_id: id, batch_seq: seq, last_batch_flag: isLast },
    });
  await batch(1, 1, 'in time', true);
  expect((await batch(1, 2, 'after the last')).status).toBe(200);
  await batch(2, 1, 'first');
  t.advance(90 * 60_000);
  expect((await batch(2, 2, 'too late')).status).toBe(200);
  expect((await t.members(audience)).entries).toEqual([{ EXTERN_ID: 'in time' }, { EXTERN_ID: 'first' }]);
});

test('the schema of a session may not change, and the id may not serve a second audience', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  const other = await t.create();
  const session = { session_id: 5, batch_seq: 1, last_batch_flag: false };
  const payload = { schema: ['EXTERN_ID'], data: [['1']] };
  await t.post(`/${audience}/users`, { payload, session });
  const changed = { schema: ['EMAIL'], data: [[mary]] };
  expect(verdict(await t.post(`/${audience}/users`, { payload: changed, session }))).toEqual([400, 100, undefined]);
  expect(verdict(await t.post(`/${other}/users`, { payload, session }))).toEqual([400, 100, undefined]);
});

test('members can be seen only with the token, and as few as asked for', async () => {
  const t = await openSandbox();
  const audience = await t.create();
  await t.post(`/${audience}/users`, { payload: { schema: ['EXTERN_ID'], data: [['1'], ['2'], ['3']] } });
  const path = `${t.sandbox.graphUrl}/_sandbox/audiences/${audience}/members`;
  expect(verdict(await replyOf(await fetch(path)))).toEqual([400, 104, undefined]);
  expect(await (await fetch(`${path}?limit=2&access_token=${t.sandbox.accessToken}`)).json()).toEqual({
    count: 3,
    entries: [{ EXTERN_ID: '1' }, { EXTERN_ID: '2' }],
  });
});
