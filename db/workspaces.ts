import type { Db, ReadDb } from './open.ts';

export interface WorkspaceRow {
  readonly id: number;
  readonly name: string;
  readonly is_sandbox: number;
  readonly sealed_key: Buffer;
}

export interface ConnectionRow {
  readonly id: number;
  readonly workspace_id: number;
  readonly graph_url: string | null;
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly sealed_token: Buffer;
}

export function workspaceById(db: ReadDb, id: number): WorkspaceRow | undefined {
  return db.prepare<[number], WorkspaceRow>('select * from workspace where id = ?').get(id);
}

export function workspaceByKind(db: ReadDb, isSandbox: boolean): WorkspaceRow | undefined {
  return db
    .prepare<[number], WorkspaceRow>('select * from workspace where is_sandbox = ? order by id limit 1')
    .get(isSandbox ? 1 : 0);
}

export function addWorkspace(db: Db, name: string, isSandbox: boolean, sealedKey: Buffer, now: number): number {
  return Number(
    db
      .prepare('insert into workspace (name, is_sandbox, sealed_key, created_at) values (?, ?, ?, ?)')
      .run(name, isSandbox ? 1 : 0, sealedKey, now).lastInsertRowid,
  );
}

export function connectionById(db: ReadDb, id: number): ConnectionRow | undefined {
  return db.prepare<[number], ConnectionRow>('select * from connection where id = ?').get(id);
}

export function connectionsOf(db: ReadDb, workspaceId: number): readonly ConnectionRow[] {
  return db
    .prepare<[number], ConnectionRow>('select * from connection where workspace_id = ? order by id desc')
    .all(workspaceId);
}

export function addConnection(db: Db, connection: Omit<ConnectionRow, 'id'> & { readonly created_at: number }): number {
  return Number(
    db
      .prepare(
        `insert into connection (workspace_id, graph_url, person_id, person_name, sealed_token, created_at)
         values (@workspace_id, @graph_url, @person_id, @person_name, @sealed_token, @created_at)`,
      )
      .run(connection).lastInsertRowid,
  );
}

/** A fresh token for the same connection: its jobs stay as they are. */
export function renewConnection(
  db: Db,
  id: number,
  renewed: Pick<ConnectionRow, 'graph_url' | 'person_id' | 'person_name' | 'sealed_token'>,
): void {
  db.prepare(
    `update connection set graph_url = @graph_url, sealed_token = @sealed_token,
       person_id = ifnull(@person_id, person_id), person_name = ifnull(@person_name, person_name) where id = @id`,
  ).run({ ...renewed, id });
}

export interface AccountRow {
  readonly connection_id: number;
  readonly account: string;
  readonly name: string | null;
  readonly usage_percent: number | null;
  readonly usage_at: number | null;
  readonly tier: 'full' | 'limited' | 'unknown';
}

export function listAccounts(db: ReadDb): readonly (AccountRow & { readonly is_sandbox: number })[] {
  return db
    .prepare<[], AccountRow & { readonly is_sandbox: number }>(
      `select a.*, w.is_sandbox from ad_account a join connection c on c.id = a.connection_id
       join workspace w on w.id = c.workspace_id order by a.name, a.account`,
    )
    .all();
}

/** Remembers an ad account; its name stays known when a later call does not tell it. */
export function saveAccount(db: Db, connectionId: number, account: string, name: string | null): void {
  db.prepare(
    `insert into ad_account (connection_id, account, name) values (?, ?, ?)
     on conflict do update set name = ifnull(excluded.name, name)`,
  ).run(connectionId, account, name);
}

/** The highest figure of an ad account's quotas by now, and its tier where it was told; an account that is new is remembered. */
export function saveUsage(
  db: Db,
  connectionId: number,
  account: string,
  usage: { readonly percent: number; readonly at: number; readonly tier: AccountRow['tier'] },
): void {
  db.prepare(
    `insert into ad_account (connection_id, account, usage_percent, usage_at, tier) values (@connectionId, @account, @percent, @at, @tier)
     on conflict do update set usage_percent = excluded.usage_percent, usage_at = excluded.usage_at,
       tier = case excluded.tier when 'unknown' then tier else excluded.tier end`,
  ).run({ ...usage, connectionId, account });
}
