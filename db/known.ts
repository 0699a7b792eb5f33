import type { ReadDb } from './open.ts';

/** Ids of a table, newest first. */
export function newestIds(db: ReadDb, table: 'job' | 'step' | 'run' | 'batch', limit: number): readonly number[] {
  return db
    .prepare<[number], { id: number }>(
      `select id from ${table}${table === 'job' ? ' where deleted_at is null' : ''} order by id desc limit ?`,
    )
    .all(limit)
    .map(({ id }) => id);
}

export function hasId(db: ReadDb, table: 'job' | 'step' | 'run' | 'batch', id: number): boolean {
  const isThere = table === 'job' ? ' and deleted_at is null' : '';
  return (
    db.prepare<[number], { one: number }>(`select 1 as one from ${table} where id = ?${isThere}`).get(id) !== undefined
  );
}

/** Ad accounts that some job sends to. */
export function usedAccounts(db: ReadDb): readonly string[] {
  return db
    .prepare<[], { account: string }>(
      'select distinct a.account from audience a join step s on s.audience_id = a.id order by a.account',
    )
    .all()
    .map(({ account }) => account);
}
