import type { HoldRow } from './holds.ts';
import type { ReadDb } from './open.ts';

/** A step that works with an ad account. */
export interface StepAtRow {
  readonly step_id: number;
  /** null while its audience is a draft. */
  readonly facebook_id: string | null;
  readonly audience: string;
  readonly action: 'add' | 'remove';
  /** What the columns of its newest run that was looked at are, JSON; null = none was yet. */
  readonly mapping: string | null;
  /** People without a value count 0 in value-based audiences. */
  readonly zero_value: number;
}

/** The steps of jobs that work with an ad account, oldest first. */
export function stepsAt(db: ReadDb, connectionId: number, account: string): readonly StepAtRow[] {
  return db
    .prepare<[number, string], StepAtRow>(
      `select s.id as step_id, a.facebook_id, a.name as audience, s.action, j.zero_value,
         (select r.mapping from run r where r.job_id = s.job_id and r.mapping is not null order by r.id desc limit 1) as mapping
       from audience a join step s on s.audience_id = a.id join job j on j.id = s.job_id
       where a.connection_id = ? and a.account = ? and s.position < 1000 order by s.id`,
    )
    .all(connectionId, account);
}

/** Names of audiences that are still to be made, though somebody entered their step. */
export function unmadeAudiences(db: ReadDb, connectionId: number, account: string): readonly string[] {
  return db
    .prepare<[number, string], { name: string }>(
      `select distinct a.name from audience a join step s on s.audience_id = a.id join counter c on c.step_id = s.id
       where a.connection_id = ? and a.account = ? and a.facebook_id is null and c.entered > 0 and s.position < 1000`,
    )
    .all(connectionId, account)
    .map(({ name }) => name);
}

/** Ad accounts that jobs work with, by connection. */
export function accountsAtWork(db: ReadDb): readonly { readonly connection_id: number; readonly account: string }[] {
  return db
    .prepare<[], { connection_id: number; account: string }>(
      `select distinct a.connection_id, a.account from audience a join step s on s.audience_id = a.id and s.position < 1000
       order by a.connection_id, a.account`,
    )
    .all();
}

/** The connection through which an ad account was last worked with, else the one that last heard of it; null when none has. */
export function connectionOf(db: ReadDb, account: string): number | null {
  const row =
    db
      .prepare<[string], { id: number }>(
        'select connection_id as id from audience where account = ? order by id desc limit 1',
      )
      .get(account) ??
    db
      .prepare<[string], { id: number }>(
        'select connection_id as id from ad_account where account = ? order by connection_id desc limit 1',
      )
      .get(account);
  return row?.id ?? null;
}

/** A step that has an outcome of its newest run to be judged by. */
export interface StepOutcomeRow {
  readonly step_id: number;
  readonly audience: string;
  readonly entered: number;
  readonly not_synced: number;
  readonly synced: number;
  readonly errored: number;
}

/** What became of the people of each step of an ad account in its newest run. */
export function newestOutcomes(db: ReadDb, connectionId: number, account: string): readonly StepOutcomeRow[] {
  return db
    .prepare<[number, string], StepOutcomeRow>(
      `select s.id as step_id, a.name as audience, c.entered, c.not_synced, c.synced, c.errored
       from audience a join step s on s.audience_id = a.id
         join counter c on c.step_id = s.id and c.run_id = (select max(run_id) from counter where step_id = s.id)
       where a.connection_id = ? and a.account = ? and s.position < 1000 order by s.id`,
    )
    .all(connectionId, account);
}

/** Something that shows that an ad account, or what was chosen for it, may be at fault. */
export interface FailureRow {
  /** Says the same thing as long as it is the same failure. */
  readonly about: string;
  readonly connection_id: number;
  /** act_… */
  readonly account: string;
}

/**
 * Steps of runs that have been read in which everybody who could be sent errored by Meta's word, and standing holds of the kinds that an
 * audit can explain; both only when they are not older than `since`.
 */
export function failuresSince(db: ReadDb, since: number): readonly FailureRow[] {
  return db
    .prepare<[{ since: number }], FailureRow>(
      `select 'step ' || c.run_id || ' ' || c.step_id as about, a.connection_id, a.account
       from run r join counter c on c.run_id = r.id join step s on s.id = c.step_id join audience a on a.id = s.audience_id
       where r.state in ('sending', 'done_with_problems') and ifnull(r.ended_at, @since) >= @since
         and c.errored > 0 and c.errored = c.entered - c.not_synced
         and not exists (select 1 from batch b where b.run_id = r.id and b.step_id = s.id and b.state = 'errored'
           and json_extract(b.errored_reasons, '$.cancelled', '$.superseded') <> '[null,null]')
       union all
       select 'hold ' || id, connection_id, account from hold
       where lifted_at is null and since >= @since and account <> '' and reason in ('settings_refused', 'permission', 'account')`,
    )
    .all({ since });
}

/** Standing holds that concern an ad account: its own, those of its steps, and those of the whole connection. */
export function holdsOfAccount(db: ReadDb, connectionId: number, account: string): readonly HoldRow[] {
  return db
    .prepare<[number, string], HoldRow>(
      "select * from hold where lifted_at is null and connection_id = ? and account in (?, '') order by id",
    )
    .all(connectionId, account);
}

/** Roots of the Graph API that connections call, each once; null = the sandbox that the host embeds. */
export function graphRoots(db: ReadDb): readonly (string | null)[] {
  return db
    .prepare<[], { graph_url: string | null }>(
      'select distinct graph_url from connection where disconnected_at is null order by graph_url',
    )
    .all()
    .map(({ graph_url: root }) => root);
}
