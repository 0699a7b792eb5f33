import { addActivity } from '../../../db/activity.ts';
import { addRun, runsOf } from '../../../db/runs.ts';
import { dueJobs, scheduledJobs, setNextRun } from '../../../db/schedules.ts';
import type { Schedule } from '../../../preload/contract/schedule.ts';
import type { Context } from '../context.ts';
import { nextTime } from './times.ts';

const HOUR_MS = 60 * 60_000;
/** A time that nobody can name is looked for again then. */
const DAY_MS = 24 * HOUR_MS;

/** The next run of a schedule as it is stored (JSON). */
function nextRunAt(schedule: string, after: number): number {
  return nextTime(JSON.parse(schedule) as Schedule, after) ?? after + DAY_MS;
}

/**
 * Begins a run of each job whose time has come, and sets its next time in the same transaction: so a crash makes it neither twice nor never.
 * However many times were missed (Muster was closed, the computer slept, the run before took longer, the job was paused), it runs once.
 */
export function startDueRuns({ db, ports, emit }: Context): void {
  const now = ports.clock.now();
  if (dueJobs(db, now).length === 0) return;
  db.transaction(() => {
    for (const { id, schedule, next_run_at: dueAt } of dueJobs(db, now)) {
      setNextRun(db, id, nextRunAt(schedule, now));
      if (dueAt === null) continue;
      const runId = addRun(db, id, now);
      addActivity(db, { at: now, actor: 'muster', kind: 'job.started', runId });
      ports.log.info('schedule.run', { runId });
    }
  }).immediate();
  for (const event of ['jobs.changed', 'status.changed'] as const) emit({ event });
}

/**
 * The wall clock was set back to `now`: what comes sooner by it is not waited for until the old time. Less than an hour changes nothing, so
 * that a time server's corrections make no job run twice.
 */
export function resetSchedules({ db }: Pick<Context, 'db'>, now: number, byMs: number): void {
  if (byMs < HOUR_MS) return;
  for (const { id, schedule, next_run_at: old } of scheduledJobs(db)) {
    const [last] = runsOf(db, id, 1);
    const next = nextRunAt(schedule, Math.max(now, Math.min(last?.started_at ?? now, now + HOUR_MS)));
    if (old !== null && next < old) setNextRun(db, id, next);
  }
}
