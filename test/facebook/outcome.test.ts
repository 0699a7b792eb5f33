import { expect, test } from 'vitest';

import type { HttpAnswer } from '../../main/engine/ports.ts';
import { readAnswer } from '../../main/facebook/outcome.ts';

function came(status: number, body: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { kind: 'answer', status, headers, body };
}

function meaning(answer: HttpAnswer): unknown {
  const read = readAnswer(answer, 'act_1');
  return read.ok ? 'no error' : read.meaning;
}

function saidOf(error: Readonly<Record<string, unknown>>): string | null {
  return readAnswer(came(400, JSON.stringify({ error })), null).evidence.said;
}

test('HTTP 200 with an error in its body is that error', () => {
  const body = '{"error":{"message":"Session has expired","code":190,"error_subcode":463,"fbtrace_id":"Abc"}}';
  expect(readAnswer(came(200, body), null)).toEqual({
    ok: false,
    meaning: { kind: 'held', reason: 'token', scope: 'connection' },
    usage: { percent: null, regainMs: 0, tier: 'unknown' },
    evidence: { httpStatus: 200, code: 190, subcode: 463, said: 'Session has expired', traceId: 'Abc' },
  });
});

test('an answer that is no whole JSON object proves nothing and is tried again', () => {
  const html = '<!DOCTYPE html><h1 id="sorry">Sorry, something went wrong.</h1>';
  const bodies = [html, '', '   ', '{"num_received":10', '[]', '"yes"', 'null', '12'];
  expect(bodies.flatMap((body) => [200, 302, 500].map((status) => meaning(came(status, body))))).toEqual(
    bodies.flatMap(() => [{ kind: 'retry' }, { kind: 'retry' }, { kind: 'retry' }]),
  );
});

test('without an error text the status decides: 401 is the token, 413 the size, the rest passes', () => {
  expect([401, 413, 403, 404, 429, 500, 502, 503].map((status) => meaning(came(status, '{}')))).toEqual([
    { kind: 'held', reason: 'token', scope: 'connection' },
    { kind: 'refused' },
    ...[403, 404, 429, 500, 502, 503].map(() => ({ kind: 'retry' })),
  ]);
});

test('no answer is tried again, with our own words for it', () => {
  const read = readAnswer({ kind: 'no_answer', reason: 'reset', said: 'Connection lost (ECONNRESET)' }, null);
  expect([read.ok, read.evidence]).toEqual([
    false,
    { httpStatus: null, code: null, subcode: null, said: 'Connection lost (ECONNRESET)', traceId: null },
  ]);
});

test('ids of 64 bits stay as they came, and small numbers stay numbers', () => {
  const read = readAnswer(
    came(200, '{"session_id":4229955495815004260,"id":"23849182047670582","num_received":-7,"x":1.5e300}'),
    null,
  );
  expect(read.ok && read.body).toEqual({
    session_id: '4229955495815004260',
    id: '23849182047670582',
    num_received: -7,
    x: 1.5e300,
  });
});

test('Meta’s words for people come before its message, and the trace id from wherever it is', () => {
  const error = { message: 'Permissions error', code: 200, error_user_title: 'Too low', error_user_msg: 'You cannot.' };
  expect([
    saidOf(error),
    saidOf({ ...error, error_user_title: '' }),
    saidOf({ code: 2 }),
    readAnswer(came(400, JSON.stringify({ error }), { 'x-fb-trace-id': 'fromHeader' }), null).evidence.traceId,
  ]).toEqual(['Too low: You cannot.', 'You cannot.', null, 'fromHeader']);
});

test('tokens, digests and addresses that Meta quotes are cut out, and long texts are cut short', () => {
  const digest = 'f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79';
  const token = `EAA${'bT9-_'.repeat(30)}`;
  expect([
    saidOf({ message: `Malformed access token ${token}` }),
    saidOf({ message: `Invalid value ["${digest.toUpperCase()}",""] for <ann.smith+x@example.co.uk>, "bo@x.de"` }),
    saidOf({ error_user_msg: `secret ${'0123456789abcdef'.repeat(2)} is wrong` }),
    saidOf({ message: 'word '.repeat(500) })?.length,
  ]).toEqual(['Malformed access token …', 'Invalid value ["…",""] for <…>, "…"', 'secret … is wrong', 600]);
});
