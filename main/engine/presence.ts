import { join } from 'node:path';

import Database from 'better-sqlite3';

/** How long one process waits for another that is repairing, and a repair for others that are just finding out what is wrong. */
const WAIT_MS = 10_000;
const REPAIR_WAIT_MS = 1_000;

/** A lock on the data folder; the operating system frees it when the process dies, however it dies. */
export interface Presence {
  leave(): void;
}

/** Every process that has the database open is present, so that nobody takes it away from under another. */
export function enter(dataDir: string): Presence {
  const file = lockFile(dataDir, WAIT_MS);
  try {
    // A read inside a transaction: shared with others until it ends.
    file.exec('begin');
    file.prepare('select count(*) from sqlite_schema').get();
  } catch (error) {
    file.close();
    throw error;
  }
  return { leave: () => void file.close() };
}

/** The folder for this process alone; null when another one is present. Whoever asks must not be present itself. */
export function beAlone(dataDir: string): Presence | null {
  const file = lockFile(dataDir, REPAIR_WAIT_MS);
  try {
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return { leave: () => void file.close() };
}

function lockFile(dataDir: string, timeout: number): Database.Database {
  return new Database(join(dataDir, 'presence.lock'), { timeout });
}
