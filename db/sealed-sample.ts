import Database from 'better-sqlite3';

import { sizeOf } from './open.ts';

/** What a database holds that only the right data key opens. */
export type SealedSample =
  | { readonly kind: 'none' }
  /** A sealed workspace key. */
  | { readonly kind: 'sealed'; readonly workspaceKey: Buffer }
  /** Damaged, locked, or no database at all. */
  | { readonly kind: 'unreadable' };

/** Looks into a database that nobody has opened yet, and leaves it as it is. Never throws for the database's sake. */
export function sealedSample(file: string): SealedSample {
  if (sizeOf(file) === 0) return { kind: 'none' };
  try {
    const db = new Database(file, { readonly: true, timeout: 1_000 });
    try {
      const row = db.prepare<[], { sealed_key: Buffer }>('select sealed_key from workspace order by id limit 1').get();
      return row ? { kind: 'sealed', workspaceKey: row.sealed_key } : { kind: 'none' };
    } finally {
      db.close();
    }
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    return error.message.startsWith('no such table') ? { kind: 'none' } : { kind: 'unreadable' };
  }
}
