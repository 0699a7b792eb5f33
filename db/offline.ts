import type { Db, ReadDb } from './open.ts';

export interface OfflineRow {
  /** Root of the Graph API; empty = the sandbox that the host embeds. */
  readonly graph_root: string;
  readonly since: number;
  readonly said: string;
}

/** The root of a connection is out of reach; the time since when stays as it is. True when that is news. */
export function goOffline(db: Db, connectionId: number, said: string, now: number): boolean {
  return (
    db
      .prepare(
        `insert into offline (graph_root, since, said) select ifnull(graph_url, ''), ?, ? from connection where id = ?
         on conflict do nothing`,
      )
      .run(now, said, connectionId).changes === 1
  );
}

/** The root answers again. */
export function goOnline(db: Db, graphRoot: string): void {
  db.prepare('delete from offline where graph_root = ?').run(graphRoot);
}

export function offlineRoots(db: ReadDb): readonly OfflineRow[] {
  return db.prepare<[], OfflineRow>('select * from offline order by since').all();
}

export function isOffline(db: ReadDb, connectionId: number): boolean {
  return (
    db
      .prepare<[number], { one: number }>(
        `select 1 as one from offline o join connection c on ifnull(c.graph_url, '') = o.graph_root where c.id = ?`,
      )
      .get(connectionId) !== undefined
  );
}
