import { expect, test } from 'vitest';

import type { HttpAnswer } from '../../main/engine/ports.ts';
import { readAnswer } from '../../main/facebook/outcome.ts';
import { usageIn } from '../../main/facebook/usage.ts';

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
    usage: usageIn({}, null),
    evidence: { httpStatus: 200, code: 190, subcode: 463, said: 'Session has expired', traceId: 'Abc' },
  });
});

test('a success that does not begin as JSON is no answer of Meta’s: we are offline', () => {
  const html = '<!DOCTYPE html><h1 id="sorry">Log in to use this network.</h1>';
  const bodies = [html, ` \n${html}`, 'All is well.', '- welcome', 'truth', 'null and void', '(', '\u0000'];
  const statuses = [200, 201, 299];
  expect(bodies.flatMap((body) => statuses.map((status) => meaning(came(status, body))))).toEqual(
    bodies.flatMap(() => statuses.map(() => ({ kind: 'offline', mayHaveLeft: true }))),
  );
});

test('a redirect, and a proxy or network that wants a log-in, are offline whatever they carry', () => {
  const error = '{"error":{"code":190}}';
  const statuses = [300, 301, 302, 303, 307, 308, 399, 407, 511];
  expect(statuses.flatMap((status) => ['', error].map((body) => meaning(came(status, body))))).toEqual(
    [...statuses, ...statuses].map(() => ({ kind: 'offline', mayHaveLeft: true })),
  );
});

test('a success without a body, JSON that is cut off or no object, and any page of trouble are tried again', () => {
  const bodies = ['', '   ', '{"num_received":10', '{', '[]', '[', '"yes"', '"y', 'null', 'true', ' 12', '-1'];
  const pages = ['<!DOCTYPE html><h1>Sorry, something went wrong.</h1>', '', '{'];
  expect([
    ...bodies.map((body) => meaning(came(200, body))),
    ...pages.flatMap((body) => [400, 404, 500, 502, 503].map((status) => meaning(came(status, body)))),
  ]).toEqual([...bodies, ...pages.flatMap(() => [1, 2, 3, 4, 5])].map(() => ({ kind: 'retry' })));
});

test('without an error text the status decides: 401 is the token, 413 the size, the rest passes', () => {
  expect([401, 413, 403, 404, 429, 500, 502, 503].map((status) => meaning(came(status, '{}')))).toEqual([
    { kind: 'held', reason: 'token', scope: 'connection' },
    { kind: 'refused' },
    ...[403, 404, 429, 500, 502, 503].map(() => ({ kind: 'retry' })),
  ]);
});

test('no answer is told in our own words: without a network we are offline, whether or not anything left; a break is tried again', () => {
  const meanings = {
    no_connection: { kind: 'offline', mayHaveLeft: false },
    proxy: { kind: 'offline', mayHaveLeft: false },
    untrusted: { kind: 'offline', mayHaveLeft: false },
    lost: { kind: 'offline', mayHaveLeft: true },
    reset: { kind: 'retry' },
    timeout: { kind: 'retry' },
  } as const;
  const reasons = Object.keys(meanings) as (keyof typeof meanings)[];
  const read = reasons.map((reason) => readAnswer({ kind: 'no_answer', reason, said: `said ${reason}` }, null));
  expect(read.map((answer) => (answer.ok ? null : [answer.meaning, answer.evidence]))).toEqual(
    reasons.map((reason) => [
      meanings[reason],
      { httpStatus: null, code: null, subcode: null, said: `said ${reason}`, traceId: null },
    ]),
  );
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
