import { join } from 'node:path';

import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';

import { createEngine, type Engine } from '../../main/engine/engine.ts';
import type { Clock, Http } from '../../main/engine/ports.ts';
import { createHttp } from '../../main/facebook/http.ts';
import { systemClock } from '../../main/hosted/this-computer.ts';
import type { Audit, Finding } from '../../preload/contract/audit.ts';
import type { CallName, Input, Output } from '../../preload/contract/contract.ts';
import { openSandbox, type OpenSandbox } from '../sandbox/open-sandbox.ts';
import { people, world, type World } from './fake-ports.ts';

/** An engine that talks to a real sandbox over HTTP, as somebody who is connected to it. */
export interface SandboxRig extends World {
  readonly sandbox: OpenSandbox;
  readonly engine: Engine;
  readonly connectionId: number;
  /** The first ad account of a state. */
  account(state: string): string;
  ask<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** Rows of the data folder's database, for what no call tells. */
  rows<T>(sql: string): readonly T[];
  /** Switches a fault of the sandbox on. */
  fault(order: { readonly name: string; readonly arg?: string; readonly path?: string }): Promise<void>;
  /** A token of the sandbox's for a person, with the given permissions or what the person grants. */
  token(person: string, scopes?: readonly string[]): Promise<string>;
  connect(token: string): Promise<number>;
  audit(account: string, connectionId?: number): Promise<Audit>;
  /** Runs a list of three people into an audience until nothing moves any more; the run's id. */
  run(account: string, order?: { readonly action?: 'add' | 'remove'; readonly audience?: string }): Promise<number>;
}

/** `http` null = the network as it is. */
export async function sandboxRig(http: Http | null = null): Promise<SandboxRig> {
  const own = world();
  const sandbox = await openSandbox(join(own.folder, 'meta.db'));
  const began = systemClock.now();
  // The sandbox's day, so that tokens and their ends are of one time; it passes as real time does.
  const clock: Clock = { ...systemClock, now: () => Date.UTC(2026, 10, 24, 9) + (systemClock.now() - began) };
  // As real ones are: what comes in a session whose number was used before is taken and thrown away.
  const ports = { ...own.ports, clock, random: Math.random, http: http ?? createHttp({}) };
  const engine = createEngine(ports);
  engine.start();
  onTestFinished(() => engine.stop());
  const { graphUrl, accessToken } = sandbox.sandbox;
  const connect = (token: string): Promise<number> => engine.host.connect(graphUrl, token);
  const connectionId = await connect(accessToken);
  const ask: SandboxRig['ask'] = async (name, input) => {
    const reply = await engine.call(name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.message}`);
    return reply.value;
  };
  /** Looks when something changed, not in a loop: the reader's thread and the sandbox share the computer. */
  async function settled(runId: number): Promise<void> {
    let wake: () => void = () => undefined;
    const stop = engine.onEvent(() => wake());
    for (;;) {
      const changed = new Promise<void>((resolve) => (wake = resolve));
      if ((await ask('status.summary', { runId })).state !== 'waiting') return stop();
      await changed;
    }
  }

  return {
    ...own,
    ports,
    sandbox,
    engine,
    connectionId,
    connect,
    ask,
    account: (state) => sandbox.sandbox.accounts.find((one) => one.state === state)?.id ?? '',
    rows<T>(sql: string) {
      const db = new Database(join(own.dataDir, 'muster.db'), { readonly: true });
      try {
        return db.prepare<[], T>(sql).all();
      } finally {
        db.close();
      }
    },
    async fault(order) {
      await sandbox.control('POST', '/faults', order);
    },
    async token(person, scopes) {
      const { body } = await sandbox.control('POST', '/tokens', { person, ...(scopes ? { scopes } : {}) });
      return String(body['access_token']);
    },
    audit: (account, id = connectionId) => ask('audit.run', { connectionId: id, account }),
    async run(account, { action = 'add', audience = 'Customers' } = {}) {
      const { runId } = await engine.host.sync({
        connectionId,
        source: { path: own.csv(people(3)), name: 'list.csv', isSample: false },
        jobName: 'List',
        account,
        steps: [{ audience, action, keys: null }],
        overrides: [],
        country: 'US',
        flushMs: 0,
      });
      await settled(runId);
      return runId;
    },
  };
}

/** The lines that are no pass, but for the one that nobody can read: light, evidence and link. */
export function complaints({ checks }: Audit): Readonly<Record<string, readonly (string | null)[]>> {
  return Object.fromEntries(
    checks
      .filter(({ id, status }) => status !== 'pass' && id !== 'account_tasks')
      .map((check) => [check.id, [check.status, finding(check), check.action && placeOf(check.action.url)]]),
  );
}

/** The last part of the key of what was seen. */
export function finding({ evidence }: Finding): string {
  return evidence.key.split('.').slice(-1).join('');
}

/** An address without the sandbox's port. */
function placeOf(url: string): string {
  return url.replace(/^http:\/\/127\.0\.0\.1:\d+/, 'sandbox');
}
