import { type Chunk, maskOf, sliceChunk } from '#core/chunk.ts';
import { isKey } from '#core/keys.ts';
import { retryDelayMs } from '#core/retry.ts';

import {
  beginAttempt,
  postpone,
  type ReadyBatch,
  requeueAfter,
  sealedChunk,
  settleBatch,
  type Settlement,
} from '../../db/batches.ts';
import { jobById, stepById } from '../../db/jobs.ts';
import type { GraphTarget, PreparedCall } from '../facebook/client.ts';
import { GuardError } from '../facebook/guard.ts';
import type { Meaning } from '../facebook/meanings.ts';
import type { GraphAnswer } from '../facebook/outcome.ts';
import { prepareUpload, type Receipt, receiptIn } from '../facebook/people.ts';
import { actOn, endOf, hold, noteUsage } from './answers.ts';
import type { Context } from './context.ts';
import { prepareAudience } from './prepare-audience.ts';
import { rowsJson, type RowsJson } from './rows-json.ts';
import { allErrored, settlementOf } from './settle.ts';
import { chunkPlace, decodeChunk, open, SealError } from './vault.ts';

/**
 * Sends one batch: prepares its audience, makes one attempt and does what the answer means. Never throws for the network's or
 * Meta's sake; afterwards the batch is settled, back in the queue, or behind a hold.
 */
export async function sendBatch(context: Context, batch: ReadyBatch): Promise<void> {
  const target = context.target(batch.connection_id);
  if (!target) throw new Error('the sandbox of this connection does not run here');
  const prepared = await prepareAudience(context, target, batch);
  if (prepared.kind === 'held') return;
  if (prepared.kind === 'failed') {
    cannotPrepare(context, batch, prepared.answer);
    return;
  }
  const people = peopleOf(context, batch);
  if (!people) {
    hold(context, batch, 'our_bug', 'step', {
      code: null,
      subcode: null,
      said: 'The stored people of this batch cannot be read',
    });
    return;
  }
  const { chunk, mask, withExternId } = people;
  await upload(context, target, batch, prepared.facebookId, rowsJson(chunk, mask, withExternId));
}

/** Listing and creating are calls of the ad account: what is gone or out of reach there is the account, not an audience. */
function ofTheAccount(meaning: Exclude<Meaning, { kind: 'refused' }>): Exclude<Meaning, { kind: 'refused' }> {
  return meaning.kind === 'held' && meaning.reason === 'audience_gone'
    ? { kind: 'held', reason: 'account', scope: 'ad_account' }
    : meaning;
}

/** The request that failed was about the audience; the batch itself was not tried. */
function cannotPrepare(context: Context, batch: ReadyBatch, answer: GraphAnswer & { readonly ok: false }): void {
  const { db, ports } = context;
  noteUsage(context, batch.connection_id, batch.account, answer.usage);
  const now = ports.clock.now();
  if (answer.meaning.kind === 'refused') {
    hold(context, batch, 'our_bug', 'step', answer.evidence);
    return;
  }
  const retryAt = actOn(context, batch, ofTheAccount(answer.meaning), answer.evidence);
  if (retryAt !== null) postpone(db, batch.id, Math.max(retryAt, now + 1));
}

/** A batch's chunk and how its people are selected from it; null when it cannot be read. */
interface BatchPeople {
  readonly chunk: Chunk;
  readonly mask: number;
  readonly withExternId: boolean;
}

function peopleOf(context: Context, batch: ReadyBatch): BatchPeople | null {
  const { db } = context;
  const stored = sealedChunk(db, batch.chunk_id);
  const step = stepById(db, batch.step_id);
  const job = step && jobById(db, step.job_id);
  if (!stored || !job) return null;
  try {
    const key = context.workspaceKey(job.workspace_id);
    const chunk = decodeChunk(open(key, chunkPlace(batch.run_id, stored.seq), stored.sealed));
    const keys = (JSON.parse(batch.match_keys) as string[]).filter(isKey);
    return { chunk, mask: maskOf(keys), withExternId: batch.has_extern_id === 1 };
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** What became of the people of a batch that Meta took. Rows are only made as strings when some of them were invalid. */
function settledBy(context: Context, batch: ReadyBatch, receipt: Receipt): Settlement {
  if (receipt.invalid === 0) return { synced: batch.people, errored: {}, problems: [], problemCounts: {} };
  const people = peopleOf(context, batch);
  if (!people) throw new Error('the people of an answered batch cannot be read');
  const hex = Buffer.from(people.chunk.digests).toString('hex');
  return settlementOf(sliceChunk(people.chunk, hex, people.mask, people.withExternId), receipt);
}

async function upload(
  context: Context,
  target: GraphTarget,
  batch: ReadyBatch,
  audienceId: string,
  rows: RowsJson,
): Promise<void> {
  const { db, ports } = context;
  // Below 2^53, so that it survives being a JSON number; never 0.
  const sessionId = 1 + Math.floor(ports.random() * (Number.MAX_SAFE_INTEGER - 1));
  let call: PreparedCall;
  try {
    call = await prepareUpload(ports.http, target, {
      account: batch.account,
      audienceId,
      operation: batch.operation,
      keys: rows.keys,
      pieces: rows.pieces,
      count: rows.count,
      sessionId,
    });
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    hold(context, batch, 'our_bug', 'step', { code: null, subcode: null, said: error.message });
    return;
  }
  const attemptId = db
    .transaction(() => {
      context.sent(call, { audience: audienceId, keys: rows.keys, entries: rows.count });
      return beginAttempt(db, batch, call.bytes, ports.clock.now());
    })
    .immediate();
  changed(context, batch);
  const started = ports.clock.monotonic();
  const answer = await call.send();
  noteUsage(context, batch.connection_id, batch.account, answer.usage);
  conclude(context, batch, attemptId, rows.count, answer);
  ports.log.info('batch.answered', {
    batchId: batch.id,
    code: answer.ok ? 'accepted' : `${answer.meaning.kind} ${answer.evidence.code ?? answer.evidence.httpStatus ?? ''}`,
    ms: Math.round(ports.clock.monotonic() - started),
  });
  changed(context, batch);
}

function conclude(context: Context, batch: ReadyBatch, attemptId: number, sent: number, answer: GraphAnswer): void {
  const { db, ports } = context;
  const now = ports.clock.now();
  if (answer.ok) {
    const receipt = receiptIn(answer, sent);
    if (receipt) {
      const { received, invalid } = receipt;
      const end = { outcome: 'synced', ...answer.evidence, received, invalid } as const;
      settleBatch(db, batch, { id: attemptId, end }, settledBy(context, batch, receipt), now);
      return;
    }
    const said = 'The answer does not say how many entries were received';
    const end = endOf('retry', { ...answer.evidence, said });
    requeueAfter(db, batch, { id: attemptId, end }, now + retryDelayMs(batch.tries + 1, ports.random()), now);
    return;
  }
  const { meaning, evidence } = answer;
  const end = endOf(meaning.kind, evidence);
  if (meaning.kind === 'refused') {
    settleBatch(db, batch, { id: attemptId, end }, allErrored(batch, 'refused'), now);
    return;
  }
  requeueAfter(db, batch, { id: attemptId, end }, actOn(context, batch, meaning, evidence), now);
}

function changed(context: Context, batch: ReadyBatch): void {
  context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
  context.emit({ event: 'status.changed' });
}
