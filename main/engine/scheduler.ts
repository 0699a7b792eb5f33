import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { LONGEST_TICK_MS, retryDelayMs } from '#core/retry.ts';

import {
  chargeHorizon,
  nextDueAt,
  nextReady,
  NotReadyError,
  type ReadyBatch,
  recoverInterrupted,
  releaseInterrupted,
  settleBatch,
  shiftWaits,
} from '../../db/batches.ts';
import { embeddedAudiences } from '../../db/jobs.ts';
import { isJobPaused } from '../../db/pauses.ts';
import { shiftFigures } from '../../db/quota.ts';
import { runById, runsIn } from '../../db/runs.ts';
import { lastSeenAt, noteSeenAt } from '../../db/settings.ts';
import { watchErrors } from './activity/alerts.ts';
import type { Audits } from './audit/audits.ts';
import { watchFailures } from './audit/failures.ts';
import { startAudienceHealth } from './connections/audience-health.ts';
import { startHealth } from './connections/health.ts';
import type { Context } from './context.ts';
import { StoppedError, troubleIn, unlessStopped } from './durable-write.ts';
import { startProbes } from './probes.ts';
import { readRun } from './read-run.ts';
import { resetSchedules, startDueRuns } from './schedules/due.ts';
import { sendBatch } from './sender.ts';
import { followSettings } from './settings/apply.ts';
import { allErrored } from './settle.ts';
import { sweepQueue } from './sweep.ts';

/** Uploads at the same time, over all audiences; one per audience (DESIGN section 5). */
const MOST_IN_FLIGHT = 4;
/** How often the sender looks for what another process queued, and for what is due. */
const LOOK_MS = 1_000;
/** The clocks never tick quite alike; what is less is no jump. */
const JUMP_MS = 2_000;
/** How often the time is stored, so that a clock that is set back while nobody looks is noticed at the next start. */
const SEEN_MS = 60_000;

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
export function startScheduler(context: Context, streams: Map<number, Readable>, audits: Audits): Scheduler {
  const { db, ports } = context;
  const { clock } = ports;
  const stopping = new AbortController();
  const inFlight = new Map<number, Promise<void>>();
  const busyAudiences = new Set<number>();
  const reading = new Map<number, Promise<void>>();
  const wake = (): void => nap.abort();
  // What asks Meta beside the uploads.
  const lookers = [
    startProbes(context, wake),
    startHealth(context),
    startAudienceHealth(context),
    watchFailures(context, audits),
    watchErrors(context),
    followSettings(context),
  ];
  let nap = new AbortController();
  let lastTick = clock.monotonic();
  let lastSeen = clock.now();
  let lastNoted = -Infinity;

  const interrupted = recoverInterrupted(db, clock.now());
  if (interrupted > 0) ports.log.info('batches.recovered', { count: interrupted });

  function setBack(byMs: number, now: number): void {
    const ms = Math.round(byMs);
    db.transaction(() => {
      shiftWaits(db, ms);
      shiftFigures(db, ms);
      resetSchedules(context, now, ms);
      // In the same transaction, so that no crash makes it be done twice.
      noteSeenAt(db, now);
    }).immediate();
    ports.log.info('clock.set_back', { ms });
  }

  const before = lastSeenAt(db);
  if (before !== null && before - lastSeen > JUMP_MS) setBack(before - lastSeen, lastSeen);

  // At once, so that whoever asks what there is to do is told of it.
  startDueRuns(context);

  /** What waits is charged by a clock that cannot jump; times that are stored go with the clock when it is set back. */
  function keepTime(): void {
    const [tick, now] = [clock.monotonic(), clock.now()];
    const passed = tick - lastTick;
    const jump = now - lastSeen - passed;
    lastTick = tick;
    lastSeen = now;
    if (jump < -JUMP_MS) setBack(-jump, now);
    if (tick - lastNoted >= SEEN_MS || Math.abs(jump) > JUMP_MS) {
      lastNoted = tick;
      noteSeenAt(db, now);
    }
    const ms = Math.round(Math.min(passed, LONGEST_TICK_MS));
    if (ms <= 0) return;
    db.transaction(() => {
      for (const batch of chargeHorizon(db, ms, now)) {
        settleBatch(db, batch, null, allErrored(batch, 'horizon'), now);
        context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
      }
    }).immediate();
  }

  /** Runs that were cancelled before they were read: whoever writes into their streams must learn that nobody will read them. */
  function dropUnwanted(): void {
    for (const [runId, stream] of streams) {
      if (reading.has(runId) || runById(db, runId)?.state === 'reading') continue;
      stream.destroy();
      streams.delete(runId);
    }
  }

  function takeUpReading(): void {
    dropUnwanted();
    if (reading.size > 0) return;
    const run = runsIn(db, 'reading').find(({ job_id: jobId }) => !isJobPaused(db, jobId));
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
        .catch(unlessStopped)
        .finally(() => {
          busyAudiences.delete(batch.audience_id);
          inFlight.delete(batch.id);
          wake();
        });
      inFlight.set(batch.id, done);
    }
  }

  /** Our bug: the batch is tried again later, like any other trouble that is not Meta's no. */
  async function putBack(batch: ReadyBatch, error: unknown): Promise<void> {
    // What was not stored is found again at the next start; what was split or cancelled meanwhile is taken up as it is now.
    if (error instanceof StoppedError || error instanceof NotReadyError) return;
    if (troubleIn(error) !== null) {
      // Nothing was sent and nothing is wrong with the batch; it is taken up again, but not at once.
      await clock.sleep(LOOK_MS, stopping.signal);
      return;
    }
    ports.log.info('batch.failed', {
      batchId: batch.id,
      code: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
    });
    const retryAt = clock.now() + retryDelayMs(batch.tries + 1, ports.random());
    await context.write(() => releaseInterrupted(db, batch, retryAt, clock.now()));
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
      // All of a turn looks at the database, and a lock or a full disk must not end the loop.
      const waitMs = await context.write(() => {
        keepTime();
        const hasMore = sweepQueue(context);
        startDueRuns(context);
        takeUpReading();
        takeUpSending();
        for (const looker of lookers) looker.takeUp();
        return hasMore ? 0 : untilNextDue();
      });
      if (waitMs === 0) await setImmediate();
      else await clock.sleep(waitMs, nap.signal);
      nap = new AbortController();
    }
  }

  const ended = loop().catch(unlessStopped);
  return {
    wake,
    async stop() {
      stopping.abort();
      wake();
      await ended;
      await Promise.all([...inFlight.values(), ...reading.values(), ...lookers.map((looker) => looker.stop())]);
    },
  };
}
