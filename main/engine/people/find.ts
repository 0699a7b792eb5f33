import { setImmediate } from 'node:timers/promises';

import type { z } from 'zod';

import { isSelected, maskOf } from '#core/chunk.ts';
import { findPeople, type FoundPerson } from '#core/find-people.ts';
import { isKey } from '#core/keys.ts';
import { release } from '#core/release.ts';

import { type BatchRow, pendingParts } from '../../../db/batches.ts';
import { invalidLinesOf, reasonsOf } from '../../../db/errored.ts';
import { stepsOfRun } from '../../../db/jobs.ts';
import { batchesOfChunk, chunkBefore, countChunks, countriesIn, type SearchedChunk } from '../../../db/people.ts';
import type { ErroredReason, PendingReason } from '../../../preload/contract/counters.ts';
import type { PersonHit, PersonOrder, PersonPage, PersonStep } from '../../../preload/contract/people.ts';
import type { Context } from '../context.ts';
import { chunkPlace, closeChunk, decodeChunk, open, SealError } from '../vault.ts';
import { type Wanted, wantedOf } from './wanted.ts';

/** As long as one stretch may take, so that the page can show how far it is and somebody can give up. */
const STRETCH_MS = 250;
const MOST_HITS = 200;

/** Looks for one person in the sealed people of a job, or of all jobs of its client, for a quarter of a second. */
export async function findPerson(context: Context, order: z.output<typeof PersonOrder>): Promise<PersonPage> {
  const { db, ports, signal } = context;
  const wanted = wantedOf(order.value, countriesIn(db, order));
  const of = countChunks(db, order);
  const hits: PersonHit[] = [];
  const page = { looked: 0, gone: 0 };
  if (wanted.keys.length === 0) return { readAs: [], hits, of, ...page, nextId: null };
  const until = ports.clock.monotonic() + STRETCH_MS;
  let nextId: number | null = order.beforeId ?? null;
  do {
    const chunk = chunkBefore(db, order, nextId);
    nextId = chunk?.id ?? null;
    if (!chunk) break;
    const found = hitsIn(context, chunk, wanted);
    page.looked += 1;
    if (found === null) page.gone += chunk.people;
    else hits.push(...found);
    // A chunk takes some milliseconds, and others want to be answered too.
    await setImmediate();
  } while (!signal.aborted && hits.length < MOST_HITS && ports.clock.monotonic() < until);
  return { readAs: wanted.keys, hits, of, ...page, nextId };
}

/** null = the people of the chunk are not stored any more, or cannot be read. */
function hitsIn(context: Context, stored: SearchedChunk, wanted: Wanted): readonly PersonHit[] | null {
  const { sealed } = stored;
  if (sealed === null) return null;
  try {
    const key = context.workspaceKey(stored.workspace_id);
    const chunk = decodeChunk(open(key, chunkPlace(stored.run_id, stored.seq), sealed));
    release([sealed]);
    const people = wanted.mayBeIn(chunk) ? findPeople(chunk, wanted.isWanted) : [];
    const batches = people.length === 0 ? [] : batchesOfChunk(context.db, stored.id);
    const hits = people.map((person): PersonHit => ({
      jobId: stored.job_id,
      job: stored.job_name,
      runId: stored.run_id,
      run: stored.run_number,
      startedAt: stored.started_at,
      line: person.line,
      keys: person.keys,
      steps: stepsFor(
        context,
        stored.run_id,
        batches.filter((batch) => has(batch, person, chunk.masks)),
        person.line,
      ),
    }));
    closeChunk(chunk);
    return hits;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** Whether any entry of a person goes with a batch. */
function has(batch: BatchRow, { from, to }: FoundPerson, masks: Uint16Array): boolean {
  const selection = {
    stepMask: maskOf((JSON.parse(batch.match_keys) as string[]).filter(isKey)),
    withExternId: batch.has_extern_id === 1,
    members: batch.members,
  };
  for (let entry = from; entry < to; entry += 1) if (isSelected(selection, entry, masks[entry] ?? 0)) return true;
  return false;
}

function stepsFor(
  { db, ports }: Context,
  runId: number,
  batches: readonly BatchRow[],
  line: number,
): readonly PersonStep[] {
  const pending = pendingParts(db, runId, ports.clock.now());
  return stepsOfRun(db, runId).map((step, index) => {
    const batch = batches.find(({ step_id: id }) => id === step.id);
    const stops = new Set(pending.filter((part) => part.step_id === step.id).map(({ reason }) => reason));
    return {
      stepId: step.id,
      position: index + 1,
      action: step.action,
      audience: step.audience_name,
      batchId: batch?.id ?? null,
      ...(batch ? fateOf(batch, line, stops) : { state: 'not_synced', reason: null }),
    };
  });
}

type Fate = Pick<PersonStep, 'state' | 'reason'>;

function fateOf(batch: BatchRow, line: number, stops: ReadonlySet<PendingReason>): Fate {
  switch (batch.state) {
    case 'sending':
      return { state: 'pending', reason: 'sending' };
    case 'queued':
    case 'retry': {
      // These stop a step as a whole, the others are of the batch itself.
      const stop = (['held', 'paused', 'offline', 'throttled'] as const).find((reason) => stops.has(reason));
      return { state: 'pending', reason: stop ?? batch.state };
    }
    case 'synced':
    case 'errored':
      return settledFate(batch, line);
  }
}

function settledFate(batch: BatchRow, line: number): Fate {
  if (invalidLinesOf(batch).has(line)) return { state: 'errored', reason: 'invalid' };
  const reasons = (Object.keys(reasonsOf(batch)) as ErroredReason[]).filter((reason) => reason !== 'invalid');
  if (batch.synced === 0) return { state: 'errored', reason: reasons[0] ?? null };
  return { state: reasons.includes('invalid_unnamed') ? 'unnamed' : 'synced', reason: null };
}
