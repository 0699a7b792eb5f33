import { existsSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';

// Reads the data folder as an auditor would: with its own SQL, and a connection that cannot write.

/** What a run and a step of it came to. */
export interface Booking {
  readonly runId: number;
  /** Path of the list. */
  readonly source: string;
  readonly state: string;
  readonly position: number;
  readonly action: 'add' | 'remove';
  readonly account: string;
  readonly audience: string;
  readonly facebookId: string | null;
  readonly duplicates: number;
  readonly read: number;
  readonly entered: number;
  readonly synced: number;
  readonly notSynced: number;
  readonly pending: number;
  readonly errored: number;
}

/** People whom a batch gave up, somewhere between two lines. */
export interface GivenUp {
  readonly runId: number;
  readonly position: number;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly people: number;
  /** JSON object of reason → people. */
  readonly reasons: string;
}

function read<T>(dataDir: string, work: (db: Database.Database) => T, name = 'muster.db'): T | null {
  const file = join(dataDir, name);
  if (!existsSync(file)) return null;
  const db = new Database(file, { readonly: true, timeout: 10_000 });
  try {
    // One read transaction: everything of the same instant.
    return db.transaction(() => work(db))();
  } finally {
    db.close();
  }
}

/**
 * What does not balance at this moment, in words; empty when all does. A folder that has no schema yet balances. The CHECKs of the
 * schema see a row at a time; this sees that the counters are the sums of what they count.
 */
export function imbalances(dataDir: string): readonly string[] {
  return (
    read(dataDir, (db) => {
      if (Number(db.pragma('user_version', { simple: true })) < 2) return [];
      return [
        ...db
          .prepare<[], { text: string }>(
            `with own as (
               select c.*, ifnull(sum(b.people) filter (where b.state in ('queued', 'sending', 'retry')), 0) as waiting,
                 ifnull(sum(b.synced), 0) as sent, ifnull(sum(b.errored), 0) as given_up,
                 (select ifnull(sum(people), 0) from errored_reason e where e.run_id = c.run_id and e.step_id = c.step_id) as reasons,
                 r.entered as run_entered
               from counter c join run r on r.id = c.run_id left join batch b on b.run_id = c.run_id and b.step_id = c.step_id
               group by c.run_id, c.step_id)
             select 'run ' || run_id || ' step ' || step_id || ': entered ' || entered || ', synced ' || synced || ' of ' || sent ||
               ', not synced ' || not_synced || ', pending ' || pending || ' of ' || waiting || ', errored ' || errored || ' of ' || given_up as text
             from own
             where entered <> synced + not_synced + pending + errored or entered <> proceeded + exited or entered <> run_entered
               or pending <> waiting or synced <> sent or errored <> given_up or errored <> reasons`,
          )
          .all()
          .map(({ text }) => text),
        ...db
          .prepare<[], { text: string }>(
            `select 'run ' || id || ': read ' || read || ', entered ' || entered as text from run
             where read <> entered + duplicates + excluded + unchanged + unreadable`,
          )
          .all()
          .map(({ text }) => text),
      ];
    }) ?? []
  );
}

/** Whether something is left to be read or sent. */
export function isAtRest(dataDir: string): boolean {
  return (
    read(dataDir, (db) => {
      const { n } = db
        .prepare<[], { n: number }>(
          `select (select count(*) from run where state in ('reading', 'sending'))
                + (select count(*) from batch where state in ('queued', 'sending', 'retry')) as n`,
        )
        .get() ?? { n: 1 };
      return n === 0;
    }) ?? false
  );
}

/** Changes with everything that is read or sent. */
export function progress(dataDir: string): string {
  return (
    read(dataDir, (db) =>
      String(
        db
          .prepare<[], string>(
            `select (select count(*) from attempt) || ' ' || (select count(*) from batch) || ' ' || (select ifnull(sum(read), 0) from run)
               || ' ' || (select ifnull(sum(pending), 0) from counter)`,
          )
          .pluck()
          .get(),
      ),
    ) ?? ''
  );
}

/** Every step of every run, in the order in which the runs were begun. */
export function bookings(dataDir: string): readonly Booking[] {
  return (
    read(dataDir, (db) =>
      db
        .prepare<[], Booking>(
          `select r.id as runId, so.path as source, r.state, s.position, s.action, a.account, a.name as audience, a.facebook_id as facebookId,
             r.duplicates, r.read, c.entered, c.synced, c.not_synced as notSynced, c.pending, c.errored
           from run r join job j on j.id = r.job_id join source so on so.id = j.source_id
             join counter c on c.run_id = r.id join step s on s.id = c.step_id join audience a on a.id = s.audience_id
           order by r.id, s.position`,
        )
        .all(),
    ) ?? []
  );
}

export function givenUp(dataDir: string): readonly GivenUp[] {
  return (
    read(dataDir, (db) =>
      db
        .prepare<[], GivenUp>(
          `select b.run_id as runId, s.position, b.first_line as firstLine, b.last_line as lastLine, b.people, b.errored_reasons as reasons
           from batch b join step s on s.id = b.step_id where b.errored > 0 order by b.id`,
        )
        .all(),
    ) ?? []
  );
}

/** What Muster waits for, for a message when it waits too long. */
export function waits(dataDir: string): readonly string[] {
  return (
    read(dataDir, (db) =>
      db
        .prepare<[], { text: string }>(
          `select 'batch ' || b.id || ' of run ' || b.run_id || ' ' || b.state || ' for ' || a.name || ', refusals ' || refusals || ', compared ' || is_compared ||
             ', tries ' || tries || ', due ' || ifnull(retry_at, '-') as text
           from batch b join step s on s.id = b.step_id join audience a on a.id = s.audience_id where b.state in ('queued', 'sending', 'retry')
           union all select 'hold ' || reason || ' ' || scope || ' ' || account from hold where lifted_at is null
           union all select 'cool-down of ' || scope || ' until ' || until from cool_down
           union all select 'offline since ' || since from offline
           union all select 'run ' || id || ' ' || state from run where state in ('reading', 'sending') limit 40`,
        )
        .all()
        .map(({ text }) => text),
    ) ?? ['no database']
  );
}

/** SQLite's own verdict on a file of the data folder, `ok` when it is sound. */
export function integrity(dataDir: string, name = 'muster.db'): string {
  try {
    return read(dataDir, (db) => String(db.pragma('integrity_check', { simple: true })), name) ?? 'no database';
  } catch (error) {
    return String(error);
  }
}

/** How many calls the egress log of a file of the data folder tells of; 0 when it has no such log. */
export function lengthOfEgress(dataDir: string, name: string): number {
  return (
    read(
      dataDir,
      (db) => {
        if (Number(db.pragma('user_version', { simple: true })) === 0) return 0;
        return db.prepare<[], number>('select count(*) from egress').pluck().get() ?? 0;
      },
      name,
    ) ?? 0
  );
}
