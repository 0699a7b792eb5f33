import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import type { HttpAnswer, NoAnswer } from '../../main/engine/ports.ts';
import { type Meaning, type MeaningRow, meanings } from '../../main/facebook/meanings.ts';
import { readAnswer } from '../../main/facebook/outcome.ts';
import { explained, faultsOf } from './faults.ts';

interface Fixture {
  readonly name: string;
  readonly status: number;
  /** Text for an answer that is no JSON. */
  readonly body: object | string;
}

const fixtures = JSON.parse(
  readFileSync(`${import.meta.dirname}/../fixtures/graph-errors.json`, 'utf8'),
) as readonly Fixture[];

/** Under which keys a person reads what this means. */
function textsOf(meaning: Meaning | { readonly kind: 'synced' }): readonly string[] {
  switch (meaning.kind) {
    case 'held':
      return explained(`hold.${meaning.reason}`);
    case 'throttled':
      return explained(`outcome.throttled_${meaning.scope}`);
    case 'retry':
    case 'refused':
    case 'offline':
    case 'synced':
      return explained(`outcome.${meaning.kind}`);
  }
}

function meaningOf(answer: HttpAnswer): Meaning | { readonly kind: 'synced' } {
  const read = readAnswer(answer, 'act_1');
  return read.ok ? { kind: 'synced' } : read.meaning;
}

function came(status: number, body: object | string): HttpAnswer {
  return { kind: 'answer', status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** Meta's error that a row of the table is about. The source of each pattern of the table matches the pattern itself. */
function errorFor({ code, subcode, message }: MeaningRow): HttpAnswer {
  const error = { message: message?.source ?? 'Told in other words', code };
  return came(400, { error: typeof subcode === 'number' ? { ...error, error_subcode: subcode } : error });
}

test.each(meanings.map((row) => [`${row.code}/${row.subcode}${row.message ? ` ${row.message}` : ''}`, row] as const))(
  '%s is explained in both languages',
  (_, row) => {
    expect(faultsOf(textsOf(row.meaning))).toEqual([]);
    expect(faultsOf(textsOf(meaningOf(errorFor(row))))).toEqual([]);
  },
);

test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))(
  'what Meta answered as %s is explained in both languages',
  (_, { status, body }) => {
    const meaning = meaningOf(came(status, body));
    expect([meaning.kind === 'synced', faultsOf(textsOf(meaning))]).toEqual([false, []]);
  },
);

test.each([
  ['an error that nobody knows', came(400, { error: { message: 'New', code: 987_654 } })],
  ['a server in trouble', came(503, '<html>Sorry, something went wrong.</html>')],
  ['a token refused without a word', came(401, '')],
  ['a request that is too large', came(413, '')],
  ['a log-in page of the network', came(200, '<html>Welcome to the hotel</html>')],
  ['a proxy that wants a name', came(407, '')],
  ['success', came(200, { audience_id: '1' })],
  ...(['no_connection', 'proxy', 'untrusted', 'reset', 'timeout'] as const satisfies readonly NoAnswer[]).map(
    (reason) => [`no answer: ${reason}`, { kind: 'no_answer', reason, said: '' }] as const,
  ),
] as const)('%s is explained in both languages', (_, answer) => {
  expect(faultsOf(textsOf(meaningOf(answer)))).toEqual([]);
});

test('a missing text and an open gap are seen', () => {
  expect(faultsOf(['hold.nothing.title', 'cli.held'])).toEqual([
    'en hold.nothing.title: missing',
    'en cli.held: Held: {title}',
    'fr hold.nothing.title: missing',
    'fr cli.held: En suspens\u00A0: {title}',
  ]);
});
