import Database from 'better-sqlite3';

import { type Db, type ReadDb, sizeOf } from './open.ts';
import { logIsWhole } from './write-ahead-log.ts';

/** Whether an error says that the database itself is damaged: trying again, or another time, does not help. */
export function isDamage(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR_CORRUPTFS)/.test(error.code);
}

/** `quick` reads every page; `full` also looks whether every index agrees with its table, and takes several times as long. */
export type CheckDepth = 'quick' | 'full';

/**
 * Whether a database, with what a crash left in its log, is as SQLite wrote it; an empty file is not. Nothing is written. Reads the whole
 * file: about a second a gigabyte.
 */
export function isWhole(file: string, depth: CheckDepth): boolean {
  if (sizeOf(file) === 0 || !logIsWhole(logOf(file))) return false;
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
    try {
      return db.pragma(depth === 'quick' ? 'quick_check(1)' : 'integrity_check(1)', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** The write-ahead log of a database. */
export function logOf(file: string): string {
  return `${file}-wal`;
}

/**
 * Whether the rows agree with each other. A file whose log was lost can be sound page by page and yet hold two moments at once, if a crash
 * cut off the moving of its log into it.
 */
export function isConsistent(db: Db): boolean {
  const unbalanced = db
    .prepare(
      `select 1 from counter c where c.pending <> (select ifnull(sum(b.people), 0) from batch b
         where b.run_id = c.run_id and b.step_id = c.step_id and b.state in ('queued', 'sending', 'retry')) limit 1`,
    )
    .get();
  const dangling = db.pragma('foreign_key_check') as unknown[];
  return unbalanced === undefined && dangling.length === 0;
}

/** The newest moment of which the database knows, epoch ms; 0 when nothing has happened in it. */
export function lastChangeAt(db: ReadDb): number {
  return (
    db
      .prepare<[], { at: number | null }>(
        `select max(at) as at from (
           select max(started_at) as at from run union all select max(created_at) from batch union all select max(settled_at) from batch
           union all select max(started_at) from attempt union all select max(at) from egress
           union all select max(created_at) from connection)`,
      )
      .get()?.at ?? 0
  );
}

/** Connections through which something unsettled is to be sent, or for which a source is being read. */
export function connectionsAtWork(db: ReadDb): readonly number[] {
  return db
    .prepare<[], { id: number }>(
      `select distinct a.connection_id as id from audience a join step s on s.audience_id = a.id
       where exists (select 1 from batch b where b.step_id = s.id and b.state in ('queued', 'sending', 'retry'))
         or exists (select 1 from run r where r.job_id = s.job_id and r.state = 'reading') order by id`,
    )
    .all()
    .map(({ id }) => id);
}
