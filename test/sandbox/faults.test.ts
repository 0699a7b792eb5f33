import { expect, test } from 'vitest';

import { checkFault, parseFault } from '../../main/sandbox/fault-dial.ts';
import { faultTable } from '../../main/sandbox/fault-table.ts';
import { openSandbox, replyOf, sha256, verdict, type OpenSandbox } from './open-sandbox.ts';

const mary = sha256('mary@example.com');
const john = sha256('john@example.com');
const batch = (...emails: readonly string[]) => ({
  payload: { schema: ['EMAIL'], data: emails.map((email) => [email]) },
});

/** A sandbox with an audience and the faults that the texts ask for. */
async function withFaults(...texts: readonly string[]) {
  const t = await openSandbox(':memory:', { faults: texts.map(parseFault) });
  const audience = await t.create();
  return { ...t, audience, add: (...emails: readonly string[]) => t.post(`/${audience}/users`, batch(...emails)) };
}

/** An upload whatever becomes of it: status and text, or that nothing came. */
async function raw(t: OpenSandbox & { audience: string }, ms = 5000) {
  const response = await fetch(`${t.sandbox.graphUrl}/v26.0/${t.audience}/users`, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(ms),
    headers: { authorization: `Bearer ${t.sandbox.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(batch(mary)),
  }).catch((error: unknown) => error);
  if (!(response instanceof Response)) return response instanceof DOMException ? 'no answer' : 'broken';
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

type Refusal = readonly [fault: string, status: number, code: number, subcode?: number];

/** The answer of an upload that each fault stands for: status, code, subcode. */
const refusals: readonly Refusal[] = [
  ['unavailable', 503, 2],
  ['unknown', 500, 1, 99],
  ['reduce_data', 500, 1],
  ['throttle_account', 400, 80003, 2446079],
  ['throttle_app', 400, 4],
  ['throttle_user', 400, 17],
  ['throttle_score', 400, 613, 1487742],
  ['abuse', 400, 613],
  ['token_expired', 400, 190, 463],
  ['password_changed', 400, 190, 460],
  ['app_removed', 400, 190, 458],
  ['checkpoint', 400, 190, 459],
  ['terms', 400, 200, 1870090],
  ['terms_2663', 400, 2663],
  ['business_terms', 400, 200, 1870092],
  ['no_business', 400, 200, 1870050],
  ['permission', 403, 200],
  ['permission_10', 400, 10],
  ['blocked', 400, 368],
  ['not_allowed', 400, 1404163],
  ['version_gone', 400, 2635],
  ['audience_gone', 400, 100, 33],
  ['flagged', 400, 100, 1713230],
  ['value_column', 400, 100],
  ['data_source', 400, 2650],
  ['update_failed', 400, 2650],
  ['update_running', 400, 2650, 1870145],
  ['too_many_params', 400, 105],
  ['bad_all', 400, 100],
];

test.each(refusals.map(([fault, status, code, subcode]) => ({ fault, status, code, subcode })))(
  '$fault answers $status with code $code and subcode $subcode, and nobody is added',
  async ({ fault, status, code, subcode }) => {
    const t = await withFaults(fault);
    expect(verdict(await t.add(mary))).toEqual([status, code, subcode]);
    expect((await t.members(t.audience)).count).toBe(0);
    // Reads go on, so that a probe can tell.
    expect((await t.get(`/${t.audience}`)).status).toBe(200);
  },
);

const onTheWay: readonly (readonly [fault: string, answer: unknown, added: number])[] = [
  ['html', { status: 500, type: 'text/html; charset=utf-8', text: expect.stringContaining('Sorry') }, 0],
  ['captive', { status: 200, type: 'text/html; charset=utf-8', text: expect.stringContaining('Log in') }, 0],
  ['redirect', { status: 302, type: 'text/html', text: expect.stringContaining('Log in') }, 0],
  ['empty', { status: 200, type: 'application/json', text: '' }, 1],
  ['cut_off', { status: 200, type: 'application/json', text: expect.stringMatching(/^\{"audience_id":[^}]*$/) }, 1],
  ['not_json', { status: 200, type: 'application/json', text: 'All is well.' }, 1],
  ['reset_before', 'broken', 0],
  ['reset_after', 'broken', 1],
  ['hang', 'no answer', 0],
  ['slow:60000', 'no answer', 1],
];

test.each(onTheWay)('%s breaks the way, not the books', async (fault, answer, added) => {
  const t = await withFaults(fault);
  expect(await raw(t, answer === 'no answer' ? 300 : 5000)).toEqual(answer);
  // Whoever has given up waiting may be ahead of the sandbox.
  await expect.poll(async () => (await t.members(t.audience)).count).toBe(added);
});

test('every fault of the table is tested', () => {
  const others = ['usage', 'version_warning', 'low_size', 'low_size_guard', 'bad_row', 'invalid', 'invalid_unnamed'];
  const replacing = ['replace_error', 'replace_too_big', 'replace_fails'];
  const tested = [...refusals, ...onTheWay].map(([fault]) => fault.split(':')[0]);
  expect(new Set([...tested, ...others, ...replacing])).toEqual(new Set(faultTable.keys()));
});

test('throttling names the minutes where Meta names them', async () => {
  const t = await withFaults('throttle_account:19');
  const reply = await t.add(mary);
  expect(JSON.parse(reply.headers.get('x-business-use-case-usage') ?? 'null')).toEqual({
    [t.healthy.slice('act_'.length)]: [
      {
        type: 'custom_audience',
        call_count: 100,
        total_cputime: 25,
        total_time: 50,
        estimated_time_to_regain_access: 19,
      },
    ],
  });
});

test('an answer can be slow without being lost', async () => {
  const t = await withFaults('slow:60');
  const started = performance.now();
  expect((await t.add(mary)).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(55);
});

test('headers can claim use and an old version while the work is done', async () => {
  const t = await withFaults('usage:97', 'version_warning', 'usage:88/customaudiences');
  const added = await t.add(mary);
  expect([
    JSON.parse(added.headers.get('x-ad-account-usage') ?? 'null'),
    JSON.parse(added.headers.get('x-app-usage') ?? 'null'),
    added.headers.get('x-ad-api-version-warning'),
    added.body['num_received'],
  ]).toEqual([
    { acc_id_util_pct: 97, reset_time_duration: 300, ads_api_access_tier: 'standard_access' },
    { call_count: 1, total_cputime: 1, total_time: 1 },
    expect.stringContaining('auto-upgraded to v26.0 as v25.0'),
    1,
  ]);
  const listed = await t.get(`/${t.healthy}/customaudiences`);
  expect(listed.headers.get('x-business-use-case-usage')).toContain('"call_count":88');
});

test('a poisoned row refuses every batch that holds it, wherever it stands', async () => {
  const byPlace = await withFaults('bad_row:2');
  const refused = [400, 100, undefined];
  const fine = [200, undefined, undefined];
  const rows = ['0', '1', '2', '3'].map(sha256);
  const [first = '', second = '', third = '', fourth = ''] = rows;
  const sent = [[first, second, third, fourth], [first, second], [third, fourth], [first], [second]];
  const answers = [];
  for (const emails of sent) answers.push(verdict(await byPlace.add(...emails)));
  expect(answers).toEqual([refused, refused, fine, fine, refused]);
  expect((await byPlace.members(byPlace.audience)).count).toBe(3);

  const byDigest = await withFaults(`bad_row:${john.slice(0, 8)}`);
  expect([verdict(await byDigest.add(mary)), verdict(await byDigest.add(mary, john))]).toEqual([fine, refused]);
  expect((await byDigest.control('GET', '/faults')).body['faults']).toMatchObject([{ name: 'bad_row', hits: 1 }]);
});

test('rows are counted as invalid, named up to a hundred or not at all, and stay out', async () => {
  const t = await withFaults('invalid:150*1', 'invalid_unnamed:2');
  const people = Array.from({ length: 200 }, (_, index) => sha256(`${index}`));
  const named = (await t.add(...people)).body;
  // Both faults hit the first upload; the later one decides whether rows are named and how many.
  expect([named['num_invalid_entries'], named['invalid_entry_samples']]).toEqual([2, {}]);
  await t.control('DELETE', '/faults');
  await t.control('POST', '/faults', { name: 'invalid', arg: 150 });
  const { body } = await t.add(...people);
  expect([
    body['num_received'],
    body['num_invalid_entries'],
    Object.keys(body['invalid_entry_samples'] ?? {}).length,
  ]).toEqual([200, 150, 100]);
  expect((await t.members(t.audience)).count).toBe(198);
});

test('the low-size guard refuses only removals that leave too few, and only when it is on', async () => {
  const t = await withFaults();
  await t.add(mary, john, sha256('x'));
  const remove = async (...emails: readonly string[]) => verdict(await t.del(`/${t.audience}/users`, batch(...emails)));
  await t.control('POST', '/faults', { name: 'low_size_guard', arg: '2' });
  expect(await remove(mary)).toEqual([200, undefined, undefined]);
  expect(await remove(john)).toEqual([400, 200, 1870047]);
  expect((await t.members(t.audience)).count).toBe(2);
  expect(await remove(mary)).toEqual([200, undefined, undefined]);
  await t.control('DELETE', '/faults', { name: 'low_size_guard' });
  await t.control('POST', '/faults', { name: 'low_size' });
  expect([await remove(john), (await t.add(john)).status]).toEqual([[400, 200, 1870047], 200]);
  await t.control('DELETE', '/faults');
  expect(await remove(john)).toEqual([200, undefined, undefined]);
});

test.each([
  ['replace_error', 1870148],
  ['replace_too_big', 1870144],
])('%s answers a replacement with 2650/%i', async (fault, subcode) => {
  const t = await withFaults(fault);
  const body = { ...batch(mary), session: { session_id: 1, batch_seq: 1 } };
  expect(verdict(await t.post(`/${t.audience}/usersreplace`, body))).toEqual([400, 2650, subcode]);
  expect((await t.add(mary)).status).toBe(200);
});

test('a fault hits by count, by rate and by path', async () => {
  const byCount = await withFaults('unavailable*2');
  const counted = [];
  for (let call = 0; call < 3; call += 1) counted.push((await byCount.add(mary)).status);
  expect(counted).toEqual([503, 503, 200]);

  const draws = [0.2, 0.3, 0.1];
  const byRate = await openSandbox(':memory:', {
    faults: [parseFault('unavailable@25%/me')],
    random: () => draws.shift() ?? 1,
  });
  expect([
    (await byRate.get('/me')).status,
    (await byRate.get('/me')).status,
    (await byRate.get('/me')).status,
  ]).toEqual([503, 200, 503]);

  const byPath = await withFaults('token_expired/sessions');
  expect([(await byPath.add(mary)).status, (await byPath.get(`/${byPath.audience}/sessions`)).status]).toEqual([
    200, 400,
  ]);
  await byPath.control('POST', '/faults', { name: 'unavailable', path: 'all' });
  expect((await byPath.get('/me')).status).toBe(503);
  await byPath.control('DELETE', '/faults');
  await byPath.control('POST', '/faults', { name: 'unavailable', path: `GET /${byPath.healthy}` });
  expect([(await byPath.get(`/${byPath.healthy}`)).status, (await byPath.add(mary)).status]).toEqual([503, 200]);
});

test('faults are listed with what they did, and cleared', async () => {
  const t = await withFaults('unavailable*1', 'usage:80');
  await t.add(mary);
  await t.add(mary);
  expect((await t.control('GET', '/faults')).body['faults']).toEqual([
    { name: 'unavailable', count: 1, hits: 1 },
    { name: 'usage', arg: '80', hits: 1 },
  ]);
  expect((await t.control('DELETE', '/faults?name=usage')).body['faults']).toMatchObject([{ name: 'unavailable' }]);
  expect((await t.control('DELETE', '/faults')).body['faults']).toEqual([]);
  const wrong = await t.control('POST', '/faults', { name: 'gremlins' });
  expect([verdict(wrong), wrong.body.error?.message]).toEqual([
    [400, 100, undefined],
    expect.stringContaining('bad_row'),
  ]);
});

test.each([
  ['unavailable', { name: 'unavailable' }],
  ['slow:200', { name: 'slow', arg: '200' }],
  [
    'bad_row:deadbeef*3@0.5/usersreplace',
    { name: 'bad_row', arg: 'deadbeef', count: 3, rate: 0.5, path: '/usersreplace' },
  ],
  ['hang@10%/all', { name: 'hang', rate: 0.1, path: 'all' }],
  ['terms/act_1/customaudiences', { name: 'terms', path: '/act_1/customaudiences' }],
])('%s is read', (text, order) => {
  expect(parseFault(text)).toEqual(order);
});

test.each([
  '',
  'gremlins',
  'slow',
  'slow:soon',
  'unavailable:3',
  'unavailable*0',
  'unavailable*x',
  'unavailable@0',
  'unavailable@2',
  'bad_row:zzz',
  'unavailable 3',
])('“%s” is no fault', (text) => {
  expect(() => parseFault(text)).toThrow(Error);
});

test('an order from outside is checked part by part', () => {
  expect(() => checkFault(null)).toThrow('There are: unavailable, ');
  expect(() => checkFault({ name: 'unavailable', path: 7 })).toThrow('path');
  expect(() => checkFault({ name: 'unavailable', count: 1.5 })).toThrow('count');
  expect(checkFault({ name: 'slow', arg: 20, access_token: 'x' })).toEqual({ name: 'slow', arg: '20' });
});

test('hanging and slow calls do not keep a sandbox from closing', async () => {
  const t = await withFaults('hang*1', 'slow:60000');
  const lost = [raw(t), raw(t)];
  await expect.poll(async () => (await t.control('GET', '/requests')).body['total']).toBe(3);
  await t.sandbox.close();
  expect(await Promise.all(lost)).toEqual(['broken', 'broken']);
});

test('a wrong order does not reach the sandbox over the wire', async () => {
  const t = await openSandbox();
  const response = await fetch(`${t.sandbox.graphUrl}/_sandbox/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${t.sandbox.accessToken}`, 'content-type': 'application/json' },
    body: '{"name":"slow"}',
  });
  expect(verdict(await replyOf(response))).toEqual([400, 100, undefined]);
});
