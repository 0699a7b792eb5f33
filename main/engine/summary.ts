import { jobById, listJobs } from '../../db/jobs.ts';
import { isJobPaused } from '../../db/pauses.ts';
import { problemCounts } from '../../db/problems.ts';
import { type RunRow, runById, runsOf } from '../../db/runs.ts';
import type { RowCounts } from '../../preload/contract/counters.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type { StepFacts } from '../../preload/contract/jobs.ts';
import type { Summary, SummaryStep } from '../../preload/contract/summary.ts';
import { text } from '../../preload/messages/text.ts';
import type { Context } from './context.ts';
import { holdFacts, stepFacts, sumCounters } from './facts.ts';

/** The summary of one run, or (null) of every run of the data folder with one line a step, from one moment. */
export function summaryOf(context: Context, runId: number | null): Summary {
  const { db } = context;
  // One read transaction: counters, holds and states of the same instant.
  return db.transaction(() => {
    const runs = runId === null ? listJobs(db).flatMap((job) => runsOf(db, job.id, 1_000_000)) : [runById(db, runId)];
    return summaryOfRuns(
      context,
      runs.filter((run) => run !== undefined),
    );
  })();
}

function summaryOfRuns(context: Context, runs: readonly RunRow[]): Summary {
  const holds = holdFacts(context);
  const facts = runs.flatMap((run) => stepFacts(context, run, holds));
  const steps = [...Map.groupBy(facts, (fact) => fact.stepId).values()]
    .map((own) => stepSummary(own, holds))
    .toSorted((a, b) => a.position - b.position)
    .map(({ step }) => step);
  const problems: Record<string, number> = {};
  for (const run of runs) {
    for (const [code, count] of Object.entries(problemCounts(context.db, run.id))) {
      problems[code] = (problems[code] ?? 0) + count;
    }
  }
  const counters = sumCounters(steps.map((step) => step.counters));
  return { event: 'summary', state: stateOf(context, runs, steps), counters, rows: rowsOf(runs), steps, problems };
}

/** Held = nothing goes on before somebody acts: at Facebook, or by resuming what was paused here. */
function stateOf(context: Context, runs: readonly RunRow[], steps: readonly SummaryStep[]): Summary['state'] {
  const pending = steps.reduce((sum, step) => sum + step.counters.pending, 0);
  const stopped = steps.reduce((sum, { pending_reasons: { held = 0, paused = 0 } }) => sum + held + paused, 0);
  const reading = runs.filter((run) => run.state === 'reading');
  if (!reading.every((run) => mayBeLeft(context, run))) return 'waiting';
  if (pending > 0 || reading.length > 0) return stopped === pending ? 'held' : 'waiting';
  if (runs.some((run) => run.state === 'cancelled')) return 'cancelled';
  const isBroken = runs.some((run) => run.failure !== null);
  return isBroken || steps.some((step) => step.counters.errored > 0) ? 'problems' : 'done';
}

/** Nobody reads a paused file on, and it stays where it is; what waits in a pipe is lost when the process ends. */
function mayBeLeft({ db }: Context, run: RunRow): boolean {
  return isJobPaused(db, run.job_id) && jobById(db, run.job_id)?.source_kind !== 'stdin';
}

function rowsOf(runs: readonly RunRow[]): RowCounts {
  const names = ['read', 'entered', 'duplicates', 'excluded', 'unchanged', 'unreadable'] as const;
  const sums = names.map((name) => [name, runs.reduce((sum, run) => sum + run[name], 0)] as const);
  return Object.fromEntries(sums) as unknown as RowCounts;
}

/** Facts of one step over several runs, newest run first. */
function stepSummary(
  facts: readonly StepFacts[],
  holds: readonly Hold[],
): { readonly position: number; readonly step: SummaryStep } {
  const [newest] = facts;
  if (!newest) throw new Error('a step without facts');
  const holdIds = new Set(facts.flatMap((fact) => fact.holdIds));
  const due = facts.flatMap((fact) => (fact.retryAt === null ? [] : [fact.retryAt]));
  const step: SummaryStep = {
    account: newest.account,
    audience: { id: newest.audience.id, name: newest.audience.name },
    action: newest.action,
    counters: sumCounters(facts.map((fact) => fact.counters)),
    pending_reasons: sumReasons(facts.map((fact) => fact.pendingReasons)),
    errored_reasons: sumReasons(facts.map((fact) => fact.erroredReasons)),
    holds: holds
      .filter((hold) => holdIds.has(hold.id))
      .map((hold) => ({
        reason: hold.reason,
        scope: hold.scope,
        title: text(`hold.${hold.reason}.title`),
        action: text(`hold.${hold.reason}.action`, {
          account: hold.account || newest.account,
          person: hold.person ?? text('hold.person.unknown'),
        }),
        url: hold.url,
      })),
    retry_at: due.length > 0 ? Math.min(...due) : null,
    last_outcome: facts.find((fact) => fact.lastOutcome !== null)?.lastOutcome ?? null,
  };
  return { position: newest.position, step };
}

function sumReasons(all: readonly Readonly<Partial<Record<string, number>>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const reasons of all) {
    for (const [reason, people] of Object.entries(reasons)) sums[reason] = (sums[reason] ?? 0) + (people ?? 0);
  }
  return sums;
}
