import {
  audienceHolds,
  type AudienceRef,
  audiencesToRead,
  clearAudienceFacts,
  saveAudienceFacts,
  stepsOfAudience,
} from '../../../db/audience-facts.ts';
import { liftHold, raiseHold } from '../../../db/holds.ts';
import { isOffline } from '../../../db/offline.ts';
import type { HoldReason } from '../../../preload/contract/holds.ts';
import { type ListedAudience, readAudience } from '../../facebook/audiences.ts';
import type { Evidence } from '../../facebook/outcome.ts';
import type { Context } from '../context.ts';
import { FLAGGED, probeDelayMs } from '../probe.ts';
import { mayRead, noteUsage } from '../quota.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** How long after nobody answered an audience is asked about again. */
const AGAIN_MS = 10 * 60_000;
/** How often it is asked which audiences are due. */
const LOOK_MS = 10_000;
/** One ad account is read this seldom: on the limited tier three points in 300 s are what is kept for reads (meta-api.md 9.1). */
const APART_MS = 100_000;

/**
 * Asks Meta about an audience now and stores what it tells. One that is gone, or flagged, holds its steps before an upload meets it; one
 * that is well again lets them go on. null when nobody could be asked, or the audience is gone.
 */
export async function lookAtAudience(context: Context, of: AudienceRef): Promise<ListedAudience | null> {
  const { db, ports } = context;
  const { connectionId, account, facebookId } = of;
  const target =
    isOffline(db, connectionId) || !mayRead(context, connectionId, account) ? null : context.target(connectionId);
  if (!target) return null;
  const read = await readAudience(ports.http, target, { account, id: facebookId }, (call) => void context.sent(call));
  return context.write(() => {
    noteUsage(context, connectionId, account, (read.ok ? read.answer : read).usage);
    const now = ports.clock.now();
    if (read.ok && read.value) {
      saveAudienceFacts(db, of, read.value, now);
      if (read.value.operation === FLAGGED) holdSteps(context, of, 'audience_flagged', read.answer.evidence);
      else letGo(context, of);
    } else if (!read.ok && read.meaning.kind === 'held' && read.meaning.reason === 'audience_gone') {
      clearAudienceFacts(db, of, now);
      holdSteps(context, of, 'audience_gone', read.evidence);
    } else return null;
    context.emit({ event: 'jobs.changed' });
    return read.ok ? read.value : null;
  });
}

function holdSteps(
  { db, emit, ports }: Context,
  { connectionId, account, ...of }: AudienceRef,
  reason: HoldReason,
  { code, subcode, said }: Pick<Evidence, 'code' | 'subcode' | 'said'>,
): void {
  for (const stepId of stepsOfAudience(db, { connectionId, account, ...of })) {
    const hold = { scope: 'step', connectionId, account, stepId, reason, code, subcode, said } as const;
    raiseHold(db, hold, ports.clock.now(), probeDelayMs);
  }
  ports.log.info('audience.unwell', { code: reason });
  emit({ event: 'holds.changed' });
}

function letGo({ db, emit, ports }: Context, of: AudienceRef): void {
  const holds = audienceHolds(db, of);
  for (const id of holds) liftHold(db, id, ports.clock.now());
  if (holds.length > 0) emit({ event: 'holds.changed' });
}

export interface AudienceHealth {
  /** Looks at the audience that is due longest, when none is being looked at. */
  takeUp(): void;
  /** Waits for the look under way. */
  stop(): Promise<void>;
}

/** The daily look at each audience, and one after a run of its jobs has ended, at most hourly. To be called with every turn of the scheduler. */
export function startAudienceHealth(context: Context): AudienceHealth {
  const { db, ports } = context;
  const askedAt = new Map<string, number>();
  let underWay: Promise<void> | null = null;

  function isRested(about: string, ms: number): boolean {
    const at = askedAt.get(about);
    return at === undefined || ports.clock.monotonic() - at >= ms;
  }

  return {
    takeUp() {
      if (underWay || !isRested('due', LOOK_MS)) return;
      const now = ports.clock.now();
      askedAt.set('due', ports.clock.monotonic());
      const due = audiencesToRead(db, now - DAY_MS, now - HOUR_MS).find(
        ({ connectionId, account, facebookId }) =>
          isRested(account, APART_MS) &&
          isRested(facebookId, AGAIN_MS) &&
          !isOffline(db, connectionId) &&
          mayRead(context, connectionId, account),
      );
      if (!due) return;
      for (const about of [due.account, due.facebookId]) askedAt.set(about, ports.clock.monotonic());
      underWay = lookAtAudience(context, due)
        .then(() => undefined)
        .catch((error: unknown) =>
          ports.log.info('audience.unread', { code: error instanceof Error ? error.name : 'unknown' }),
        )
        .finally(() => (underWay = null));
    },
    async stop() {
      await underWay;
    },
  };
}
