import { expect, test } from 'vitest';

import type { Key } from '../../main/core/keys.ts';
import type { HttpRequest } from '../../main/engine/ports.ts';
import { GuardError, guardRows } from '../../main/facebook/guard.ts';
import { type GraphAnswer, readAnswer } from '../../main/facebook/outcome.ts';
import { prepareUpload, receiptIn, rowText, type Upload } from '../../main/facebook/people.ts';

const digest = 'f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79';
const target = { graphUrl: 'https://graph.facebook.com', token: 'EAAsecret' };

/** Rows as they stand between the brackets of an array. */
function piece(rows: readonly (readonly string[])[]): Buffer {
  return Buffer.from(JSON.stringify(rows).slice(1, -1));
}

async function upload(
  keys: readonly Key[],
  rows: readonly (readonly string[])[],
  operation: Upload['operation'] = 'add',
) {
  const requests: HttpRequest[] = [];
  const http = (request: HttpRequest) => {
    requests.push(request);
    return Promise.resolve({ kind: 'answer', status: 200, headers: {}, body: '{}' } as const);
  };
  const call = await prepareUpload(http, target, {
    account: 'act_1',
    audienceId: '2384',
    operation,
    keys,
    pieces: rows.map((row) => piece([row])),
    count: rows.length,
    sessionId: 77,
  });
  return { call, requests };
}

function textOf(request: HttpRequest | undefined): string {
  return Buffer.concat(request?.body ?? []).toString();
}

test('an upload is a session of its own with an array schema and array rows, also for one key', async () => {
  const { call, requests } = await upload(['EMAIL'], [[digest], [digest]]);
  await call.send();
  expect([requests[0]?.method, requests[0]?.url, JSON.parse(textOf(requests[0]))]).toEqual([
    'POST',
    'https://graph.facebook.com/v26.0/2384/users',
    {
      session: { session_id: 77, batch_seq: 1, last_batch_flag: true, estimated_num_total: 2 },
      payload: { schema: ['EMAIL'], data: [[digest], [digest]] },
    },
  ]);
});

test('a removal is a DELETE with the same body', async () => {
  const { call, requests } = await upload(['EMAIL', 'MADID'], [[digest, '']], 'remove');
  await call.send();
  expect([requests[0]?.method, textOf(requests[0]).includes(digest), requests[0]?.url.includes(digest)]).toEqual([
    'DELETE',
    true,
    false,
  ]);
});

function isRefused(keys: readonly Key[], ...rows: readonly (readonly string[])[]): boolean {
  try {
    guardRows(keys, piece(rows));
    return false;
  } catch (error) {
    if (error instanceof GuardError) return true;
    throw error;
  }
}

test('nothing un-hashed leaves for a key that Meta wants hashed', () => {
  const values = [
    'ann@example.com',
    digest.toUpperCase(),
    digest.slice(1),
    `${digest}0`,
    ` ${digest}`,
    `${digest}\n`,
    '4915112345678',
  ];
  expect(values.filter((value) => !isRefused(['FN', 'EMAIL'], ['', digest], [digest, value]))).toEqual([]);
  expect(
    isRefused(
      ['EMAIL', 'MADID', 'LOOKALIKE_VALUE'],
      [digest, '38400000-8cf0-11bd-b23e-10b96e40000d', '12.5'],
      ['', '', '0'],
    ),
  ).toBe(false);
});

test('the error of the guard does not repeat the value', () => {
  expect(() => guardRows(['EMAIL'], piece([['ann@example.com']]))).toThrow(/^A value for EMAIL is not hashed\.$/);
});

test('a row is as long as its schema', () => {
  expect([
    isRefused(['EMAIL', 'FN'], [digest]),
    isRefused(['EMAIL'], [digest, digest]),
    isRefused(['EMAIL'], []),
  ]).toEqual([true, true, true]);
});

test('an EXTERN_ID in the shape of an address or a phone number does not leave', () => {
  const personal = [
    'ann@example.com',
    ' x.y+z@shop.co.uk ',
    '+49 151 1234567',
    '+1 (650) 555-1212',
    '0049 151 1234567',
    '+4915112345678',
  ];
  const harmless = ['A-1', '1234567890', 'user@home', '00123', '+1', 'b4c6d7e8-1234', '2024-01-31', '☃ 7'];
  expect(personal.filter((id) => !isRefused(['EMAIL', 'EXTERN_ID'], ['', id]))).toEqual([]);
  expect(isRefused(['EXTERN_ID'], ...harmless.map((id) => [id]))).toBe(false);
});

/** The receipt in a body of Meta's, of an upload of `sent` entries. */
function receipt(body: object | string, sent: number) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer: GraphAnswer = readAnswer({ kind: 'answer', status: 200, headers: {}, body: text }, null);
  if (!answer.ok) throw new Error('not a body of success');
  const found = receiptIn(answer, sent);
  return found && { ...found, samples: Object.fromEntries(found.samples) };
}

test('the receipt of a whole success', () => {
  const body = {
    audience_id: '2384',
    session_id: '42',
    num_received: 2,
    num_invalid_entries: 0,
    invalid_entry_samples: {},
  };
  expect(receipt(body, 2)).toEqual({ received: 2, invalid: 0, samples: {} });
});

test('an answer that does not say what was taken, or took less than was sent, is no receipt', () => {
  const bodies = [
    {},
    { success: true },
    { num_received: 3 },
    { num_invalid_entries: 0 },
    { num_received: 2, num_invalid_entries: 0 },
    { num_received: 3, num_invalid_entries: -1 },
    { num_received: null, num_invalid_entries: 0 },
    { num_received: 'many', num_invalid_entries: 0 },
  ];
  expect(bodies.map((body) => receipt(body, 3))).toEqual(bodies.map(() => null));
});

test('numbers may be text, and more may be received than was sent', () => {
  expect(receipt({ num_received: '5', num_invalid_entries: '1' }, 3)).toEqual({ received: 5, invalid: 1, samples: {} });
});

test('samples are known again in every form that Meta gives them, however spaced or escaped', () => {
  const row = ['é"\\', '', '☃'];
  const spaced = '[ "\\u00e9\\"\\\\", "",\n "\\u2603" ]';
  const forms = [
    { [rowText(row)]: 'empty external ID' },
    { [spaced]: 'empty external ID' },
    [rowText(row)],
    [spaced],
    [row],
  ];
  const named = forms.map(
    (samples) => receipt({ num_received: 1, num_invalid_entries: 1, invalid_entry_samples: samples }, 1)?.samples,
  );
  expect(named).toEqual([
    { [rowText(row)]: 'empty external ID' },
    { [rowText(row)]: 'empty external ID' },
    ...[1, 2, 3].map(() => ({ [rowText(row)]: '' })),
  ]);
});

test('samples that are no rows are left out', () => {
  const garbled = [null, 7, 'x', { '{}': 'a', 'not json': 'b', '"x"': 'c' }, [1, null, '{', {}]];
  const named = garbled.map(
    (samples) => receipt({ num_received: 1, num_invalid_entries: 1, invalid_entry_samples: samples }, 1)?.samples,
  );
  expect(named).toEqual(garbled.map(() => ({})));
});
