import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { backUp } from '../../db/backup.ts';
import { acceptTerms, isBalanced, muster, setup, start, summaryOf, type World } from '../cli/muster.ts';

const PEOPLE = 2_000;
const KILLS = 6;

/** A folder whose people wait for the terms, with a backup, whose database then got damaged while nobody looked. */
async function damaged(w: World): Promise<Buffer> {
  const rows = Array.from({ length: PEOPLE }, (_, i) => `person.${i}@example.com`);
  const list = w.file('list.csv', `Email\n${rows.join('\n')}\n`);
  const { code } = await w.sync(list, '--account', w.account('no_terms'), '--audience', 'Customers');
  expect(code).toBe(3);
  const database = join(w.data, 'muster.db');
  await backUp(database, join(w.data, 'backups'), Date.now());
  const descriptor = openSync(database, 'r+');
  const half = Math.floor(statSync(database).size / 2);
  writeSync(descriptor, Buffer.alloc(half, 0xa5), 0, half, half);
  closeSync(descriptor);
  writeFileSync(join(w.data, 'running'), 'running');
  return readFileSync(database);
}

test('a repair that is killed again and again loses nothing, and ends with everything held and counted', async () => {
  const w = await setup();
  const before = await damaged(w);
  for (let kill = 0; kill < KILLS; kill += 1) {
    const { child, ended } = start(['status', '--data', w.data]);
    setTimeout(() => child.kill('SIGKILL'), 150 + 60 * kill);
    await ended;
  }
  const status = await muster(['status', '--json', '--data', w.data]);
  const summary = summaryOf(status);
  expect([status.code, isBalanced(summary), summary]).toMatchObject([
    expect.any(Number),
    true,
    { state: 'held', counters: { entered: PEOPLE, pending: PEOPLE } },
  ]);
  expect(summary.steps[0]?.holds.map(({ reason }) => reason).toSorted()).toEqual(['restored', 'terms']);

  const names = readdirSync(w.data);
  const aside = names.filter((name) => name.startsWith('damaged-'));
  expect(aside.map((name) => readFileSync(join(w.data, name, 'muster.db')).equals(before))).toEqual([true]);
  expect(names.filter((name) => name.includes('restor'))).toEqual([]);

  // The terms alone do not let it go: a person must say that what comes from the backup may be sent.
  await acceptTerms(w.sandbox, w.account('no_terms'));
  const uploads = w.proxy.seen.uploads;
  // Also with a token: it renews the connection, but whether to send is still for a person to say.
  const work = await muster(['work', '--drain', '--json', '--data', w.data, '--graph-url', w.proxy.url], w.token);
  expect([work.code, summaryOf(work).counters.pending]).toEqual([3, PEOPLE]);
  expect(w.proxy.seen.uploads).toBe(uploads);
});
