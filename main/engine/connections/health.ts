import { raiseHold } from '../../../db/holds.ts';
import { isOffline } from '../../../db/offline.ts';
import {
  connectionById,
  type ConnectionRow,
  connectionsToCheck,
  saveHealth,
  saveTokenFacts,
} from '../../../db/workspaces.ts';
import type { ConnectFailure } from '../../../preload/contract/connections.ts';
import type { App } from '../../facebook/oauth.ts';
import { type Context, openSecret } from '../context.ts';
import { canProbe, probeDelayMs } from '../probe.ts';
import { mayRead, noteUsage } from '../quota.ts';
import { inspect, type Unusable } from './inspect.ts';

const DAY_MS = 24 * 60 * 60_000;
/** How long after nobody answered a connection is looked at again. */
const AGAIN_MS = 10 * 60_000;

/** What shows that a token is lost, and not that Meta or the network has trouble. */
const LOST: ReadonlySet<ConnectFailure> = new Set([
  'token_invalid',
  'token_expired',
  'password_changed',
  'checkpoint',
  'app_removed',
  'unconfirmed',
  'not_a_person',
]);

/**
 * Looks at a connection's token now and stores what Meta tells. A token that is lost becomes a hold before an upload meets it. One that
 * is disconnected, or whose sandbox does not run here, is left alone.
 */
export async function checkConnection(context: Context, connectionId: number): Promise<void> {
  const { db, ports } = context;
  const row = connectionById(db, connectionId);
  const target = row && context.target(connectionId);
  if (!row || !target) return;
  const seen = await inspect(context, target, appOf(context, row));
  for (const usage of seen.usages) noteUsage(context, connectionId, null, usage);
  // Meanwhile it may have been renewed, and what was told is of the old token.
  if (context.target(connectionId)?.token !== target.token) return;
  const now = ports.clock.now();
  await context.write(() => {
    if (seen.ok) {
      saveTokenFacts(db, connectionId, seen.told);
      saveHealth(db, connectionId, { health: 'ok', trouble: null, said: null, checked_at: now });
    } else noteTrouble(context, connectionId, seen.why, now);
  });
  for (const event of ['connections.changed', 'status.changed'] as const) context.emit({ event });
}

function noteTrouble({ db, emit, ports }: Context, connectionId: number, why: Unusable, now: number): void {
  const { reason, said, code, subcode } = why;
  const isLost = LOST.has(reason);
  saveHealth(db, connectionId, {
    health: isLost ? 'invalid' : 'unreachable',
    trouble: reason,
    said,
    checked_at: isLost ? now : null,
  });
  if (!isLost) return;
  const hold = { scope: 'connection', connectionId, account: '', stepId: null, reason: 'token' } as const;
  raiseHold(db, { ...hold, code, subcode, said }, now, canProbe('token') ? probeDelayMs : null);
  ports.log.info('connection.lost', { code: reason });
  emit({ event: 'holds.changed' });
  emit({ event: 'jobs.changed' });
}

/** The app of a connection, where its secret is known. */
function appOf({ ports }: Context, { app_id: id, sealed_secret: sealed }: ConnectionRow): App | null {
  return id !== null && sealed ? { id, secret: openSecret(ports, sealed) } : null;
}

export interface ConnectionHealth {
  /** Looks at every connection that is due and not being looked at. */
  takeUp(): void;
  /** Waits for the looks under way. */
  stop(): Promise<void>;
}

/** The daily look at each connection, and one when a token's own end has come. To be called with every turn of the scheduler. */
export function startHealth(context: Context): ConnectionHealth {
  const { db, ports } = context;
  const underWay = new Map<number, Promise<void>>();
  const againAt = new Map<number, number>();
  return {
    takeUp() {
      const now = ports.clock.now();
      for (const { id } of connectionsToCheck(db, now - DAY_MS, now)) {
        if (underWay.has(id) || (againAt.get(id) ?? 0) > ports.clock.monotonic()) continue;
        againAt.set(id, ports.clock.monotonic() + AGAIN_MS);
        if (isOffline(db, id) || !mayRead(context, id, '')) continue;
        const done = checkConnection(context, id)
          .catch((error: unknown) =>
            ports.log.info('connection.unchecked', { code: error instanceof Error ? error.name : 'unknown' }),
          )
          .finally(() => underWay.delete(id));
        underWay.set(id, done);
      }
    },
    async stop() {
      await Promise.all(underWay.values());
    },
  };
}
