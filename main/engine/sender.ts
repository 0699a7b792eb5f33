import { beginAttempt, postpone, type ReadyBatch } from '../../db/batches.ts';
import type { GraphTarget, PreparedCall } from '../facebook/client.ts';
import { GuardError } from '../facebook/guard.ts';
import type { Meaning } from '../facebook/meanings.ts';
import type { GraphAnswer } from '../facebook/outcome.ts';
import { prepareUpload } from '../facebook/people.ts';
import { actOn, hold } from './answers.ts';
import { type BatchPeople, peopleOf } from './batch-people.ts';
import { conclude } from './conclude.ts';
import type { Context } from './context.ts';
import { prepareAudience } from './prepare-audience.ts';
import { noteUsage } from './quota.ts';
import { rowsJson } from './rows-json.ts';
import { closeChunk } from './vault.ts';

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
    await context.write(() => cannotPrepare(context, batch, prepared.answer));
    return;
  }
  const people = peopleOf(context, batch);
  if (!people) {
    const said = 'The stored people of this batch cannot be read';
    await context.write(() => hold(context, batch, 'our_bug', 'step', { code: null, subcode: null, said }));
    return;
  }
  await upload(context, target, batch, prepared.facebookId, people);
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

async function upload(
  context: Context,
  target: GraphTarget,
  batch: ReadyBatch,
  audienceId: string,
  { chunk, selection }: BatchPeople,
): Promise<void> {
  const { db, ports } = context;
  const rows = rowsJson(chunk, selection);
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
    const { message: said } = error;
    await context.write(() => hold(context, batch, 'our_bug', 'step', { code: null, subcode: null, said }));
    return;
  }
  // Its rows are written.
  closeChunk(chunk);
  const begun = await context.write(
    db.transaction(() => {
      const attemptId = beginAttempt(db, batch, call.bytes, ports.clock.now());
      const egressId = context.sent(call, { audience: audienceId, keys: rows.keys, entries: rows.count });
      return { attemptId, egressId };
    }).immediate,
  );
  changed(context, batch);
  const started = ports.clock.monotonic();
  const answer = await call.send();
  // Once Meta has taken it, nothing may stand between the answer and its settlement.
  await context.write(() => conclude(context, batch, { ...begun, sent: rows.count }, answer));
  await context.write(() => noteUsage(context, batch.connection_id, batch.account, answer.usage));
  ports.log.info('batch.answered', {
    batchId: batch.id,
    code: answer.ok ? 'accepted' : `${answer.meaning.kind} ${answer.evidence.code ?? answer.evidence.httpStatus ?? ''}`,
    ms: Math.round(ports.clock.monotonic() - started),
  });
  changed(context, batch);
}

function changed(context: Context, batch: ReadyBatch): void {
  context.emit({ event: 'run.changed', runId: batch.run_id, jobId: batch.job_id });
  context.emit({ event: 'status.changed' });
}
