import { retryDelayMs } from '#core/retry.ts';

import type { AttemptEnd, ReadyBatch } from '../../db/batches.ts';
import { coolDown, raiseHold } from '../../db/holds.ts';
import { saveUsage } from '../../db/workspaces.ts';
import type { HoldReason } from '../../preload/contract/holds.ts';
import type { Meaning } from '../facebook/meanings.ts';
import type { Evidence } from '../facebook/outcome.ts';
import type { Usage } from '../facebook/usage.ts';
import type { Context } from './context.ts';

/** Meta asks to be left alone above this (meta-api.md 9.4: slow above 75, pause above 95). */
const PAUSE_ABOVE_PERCENT = 95;
const PAUSE_MS = 60_000;

/** Stores what the headers of an answer say about an account's quota, and cools down before Meta has to ask. */
export function noteUsage({ db, ports }: Context, connectionId: number, account: string, usage: Usage): void {
  if (usage.percent === null) return;
  const at = ports.clock.now();
  saveUsage(db, connectionId, account, { percent: usage.percent, at, tier: usage.tier });
  if (usage.percent > PAUSE_ABOVE_PERCENT) {
    coolDown(db, 'ad_account', { connectionId, account }, at + Math.max(PAUSE_MS, usage.regainMs));
  }
}

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
  }
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
      scope,
      connectionId: batch.connection_id,
      account: batch.account,
      stepId: batch.step_id,
      reason,
      code: evidence.code,
      subcode: evidence.subcode,
      said: evidence.said,
      url: pageFor(reason, batch.account),
    },
    context.ports.clock.now(),
  );
  context.ports.log.info('hold.raised', { batchId: batch.id, code: reason });
  context.emit({ event: 'holds.changed' });
}

/** The page where the person must act (meta-api.md 5); null where the action is inside Muster. */
function pageFor(reason: HoldReason, account: string): string | null {
  const id = account.replace(/^act_/, '');
  switch (reason) {
    case 'terms':
      return `https://business.facebook.com/ads/manage/customaudiences/tos/?act=${id}`;
    case 'value_terms':
      return `https://business.facebook.com/customaudiences/value_based/tos.php?act=${id}`;
    case 'business':
      return 'https://business.facebook.com/settings/ad-accounts';
    case 'permission':
    case 'account':
      return `https://business.facebook.com/settings/ad-accounts/${id}`;
    case 'audience_gone':
    case 'audience_ambiguous':
    case 'audience_flagged':
    case 'audience_limit':
    case 'low_size':
    case 'value_column':
    case 'data_source':
      return `https://adsmanager.facebook.com/audiences?act=${id}`;
    case 'policy':
      return 'https://www.facebook.com/accountquality';
    case 'app_settings':
      return 'https://developers.facebook.com/apps';
    case 'token':
    case 'app_update':
    case 'our_bug':
      return null;
  }
}

/** An answer without success as the attempt that it ends. */
export function endOf(kind: AttemptEnd['outcome'], evidence: Evidence): AttemptEnd {
  return { outcome: kind, received: null, invalid: null, ...evidence };
}
