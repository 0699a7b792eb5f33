import { statSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { type AttemptEnd, beginAttempt, type ReadyBatch, settleBatch } from '../../db/batches.ts';
import { liftHold, listHolds, raiseHold } from '../../db/holds.ts';
import { type Db, openDb } from '../../db/open.ts';
import { addPause } from '../../db/pauses.ts';
import { logEgress } from '../../db/reports.ts';
import { allowShrinking, deleteHistory, deletePeople, hasPeople, isQuiet, shrink } from '../../db/retention.ts';
import { countersOf, endReading, runById } from '../../db/runs.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { folder, memory, type Queue, queue, ready } from './setup.ts';

const accepted: AttemptEnd = {
  outcome: 'synced',
  httpStatus: 200,
  code: null,
  subcode: null,
  received: 1,
  invalid: 0,
  said: null,
  traceId: null,
};

/** Sends the batch that is ready, one of whose people Meta names as invalid, at this time. */
function send({ db }: Queue, at: number): ReadyBatch {
  const batch = ready(db, at);
  const id = beginAttempt(db, batch, 9, at);
  const problems = [{ line: 2, column: null, key: null, code: 'invalid' }];
  const settlement = { synced: batch.people - 1, errored: { invalid: 1 }, problems, problemCounts: { invalid: 1 } };
  settleBatch(db, batch, { id, end: accepted }, settlement, at);
  return batch;
}

function rowsOf(db: Db): Readonly<Record<string, number>> {
  const tables = [
    'chunk',
    'chunk_data',
    'batch',
    'attempt',
    'problem',
    'problem_count',
    'egress',
    'throughput',
    'hold',
  ];
  return Object.fromEntries(
    tables.map((table) => [table, db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0]),
  );
}

function all(slice: () => boolean): void {
  while (slice());
}

/** A job with two steps whose only run was sent at these two times, with a hold, and a line of the egress log for each. */
function sent(times: readonly [number, number]) {
  const q = queue(memory(), [
    { action: 'add', audience: 'A' },
    { action: 'add', audience: 'B' },
  ]);
  q.part(2, [2, 2]);
  endReading(q.db, q.runId, { state: 'sending', failure: null }, 50);
  const batches = times.map((at) => {
    logEgress(q.db, { at, host: 'h', method: 'POST', path: '/', audience: null, keys: null, entries: 2, bytes: 9 });
    const { connectionId } = q;
    const nothing = { stepId: null, code: null, subcode: null, said: null };
    raiseHold(q.db, { scope: 'connection', connectionId, account: '', reason: 'token', ...nothing }, at);
    const [hold] = listHolds(q.db);
    liftHold(q.db, hold?.id ?? 0, at);
    return send(q, at);
  });
  return { ...q, batches };
}

test('the people of a chunk stay until the last of its batches has been settled long enough', () => {
  const { db, batches } = sent([100, 60_000]);
  all(() => deletePeople(db, 60_000));
  expect(batches.map((batch) => hasPeople(db, batch))).toEqual([true, true]);
  all(() => deletePeople(db, 60_001));
  expect(batches.map((batch) => hasPeople(db, batch))).toEqual([false, false]);
});

test('with the people goes nothing else', () => {
  const t = sent([100, 200]);
  const before = rowsOf(t.db);
  all(() => deletePeople(t.db, 1_000));
  expect(rowsOf(t.db)).toEqual({ ...before, chunk_data: 0 });
});

test('what waits keeps its people, however old it is, and so does a run that reads, which knows duplicates by them', () => {
  const q = queue(memory());
  q.part(2, [2]);
  send(q, 100);
  all(() => deletePeople(q.db, 1e15));
  expect(q.db.prepare('select chunk_id from chunk_data').pluck().all()).toEqual([1]);
  q.part(1, [1]);
  endReading(q.db, q.runId, { state: 'sending', failure: null }, 200);
  all(() => deletePeople(q.db, 1e15));
  expect(q.db.prepare('select chunk_id from chunk_data').pluck().all()).toEqual([2]);
});

test('history goes when it is old enough; counters, reasons and the figures of runs and batches stay', () => {
  const t = sent([100, 60_000 * 5]);
  const facts = () => [
    runById(t.db, t.runId),
    countersOf(t.db, t.runId),
    t.db.prepare('select * from errored_reason').all(),
    t.db.prepare('select * from batch').all(),
  ];
  const [before, factsBefore] = [rowsOf(t.db), facts()];
  all(() => deleteHistory(t.db, 60_000 * 5));
  // The run ended with its second batch.
  expect(rowsOf(t.db)).toEqual({ ...before, attempt: 1, egress: 1, throughput: 1, hold: 1 });
  all(() => deleteHistory(t.db, 60_000 * 10));
  expect(rowsOf(t.db)).toEqual({ ...before, attempt: 0, problem: 0, egress: 0, throughput: 0, hold: 0 });
  expect(facts()).toEqual(factsBefore);
});

test('a hold that stands, and attempts and problems of what is not over, are never too old', () => {
  const q = queue(memory());
  q.part(2, [2]);
  q.part(2, [2]);
  send(q, 100);
  const nothing = { account: '', stepId: null, code: null, subcode: null, said: null };
  raiseHold(q.db, { ...nothing, scope: 'connection', connectionId: q.connectionId, reason: 'token' }, 100);
  const before = rowsOf(q.db);
  all(() => deleteHistory(q.db, 1e15));
  expect(rowsOf(q.db)).toEqual({ ...before, throughput: 0 });
});

test('history goes a slice at a time', () => {
  const { db } = queue(memory());
  const line = { host: 'h', method: 'GET', path: '/', audience: null, keys: null, entries: 0, bytes: 0 };
  for (let at = 0; at < 1_200; at += 1) logEgress(db, { ...line, at });
  const left = [];
  for (let hasMore = true; hasMore;) {
    hasMore = deleteHistory(db, 1_100);
    left.push(rowsOf(db)['egress']);
  }
  expect(left).toEqual([700, 200, 100, 100]);
});

test('it is quiet when nothing is being read or sent; a run that is paused is not being read', () => {
  const q = queue(memory());
  const quiet = [isQuiet(q.db)];
  addPause(q.db, { scope: 'job', jobId: q.jobId }, 100);
  quiet.push(isQuiet(q.db));
  q.db.exec('delete from pause');
  q.part(1, [1]);
  endReading(q.db, q.runId, { state: 'sending', failure: null }, 100);
  quiet.push(isQuiet(q.db));
  beginAttempt(q.db, ready(q.db), 9, 100);
  quiet.push(isQuiet(q.db));
  expect(quiet).toEqual([false, true, true, false]);
});

function grown(file: string): Db {
  const db = openDb(file);
  onTestFinished(() => void db.close());
  db.exec('create table ballast (b blob) strict');
  for (let i = 0; i < 40; i += 1) db.prepare('insert into ballast values (randomblob(100000))').run();
  db.exec('delete from ballast');
  return db;
}

function sizeAfter(db: Db, file: string): number {
  db.pragma('wal_checkpoint(TRUNCATE)');
  return statSync(file).size;
}

test('room that is not needed any more goes back to the disk, in slices', () => {
  const file = join(folder(), 'muster.db');
  const db = grown(file);
  const before = sizeAfter(db, file);
  let hasMore = 0;
  while (shrink(db)) hasMore += 1;
  expect([
    hasMore > 0,
    before - sizeAfter(db, file) > 3_500_000,
    db.pragma('freelist_count', { simple: true }),
  ]).toEqual([true, true, 0]);
});

test('the database of an older Muster, which could not give room back, learns it once', () => {
  const file = join(folder(), 'muster.db');
  new Database(file).exec('create table older (id integer primary key) strict').close();
  const db = grown(file);
  const before = sizeAfter(db, file);
  expect(shrink(db)).toBe(false);
  allowShrinking(db);
  expect([db.pragma('auto_vacuum', { simple: true }), before - sizeAfter(db, file) > 3_500_000]).toEqual([2, true]);
  const { size } = statSync(file);
  allowShrinking(db);
  expect(sizeAfter(db, file)).toBe(size);
});

test('a setting is its default until somebody changes it', () => {
  const db = memory();
  const before = [readSetting(db, 'settled_days'), readSetting(db, 'history_days')];
  writeSetting(db, 'settled_days', 3);
  writeSetting(db, 'settled_days', 4);
  expect([before, readSetting(db, 'settled_days')]).toEqual([[14, 90], 4]);
});
