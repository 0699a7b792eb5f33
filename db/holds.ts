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
  readonly url: string | null;
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
  readonly url: string | null;
  readonly since: number;
}

/** Raises a hold; the same hold that stands already stays as it is. A connection's hold is not about one ad account. */
export function raiseHold(db: Db, hold: NewHold, now: number): void {
  const isStep = hold.scope === 'step' || hold.scope === 'step_removals';
  db.prepare(
    `insert into hold (scope, connection_id, account, step_id, reason, code, subcode, said, url, since)
     values (@scope, @connectionId, @account, @stepId, @reason, @code, @subcode, @said, @url, @now)
     on conflict do nothing`,
  ).run({
    ...hold,
    account: hold.scope === 'connection' ? '' : hold.account,
    stepId: isStep ? hold.stepId : null,
    now,
  });
}

/** Standing holds, oldest first. */
export function listHolds(db: ReadDb): readonly HoldRow[] {
  return db.prepare<[], HoldRow>('select * from hold where lifted_at is null order by id').all();
}

export interface HeldStep {
  readonly hold_id: number;
  readonly step_id: number;
  readonly people: number;
}

/** The steps that each standing hold stops, with the people that wait there; a hold of nobody is listed with its steps and 0. */
export function heldSteps(db: ReadDb): readonly HeldStep[] {
  return db
    .prepare<[], HeldStep>(
      `select h.id as hold_id, s.id as step_id, ifnull(sum(b.people), 0) as people
       from hold h
       join audience a on a.connection_id = h.connection_id and (h.account = '' or a.account = h.account)
       join step s on s.audience_id = a.id and (h.step_id is null or s.id = h.step_id)
       left join batch b on b.step_id = s.id and b.state in ('queued', 'retry')
         and (h.scope <> 'step_removals' or b.operation = 'remove')
       where h.lifted_at is null group by h.id, s.id`,
    )
    .all();
}

/** Lifts one hold; false when it did not stand. */
export function liftHold(db: Db, id: number, now: number): boolean {
  return db.prepare('update hold set lifted_at = ? where id = ? and lifted_at is null').run(now, id).changes === 1;
}

/** Lifts what a connection's old token met, because it has a new one. */
export function liftHoldsOfConnection(db: Db, connectionId: number, now: number): void {
  db.prepare(
    "update hold set lifted_at = ? where lifted_at is null and scope = 'connection' and connection_id = ?",
  ).run(now, connectionId);
}

/** Lifts what stands in the way of a step, because a person asked to try it again. */
export function liftHoldsOfStep(db: Db, stepId: number, now: number): void {
  db.prepare(
    `update hold set lifted_at = @now where lifted_at is null and id in (
       select h.id from hold h join audience a on a.connection_id = h.connection_id and (h.account = '' or a.account = h.account)
       join step s on s.audience_id = a.id and (h.step_id is null or s.id = h.step_id) where s.id = @stepId)`,
  ).run({ now, stepId });
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
