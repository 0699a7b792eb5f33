import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { nextReady } from '../../db/batches.ts';
import { holdsOfStep } from '../../db/holds.ts';
import { first } from '../../db/migrations/001-first.ts';
import { migrations } from '../../db/migrations/list.ts';
import { openDb } from '../../db/open.ts';
import { countersOf } from '../../db/runs.ts';
import { folder } from './setup.ts';

/** What the first Muster wrote: a row of every table at least, a run that is being sent, and a batch in every state. */
const ROWS = `
insert into workspace values (1, 'Client', 0, x'01', 1);
insert into connection values (1, 1, 'https://graph.facebook.com', '10', 'Ann', x'01', 1);
insert into ad_account values (1, 'act_1', 'Shop', 12.5, 90, 'full');
insert into source values (1, 'file', '/list.csv', 'list.csv');
insert into audience values (1, 1, 'act_1', 'Customers', '23849182047670582', null), (2, 1, 'act_1', 'Leavers', null, 5);
insert into job values (1, 1, 1, 1, 'Job', 0, '[]', 'US', 5000, 1);
insert into step values (1, 1, 1, 1, 'add', null), (2, 1, 2, 2, 'remove', '["EMAIL"]');
insert into run values (1, 1, 1, 'sending', null, 1, null, '[]', 100, 1.5, '{}', 100, 10, 9, 1, 0, 0, 0);
insert into counter values (1, 1, 9, 9, 2, 1, 4, 2, 0), (1, 2, 9, 0, 0, 8, 1, 0, 9);
insert into errored_reason values (1, 1, 'refused', 2);
insert into chunk values (1, 1, 0, 9, 9, 2, 10, x'0102030405060708', 1);
insert into chunk_data values (1, x'01');
insert into batch values
  (1, 1, 1, 1, 'add', 0, 'synced', 2, 2, '["EMAIL"]', '["EMAIL"]', 2, 10, 0, null, 46800000, 2, 0, 1, 50),
  (2, 1, 1, 1, 'add', 0, 'errored', 2, 2, '["EMAIL"]', '["EMAIL"]', 2, 10, 1, null, 46800000, 0, 2, 1, 60),
  (3, 1, 1, 1, 'add', 0, 'sending', 1, 1, '["EMAIL"]', '["EMAIL"]', 2, 10, 0, null, 46800000, 0, 0, 1, null),
  (4, 1, 1, 1, 'add', 0, 'retry', 1, 1, '["EMAIL"]', '["EMAIL"]', 2, 10, 1, 95, 46800000, 0, 0, 1, null),
  (5, 1, 1, 1, 'add', 0, 'queued', 2, 2, '["EMAIL"]', '["EMAIL"]', 2, 10, 0, null, 46800000, 0, 0, 1, null),
  (6, 1, 2, 1, 'remove', 0, 'queued', 1, 1, '["EMAIL"]', '["EMAIL"]', 2, 10, 0, null, 46800000, 0, 0, 1, null);
insert into attempt values (1, 2, 1, 1, 50, 60, 'refused', 400, 100, null, null, null, 9, 'No', null),
  (2, 3, 1, 1, 70, null, null, null, null, null, null, null, 9, null, null);
insert into problem values (1, 1, 4, null, 'Email', 'EMAIL', 'not_an_email');
insert into problem_count values (1, 'not_an_email', 1);
insert into hold values (1, 'step', 1, 'act_1', 1, 'terms', 200, 1870090, 'No', null, 80, null),
  (2, 'connection', 1, '', null, 'token', 190, null, null, null, 20, 30);
insert into cool_down values ('ad_account', 1, 'act_1', 90);
insert into throughput values (0, 1, 2, 2);
insert into egress values (1, 40, 'graph.facebook.com', 'POST', '/1/users', '1', '["EMAIL"]', 2, 9);
`;

/** What a migration deletes on purpose: fingerprints of people live in memory only. */
const GONE: ReadonlySet<string> = new Set(['fingerprints']);

/** All rows of the tables of the first schema, by table, in the columns that it had. */
function contentOf(db: Database.Database, columns: ReadonlyMap<string, readonly string[]>) {
  return Object.fromEntries(
    [...columns].map(([table, names]) => [table, db.prepare(`select ${names.join(', ')} from ${table}`).all()]),
  );
}

function columnsOf(db: Database.Database): ReadonlyMap<string, readonly string[]> {
  const tables = db.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all();
  return new Map(
    tables.map((table) => [
      table,
      db.prepare<[string], string>('select name from pragma_table_info(?)').pluck().all(table),
    ]),
  );
}

function migrated() {
  const file = join(folder(), 'muster.db');
  const older = openDb(file, [first]);
  older.exec(ROWS);
  const columns = new Map(
    [...columnsOf(older)].map(([table, names]) => [table, names.filter((name) => !GONE.has(name))]),
  );
  const before = contentOf(older, columns);
  older.close();
  const db = openDb(file);
  onTestFinished(() => void db.close());
  return { file, db, columns, before };
}

test('a database of the first Muster, with rows in every table, is migrated without losing or changing any', () => {
  const { db, columns, before } = migrated();
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
  expect(contentOf(db, columns)).toEqual(before);
  expect([
    db.pragma('user_version', { simple: true }),
    db.pragma('foreign_key_check'),
    db.pragma('integrity_check', { simple: true }),
  ]).toEqual([migrations.length, [], 'ok']);
});

test('its work goes on: what was held is held, what waited waits', () => {
  const { db } = migrated();
  expect([
    holdsOfStep(db, 1).map(({ reason }) => reason),
    nextReady(db, 100, [])?.id,
    countersOf(db, 1).length,
  ]).toEqual([['terms'], 6, 2]);
});

test('the file as it was before is kept beside it, byte for byte of its rows', () => {
  const { file, columns, before } = migrated();
  const backup = new Database(`${file}.before-${migrations.length}`, { readonly: true });
  onTestFinished(() => void backup.close());
  expect([backup.pragma('user_version', { simple: true }), contentOf(backup, columns)]).toEqual([1, before]);
});

test('a value among the keys of a batch, which left nobody out then, is taken from them, so that nobody is left out now', () => {
  const file = join(folder(), 'muster.db');
  const older = openDb(file, [first]);
  older.exec(ROWS);
  older.exec(`update batch set match_keys = '["EMAIL","LOOKALIKE_VALUE"]' where id = 5;
    update batch set keys = match_keys where id = 5`);
  older.close();
  const db = openDb(file);
  onTestFinished(() => void db.close());
  expect(db.prepare('select distinct match_keys, keys from batch').all()).toEqual([
    { match_keys: '["EMAIL"]', keys: '["EMAIL"]' },
  ]);
});
