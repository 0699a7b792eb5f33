import type { AudienceRow } from './jobs.ts';
import type { Db, ReadDb } from './open.ts';

/** An audience at Meta; several rows may stand for it. */
export interface AudienceRef {
  readonly connectionId: number;
  readonly account: string;
  readonly facebookId: string;
}

/** What Meta tells of an audience; null = not told. */
export interface AudienceFacts {
  readonly name: string;
  readonly isValueBased: boolean;
  readonly operation: number | null;
  readonly operationText: string | null;
  readonly delivery: number | null;
  readonly deliveryText: string | null;
  readonly people: number | null;
  readonly peopleAtMost: number | null;
}

/** Stores what Meta told. An audience that was only known by its id gets its name. */
export function saveAudienceFacts(db: Db, of: AudienceRef, facts: AudienceFacts, now: number): void {
  db.prepare(
    `update audience set is_value_based = @isValueBased, operation_code = @operation, operation_text = @operationText,
       delivery_code = @delivery, delivery_text = @deliveryText, size_lower = @people, size_upper = @peopleAtMost, read_at = @now,
       name = case when name = facebook_id and @name <> '' then @name else name end
     where connection_id = @connectionId and account = @account and facebook_id = @facebookId`,
  ).run({
    ...of,
    now,
    name: facts.name,
    isValueBased: facts.isValueBased ? 1 : 0,
    operation: facts.operation,
    operationText: facts.operationText,
    delivery: facts.delivery,
    deliveryText: facts.deliveryText,
    people: facts.people,
    peopleAtMost: facts.peopleAtMost,
  });
}

/** Meta has it no longer, so nothing that it told holds. */
export function clearAudienceFacts(db: Db, of: AudienceRef, now: number): void {
  db.prepare(
    `update audience set operation_code = null, operation_text = null, delivery_code = null, delivery_text = null, size_lower = null,
       size_upper = null, read_at = @now
     where connection_id = @connectionId and account = @account and facebook_id = @facebookId`,
  ).run({ ...of, now });
}

/**
 * Audiences that Meta has and that are due to be read, longest unread first: not since `dayAgo`, or not since `hourAgo` while a run of theirs
 * ended after the last look. Those that are being filled just now, of disconnected connections and of nobody's job are left out.
 */
export function audiencesToRead(db: ReadDb, dayAgo: number, hourAgo: number): readonly AudienceRef[] {
  return db
    .prepare<[{ dayAgo: number; hourAgo: number }], AudienceRef>(
      `select a.connection_id as connectionId, a.account, a.facebook_id as facebookId
       from audience a join connection c on c.id = a.connection_id join step s on s.audience_id = a.id
       where a.facebook_id is not null and c.disconnected_at is null and s.position < 1000
         and (ifnull(a.read_at, 0) <= @dayAgo
           or (a.read_at <= @hourAgo and exists (select 1 from run r where r.job_id = s.job_id and r.ended_at > a.read_at)))
       group by a.connection_id, a.account, a.facebook_id
       having max(exists (select 1 from run r where r.job_id = s.job_id and r.state = 'reading')
         or exists (select 1 from batch b where b.step_id = s.id and b.state = 'sending')) = 0
       order by min(ifnull(a.read_at, 0)), min(a.id)`,
    )
    .all({ dayAgo, hourAgo });
}

/** The steps that fill or empty an audience. */
export function stepsOfAudience(db: ReadDb, of: AudienceRef): readonly number[] {
  return db
    .prepare<[AudienceRef], { id: number }>(
      `select s.id from step s join audience a on a.id = s.audience_id
       where a.connection_id = @connectionId and a.account = @account and a.facebook_id = @facebookId order by s.id`,
    )
    .all(of)
    .map(({ id }) => id);
}

/** Holds of an audience's steps that a look at the audience decides about. */
export function audienceHolds(db: ReadDb, of: AudienceRef): readonly number[] {
  return db
    .prepare<[AudienceRef], { id: number }>(
      `select h.id from hold h join step s on s.id = h.step_id join audience a on a.id = s.audience_id
       where h.lifted_at is null and h.reason in ('audience_gone', 'audience_flagged')
         and a.connection_id = @connectionId and a.account = @account and a.facebook_id = @facebookId order by h.id`,
    )
    .all(of)
    .map(({ id }) => id);
}

/** Names of the value-based audiences, drafts too, that jobs work with at an ad account. */
export function valueBasedAt(db: ReadDb, connectionId: number, account: string): readonly string[] {
  return db
    .prepare<[number, string], Pick<AudienceRow, 'name'>>(
      `select distinct a.name from audience a join step s on s.audience_id = a.id
       where a.connection_id = ? and a.account = ? and a.is_value_based = 1 and s.position < 1000 order by a.id`,
    )
    .all(connectionId, account)
    .map(({ name }) => name);
}
