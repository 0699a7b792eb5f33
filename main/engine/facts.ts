import {
  type AttemptRow,
  attemptsOf,
  type BatchRow,
  countBatches,
  lastAttemptOfStep,
  listBatches,
  type PendingPart,
  pendingParts,
} from '../../db/batches.ts';
import { heldSteps, listHolds } from '../../db/holds.ts';
import { audienceById, jobById, type JobRow, listJobs, type StepRow, stepsOf, stepsOfRun } from '../../db/jobs.ts';
import type { ReadDb } from '../../db/open.ts';
import { isStepPaused } from '../../db/pauses.ts';
import { problemCounts } from '../../db/problems.ts';
import { erroredReasons, lastAttempts } from '../../db/reports.ts';
import { type CounterRow, countersOf, type RunRow, runById, runsOf } from '../../db/runs.ts';
import { readSetting } from '../../db/settings.ts';
import { connectionById } from '../../db/workspaces.ts';
import type { Counters, PendingReason } from '../../preload/contract/counters.ts';
import type { Hold, HoldReason } from '../../preload/contract/holds.ts';
import type {
  AttemptFacts,
  AudienceState,
  BatchFacts,
  JobDetail,
  JobSettings,
  JobState,
  JobSummary,
  RunFacts,
  StepFacts,
} from '../../preload/contract/jobs.ts';
import type { Schedule } from '../../preload/contract/schedule.ts';
import type { Context } from './context.ts';
import { holdPage } from './hold-page.ts';
import { isRepeatable } from './jobs/known.ts';
import { etaAt } from './quota.ts';

const NONE: Counters = { entered: 0, proceeded: 0, synced: 0, not_synced: 0, pending: 0, errored: 0, exited: 0 };

/** Sums counters; an empty list is all zero. */
export function sumCounters(rows: readonly (Counters | CounterRow)[]): Counters {
  return rows.reduce<Counters>(
    (sum, c) => ({
      entered: sum.entered + c.entered,
      proceeded: sum.proceeded + c.proceeded,
      synced: sum.synced + c.synced,
      not_synced: sum.not_synced + c.not_synced,
      pending: sum.pending + c.pending,
      errored: sum.errored + c.errored,
      exited: sum.exited + c.exited,
    }),
    NONE,
  );
}

export function holdFacts(context: Context): readonly Hold[] {
  const { db } = context;
  const steps = heldSteps(db);
  const limitMs = readSetting(db, 'hold_days') * 24 * 60 * 60_000;
  return listHolds(db).map((hold) => {
    const own = steps.filter((step) => step.hold_id === hold.id);
    const account = hold.account || (own[0]?.account ?? '');
    return {
      id: hold.id,
      reason: hold.reason as HoldReason,
      scope: hold.scope,
      account: hold.account,
      stepIds: own.map((step) => step.step_id),
      since: hold.since,
      person: hold.person_name,
      probeAt: hold.probe_at,
      expiresAt: hold.since + limitMs,
      url: holdPage(context, hold, account),
      code: hold.code,
      subcode: hold.subcode,
      said: hold.said,
      found: hold.found,
      people: own.reduce((sum, step) => sum + step.people, 0),
    };
  });
}

export function jobSummaries(context: Context): readonly JobSummary[] {
  const holds = holdFacts(context);
  const pending = pendingParts(context.db, null, context.ports.clock.now());
  return listJobs(context.db).map((job) => jobSummary(context, job, holds, pending));
}

function jobSummary(
  context: Context,
  job: JobRow,
  holds: readonly Hold[],
  pending: readonly PendingPart[],
): JobSummary {
  const { db } = context;
  const steps = stepsOf(db, job.id);
  const [run] = runsOf(db, job.id, 1);
  const stepIds = new Set(steps.map((step) => step.id));
  const own = pending.filter((part) => stepIds.has(part.step_id));
  const heldBy = holds.filter((hold) => hold.people > 0 && hold.stepIds.some((id) => stepIds.has(id)));
  return {
    id: job.id,
    name: job.name,
    isSample: job.is_sample === 1,
    isSandbox: job.is_sandbox === 1,
    sourceName: job.source_name,
    account: steps[0]?.account ?? '',
    accountName: steps[0]?.account_name ?? null,
    steps: steps.map((step) => ({ id: step.id, action: step.action, audience: step.audience_name })),
    state: jobState(run, own),
    isPaused: steps.length > 0 && steps.every((step) => isStepPaused(context.db, step.id)),
    heldBy: [...new Set(heldBy.map((hold) => hold.reason))],
    isRepeatable: isRepeatable(job),
    schedule: job.schedule === null ? null : (JSON.parse(job.schedule) as Schedule),
    nextRunAt: job.next_run_at,
    counters: run ? sumCounters(countersOf(db, run.id)) : NONE,
    lastRun: run ? { id: run.id, state: run.state, startedAt: run.started_at, endedAt: run.ended_at } : null,
  };
}

function jobState(run: RunRow | undefined, pending: readonly PendingPart[]): JobState {
  if (run?.state === 'reading') return 'reading';
  if (pending.length === 0) return 'idle';
  const has = (...wanted: readonly PendingReason[]): boolean => pending.some(({ reason }) => wanted.includes(reason));
  if (has('sending', 'queued')) return 'sending';
  if (has('retry', 'throttled')) return 'waiting';
  if (has('held')) return 'held';
  return has('offline') ? 'offline' : 'paused';
}

export function jobDetail(context: Context, jobId: number): JobDetail | null {
  const { db, ports } = context;
  const job = jobById(db, jobId);
  if (!job || job.deleted_at !== null) return null;
  const runs = runsOf(db, jobId, 100);
  const mapping = runs.find((run) => run.mapping !== null)?.mapping;
  return {
    ...jobSummary(context, job, holdFacts(context), pendingParts(db, null, ports.clock.now())),
    settings: jobSettings(context, job),
    mapping: mapping ? (JSON.parse(mapping) as JobDetail['mapping']) : [],
    runs: runs.map((run) => ({
      id: run.id,
      number: run.number,
      state: run.state,
      startedAt: run.started_at,
      endedAt: run.ended_at,
      entered: run.entered,
    })),
  };
}

function jobSettings({ db }: Context, job: JobRow): JobSettings {
  return {
    connectionId: job.connection_id,
    person: connectionById(db, job.connection_id)?.person_name ?? null,
    source: { sourceId: job.source_id, kind: job.source_kind, name: job.source_name, sheet: job.sheet },
    overrides: JSON.parse(job.overrides) as string[],
    country: job.country,
    flushMs: job.flush_ms,
    zeroValue: job.zero_value === 1,
    steps: stepsOf(db, job.id).map((step) => ({
      id: step.id,
      account: step.account,
      accountName: step.account_name,
      audience: { id: step.facebook_id, name: step.audience_name, isValueBased: step.is_value_based === 1 },
      action: step.action,
      keys: step.keys === null ? null : (JSON.parse(step.keys) as string[]),
    })),
  };
}

export function runFacts(context: Context, runId: number): RunFacts | null {
  const { db } = context;
  const run = runById(db, runId);
  if (!run) return null;
  const { read, entered, duplicates, excluded, unchanged, unreadable } = run;
  return {
    id: run.id,
    jobId: run.job_id,
    number: run.number,
    state: run.state,
    failure: run.failure,
    startedAt: run.started_at,
    endedAt: run.ended_at,
    rows: { read, entered, duplicates, excluded, unchanged, unreadable },
    progress: { bytes: run.bytes_read, total: run.source_size },
    steps: stepFacts(context, run, holdFacts(context)),
    problems: problemCounts(db, runId),
  };
}

/** Everything the funnel shows of each step, from one moment. */
export function stepFacts(context: Context, run: RunRow, holds: readonly Hold[]): readonly StepFacts[] {
  const { db, ports } = context;
  const pending = pendingParts(db, run.id, ports.clock.now());
  const errored = erroredReasons(db, run.id);
  const counters = countersOf(db, run.id);
  const steps = stepsOfRun(db, run.id);
  return counters.flatMap((counter, index) => {
    const step = steps.find(({ id }) => id === counter.step_id);
    return step ? [stepFact(context, run, { ...step, position: index + 1 }, counter, { pending, errored, holds })] : [];
  });
}

/** These wait for no clock, so a time when they go on would be a guess. */
const STOPPED: ReadonlySet<PendingReason> = new Set(['held', 'paused', 'offline']);

function stepFact(
  context: Context,
  run: RunRow,
  step: StepRow,
  counter: CounterRow,
  all: {
    readonly pending: readonly PendingPart[];
    readonly errored: ReturnType<typeof erroredReasons>;
    readonly holds: readonly Hold[];
  },
): StepFacts {
  const { db } = context;
  const pending = all.pending.filter((part) => part.step_id === step.id);
  const due = pending.flatMap((part) => (part.due_at !== null && !STOPPED.has(part.reason) ? [part.due_at] : []));
  const last = lastAttemptOfStep(db, run.id, step.id);
  const isHeld = pending.some((part) => part.reason === 'held');
  return {
    stepId: step.id,
    position: step.position,
    account: step.account,
    accountName: step.account_name,
    audience: audienceState(db, step),
    action: step.action,
    keys: keysOfStep(step, run),
    counters: sumCounters([counter]),
    pendingReasons: reasons<PendingReason>(pending),
    erroredReasons: reasons(all.errored.filter((part) => part.step_id === step.id)),
    holdIds: isHeld ? all.holds.filter((hold) => hold.stepIds.includes(step.id)).map((hold) => hold.id) : [],
    isPaused: isStepPaused(db, step.id),
    retryAt: due.length > 0 ? Math.min(...due) : null,
    etaAt: etaAt(context, run.id, step, pending, all.holds),
    lastOutcome: last?.outcome ? { kind: last.outcome, code: last.code, subcode: last.subcode } : null,
  };
}

function reasons<R extends string>(
  parts: readonly { readonly reason: string; readonly people: number }[],
): Partial<Record<R, number>> {
  return Object.fromEntries(parts.map(({ reason, people }) => [reason, people])) as Partial<Record<R, number>>;
}

function audienceState(db: ReadDb, step: StepRow): AudienceState {
  const row = audienceById(db, step.audience_id);
  const status = (code: number | null = null, description: string | null = null) =>
    code === null ? null : { code, description };
  const [lower, upper] = [row?.size_lower ?? null, row?.size_upper ?? null];
  return {
    id: step.facebook_id,
    name: step.audience_name,
    isValueBased: step.is_value_based === 1,
    size: lower === null || upper === null ? null : { lower, upper },
    operation: status(row?.operation_code, row?.operation_text),
    delivery: status(row?.delivery_code, row?.delivery_text),
    readAt: row?.read_at ?? null,
  };
}

function keysOfStep(step: StepRow, run: RunRow): readonly string[] {
  const mapping = run.mapping === null ? [] : (JSON.parse(run.mapping) as JobDetail['mapping']);
  const keys =
    step.keys === null
      ? mapping.flatMap(({ key }) => (key === null ? [] : key === 'DOB' ? ['DOBY', 'DOBM', 'DOBD'] : [key]))
      : (JSON.parse(step.keys) as string[]);
  // A value goes along to value-based audiences, and to no other.
  const own = keys.filter((key) => key !== 'LOOKALIKE_VALUE');
  return [...new Set(step.is_value_based === 1 ? [...own, 'LOOKALIKE_VALUE'] : own)];
}

export function batchFacts(
  { db }: Context,
  runId: number,
  beforeId: number | null,
  limit: number,
): { readonly total: number; readonly batches: readonly BatchFacts[] } {
  const rows = listBatches(db, runId, beforeId, limit);
  const run = runById(db, runId);
  const steps = run ? stepsOfRun(db, run.id) : [];
  const last = lastAttempts(
    db,
    rows.map((row) => row.id),
  );
  return { total: countBatches(db, runId), batches: rows.map((row) => batchFact(row, steps, last.get(row.id))) };
}

function batchFact(
  row: BatchRow,
  steps: readonly StepRow[],
  last: (AttemptRow & { readonly attempts: number }) | undefined,
): BatchFacts {
  return {
    id: row.id,
    stepId: row.step_id,
    position:
      1 +
      Math.max(
        0,
        steps.findIndex((step) => step.id === row.step_id),
      ),
    action: row.operation,
    state: row.state,
    people: row.people,
    entries: row.entries,
    keys: JSON.parse(row.keys) as string[],
    firstLine: row.first_line,
    lastLine: row.last_line,
    attempts: last?.attempts ?? 0,
    retryAt: row.retry_at,
    synced: row.synced,
    errored: row.errored,
    createdAt: row.created_at,
    lastAttempt: last ? attemptFact(last) : null,
  };
}

export function attemptFacts({ db }: Context, batchId: number): readonly AttemptFacts[] {
  return attemptsOf(db, batchId).map(attemptFact);
}

function attemptFact(row: AttemptRow): AttemptFacts {
  return {
    id: row.id,
    startedAt: row.started_at,
    ms: row.ended_at === null ? null : row.ended_at - row.started_at,
    outcome: row.outcome,
    httpStatus: row.http_status,
    code: row.code,
    subcode: row.subcode,
    received: row.received,
    invalid: row.invalid,
    bytes: row.bytes,
    said: row.said,
    traceId: row.trace_id,
  };
}
