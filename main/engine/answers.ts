import { retryDelayMs } from '#core/retry.ts';

import type { AttemptEnd, ReadyBatch } from '../../db/batches.ts';
import { coolDown, raiseHold } from '../../db/holds.ts';
import { noteValueBased } from '../../db/jobs.ts';
import { goOffline } from '../../db/offline.ts';
import type { HoldReason } from '../../preload/contract/holds.ts';
import type { Meaning } from '../facebook/meanings.ts';
import type { Evidence } from '../facebook/outcome.ts';
import type { Context } from './context.ts';
import { canProbe, probeDelayMs } from './probe.ts';

/** When the next try is due; null = as soon as nothing stands in its way. Raises the hold or cool-down that the meaning asks for. */
export function actOn(
  context: Context,
  batch: ReadyBatch,
  meaning: Exclude<Meaning, { kind: 'refused' }>,
  evidence: Evidence,
): number | null {
  const { db, ports } = context;
  const now = ports.clock.now();
  switch (meaning.kind) {
    case 'retry':
      return now + (meaning.delayMs ?? retryDelayMs(batch.tries + 1, ports.random()));
    case 'throttled':
      coolDown(db, meaning.scope, { connectionId: batch.connection_id, account: batch.account }, now + meaning.waitMs);
      return null;
    case 'held':
      hold(context, batch, meaning.reason, meaning.scope, evidence);
      return null;
    case 'offline':
      wentOffline(context, batch.connection_id, evidence);
      return null;
  }
}

/** The Graph root of a connection is out of reach: all that goes there waits until a probe gets through. */
export function wentOffline(context: Context, connectionId: number, { said }: Pick<Evidence, 'said'>): void {
  const { db, ports } = context;
  if (!goOffline(db, connectionId, said ?? '', ports.clock.now())) return;
  ports.log.info('network.offline', {});
  context.emit({ event: 'status.changed' });
  context.emit({ event: 'jobs.changed' });
}

/** Raises a hold for what a batch met. */
export function hold(
  context: Context,
  batch: ReadyBatch,
  reason: HoldReason,
  scope: Extract<Meaning, { kind: 'held' }>['scope'],
  evidence: Pick<Evidence, 'code' | 'subcode' | 'said'>,
): void {
  raiseHold(
    context.db,
    {
      // An addition that Meta refuses with the words for removals must wait too, or it would be sent again at once.
      scope: scope === 'step_removals' && batch.operation === 'add' ? 'step' : scope,
      connectionId: batch.connection_id,
      account: batch.account,
      stepId: batch.step_id,
      reason,
      code: evidence.code,
      subcode: evidence.subcode,
      said: evidence.said,
    },
    context.ports.clock.now(),
    canProbe(reason) ? probeDelayMs : null,
  );
  // Its next runs send values; whether somebody has one was decided when the people of this one were read.
  if (reason === 'value_column') noteValueBased(context.db, batch.audience_id);
  context.ports.log.info('hold.raised', { batchId: batch.id, code: reason });
  context.emit({ event: 'holds.changed' });
}

/** An answer without success as the attempt that it ends. */
export function endOf(kind: AttemptEnd['outcome'], evidence: Evidence): AttemptEnd {
  return { outcome: kind, received: null, invalid: null, ...evidence };
}
