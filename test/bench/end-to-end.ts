import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import { createEngine, type Engine } from '../../main/engine/engine.ts';
import { keyFile } from '../../main/engine/key-file.ts';
import type { Log } from '../../main/engine/ports.ts';
import { nodeHttp } from '../../main/facebook/http.ts';
import { DEFAULT_FLUSH_MS, systemClock } from '../../main/host.ts';
import { startSandboxThread } from '../../main/sandbox/thread.ts';
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

/** The same into the sandbox, which keeps what it gets, in a thread of this process as hosts run it. */
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

async function sync(order: Order, to: Destination): Promise<Found & { readonly synced: number }> {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const p99Ms = (): number => loop.percentile(99) / 1e6;
  loop.enable();
  await delay(IDLE_MS);
  const loopIdleMs = p99Ms();
  loop.reset();

  const watch = stopwatch();
  watch.start();
  const dataDir = join(order.folder, 'data');
  const log = tellingLog();
  const engine = createEngine({
    dataDir,
    clock: systemClock,
    random: Math.random,
    http: nodeHttp,
    secrets: keyFile(dataDir),
    log,
    sandbox: null,
  });
  try {
    engine.start();
    const runId = await startRun(engine, order, to);
    const synced = await settled(engine, runId, log);
    watch.stop();
    const loopBusyMs = p99Ms();
    await engine.stop();
    return {
      rows: order.rows,
      seconds: watch.seconds,
      cpuSeconds: watch.cpuSeconds,
      loopIdleMs,
      loopBusyMs,
      // The engine closed the only connection, so the write-ahead log has been folded in.
      bytesAMember: statSync(join(dataDir, 'muster.db')).size / synced,
      synced,
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function startRun(engine: Engine, { file }: Order, { graphUrl, token, account }: Destination): Promise<number> {
  const connectionId = await engine.host.connect(graphUrl, token);
  const { runId } = await engine.host.sync({
    connectionId,
    source: { path: file, name: basename(file), isSample: false },
    jobName: 'Bench',
    account,
    steps: [{ audience: 'Bench', action: 'add', keys: null }],
    overrides: [],
    country: null,
    flushMs: DEFAULT_FLUSH_MS,
  });
  return runId;
}

/** A log that tells when the engine got further, so that nobody has to ask it in between. */
interface TellingLog extends Log {
  /** Resolves at the next event. */
  next(): Promise<void>;
}

function tellingLog(): TellingLog {
  let told = Promise.withResolvers<void>();
  return {
    info() {
      told.resolve();
      told = Promise.withResolvers();
    },
    next: () => told.promise,
  };
}

/** Resolves with the number of people that were synced, when the run is done. Throws when it ends any other way. */
async function settled(engine: Engine, runId: number, log: TellingLog): Promise<number> {
  for (;;) {
    const next = log.next();
    const reply = await engine.call('runs.get', { runId });
    if (!reply.ok) throw new Error(reply.message);
    const { state, failure, steps } = reply.value;
    if (state !== 'reading' && state !== 'sending') {
      const counters = steps[0]?.counters;
      if (state !== 'done' || !counters) throw new Error(`the run is ${state}: ${failure ?? JSON.stringify(counters)}`);
      return counters.synced;
    }
    if (steps.some(({ holdIds }) => holdIds.length > 0)) throw new Error('a hold stands in the way of the run');
    await next;
  }
}
