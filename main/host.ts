import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { FACEBOOK_URL } from './engine/connect.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { systemKeyStore } from './engine/key-store.ts';
import type { Clock } from './engine/ports.ts';
import { createHttp } from './facebook/http.ts';
import { networkProblems } from './facebook/network.ts';
import { environmentProxy } from './facebook/proxy.ts';
import { systemLogin } from './hosted/login.ts';
import { DEFAULT_FLUSH_MS, type HostOptions } from './hosted/messages.ts';
import { fileLog, systemClock } from './hosted/this-computer.ts';
import { writeSample } from './sample.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { startSandboxThread } from './sandbox/thread.ts';

export interface Host {
  readonly engine: Engine;
  readonly sandbox: Sandbox | null;
  /** Starts the sample job on the embedded sandbox, as its owner would: connects, accepts the terms, syncs. */
  runSample(): Promise<{ readonly jobId: number; readonly runId: number }>;
  close(): Promise<void>;
}

/**
 * The engine on this computer's own clock, network and files, with the sandbox beside it when `withSandbox`; in the thread that asks.
 * Throws what createEngine throws. Hosts with a window take startHostedEngine instead. A test may set the clock on.
 */
export async function openHost(options: HostOptions, clock: Clock = systemClock): Promise<Host> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sandbox = options.withSandbox ? await startSandboxThread({ file: join(dataDir, 'sandbox.db') }) : null;
  const log = fileLog(dataDir);
  for (const { event, code } of networkProblems(process.env, FACEBOOK_URL)) log.info(event, { code });
  let engine: Engine;
  let proxy: string | null = null;
  try {
    engine = createEngine({
      dataDir,
      clock,
      random: Math.random,
      http: createHttp(process.env, () => proxy),
      network: {
        useProxy: (address) => (proxy = address),
        environmentProxy: () => environmentProxy(process.env),
      },
      secrets: await systemKeyStore(dataDir, process.env, log),
      log,
      sandbox,
      login: systemLogin,
    });
  } catch (error) {
    // Its thread would keep a process up that has nothing to do.
    await sandbox?.close();
    throw error;
  }

  async function runSample(): Promise<{ readonly jobId: number; readonly runId: number }> {
    if (!sandbox) throw new Error('this host has no sandbox');
    const path = writeSample();
    const connectionId = await engine.host.connect(null, sandbox.accessToken);
    const account = sandbox.accounts.find(({ state }) => state === 'no_terms') ?? sandbox.accounts[0];
    if (!account) throw new Error('the sandbox has no account');
    await acceptTerms(sandbox, account.id);
    return engine.host.sync({
      connectionId,
      source: { path, name: 'customers-export.csv', isSample: true },
      jobName: 'Sample: customers export',
      account: account.id,
      steps: [{ audience: 'Sample customers', action: 'add', keys: null }],
      overrides: [],
      country: 'US',
      flushMs: DEFAULT_FLUSH_MS,
    });
  }
  if (sandbox) engine.host.setSample(async () => ({ ...(await runSample()), isResumed: false }));

  return {
    engine,
    sandbox,
    runSample,
    async close() {
      await engine.stop();
      await sandbox?.close();
    },
  };
}

/** The sandbox's own terms page, as a person would use it. */
async function acceptTerms(sandbox: Sandbox, account: string): Promise<void> {
  const page = new URL('/terms', sandbox.graphUrl);
  page.searchParams.set('act', account.replace(/^act_/, ''));
  const response = await fetch(page, { method: 'POST' });
  if (!response.ok) throw new Error(`the sandbox did not take the terms: ${response.status}`);
}
