import { addActivity } from '../../../db/activity.ts';
import { changeJob, type JobUpdate } from '../../../db/job-changes.ts';
import { type JobRow, sourceById, stepsOf } from '../../../db/jobs.ts';
import type { JobChange } from '../../../preload/contract/job-changes.ts';
import type { Schedule } from '../../../preload/contract/schedule.ts';
import { text } from '../../../preload/messages/text.ts';
import type { Context } from '../context.ts';
import { mappedKeys } from '../ingest.ts';
import { inspect } from '../inspect.ts';
import { NotFoundError } from '../known.ts';
import { ReadFault } from '../reader.ts';
import { refused } from '../refused.ts';
import { nextTime, previewSchedule } from '../schedules/times.ts';
import { announce } from '../sync.ts';
import { knownJob } from './known.ts';

/**
 * Gives a job new settings from its next run on, and asks anew about what holds it. Throws NotFoundError, ReadFault when its source cannot be
 * read in the new way, and RefusedError for a schedule that names no time, or that is of a source which cannot be read again.
 */
export async function change(context: Context, order: JobChange): Promise<{ readonly changed: boolean }> {
  const { db, ports } = context;
  const job = knownJob(db, order.jobId);
  const source = order.sourceId === undefined ? undefined : sourceById(db, order.sourceId);
  if (order.sourceId !== undefined && typeof source?.path !== 'string') throw new NotFoundError(text('source.gone'));
  const path = source?.path ?? job.source_path;
  if (order.schedule && path === null) throw refused('job.refused.source', { name: job.source_name });
  const { schedule, jobId, ...rest } = order;
  const update: JobUpdate = {
    ...defined(rest),
    ...(schedule === undefined ? {} : { schedule: scheduled(schedule, ports.clock.now()) }),
  };
  const reads = ['sourceId', 'overrides', 'country'].some((name) => name in update);
  if (reads && path !== null)
    await assertReadable(context, job, { ...update, path, name: source?.name ?? job.source_name });
  db.transaction(() => {
    knownJob(db, jobId);
    changeJob(db, jobId, update);
    tellChange(context, jobId);
  }).immediate();
  await announce(context, jobId);
  return { changed: true };
}

/** Writes down that a person changed a job. */
export function tellChange({ db, ports }: Context, jobId: number): void {
  addActivity(db, { at: ports.clock.now(), actor: 'user', kind: 'job.changed', jobId });
}

/** A schedule as it is stored, with its next time. Throws RefusedError for one that names no time. */
export function scheduled(schedule: Schedule | null, now: number): NonNullable<JobUpdate['schedule']> {
  if (schedule === null) return { text: null, nextRunAt: null };
  if (!previewSchedule(schedule, now).ok) throw refused('job.refused.schedule');
  return { text: JSON.stringify(schedule), nextRunAt: nextTime(schedule, now) };
}

/** Throws RefusedError when no column is mapped to one of these keys. A source that cannot be read now is no hindrance. */
export async function assertMapped(context: Context, job: JobRow, keys: readonly string[] | null): Promise<void> {
  if (keys === null || job.source_path === null) return;
  const look = { path: job.source_path, name: job.source_name, sheet: job.sheet, country: job.country };
  try {
    const { mapping } = await inspect(context, { ...look, overrides: JSON.parse(job.overrides) as string[] });
    assertAmong(keys, mapping);
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
  }
}

async function assertReadable(
  context: Context,
  job: JobRow,
  to: JobUpdate & { readonly path: string; readonly name: string },
): Promise<void> {
  const { path, name, overrides = JSON.parse(job.overrides) as string[], country = job.country } = to;
  try {
    // Another file has other sheets.
    const sheet = to.sourceId === undefined ? job.sheet : null;
    const { mapping } = await inspect(context, { path, name, sheet, overrides, country });
    for (const { keys } of stepsOf(context.db, job.id)) {
      if (keys !== null) assertAmong(JSON.parse(keys) as string[], mapping);
    }
  } catch (error) {
    // A drive that is away just now keeps nobody from mending the rest.
    const isAway = error instanceof ReadFault && error.code !== 'bad_mapping' && to.sourceId === undefined;
    if (!isAway) throw error;
  }
}

function assertAmong(keys: readonly string[], mapping: Parameters<typeof mappedKeys>[0]): void {
  const mapped: ReadonlySet<string> = new Set(mappedKeys(mapping));
  const missing = keys.filter((key) => !mapped.has(key));
  if (missing.length > 0) throw refused('job.refused.keys', { keys: missing.join(', ') });
}

function defined<T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
