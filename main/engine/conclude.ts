import { sliceChunk } from '#core/chunk.ts';
import { retryDelayMs } from '#core/retry.ts';

import {
  noteRefusal,
  type ReadyBatch,
  requeueAfter,
  settleBatch,
  type Settlement,
  triesWith,
  undoAttempt,
} from '../../db/batches.ts';
import type { GraphAnswer } from '../facebook/outcome.ts';
import { type Receipt, receiptIn } from '../facebook/people.ts';
import { actOn, endOf, wentOffline } from './answers.ts';
import { peopleOf } from './batch-people.ts';
import type { Context } from './context.ts';
import { allErrored, settlementOf } from './settle.ts';

/** The attempt that an answer ends. */
export interface UnderWay {
  readonly attemptId: number;
  readonly egressId: number;
  /** Entries that were sent. */
  readonly sent: number;
}

/** Does what the answer to an upload means: settles the batch, puts it back into the queue, raises a hold, or has it halved. */
export function conclude(context: Context, batch: ReadyBatch, under: UnderWay, answer: GraphAnswer): void {
  const { db, ports } = context;
  const { attemptId: id, sent } = under;
  const now = ports.clock.now();
  if (answer.ok) {
    const receipt = receiptIn(answer, sent);
    if (receipt) {
      const { received, invalid } = receipt;
      const end = { outcome: 'synced', ...answer.evidence, received, invalid } as const;
      settleBatch(db, batch, { id, end }, settledBy(context, batch, receipt), now);
      return;
    }
    const said = 'The answer does not say how many entries were received';
    const end = endOf('retry', { ...answer.evidence, said });
    requeueAfter(db, batch, { id, end }, now + retryDelayMs(batch.tries + 1, ports.random()), now);
    return;
  }
  const { meaning, evidence } = answer;
  switch (meaning.kind) {
    case 'refused':
      noteRefusal(db, batch.id, { id, end: endOf('refused', evidence) }, now);
      return;
    case 'offline':
      // What an inn's log-in page answered has left this computer all the same.
      undoAttempt(db, batch.id, id, meaning.mayHaveLeft ? null : under.egressId);
      wentOffline(context, batch.connection_id, evidence);
      return;
    case 'retry': {
      const { budget } = meaning;
      if (budget && triesWith(db, batch.id, evidence.code) >= budget.tries) {
        const end = endOf('refused', evidence);
        if (budget.last === 'halve') noteRefusal(db, batch.id, { id, end }, now);
        else settleBatch(db, batch, { id, end }, allErrored(batch, 'refused'), now);
        return;
      }
      break;
    }
    case 'throttled':
    case 'held':
      break;
  }
  const retryAt = actOn(context, batch, meaning, evidence);
  requeueAfter(db, batch, { id, end: endOf(meaning.kind, evidence) }, retryAt, now);
}

/** What became of the people of a batch that Meta took. Rows are only made as strings when some of them were invalid. */
function settledBy(context: Context, batch: ReadyBatch, receipt: Receipt): Settlement {
  if (receipt.invalid === 0) return { synced: batch.people, errored: {}, problems: [], problemCounts: {} };
  const people = peopleOf(context, batch);
  if (!people) throw new Error('the people of an answered batch cannot be read');
  const hex = Buffer.from(people.chunk.digests).toString('hex');
  return settlementOf(sliceChunk(people.chunk, hex, people.selection), receipt);
}
