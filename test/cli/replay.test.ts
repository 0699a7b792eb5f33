import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { startMeta } from '../soak/meta.ts';
import { muster, summaryOf } from './muster.ts';

/** What the wire gives to the first uploads, one after another; only Meta's own trouble uses up a try (DESIGN section 5). */
const ANSWERS = [
  {
    status: 500,
    headers: { 'content-type': 'text/html' },
    body: '<!DOCTYPE html><h1>Sorry, something went wrong.</h1>',
  },
  { status: 302, headers: { location: 'http://portal.example/login' }, body: 'Log in to use this network.' },
  { status: 200, body: '' },
  { status: 200, headers: { 'content-type': 'text/html' }, body: 'Welcome to the airport! Please log in.' },
  { status: 200, headers: { 'content-type': 'application/json' }, body: '{"audience_id":"23849182' },
  { status: 407, headers: { 'proxy-authenticate': 'Basic' }, body: 'Who are you?' },
];
const METAS_TROUBLE = 3;

test('answers of a replay file, from HTML to a proxy that asks for a name, end in a whole sync; only Meta’s trouble costs tries', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster replay '));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const replay = join(folder, 'answers.jsonl');
  writeFileSync(replay, `${ANSWERS.map((answer) => JSON.stringify({ match: '/users', ...answer })).join('\n')}\n\n`);
  const meta = await startMeta(folder, '--replay', replay);
  onTestFinished(() => meta.close());
  const list = join(folder, 'people.csv');
  writeFileSync(list, 'Email\nann@example.com\nbob@example.com\n');
  const data = join(folder, 'data');
  const to = ['--account', 'act_542676646349772', '--audience', 'Replayed'];

  const ended = await muster(['sync', list, ...to, '--json', '--data', data, '--graph-url', meta.graphUrl], {
    MUSTER_ACCESS_TOKEN: meta.token,
  });

  const { counters, steps } = summaryOf(ended);
  expect([ended.code, ended.stderr, counters.synced, steps[0]?.last_outcome]).toEqual([
    0,
    '',
    2,
    { kind: 'synced', code: null, subcode: null },
  ]);
  expect((await meta.requests())['POST audience/users']).toBe(ANSWERS.length + 1);
  expect((await meta.members(steps[0]?.audience.id ?? '')).size).toBe(2);
  const db = new Database(join(data, 'muster.db'), { readonly: true });
  onTestFinished(() => void db.close());
  expect(db.prepare('select tries from batch').all()).toEqual([{ tries: METAS_TROUBLE }]);
  expect(db.prepare('select outcome, http_status from attempt order by id').all()).toEqual([
    { outcome: 'retry', http_status: 500 },
    { outcome: 'retry', http_status: 200 },
    { outcome: 'retry', http_status: 200 },
    { outcome: 'synced', http_status: 200 },
  ]);
  // Whoever answered, the people were handed over, and the egress log must say so each time.
  expect(
    db.prepare("select count(*) as uploads, sum(entries) as entries from egress where path like '%/users'").get(),
  ).toEqual({ uploads: ANSWERS.length + 1, entries: 2 * (ANSWERS.length + 1) });
});
