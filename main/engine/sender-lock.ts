import { join } from 'node:path';

import Database from 'better-sqlite3';

/** Whoever holds it is the one process that reads sources and sends from a data folder. */
export interface SenderLock {
  release(): void;
}

/**
 * Takes the sender's lock; null when another process has it. An exclusive SQLite transaction on a side file: the operating system
 * frees it when the process dies, however it dies, and it works alike on every platform.
 */
export function takeSenderLock(dataDir: string): SenderLock | null {
  const file = new Database(join(dataDir, 'sender.lock'), { timeout: 0 });
  try {
    // A rollback journal, because WAL would let readers past the lock.
    file.pragma('journal_mode = DELETE');
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    release() {
      file.exec('rollback');
      file.close();
    },
  };
}
