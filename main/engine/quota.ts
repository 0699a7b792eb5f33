import {
  APART_MS,
  apartMs,
  nextAppCallAt,
  nextWriteAt,
  READ_POINTS,
  regainMs,
  WRITE_POINTS,
  writesLeft,
} from '#core/quota.ts';

import type { PendingPart, ReadyBatch } from '../../db/batches.ts';
import { coolDown, coolDownUntil } from '../../db/holds.ts';
import { audienceById, type StepRow, stepsOf } from '../../db/jobs.ts';
import { isStepPaused } from '../../db/pauses.ts';
import { aheadOf, figuresOf, quotaOf, saveFigures, tierOf, uploadMs } from '../../db/quota.ts';
import { saveUsage } from '../../db/workspaces.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type { Usage } from '../facebook/usage.ts';
import type { Context } from './context.ts';

/**
 * Stores what the headers of an answer say about the quotas of its ad account (null = it was about none) and of the app, and cools
 * down what Meta wants left alone. To be told of every answer, whatever it was about.
 */
export function noteUsage({ db, ports }: Context, connectionId: number, account: string | null, usage: Usage): void {
  const now = ports.clock.now();
  const { score, calls, app, callsRegainMs, tier } = usage;
  if (score === null && calls === null && app === null) return;
  db.transaction(() => {
    saveFigures(db, connectionId, account, { score, calls, app }, now);
    const appAt = Math.ceil(nextAppCallAt(app === null ? null : { percent: app, at: now }, now));
    if (appAt > now) coolDown(db, 'app', { connectionId, account: '' }, appAt);
    if (account === null) return;
    const figures = figuresOf(db, connectionId, account, now);
    const percent = Math.max(...Object.values(figures).map((figure) => figure?.percent ?? 0));
    saveUsage(db, connectionId, account, { percent, at: now, tier });
    // The score is looked at when somebody wants to write: only then is it known what is under way.
    const hour = nextWriteAt({ tier: 'unknown', score: null, calls: figures.calls, spent: [] }, now);
    const until = Math.max(Math.ceil(hour), now + callsRegainMs);
    if (until > now) coolDown(db, 'ad_account', { connectionId, account }, until);
  }).immediate();
}

/**
 * Whether the next write for a batch may be made now for all that is known of its ad account's quota, after so many reads; when not,
 * the account cools down until it may. Ask in the same breath in which the batch is taken up: on the limited tier the next one is put
 * off until this one is on record.
 */
export function takeQuota(context: Context, batch: ReadyBatch, reads = 0): boolean {
  const { db, ports } = context;
  const { connection_id: connectionId, account } = batch;
  const now = ports.clock.now();
  const quota = quotaOf(db, connectionId, account, now);
  const at = Math.ceil(nextWriteAt(quota, now, WRITE_POINTS + reads * READ_POINTS));
  const until = at > now ? at : now + apartMs(quota);
  if (until > now) coolDown(db, 'ad_account', { connectionId, account }, until);
  if (at <= now) return true;
  ports.log.info('quota.paced', { batchId: batch.id, ms: at - now });
  context.emit({ event: 'status.changed' });
  context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
  return false;
}

/** Whether an ad account may be read for what can wait; that it is kept from a second write in the same breath does not count. */
export function mayRead({ db, ports }: Context, connectionId: number, account: string): boolean {
  const now = ports.clock.now();
  return (coolDownUntil(db, connectionId, account, now) ?? now) - now <= APART_MS;
}

/**
 * The longest that a person of a job waits for company, in ms: what the job says, or as long as its ad accounts need to regain one
 * write for each of its steps (DESIGN section 5); a shorter trickle would be blocked within minutes.
 */
export function flushWindowMs({ db, ports }: Context, job: { readonly id: number; readonly flush_ms: number }): number {
  const now = ports.clock.now();
  const regains = [...Map.groupBy(stepsOf(db, job.id), ({ account }) => account)].map(([account, steps]) => {
    const connectionId = steps[0] && audienceById(db, steps[0].audience_id)?.connection_id;
    if (connectionId === undefined || tierOf(db, connectionId, account) === 'full') return 0;
    return (regainMs(quotaOf(db, connectionId, account, now)) ?? 0) * steps.length;
  });
  return Math.max(job.flush_ms, ...regains);
}

/**
 * When all that is pending of a step in a run will have been sent at its ad account's pace, in epoch ms; null when it waits for
 * something that has no end in sight, or nothing was ever sent to go by. `holds`: those that stand.
 */
export function etaAt(
  { db, ports }: Context,
  runId: number,
  step: StepRow,
  pending: readonly PendingPart[],
  holds: readonly Hold[],
): number | null {
  const audience = audienceById(db, step.audience_id);
  if (pending.length === 0 || !audience || pending.some(({ reason }) => ENDLESS.has(reason))) return null;
  const now = ports.clock.now();
  const quota = quotaOf(db, audience.connection_id, step.account, now);
  const [paceMs, eachMs] = [regainMs(quota), uploadMs(db, step.audience_id)];
  if (paceMs === null && eachMs === null) return null;
  const startAt = coolDownUntil(db, audience.connection_id, step.account, now) ?? now;
  const writes = aheadOf(db, step, runId)
    .filter(({ step_id: id }) => !isStepPaused(db, id) && !holds.some(({ stepIds }) => stepIds.includes(id)))
    .reduce((sum, { batches }) => sum + batches, 0);
  const atOnce = Math.min(writes, writesLeft(quota, startAt));
  const dueAt = Math.max(...pending.map((part) => part.due_at ?? 0));
  const sentAt = startAt + atOnce * (eachMs ?? 0) + (writes - atOnce) * Math.max(eachMs ?? 0, paceMs ?? 0);
  return Math.round(Math.max(sentAt, dueAt));
}

/** What waits for these waits for a person or a network. */
const ENDLESS: ReadonlySet<PendingPart['reason']> = new Set(['held', 'paused', 'offline']);
