import type { Db, ReadDb } from './open.ts';

/** An ad account as a connection's person sees it. */
export interface ReachableAccountRow {
  readonly connection_id: number;
  /** act_… */
  readonly account: string;
  readonly name: string | null;
  /** `account_status` and `disable_reason` of Meta's; null = not told. */
  readonly status: number | null;
  readonly disable_reason: number | null;
  readonly currency: string | null;
  readonly timezone: string | null;
  /** null = of no business, or not told. */
  readonly business_id: string | null;
  readonly business_name: string | null;
  /** JSON array; null = not told. */
  readonly tasks: string | null;
  /** `tos_accepted` and `user_tos_accepted` as JSON objects; null = not told. */
  readonly terms: string | null;
  readonly person_terms: string | null;
  /** The user works with it in this workspace. */
  readonly is_chosen: number;
  /** When Meta last listed it; null = never, it was named by hand. */
  readonly listed_at: number | null;
}

/** By name; those that the person saw no longer at the last listing stand only when they are chosen. */
export function reachableAccounts(db: ReadDb, connectionId: number): readonly ReachableAccountRow[] {
  return db
    .prepare<[number], ReachableAccountRow>(
      'select * from reachable_account where connection_id = ? order by name collate nocase, account',
    )
    .all(connectionId);
}

/** Replaces what was known of a connection's ad accounts by what Meta lists now; what is chosen stays chosen. */
export function saveReachable(
  db: Db,
  connectionId: number,
  accounts: readonly Omit<ReachableAccountRow, 'connection_id' | 'is_chosen' | 'listed_at'>[],
  now: number,
): void {
  db.transaction(() => {
    const save = db.prepare(
      `insert into reachable_account (connection_id, account, name, status, disable_reason, currency, timezone, business_id,
         business_name, tasks, terms, person_terms, listed_at)
       values (@connectionId, @account, @name, @status, @disable_reason, @currency, @timezone, @business_id, @business_name, @tasks,
         @terms, @person_terms, @now)
       on conflict do update set name = excluded.name, status = excluded.status, disable_reason = excluded.disable_reason,
         currency = excluded.currency, timezone = excluded.timezone, business_id = excluded.business_id,
         business_name = excluded.business_name, tasks = excluded.tasks, terms = excluded.terms,
         person_terms = excluded.person_terms, listed_at = excluded.listed_at`,
    );
    db.prepare('update reachable_account set listed_at = null where connection_id = ?').run(connectionId);
    for (const account of accounts) save.run({ ...account, connectionId, now });
    db.prepare('delete from reachable_account where connection_id = ? and listed_at is null and is_chosen = 0').run(
      connectionId,
    );
    db.prepare('update connection set accounts_listed_at = ? where id = ?').run(now, connectionId);
  }).immediate();
}

/** The user works with an ad account, or no longer. An account that Meta has not listed is remembered by its name. */
export function setChosen(
  db: Db,
  connectionId: number,
  account: string,
  isChosen: boolean,
  name: string | null = null,
): void {
  db.prepare(
    `insert into reachable_account (connection_id, account, name, is_chosen) values (?, ?, ?, ?)
     on conflict do update set is_chosen = excluded.is_chosen, name = ifnull(reachable_account.name, excluded.name)`,
  ).run(connectionId, account, name, isChosen ? 1 : 0);
}

/** There is a job for an ad account now; one that the user has put aside stays so. */
export function setChosenIfNew(db: Db, connectionId: number, account: string): void {
  db.prepare(
    'insert into reachable_account (connection_id, account, is_chosen) values (?, ?, 1) on conflict do nothing',
  ).run(connectionId, account);
}
