import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { nodeHttp } from '../../main/facebook/http.ts';
import { type HostedEngine, startHostedEngine } from '../../main/hosted/hosted-engine.ts';
import { DEFAULT_FLUSH_MS } from '../../main/hosted/messages.ts';
import { startSandboxThread } from '../../main/sandbox/thread.ts';
import type { Reply } from '../../preload/contract/contract.ts';
import { type Measured, type Order, stopwatch } from './measure.ts';

/** Of the delay histogram; its figures include this wait. */
const RESOLUTION_MS = 5;
const IDLE_MS = 1_000;

type Found = Omit<Measured, 'peakRssMb'>;

/** A list from the file through the queue to the counting server, until all is settled. */
export async function intoCountingServer(order: Order): Promise<Found> {
  await entriesReceived(order.graphUrl);
  const { synced, ...found } = await sync(order, { graphUrl: order.graphUrl, token: 'bench', account: 'act_1' });
  const received = await entriesReceived(order.graphUrl);
  if (received !== synced) throw new Error(`${synced} people are synced, but ${received} came to the server`);
  return found;
}

/** The same into the sandbox, which keeps what it gets, in a thread of this process. */
export async function intoSandbox(order: Order): Promise<Found> {
  const sandbox = await startSandboxThread({ file: join(order.folder, 'sandbox.db') });
  try {
    const account = sandbox.accounts.find(({ state }) => state === 'healthy')?.id ?? '';
    const { synced: _, ...found } = await sync(order, {
      graphUrl: sandbox.graphUrl,
      token: sandbox.accessToken,
      account,
    });
    return found;
  } finally {
    await sandbox.close();
  }
}

/** Asked through the engine's own port, so that nothing else is loaded into the memory that is measured. */
async function entriesReceived(graphUrl: string): Promise<number> {
  const url = `${graphUrl}/entries`;
  const answer = await nodeHttp({ method: 'GET', url, headers: {}, body: null, timeoutMs: 10_000 });
  if (answer.kind === 'no_answer') throw new Error(answer.said);
  return (JSON.parse(answer.body) as { readonly entries: number }).entries;
}

interface Destination {
  readonly graphUrl: string;
  readonly token: string;
  readonly account: string;
}

/**
 * Opens the engine in a thread of its own, exactly as `muster open` and the desktop app do. The loop delay is that of this thread, the
 * host's, which serves the window and relays; time, processor time and memory are those of the whole process.
 */
async function sync(order: Order, to: Destination): Promise<Found & { readonly synced: number }> {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const p99Ms = (): number => loop.percentile(99) / 1e6;
  loop.enable();
  await delay(IDLE_MS);
  const loopIdleMs = p99Ms();
  loop.reset();

  const watch = stopwatch();
  watch.start();
  const startedAt = Date.now();
  const dataDir = join(order.folder, 'data');
  const engine = startHostedEngine({ dataDir, withSandbox: false });
  try {
    await engine.ready;
    const { synced, endedAt } = await settled(engine, await startRun(engine, order, to));
    watch.stop();
    const loopBusyMs = p99Ms();
    await engine.close();
    return {
      rows: order.rows,
      seconds: (endedAt - startedAt) / 1e3,
      cpuSeconds: watch.cpuSeconds,
      loopIdleMs,
      loopBusyMs,
      // The engine closed the only connection, so the write-ahead log has been folded in.
      bytesAMember: statSync(join(dataDir, 'muster.db')).size / synced,
      synced,
    };
  } finally {
    await engine.close();
  }
}

async function startRun(engine: HostedEngine, order: Order, to: Destination): Promise<number> {
  const { graphUrl, token, account } = to;
  const connectionId = valueOf(await engine.askAsHost('connect', { graphUrl, token }));
  const { runId } = valueOf(
    await engine.askAsHost('sync', {
      connectionId,
      source: { path: order.file, name: basename(order.file), isSample: false },
      jobName: 'Bench',
      account,
      steps: [{ audience: 'Bench', action: 'add', keys: null }],
      overrides: [],
      country: null,
      flushMs: DEFAULT_FLUSH_MS,
    }),
  );
  return runId;
}

function valueOf<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return reply.value;
}

/**
 * Resolves when the run is done, with the number of people that were synced and when the last of them was: events come ten a second,
 * so the moment in which we hear of it is later. Throws when it ends any other way.
 */
async function settled(
  engine: HostedEngine,
  runId: number,
): Promise<{ readonly synced: number; readonly endedAt: number }> {
  let told = Promise.withResolvers<void>();
  const stopListening = engine.onEvent(() => told.resolve());
  try {
    for (;;) {
      told = Promise.withResolvers();
      const { state, failure, steps, endedAt } = valueOf(await engine.call('runs.get', { runId }));
      if (state !== 'reading' && state !== 'sending') {
        const counters = steps[0]?.counters;
        if (state !== 'done' || !counters || endedAt === null) {
          throw new Error(`the run is ${state}: ${failure ?? JSON.stringify(counters)}`);
        }
        return { synced: counters.synced, endedAt };
      }
      if (steps.some(({ holdIds }) => holdIds.length > 0)) throw new Error('a hold stands in the way of the run');
      await told.promise;
    }
  } finally {
    stopListening();
  }
}
