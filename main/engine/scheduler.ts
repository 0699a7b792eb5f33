import type { Readable } from 'node:stream';

import { LONGEST_TICK_MS, retryDelayMs } from '#core/retry.ts';

import {
  chargeHorizon,
  nextDueAt,
  nextReady,
  type ReadyBatch,
  recoverInterrupted,
  releaseInterrupted,
  settleBatch,
} from '../../db/batches.ts';
import { embeddedAudiences } from '../../db/jobs.ts';
import { runsIn } from '../../db/runs.ts';
import type { Context } from './context.ts';
import { readRun } from './read-run.ts';
import { sendBatch } from './sender.ts';
import { allErrored } from './settle.ts';

/** Uploads at the same time, over all audiences; one per audience (DESIGN section 5). */
const MOST_IN_FLIGHT = 4;
/** How often the sender looks for what another process queued. */
const LOOK_MS = 1_000;

export interface Scheduler {
  /** Something was queued or released: look now. */
  wake(): void;
  /** Stops taking up work, waits for what is in flight, and ends. */
  stop(): Promise<void>;
}

/**
 * The one loop that reads sources and sends batches. Runs only in the process that holds the sender's lock. `streams` holds, by run,
 * the standard inputs of this process.
 */
export function startScheduler(context: Context, streams: Map<number, Readable>): Scheduler {
  const { db, ports } = context;
  const { clock } = ports;
  const stopping = new AbortController();
  const inFlight = new Map<number, Promise<void>>();
  const busyAudiences = new Set<number>();
  const reading = new Map<number, Promise<void>>();
  let nap = new AbortController();
  let lastTick = clock.monotonic();
  const wake = (): void => nap.abort();

  const interrupted = recoverInterrupted(db, clock.now());
  if (interrupted > 0) ports.log.info('batches.recovered', { count: interrupted });

  function chargeWaiting(): void {
    const now = clock.monotonic();
    const ms = Math.min(now - lastTick, LONGEST_TICK_MS);
    lastTick = now;
    if (ms <= 0) return;
    for (const batch of chargeHorizon(db, Math.round(ms), clock.now())) {
      settleBatch(db, batch, null, allErrored(batch, 'horizon'), clock.now());
      context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
    }
  }

  function takeUpReading(): void {
    if (reading.size > 0) return;
    const [run] = runsIn(db, 'reading');
    if (!run) return;
    const done = readRun(context, run, streams.get(run.id) ?? null, stopping.signal).finally(() => {
      reading.delete(run.id);
      streams.delete(run.id);
      wake();
    });
    reading.set(run.id, done);
  }

  function takeUpSending(): void {
    // Jobs of the embedded sandbox wait for a host that embeds it; that uses up nothing of theirs.
    const unreachable = ports.sandbox ? [] : embeddedAudiences(db);
    while (inFlight.size < MOST_IN_FLIGHT) {
      const batch = nextReady(db, clock.now(), [...busyAudiences, ...unreachable]);
      if (!batch) return;
      busyAudiences.add(batch.audience_id);
      const done = sendBatch(context, batch)
        .catch((error: unknown) => putBack(batch, error))
        .finally(() => {
          busyAudiences.delete(batch.audience_id);
          inFlight.delete(batch.id);
          wake();
        });
      inFlight.set(batch.id, done);
    }
  }

  /** Our bug, or a full disk: the batch is tried again later, like any other trouble that is not Meta's no. */
  function putBack(batch: ReadyBatch, error: unknown): void {
    ports.log.info('batch.failed', {
      batchId: batch.id,
      code: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
    });
    releaseInterrupted(db, batch, clock.now() + retryDelayMs(batch.tries + 1, ports.random()), clock.now());
  }

  function untilNextDue(): number {
    const due = nextDueAt(db, clock.now());
    if (due === null) return LOOK_MS;
    const ms = due - clock.now();
    // What is due and was not taken up waits for a place in flight, and its end wakes us.
    return ms <= 0 && inFlight.size > 0 ? LOOK_MS : Math.min(LOOK_MS, Math.max(1, ms));
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      chargeWaiting();
      takeUpReading();
      takeUpSending();
      await clock.sleep(untilNextDue(), nap.signal);
      nap = new AbortController();
    }
  }

  const ended = loop();
  return {
    wake,
    async stop() {
      stopping.abort();
      wake();
      await ended;
      await Promise.all([...inFlight.values(), ...reading.values()]);
    },
  };
}
