import type { Db, ReadDb } from './open.ts';

export interface WorkspaceRow {
  readonly id: number;
  readonly name: string;
  readonly is_sandbox: number;
  readonly sealed_key: Buffer;
}

/** How the last look at a connection ended. */
type Health = 'unknown' | 'ok' | 'invalid' | 'unreachable';

export interface ConnectionRow {
  readonly id: number;
  readonly workspace_id: number;
  readonly graph_url: string | null;
  readonly person_id: string | null;
  readonly person_name: string | null;
  /** Empty once it is disconnected. */
  readonly sealed_token: Buffer;
  readonly created_at: number;
  readonly kind: 'user' | 'system_user' | 'unknown';
  readonly app_id: string | null;
  readonly app_name: string | null;
  readonly config_id: string | null;
  readonly sealed_secret: Buffer | null;
  /** JSON arrays of names; null = never told. */
  readonly granted: string | null;
  readonly declined: string | null;
  /** JSON array of {scope, targets}; null = never told. */
  readonly granular: string | null;
  /** When the token was stored, epoch ms. */
  readonly renewed_at: number | null;
  /** Epoch ms; 0 = never, null = never told. */
  readonly expires_at: number | null;
  readonly data_access_expires_at: number | null;
  readonly health: Health;
  /** Name of what is wrong, and Meta's or the network's own words. */
  readonly trouble: string | null;
  readonly said: string | null;
  readonly checked_at: number | null;
  readonly accounts_listed_at: number | null;
  readonly disconnected_at: number | null;
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

type NewConnection = Pick<
  ConnectionRow,
  'workspace_id' | 'graph_url' | 'person_id' | 'person_name' | 'sealed_token' | 'created_at'
>;

export function addConnection(db: Db, connection: NewConnection): number {
  return Number(
    db
      .prepare(
        `insert into connection (workspace_id, graph_url, person_id, person_name, sealed_token, created_at, renewed_at)
         values (@workspace_id, @graph_url, @person_id, @person_name, @sealed_token, @created_at, @created_at)`,
      )
      .run(connection).lastInsertRowid,
  );
}

/** A fresh token for the same connection: its jobs stay as they are. What was known of the old token is forgotten. */
export function renewConnection(
  db: Db,
  id: number,
  renewed: Pick<ConnectionRow, 'graph_url' | 'person_id' | 'person_name' | 'sealed_token'>,
  now: number,
): void {
  db.prepare(
    `update connection set graph_url = @graph_url, sealed_token = @sealed_token,
       person_id = ifnull(@person_id, person_id), person_name = ifnull(@person_name, person_name),
       kind = 'unknown', renewed_at = @now, expires_at = null, data_access_expires_at = null, granted = null, declined = null, granular = null,
       health = 'unknown', trouble = null, said = null, checked_at = null, accounts_listed_at = null, disconnected_at = null
     where id = @id`,
  ).run({ ...renewed, id, now });
}

export interface ListedConnection extends ConnectionRow {
  readonly is_sandbox: number;
  readonly known: number;
  readonly chosen: number;
  readonly jobs: number;
}

/** Every connection with what hangs on it: ad accounts that it reaches, those that are worked with, and jobs. */
export function listConnections(db: ReadDb): readonly ListedConnection[] {
  return db
    .prepare<[], ListedConnection>(
      `select c.*, w.is_sandbox, (select count(*) from job j where j.connection_id = c.id) as jobs,
         (select count(*) from reachable_account r where r.connection_id = c.id) as known,
         (select count(*) from reachable_account r where r.connection_id = c.id and r.is_chosen = 1) as chosen
       from connection c join workspace w on w.id = c.workspace_id order by c.id`,
    )
    .all();
}

/** The app of a connection. A secret that is null stays as it was, unless the app is another one: then there is none any more. */
export function saveApp(db: Db, id: number, app: Pick<ConnectionRow, 'app_id' | 'config_id' | 'sealed_secret'>): void {
  db.prepare(
    `update connection set sealed_secret = case when @sealed_secret is not null or app_id is not @app_id then @sealed_secret else sealed_secret end,
       config_id = ifnull(@config_id, case when app_id is @app_id then config_id end), app_id = @app_id where id = @id`,
  ).run({ ...app, id });
}

/** What a look at a connection's token told; null = nothing. */
export type TokenFactsRow = Pick<
  ConnectionRow,
  | 'person_id'
  | 'person_name'
  | 'kind'
  | 'app_id'
  | 'app_name'
  | 'granted'
  | 'declined'
  | 'granular'
  | 'expires_at'
  | 'data_access_expires_at'
>;

/** Stores what a look at a connection's token told; what it did not tell stays as it was. */
export function saveTokenFacts(db: Db, id: number, told: TokenFactsRow): void {
  db.prepare(
    `update connection set person_id = ifnull(@person_id, person_id), person_name = ifnull(@person_name, person_name),
       kind = case @kind when 'unknown' then kind else @kind end, app_id = ifnull(@app_id, app_id), app_name = ifnull(@app_name, app_name),
       granted = ifnull(@granted, granted), declined = ifnull(@declined, declined), granular = ifnull(@granular, granular),
       expires_at = ifnull(@expires_at, expires_at), data_access_expires_at = ifnull(@data_access_expires_at, data_access_expires_at)
     where id = @id`,
  ).run({ ...told, id });
}

/** How a look at a connection ended. `checked_at` null = nobody answered, so it is to be looked at again soon. */
export function saveHealth(
  db: Db,
  id: number,
  health: Pick<ConnectionRow, 'health' | 'trouble' | 'said' | 'checked_at'>,
): void {
  db.prepare(
    `update connection set health = @health, trouble = @trouble, said = @said, checked_at = ifnull(@checked_at, checked_at)
     where id = @id and disconnected_at is null`,
  ).run({ ...health, id });
}

/** Connections whose health was not looked at since `before`, or whose token has run out by its own date since. */
export function connectionsToCheck(db: ReadDb, before: number, now: number): readonly ConnectionRow[] {
  return db
    .prepare<[number, number], ConnectionRow>(
      `select * from connection where disconnected_at is null
         and (ifnull(checked_at, 0) <= ? or (expires_at > 0 and expires_at <= ? and checked_at < expires_at))`,
    )
    .all(before, now);
}

/** Destroys the token and the secret of a connection; its jobs, audiences and its person stay known. */
export function disconnect(db: Db, id: number, now: number): void {
  db.prepare(
    `update connection set sealed_token = zeroblob(0), sealed_secret = null, health = 'unknown', trouble = null, said = null,
       expires_at = null, data_access_expires_at = null, disconnected_at = ? where id = ?`,
  ).run(now, id);
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
