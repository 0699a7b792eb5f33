import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { isWhole, logOf } from './health.ts';
import { sizeOf } from './open.ts';

export interface Backup {
  readonly file: string;
  /** When it was made, epoch ms. */
  readonly at: number;
}

const KEPT = 2;
const DAY_MS = 24 * 60 * 60_000;
/** One megabyte: the rest of the thread has a turn between two slices. */
const PAGES_A_SLICE = 64;
/** The journal of the next import wants room too. */
const ROOM = 1.2;

/** A moment as it stands in names of files: 2026-11-24T090503Z. */
export function stampOf(at: number): string {
  return new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '');
}

const NAME = /^muster-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

/** Finished backups of a folder, newest first. */
export function listBackups(folder: string): readonly Backup[] {
  return namesIn(folder)
    .flatMap((name) => {
      const found = NAME.exec(name);
      if (!found) return [];
      const [, day, hour, minute, second] = found;
      return [{ file: join(folder, name), at: Date.parse(`${day}T${hour}:${minute}:${second}Z`) }];
    })
    .toSorted((a, b) => b.at - a.at);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Whether the newest backup is a day old; one of the future was made while the clock was wrong. */
export function isBackupDue(folder: string, now: number): boolean {
  const [newest] = listBackups(folder);
  return newest === undefined || Math.abs(now - newest.at) >= DAY_MS;
}

export type BackupResult =
  | { readonly kind: 'made'; readonly file: string }
  | { readonly kind: 'no_room' }
  /** The copy is not sound, so most likely neither is the database. */
  | { readonly kind: 'damaged' };

/**
 * Copies a database that is in use, as it is at this moment, into `folder`; its two newest backups are kept. A backup is checked before
 * it gets its name, so what has a name can be restored. Readable by its owner only. For a thread that may take its time. Throws what
 * SQLite and the file system say. `freeBytes` tells what the disk of a folder has left.
 */
export async function backUp(
  file: string,
  folder: string,
  now: number,
  freeBytes: (folder: string) => number = freeBytesOf,
): Promise<BackupResult> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of namesIn(folder)) if (name.includes('.part')) rmSync(join(folder, name), { force: true });
  if (freeBytes(folder) < ROOM * (sizeOf(file) + sizeOf(logOf(file)))) return { kind: 'no_room' };

  const target = join(folder, `muster-${stampOf(now)}.db`);
  const part = `${target}.part`;
  try {
    // SQLite gives a file that exists no other rights.
    closeSync(openSync(part, 'w', 0o600));
    chmodSync(part, 0o600);
    await copy(file, part);
    if (!isWhole(part, 'quick')) return { kind: 'damaged' };
    renameSync(part, target);
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(part + end, { force: true });
  }
  for (const { file: old } of listBackups(folder)
    .filter((backup) => backup.file !== target)
    .slice(KEPT - 1)) {
    rmSync(old, { force: true });
  }
  return { kind: 'made', file: target };
}

/** Reads inside one transaction: the copy would begin anew with every commit that somebody makes meanwhile. */
async function copy(file: string, part: string): Promise<void> {
  const source = new Database(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    source.exec('begin');
    source.prepare('select count(*) from sqlite_schema').get();
    await source.backup(part, { progress: () => PAGES_A_SLICE });
  } finally {
    source.close();
  }
  // One file, with nothing beside it that could be lost.
  const copied = new Database(part);
  copied.pragma('journal_mode = DELETE');
  copied.close();
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
