import { copyFileSync, openSync, closeSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { connectionsAtWork, isConsistent, isWhole, lastChangeAt, logOf } from '../../db/health.ts';
import { openDb } from '../../db/open.ts';
import { logIsWhole } from '../../db/write-ahead-log.ts';
import { folder, memory, queue } from './setup.ts';

const HEADER = 32;
const FRAME = 24 + 16_384;

/** What a SIGKILL leaves: the file and its log as they are while Muster runs, copied to another folder. */
function leftByKill(): string {
  const path = folder();
  const file = join(path, 'live.db');
  const db = openDb(file);
  onTestFinished(() => void db.close());
  const q = queue(db);
  for (let i = 0; i < 20; i += 1) q.part(1, [1]);
  const copy = join(path, 'muster.db');
  for (const end of ['', '-wal']) copyFileSync(file + end, copy + end);
  return copy;
}

/** A file without a log, as a clean end leaves it, of some hundred kilobytes. */
function leftClean(): string {
  const file = join(folder(), 'muster.db');
  const db = openDb(file);
  const q = queue(db);
  for (let i = 0; i < 20; i += 1) q.part(1, [1]);
  db.close();
  return file;
}

function overwrite(file: string, at: number, bytes: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(descriptor);
}

test('a log that a kill left behind is recovered: nothing that was committed is lost', () => {
  const file = leftByKill();
  expect([statSync(logOf(file)).size > FRAME, isWhole(file, 'full')]).toEqual([true, true]);
  const db = openDb(file);
  expect(db.prepare('select entered from run').pluck().get()).toBe(20);
  db.close();
});

test.each<[string, (file: string) => void]>([
  ['whose header is garbage', (file) => overwrite(file, 0, 100)],
  ['with garbage in its middle', (file) => overwrite(file, 5 * 16_384, 3 * 16_384)],
  ['that was cut off', (file) => truncateSync(file, statSync(file).size - 5 * 16_384)],
  ['that is empty', (file) => truncateSync(file, 0)],
  ['that is something else', (file) => writeFileSync(file, 'Dear diary')],
])('a file %s is not whole', (_what, damage) => {
  const file = leftClean();
  expect(isWhole(file, 'quick')).toBe(true);
  damage(file);
  expect(isWhole(file, 'quick')).toBe(false);
});

test('an index that does not agree with its table is found by the full check', () => {
  const file = leftClean();
  const db = openDb(file);
  // The index goes on where it is, but is now said to be about other rows.
  db.unsafeMode();
  db.pragma('writable_schema = on');
  db.exec("update sqlite_schema set sql = replace(sql, '(run_id, id)', '(chunk_id, id)') where name = 'batch_by_run'");
  db.close();
  expect([isWhole(file, 'quick'), isWhole(file, 'full')]).toEqual([true, false]);
});

test.each<[string, boolean, (log: string) => void]>([
  ['cut off in its last commit, as by a power cut,', true, (log) => truncateSync(log, statSync(log).size - 100)],
  ['with garbage in its last commit', true, (log) => overwrite(log, statSync(log).size - 100, 50)],
  ['followed by zeros', true, (log) => truncateSync(log, statSync(log).size + 3 * FRAME)],
  ['with garbage in its header', false, (log) => overwrite(log, 8, 8)],
  ['with garbage in its middle', false, (log) => overwrite(log, HEADER + 4 * FRAME + 100, 5_000)],
  ['with a frame of garbage in its middle', false, (log) => overwrite(log, HEADER + 4 * FRAME, FRAME)],
  ['of nothing but garbage', false, (log) => writeFileSync(log, Buffer.alloc(100_000, 7))],
])('a log %s is whole: %s', (_what, expected, damage) => {
  const file = leftByKill();
  damage(logOf(file));
  expect([logIsWhole(logOf(file)), isWhole(file, 'quick')]).toEqual([expected, expected]);
});

test('what an earlier round of the log left behind is no loss', () => {
  const path = folder();
  const file = join(path, 'muster.db');
  const db = openDb(file);
  onTestFinished(() => void db.close());
  const q = queue(db);
  for (let i = 0; i < 20; i += 1) q.part(1, [1]);
  db.pragma('wal_checkpoint(RESTART)');
  q.part(1, [1]);
  expect(logIsWhole(logOf(file))).toBe(true);
});

test('no log is whole', () => {
  expect(logIsWhole(join(folder(), 'none'))).toBe(true);
});

test('rows that do not agree with each other are found, whatever the pages say', () => {
  const db = memory();
  queue(db).part(3, [2]);
  expect(isConsistent(db)).toBe(true);
  db.exec("update batch set state = 'synced', synced = people");
  expect(isConsistent(db)).toBe(false);
});

test('the newest moment of a database is that of the last thing that happened in it', () => {
  const db = memory();
  expect(lastChangeAt(db)).toBe(0);
  queue(db).part(3, [2]);
  expect(lastChangeAt(db)).toBe(10);
});

test('connections that have something to send, or read for, are told', () => {
  const db = memory();
  const [reading, pending, done] = [queue(db), queue(db), queue(db)];
  pending.part(1, [1]);
  db.prepare("update run set state = 'sending' where id in (?, ?)").run(pending.runId, done.runId);
  expect(connectionsAtWork(db)).toEqual([reading.connectionId, pending.connectionId]);
});
