import { type Actor, addActivity } from './activity.ts';
import type { Db, ReadDb } from './open.ts';

export type HoldScope = 'connection' | 'ad_account' | 'step' | 'step_removals';

export interface NewHold {
  readonly scope: HoldScope;
  readonly connectionId: number;
  readonly account: string;
  readonly stepId: number | null;
  readonly reason: string;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly said: string | null;
}

export interface HoldRow {
  readonly id: number;
  readonly scope: HoldScope;
  readonly connection_id: number;
  readonly account: string;
  readonly step_id: number | null;
  readonly reason: string;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly said: string | null;
  readonly since: number;
  /** When Meta is asked again; null = only a person can tell. */
  readonly probe_at: number | null;
  /** How often it was asked. */
  readonly probes: number;
  /** What came of it the last time. */
  readonly found: string | null;
}

/** A hold that was lifted and raised again within this time goes on with its back-off. */
const SAME_TROUBLE_MS = 60 * 60_000;

/**
 * Raises a hold; the same hold that stands already stays as it is. A connection's hold is not about one ad account. `probeDelayMs` tells
 * how long after so many probes Meta is asked again; null = only a person can tell.
 */
export function raiseHold(
  db: Db,
  hold: NewHold,
  now: number,
  probeDelayMs: ((probes: number) => number) | null = null,
): void {
  const isStep = hold.scope === 'step' || hold.scope === 'step_removals';
  const own = {
    ...hold,
    account: hold.scope === 'connection' ? '' : hold.account,
    stepId: isStep ? hold.stepId : null,
  };
  const probes =
    db
      .prepare<[typeof own & { since: number }], { probes: number }>(
        `select probes from hold where scope = @scope and connection_id = @connectionId and account = @account
           and step_id is @stepId and reason = @reason and lifted_at > @since order by id desc limit 1`,
      )
      .get({ ...own, since: now - SAME_TROUBLE_MS })?.probes ?? 0;
  db.transaction(() => {
    const { changes, lastInsertRowid } = db
      .prepare(
        `insert into hold (scope, connection_id, account, step_id, reason, code, subcode, said, since, probe_at, probes)
         values (@scope, @connectionId, @account, @stepId, @reason, @code, @subcode, @said, @now, @probeAt, @probes)
         on conflict do nothing`,
      )
      .run({ ...own, now, probes, probeAt: probeDelayMs && now + probeDelayMs(probes) });
    if (changes === 1) tell(db, Number(lastInsertRowid), { at: now, actor: 'muster', kind: 'hold.raised' });
  })();
}

/** Writes down what became of a hold. */
function tell(
  db: Db,
  holdId: number,
  what: { readonly at: number; readonly actor: Actor; readonly kind: 'hold.raised' | 'hold.lifted' | 'hold.expired' },
): void {
  const about = db
    .prepare<
      [number],
      {
        reason: string;
        account: string;
        person: string | null;
        audience: string | null;
        jobId: number | null;
        workspaceId: number;
      }
    >(
      `select h.reason, h.account, c.person_name as person, a.name as audience, s.job_id as jobId, c.workspace_id as workspaceId
       from hold h join connection c on c.id = h.connection_id
         left join step s on s.id = h.step_id left join audience a on a.id = s.audience_id
       where h.id = ?`,
    )
    .get(holdId);
  if (!about) return;
  const { jobId, workspaceId, account, ...facts } = about;
  addActivity(db, { ...what, jobId, workspaceId, facts: { ...facts, account: account === '' ? null : account } });
}

export function holdById(db: ReadDb, id: number): HoldRow | undefined {
  return db.prepare<[number], HoldRow>('select * from hold where id = ? and lifted_at is null').get(id);
}

/**
 * Holds about which Meta is to be asked now, longest due first. Of an audience that nobody waits for it is not asked: an old job's, deleted
 * at Meta, would be asked about for ever. The daily look at audiences lifts what is well again.
 */
export function holdsToProbe(db: ReadDb, now: number): readonly HoldRow[] {
  return db
    .prepare<[number], HoldRow>(
      `select * from hold h where lifted_at is null and probe_at <= ?
         and (reason not in ('audience_gone', 'audience_flagged')
           or exists (select 1 from batch b where b.step_id = h.step_id and b.state in ('queued', 'retry')))
       order by probe_at, id`,
    )
    .all(now);
}

/** The hold still stands, because of what was found. `probeAt` null = only a person can tell. */
export function postponeProbe(db: Db, id: number, probeAt: number | null, found: string | null): void {
  db.prepare('update hold set probe_at = ?, probes = probes + 1, found = ? where id = ? and lifted_at is null').run(
    probeAt,
    found,
    id,
  );
}

/** Standing holds that stop a step. */
export function holdsOfStep(db: ReadDb, stepId: number): readonly HoldRow[] {
  return db
    .prepare<[number], HoldRow>(
      `select distinct h.* from hold h join audience a on a.connection_id = h.connection_id and (h.account = '' or a.account = h.account)
         join step s on s.audience_id = a.id and (h.step_id is null or s.id = h.step_id)
       where h.lifted_at is null and s.id = ? order by h.id`,
    )
    .all(stepId);
}

/** Whether a person lifted a hold of this kind from a step since this moment. */
export function hasLifted(db: ReadDb, stepId: number, reason: string, since: number): boolean {
  return (
    db
      .prepare<[number, string, number], { one: number }>(
        'select 1 as one from hold where step_id = ? and reason = ? and lifted_at >= ? limit 1',
      )
      .get(stepId, reason, since) !== undefined
  );
}

/** People that were added to the audience of a step, by any job, after this moment. */
export function addedSince(db: ReadDb, stepId: number, since: number): boolean {
  return (
    db
      .prepare<[number, number], { one: number }>(
        `select 1 as one from batch b join step s on s.id = b.step_id join audience a on a.id = s.audience_id
         join step hs on hs.id = ? join audience ha on ha.id = hs.audience_id and ha.account = a.account and ha.facebook_id = a.facebook_id
         where b.operation = 'add' and b.synced > 0 and b.settled_at > ? limit 1`,
      )
      .get(stepId, since) !== undefined
  );
}

/** Standing holds, oldest first, each with the person whose token it is about. */
export function listHolds(db: ReadDb): readonly (HoldRow & { readonly person_name: string | null })[] {
  return db
    .prepare<[], HoldRow & { readonly person_name: string | null }>(
      `select h.*, c.person_name from hold h join connection c on c.id = h.connection_id
       where h.lifted_at is null order by h.id`,
    )
    .all();
}

export interface HeldStep {
  readonly hold_id: number;
  readonly step_id: number;
  /** act_… */
  readonly account: string;
  readonly people: number;
}

/** The steps that each standing hold stops, with the people that wait there; a hold of nobody is listed with its steps and 0. */
export function heldSteps(db: ReadDb): readonly HeldStep[] {
  return db
    .prepare<[], HeldStep>(
      `select h.id as hold_id, s.id as step_id, a.account, ifnull(sum(b.people), 0) as people
       from hold h
       join audience a on a.connection_id = h.connection_id and (h.account = '' or a.account = h.account)
       join step s on s.audience_id = a.id and (h.step_id is null or s.id = h.step_id)
       left join batch b on b.step_id = s.id and b.state in ('queued', 'retry')
         and (h.scope <> 'step_removals' or b.operation = 'remove')
       where h.lifted_at is null group by h.id, s.id`,
    )
    .all();
}

/** Lifts one hold; false when it did not stand. `how` is for the log of activity. */
export function liftHold(
  db: Db,
  id: number,
  now: number,
  how: { readonly actor: Actor; readonly kind: 'hold.lifted' | 'hold.expired' } = {
    actor: 'muster',
    kind: 'hold.lifted',
  },
): boolean {
  return db.transaction(() => {
    const isLifted =
      db.prepare('update hold set lifted_at = ? where id = ? and lifted_at is null').run(now, id).changes === 1;
    if (isLifted) tell(db, id, { at: now, ...how });
    return isLifted;
  })();
}

/** Lifts what a connection's old token met, because it has a new one. What comes from a backup has nothing to do with tokens. */
export function liftHoldsOfConnection(db: Db, connectionId: number, now: number): void {
  const ids = db
    .prepare<[number], { id: number }>(
      "select id from hold where lifted_at is null and scope = 'connection' and reason <> 'restored' and connection_id = ?",
    )
    .all(connectionId);
  for (const { id } of ids) liftHold(db, id, now, { actor: 'user', kind: 'hold.lifted' });
}

export type CoolDownScope = 'app' | 'user' | 'ad_account';

/** Nobody calls in this scope before `until`; a longer cool-down that stands already is not shortened. */
export function coolDown(
  db: Db,
  scope: CoolDownScope,
  target: { readonly connectionId: number; readonly account: string },
  until: number,
): void {
  db.prepare(
    `insert into cool_down (scope, connection_id, account, until) values (?, ?, ?, ?)
     on conflict do update set until = max(until, excluded.until)`,
  ).run(scope, target.connectionId, scope === 'ad_account' ? target.account : '', until);
}

/** When the ad account may be called again; null when it may be called now. */
export function coolDownUntil(db: ReadDb, connectionId: number, account: string, now: number): number | null {
  return (
    db
      .prepare<[number, number, string], { until: number | null }>(
        `select max(until) as until from cool_down where until > ? and connection_id = ? and (scope in ('app', 'user') or account = ?)`,
      )
      .get(now, connectionId, account)?.until ?? null
  );
}
