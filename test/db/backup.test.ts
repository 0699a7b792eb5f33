import { closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { backUp, isBackupDue, listBackups, stampOf } from '../../db/backup.ts';
import { isWhole } from '../../db/health.ts';
import { openDb } from '../../db/open.ts';
import { folder, queue } from './setup.ts';

const DAY = 24 * 60 * 60_000;
const NOON = Date.UTC(2026, 10, 24, 12);

/** A live database with some rows, and the folder of its backups. */
function live() {
  const path = folder();
  const file = join(path, 'muster.db');
  const db = openDb(file);
  onTestFinished(() => void db.close());
  const q = queue(db);
  q.part(3, [2]);
  return { db, q, file, backups: join(path, 'backups') };
}

function enteredIn(file: string): unknown {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('select entered from run').pluck().get();
  } finally {
    db.close();
  }
}

test('a backup holds all that was committed, is sound, one file, and its owner’s only', async () => {
  const { file, backups } = live();
  const made = join(backups, `muster-${stampOf(NOON)}.db`);
  expect(await backUp(file, backups, NOON)).toEqual({ kind: 'made', file: made });
  expect([readdirSync(backups), isWhole(made, 'full'), enteredIn(made)]).toEqual([
    ['muster-2026-11-24T120000Z.db'],
    true,
    3,
  ]);
  expect([statSync(made).mode & 0o777, statSync(backups).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('commits that come while it copies neither stop it nor make it begin anew, and are not in it', async () => {
  const { db, q, file, backups } = live();
  db.exec('create table ballast (b blob) strict');
  for (let i = 0; i < 200; i += 1) db.prepare('insert into ballast values (randomblob(100000))').run();
  let commits = 0;
  const writing = setInterval(() => (commits += q.part(1, [1]) ? 1 : 0), 0);
  const result = await backUp(file, backups, NOON);
  clearInterval(writing);
  expect(commits).toBeGreaterThan(0);
  expect([result.kind, enteredIn(listBackups(backups)[0]?.file ?? '')]).toEqual(['made', 3]);
});

test('the newest two are kept, also when the clock had been wrong; what a crash left of a third is removed', async () => {
  const { file, backups } = live();
  for (const day of [0, 1, 400, 2]) await backUp(file, backups, NOON + day * DAY);
  writeFileSync(join(backups, 'muster-2026-11-20T120000Z.db.part'), 'half');
  await backUp(file, backups, NOON + 3 * DAY);
  expect(listBackups(backups).map(({ at }) => (at - NOON) / DAY)).toEqual([400, 3]);
  expect(readdirSync(backups).length).toBe(2);
});

test('one is due when the newest is a day old, or of a time to come', async () => {
  const { file, backups } = live();
  expect(isBackupDue(backups, NOON)).toBe(true);
  await backUp(file, backups, NOON);
  expect([NOON, NOON + DAY - 1, NOON + DAY, NOON - DAY].map((at) => isBackupDue(backups, at))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('without room for a fifth more than the database, nothing is written', async () => {
  const { file, backups } = live();
  const size = statSync(file).size + statSync(`${file}-wal`).size;
  expect(await backUp(file, backups, NOON, () => 1.19 * size)).toEqual({ kind: 'no_room' });
  expect(readdirSync(backups)).toEqual([]);
  expect((await backUp(file, backups, NOON, () => 1.21 * size)).kind).toBe('made');
});

test('a copy of a damaged database gets no name, so it never pushes out a sound backup', async () => {
  const path = folder();
  const file = join(path, 'muster.db');
  const db = openDb(file);
  queue(db).part(3, [2]);
  db.close();
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(50_000, 0xab), 0, 50_000, 5 * 16_384);
  closeSync(descriptor);
  const backups = join(path, 'backups');
  expect(await backUp(file, backups, NOON)).toEqual({ kind: 'damaged' });
  expect(readdirSync(backups)).toEqual([]);
});
