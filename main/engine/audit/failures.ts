import { type FailureRow, failuresSince } from '../../../db/diagnosis.ts';
import { isOffline } from '../../../db/offline.ts';
import type { Context } from '../context.ts';
import { mayRead } from '../quota.ts';
import type { Audits } from './audits.ts';

/** How often it is looked whether something failed. */
const LOOK_MS = 5_000;
/** An ad account is audited by itself at most this often. */
const AGAIN_MS = 60 * 60_000;
/** When nothing could be read it is tried again after this. */
const BLIND_MS = 5 * 60_000;

export interface FailureWatch {
  /** Begins the audits that are due. */
  takeUp(): void;
  /** Waits for those under way. */
  stop(): Promise<void>;
}

/**
 * Audits an ad account by itself when a whole step errors there, or a hold is raised that an audit can explain, so that the reason is there
 * before anybody asks. To be called with every turn of the scheduler; what failed before it began is not looked at.
 */
export function watchFailures(context: Context, audits: Audits): FailureWatch {
  const { db, ports } = context;
  const { clock } = ports;
  const began = clock.now();
  const explained = new Set<string>();
  const lastAt = new Map<string, number>();
  const underWay = new Map<string, Promise<void>>();
  let lookAt = -Infinity;
  return {
    takeUp() {
      const now = clock.monotonic();
      if (now < lookAt) return;
      lookAt = now + LOOK_MS;
      const failures = failuresSince(db, began).filter(({ about }) => !explained.has(about));
      for (const [key, found] of Map.groupBy(failures, (one) => `${one.connection_id} ${one.account}`)) {
        const [{ connection_id: connectionId, account }] = found as [FailureRow];
        if (underWay.has(key) || now - (lastAt.get(key) ?? -Infinity) < AGAIN_MS) continue;
        if (isOffline(db, connectionId) || !mayRead(context, connectionId, account)) continue;
        for (const { about } of found) explained.add(about);
        lastAt.set(key, now);
        const done = audits
          .run({ connectionId, account })
          .then(({ audit }) => {
            context.emit({ event: 'status.changed' });
            if (!audit.isBlind) return;
            for (const { about } of found) explained.delete(about);
            lastAt.set(key, now - AGAIN_MS + BLIND_MS);
          })
          .catch((error: unknown) =>
            ports.log.info('audit.failed', { code: error instanceof Error ? error.name : 'unknown' }),
          )
          .finally(() => underWay.delete(key));
        underWay.set(key, done);
      }
    },
    async stop() {
      await Promise.all(underWay.values());
    },
  };
}
