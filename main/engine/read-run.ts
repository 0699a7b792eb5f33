import type { Readable } from 'node:stream';

import type { ColumnMapping } from '#core/mapping/mapping.ts';
import { release } from '#core/release.ts';

import { jobById, type JobRow, stepsOfRun } from '../../db/jobs.ts';
import { addPart, chunkCountOf, endReading, type RunRow, setRunSource } from '../../db/runs.ts';
import { readSetting } from '../../db/settings.ts';
import { text } from '../../preload/messages/text.ts';
import type { Context } from './context.ts';
import { StoppedError, unlessStopped } from './durable-write.ts';
import type { ReaderMessage, ReaderOrder } from './ingest-worker.ts';
import type { ReadPosition } from './ingest.ts';
import { flushWindowMs } from './quota.ts';
import { ReadFault } from './reader.ts';
import { keepMapping } from './sources/saved-mappings.ts';

const HOUR_MS = 60 * 60_000;
/** What an Int32Array, and a timer, can hold: 24 days. */
const LONGEST_FLUSH_MS = 2 ** 31 - 1;

/**
 * Reads a run's source to its end, from where the last stored part ended. Resolves when the run reads no more: at the end, when the
 * source turned out to be another or unreadable, when the run was cancelled, or when the engine stops (then it is resumed later).
 */
export async function readRun(
  context: Context,
  run: RunRow,
  stdin: Readable | null,
  signal: AbortSignal,
): Promise<void> {
  const { db, ports } = context;
  const job = jobById(db, run.job_id);
  if (!job) throw new Error(`job ${run.job_id} does not exist`);
  const ended = (end: Parameters<typeof endReading>[2]): Promise<void> =>
    context.write(() => endReading(db, run.id, end, ports.clock.now())).catch(unlessStopped);
  const changed = (): void => context.emit({ event: 'run.changed', runId: run.id, jobId: job.id });
  if (job.source_kind === 'stdin' && stdin === null) {
    // Its process died: what came through the pipe is gone, who entered is still sent.
    const failure =
      job.source_name === 'standard input'
        ? 'Standard input ended with the process that read it.'
        : `${text('source.dropCut', { name: job.source_name })} ${text('source.dropAgain')}`;
    await ended({ state: 'cut_short', failure });
    changed();
    return;
  }
  const started = ports.clock.monotonic();
  const flushMs = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const adjustFlush = (): void => {
    Atomics.store(flushMs, 0, Math.min(LONGEST_FLUSH_MS, flushWindowMs(context, job)));
  };
  adjustFlush();
  try {
    await context.readers.run(orderOf(context, run, job, flushMs), stdin, signal, (message) => {
      adjustFlush();
      return store(context, run, job, message);
    });
    if (signal.aborted) return;
    await ended({ state: 'sending', failure: null });
    ports.log.info('run.read', { runId: run.id, ms: Math.round(ports.clock.monotonic() - started) });
  } catch (error) {
    // What could not be stored any more is read again after the next start.
    if (signal.aborted || error instanceof StoppedError) return;
    const isChanged = error instanceof ReadFault && error.code === 'source_changed';
    const failure = error instanceof ReadFault ? error.message : 'Reading stopped because of an error in Muster.';
    await ended({ state: isChanged ? 'source_changed' : 'cut_short', failure });
    ports.log.info('run.stopped', { runId: run.id, code: error instanceof ReadFault ? error.code : errorName(error) });
  } finally {
    changed();
    context.emit({ event: 'jobs.changed' });
  }
}

function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

function orderOf(context: Context, run: RunRow, job: JobRow, flushMs: Int32Array): ReaderOrder {
  const { db, ports } = context;
  const from: ReadPosition =
    run.position === null ? { block: null, skip: 0 } : (JSON.parse(run.position) as ReadPosition);
  return {
    path: job.source_path,
    name: job.source_name,
    sheet: job.sheet,
    overrides: JSON.parse(job.overrides) as string[],
    country: job.country,
    thisYear: new Date(ports.clock.now()).getUTCFullYear(),
    begun:
      run.mapping === null
        ? null
        : {
            mapping: JSON.parse(run.mapping) as ColumnMapping[],
            size: run.source_size,
            mtimeMs: run.source_mtime_ms,
          },
    task: {
      kind: 'ingest',
      runId: run.id,
      steps: stepsOfRun(db, run.id).map((step) => ({
        stepId: step.id,
        action: step.action,
        keys: step.keys === null ? null : (JSON.parse(step.keys) as string[]),
        isValueBased: step.is_value_based === 1,
      })),
      zeroValue: job.zero_value === 1,
      workspaceKey: context.workspaceKey(job.workspace_id),
      from,
      firstSeq: chunkCountOf(db, run.id),
      flushMs,
      databaseFile: db.name,
    },
  };
}

/** False when the run no longer reads. Resolves when it is stored, however long the disk is full. */
async function store(context: Context, run: RunRow, job: JobRow, message: ReaderMessage): Promise<boolean> {
  const { db, ports, emit, write } = context;
  switch (message.kind) {
    case 'shape':
      if (run.mapping === null) {
        const { size, mtimeMs, hasHeader } = message;
        const mapping = JSON.stringify(message.mapping);
        await write(() => {
          setRunSource(db, run.id, { mapping, size, mtimeMs });
          if (hasHeader) keepMapping(context, run, job, message.mapping);
        });
      }
      return true;
    case 'part': {
      const part = { ...message.part, runId: run.id, horizonMs: readSetting(db, 'horizon_hours') * HOUR_MS };
      const isStored = await write(() => addPart(db, part, ports.clock.now()));
      if (part.chunk) release([part.chunk.sealed]);
      emit({ event: 'run.changed', runId: run.id, jobId: run.job_id });
      return isStored;
    }
    case 'progress':
    case 'checked':
    case 'previewed':
    case 'row':
    case 'end':
    case 'fault':
      return true;
  }
}
