import { holdById, holdsToProbe } from '../../db/holds.ts';
import { goOnline, isOffline, offlineRoots } from '../../db/offline.ts';
import { probe } from '../facebook/probe.ts';
import type { Context } from './context.ts';
import { probeHold } from './probe.ts';
import { mayRead } from './quota.ts';

/** How often a Graph host out of reach is asked, without a token, whether it is back (DESIGN section 5). */
const OFFLINE_PROBE_MS = 3_000;

export interface Probes {
  /** Asks about everything that is due and not being asked about. */
  takeUp(): void;
  /** Waits for the questions under way. */
  stop(): Promise<void>;
}

/** Questions to Meta that are not uploads: is the host back, does a hold still stand. `wake` is called when an answer lets work go on. */
export function startProbes(context: Context, wake: () => void): Probes {
  const { db, ports } = context;
  const { clock } = ports;
  const underWay = new Map<string, Promise<void>>();
  const askAgainAt = new Map<string, number>();

  /** One question at a time about one thing; what goes wrong with it is logged, and it is asked again when it is due. */
  function ask(about: string, question: () => Promise<void>): void {
    if (underWay.has(about)) return;
    const done = question()
      .catch((error: unknown) =>
        ports.log.info('probe.failed', {
          code: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown',
        }),
      )
      .finally(() => underWay.delete(about));
    underWay.set(about, done);
  }

  async function askHost(root: string): Promise<void> {
    const graphUrl = root === '' ? ports.sandbox?.graphUrl : root;
    if (graphUrl === undefined) return;
    const isBack = await probe(ports.http, graphUrl);
    askAgainAt.set(root, clock.monotonic() + OFFLINE_PROBE_MS);
    if (!isBack) return;
    await context.write(() => goOnline(db, root));
    ports.log.info('network.online', {});
    for (const event of ['status.changed', 'jobs.changed'] as const) context.emit({ event });
    wake();
  }

  async function askHold(id: number): Promise<void> {
    const hold = holdById(db, id);
    if (!hold) return;
    const { released } = await probeHold(context, hold, false);
    if (released) wake();
  }

  return {
    takeUp() {
      for (const { graph_root: root } of offlineRoots(db)) {
        if ((askAgainAt.get(root) ?? 0) <= clock.monotonic()) ask(`host ${root}`, () => askHost(root));
      }
      for (const hold of holdsToProbe(db, clock.now())) {
        const isReachable = !isOffline(db, hold.connection_id) && mayRead(context, hold.connection_id, hold.account);
        if (isReachable) ask(`hold ${hold.id}`, () => askHold(hold.id));
      }
    },
    async stop() {
      await Promise.all(underWay.values());
    },
  };
}
