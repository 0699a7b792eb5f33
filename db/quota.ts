import {
  type AccountQuota,
  type Figure,
  HOUR_MS,
  READ_POINTS,
  SCORE_WINDOW_MS,
  type Spent,
  WRITE_POINTS,
} from '#core/quota.ts';

import type { Db, ReadDb } from './open.ts';
import type { AccountRow } from './workspaces.ts';

type FigureKind = 'score' | 'calls' | 'app';
export type Figures = Readonly<Record<FigureKind, Figure | null>>;

/** What the headers of an answer said, by kind; null = nothing, and what was said before stands. */
export function saveFigures(
  db: Db,
  connectionId: number,
  account: string | null,
  percents: Readonly<Record<FigureKind, number | null>>,
  at: number,
): void {
  const save = db.prepare(
    `insert into quota (connection_id, account, kind, percent, at) values (?, ?, ?, ?, ?)
     on conflict do update set percent = excluded.percent, at = excluded.at`,
  );
  for (const [kind, percent] of Object.entries(percents)) {
    const owner = kind === 'app' ? '' : account;
    if (percent !== null && owner !== null) save.run(connectionId, owner, kind, percent, at);
  }
}

/** The last figures of an ad account and of its app that still mean something: the score's decays in minutes, the others' in an hour. */
export function figuresOf(db: ReadDb, connectionId: number, account: string, now: number): Figures {
  const rows = db
    .prepare<[number, string], Figure & { readonly kind: FigureKind }>(
      "select kind, percent, at from quota where connection_id = ? and account in (?, '')",
    )
    .all(connectionId, account);
  const last = (kind: FigureKind, windowMs: number): Figure | null => {
    const row = rows.find((one) => one.kind === kind);
    return row && row.at > now - windowMs && row.at <= now ? { percent: row.percent, at: row.at } : null;
  };
  return { score: last('score', SCORE_WINDOW_MS), calls: last('calls', HOUR_MS), app: last('app', HOUR_MS) };
}

/** The clock was set back by `ms`: figures are as old as they were. */
export function shiftFigures(db: Db, ms: number): void {
  db.prepare('update quota set at = at - ?').run(ms);
}

export function tierOf(db: ReadDb, connectionId: number, account: string): AccountRow['tier'] {
  return (
    db
      .prepare<[number, string], Pick<AccountRow, 'tier'>>(
        'select tier from ad_account where connection_id = ? and account = ?',
      )
      .get(connectionId, account)?.tier ?? 'unknown'
  );
}

/**
 * Our own calls of the last two score windows that an ad account has to pay for, from the attempts and the log of what left this
 * computer; so they outlive a restart. Both tables grow at their end, which alone is looked at. What seems to come from the future, since
 * the clock was set back, is forgotten: it would count for as long as the clock was wrong.
 */
function spentOn(db: ReadDb, connectionId: number, account: string, now: number): readonly Spent[] {
  const params = {
    connectionId,
    account,
    now,
    since: now - 2 * SCORE_WINDOW_MS,
    read: READ_POINTS,
    write: WRITE_POINTS,
  };
  const uploads = db
    .prepare<[typeof params], Spent>(
      `select @write as points, t.started_at as "from", min(ifnull(t.ended_at, @now), @now) as at
       from attempt t join step s on s.id = t.step_id join audience a on a.id = s.audience_id
       where t.id > ifnull((select id from attempt where ifnull(ended_at, @now) <= @since order by id desc limit 1), 0)
         and t.started_at <= @now and a.connection_id = @connectionId and a.account = @account`,
    )
    .all(params);
  const others = db
    .prepare<[typeof params], Spent>(
      `select case e.method when 'GET' then @read else @write end as points, e.at as "from", e.at
       from egress e
       where e.id > ifnull((select id from egress where at <= @since order by id desc limit 1), 0) and e.at <= @now and e.audience is null
         and (e.path like '%/' || @account or e.path like '%/' || @account || '/%'
              or exists (select 1 from audience a where a.connection_id = @connectionId and a.account = @account
                           and e.path like '%/' || a.facebook_id))`,
    )
    .all(params);
  return [...uploads, ...others].toSorted((a, b) => a.at - b.at);
}

/** Below this the full tier has thousands of points left, and an hour thousands of calls, whatever our own were. */
const LOW_PERCENT = 50;

/** All that is known of an ad account's quota; our own calls only where they make a difference. */
export function quotaOf(db: ReadDb, connectionId: number, account: string, now: number): AccountQuota {
  const tier = tierOf(db, connectionId, account);
  const { score, calls } = figuresOf(db, connectionId, account, now);
  const isTight =
    tier === 'limited' ||
    (tier === 'unknown' && score !== null) ||
    Math.max(score?.percent ?? 0, calls?.percent ?? 0) >= LOW_PERCENT;
  return { tier, score, calls, spent: isTight ? spentOn(db, connectionId, account, now) : [] };
}

/** Batches of an ad account that wait or are under way, by step, up to the last one of a step in a run. */
export function aheadOf(
  db: ReadDb,
  step: { readonly id: number; readonly audience_id: number },
  runId: number,
): readonly { readonly step_id: number; readonly batches: number }[] {
  return db
    .prepare<[number, number, number], { step_id: number; batches: number }>(
      `select b.step_id, count(*) as batches from batch b join step s on s.id = b.step_id join audience a on a.id = s.audience_id
         join audience own on own.id = ? and own.connection_id = a.connection_id and own.account = a.account
       where b.state in ('queued', 'sending', 'retry')
         and b.id <= (select max(id) from batch where run_id = ? and step_id = ? and state in ('queued', 'sending', 'retry'))
       group by b.step_id`,
    )
    .all(step.audience_id, runId, step.id);
}

/** How long an upload to this ad account takes, in ms: the mean of the last twenty that Meta took; null when there was none. */
export function uploadMs(db: ReadDb, audienceId: number): number | null {
  return (
    db
      .prepare<[number], { ms: number | null }>(
        `select avg(ms) as ms from (
           select t.ended_at - t.started_at as ms from attempt t join step s on s.id = t.step_id join audience a on a.id = s.audience_id
             join audience own on own.id = ? and own.connection_id = a.connection_id and own.account = a.account
           where t.outcome = 'synced' order by t.id desc limit 20)`,
      )
      .get(audienceId)?.ms ?? null
  );
}
