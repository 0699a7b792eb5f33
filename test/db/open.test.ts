import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import { migrations } from '../../db/migrations/list.ts';
import { NewerSchemaError, openDb } from '../../db/open.ts';
import { folder, memory, queue } from './setup.ts';

test('every table is STRICT', () => {
  const tables = memory()
    .prepare<[], { name: string; strict: number }>('select name, strict from pragma_table_list()')
    .all();
  const own = tables.filter(({ name }) => !name.startsWith('sqlite_'));
  expect([own.length > 10, own.filter(({ strict }) => strict !== 1)]).toEqual([true, []]);
});

test('every reference is enforced', () => {
  const db = memory();
  expect(() => db.prepare("insert into ad_account (connection_id, account) values (99, 'act_1')").run()).toThrow(
    'FOREIGN KEY',
  );
  expect(db.pragma('foreign_key_check')).toEqual([]);
});

test('a commit is on the disk before it is answered, also at a power cut, and what is deleted is gone', () => {
  const db = openDb(join(folder(), 'muster.db'));
  const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete'];
  expect(pragmas.map((name) => db.pragma(name, { simple: true }))).toEqual(['wal', 2, 1, 1]);
  db.close();
});

test('the schema version is the number of migrations, and opening again changes nothing', () => {
  const file = join(folder(), 'muster.db');
  openDb(file).close();
  const before = readFileSync(file);
  const db = openDb(file);
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
  db.close();
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a file of a newer Muster is refused and left as it is, byte for byte', () => {
  const path = folder();
  const file = join(path, 'muster.db');
  openDb(file, [...migrations, 'create table newer (id integer) strict']).close();
  const before = readFileSync(file);
  expect(() => openDb(file)).toThrow(NewerSchemaError);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a newer file that a crash left with a journal is refused and left as it is too', () => {
  const path = folder();
  const file = join(path, 'muster.db');
  const newer = openDb(file, [...migrations, 'create table newer (id integer) strict']);
  const copy = join(path, 'copy.db');
  for (const end of ['', '-wal']) copyFileSync(file + end, copy + end);
  newer.close();
  const before = ['', '-wal'].map((end) => readFileSync(copy + end));
  expect(() => openDb(copy)).toThrow(NewerSchemaError);
  expect(['', '-wal'].map((end) => readFileSync(copy + end))).toEqual(before);
});

test('an older file is backed up, then migrated, and its rows stay', () => {
  const file = join(folder(), 'muster.db');
  const older = openDb(file);
  queue(older).part(3, [2]);
  older.close();
  const db = openDb(file, [...migrations, 'alter table run add column note text']);
  expect(db.prepare('select entered, note from run').all()).toEqual([{ entered: 3, note: null }]);
  db.close();
  const backup = new Database(`${file}.before-${migrations.length + 1}`, { readonly: true });
  expect([backup.pragma('user_version', { simple: true }), backup.prepare('select entered from run').all()]).toEqual([
    migrations.length,
    [{ entered: 3 }],
  ]);
  backup.close();
});

test('a migration that fails changes nothing and stops the opening; the backup stays', () => {
  const file = join(folder(), 'muster.db');
  openDb(file).close();
  const half = 'create table half (id integer) strict; insert into nowhere values (1)';
  expect(() => openDb(file, [...migrations, half])).toThrow('nowhere');
  const db = openDb(file);
  expect(db.prepare("select name from sqlite_schema where name = 'half'").all()).toEqual([]);
  db.close();
  expect(existsSync(`${file}.before-${migrations.length + 1}`)).toBe(true);
});

test('a new file is made without a backup', () => {
  const path = folder();
  openDb(join(path, 'muster.db')).close();
  expect(readdirSync(path)).toEqual(['muster.db']);
});
