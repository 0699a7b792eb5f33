import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';

import type { Surroundings } from '../../main/engine/context.ts';
import { createEngine, type Engine } from '../../main/engine/engine.ts';
import type { Ports } from '../../main/engine/ports.ts';
import type { SyncOrder, SyncStart } from '../../main/engine/sync.ts';
import type { CallName, EngineEvent, Input, Output } from '../../preload/contract/contract.ts';
import type { RunFacts } from '../../preload/contract/jobs.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';
import { fakeGraph, type FakeGraph } from './fake-graph.ts';

export const TOKEN = 'EAAtesttokenEAAtesttokenEAAtesttokenEAAtesttokenEAAtesttokenEAAtesttoken';
export const ACCOUNT = 'act_542676646349772';

/** For a context without an engine around it. */
export const UNHEARD: Surroundings = {
  emit: () => undefined,
  signal: new AbortController().signal,
  onDamage: () => undefined,
};

/** What outlives an engine: the data folder, the clock, the other side. */
export interface World {
  readonly folder: string;
  readonly dataDir: string;
  readonly clock: FakeClock;
  readonly graph: FakeGraph;
  readonly ports: Ports;
  /** Writes a CSV file outside the data folder; its path. */
  csv(rows: readonly (readonly string[])[], name?: string): string;
}

/** An engine in a world, with the questions that tests ask. */
export interface Rig extends World {
  readonly engine: Engine;
  readonly events: readonly EngineEvent[];
  connect(): Promise<number>;
  sync(path: string, order?: Partial<SyncOrder>): Promise<SyncStart>;
  /** Resolves when the run's source has been read; that takes real time, as a real thread does it. */
  read(start: SyncStart): Promise<RunFacts>;
  /** Starts a run and reads its source. */
  run(path: string, order?: Partial<SyncOrder>): Promise<SyncStart>;
  /** The same with a list on standard input: half the time, where the file itself is not the matter. */
  pipe(rows: readonly (readonly string[])[], order?: Partial<SyncOrder>): Promise<SyncStart>;
  facts(start: SyncStart): Promise<RunFacts>;
  /** Rows of the data folder's database, for what no call tells. */
  rows<T>(sql: string): readonly T[];
  /** The value of a call that must not fail. */
  ask<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>;
}

export function world(): World {
  const folder = mkdtempSync(join(tmpdir(), 'muster-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const clock = fakeClock();
  const graph = fakeGraph(() => clock.now());
  const dataDir = join(folder, 'data');
  return {
    folder,
    dataDir,
    clock,
    graph,
    ports: {
      dataDir,
      clock,
      random: () => 0.5,
      http: graph.http,
      secrets: { dataKey: () => Buffer.alloc(32, 7), store: 'keyring' },
      log: { info: () => undefined },
      sandbox: null,
    },
    csv(rows, name = 'list.csv') {
      const path = join(folder, name);
      writeFileSync(path, textOf(rows));
      return path;
    },
  };
}

/** A started engine that is stopped when the test ends. Without a world it gets one of its own. */
export function rig(own: World = world(), options: { readonly sends: boolean } = { sends: true }): Rig {
  const engine = createEngine(own.ports);
  const events: EngineEvent[] = [];
  engine.onEvent((event) => events.push(event));
  engine.start(options);
  onTestFinished(() => engine.stop());

  const ask: Rig['ask'] = async (name, input) => {
    const reply = await engine.call(name, input);
    if (!reply.ok) throw new Error(`${name}: ${reply.message}`);
    return reply.value;
  };
  const t: Rig = {
    ...own,
    engine,
    events,
    ask,
    connect: () => engine.host.connect('https://graph.facebook.com', TOKEN),
    async sync(path, order = {}) {
      return engine.host.sync({
        connectionId: engine.host.storedConnection(null) ?? (await t.connect()),
        source: { path, name: 'list.csv', isSample: false },
        jobName: 'List',
        account: ACCOUNT,
        steps: [{ audience: 'Customers', action: 'add', keys: null }],
        overrides: [],
        country: 'US',
        flushMs: 5_000,
        ...order,
      });
    },
    rows<T>(sql: string) {
      const db = new Database(join(own.dataDir, 'muster.db'), { readonly: true });
      try {
        return db.prepare<[], T>(sql).all();
      } finally {
        db.close();
      }
    },
    facts: ({ runId }) => ask('runs.get', { runId }),
    async read(start) {
      await until(async () => (await t.facts(start)).state !== 'reading');
      // What the end of reading set off.
      await setImmediate();
      return t.facts(start);
    },
    pipe: (rows, order) => t.run('', { source: { stream: Readable.from([textOf(rows)]) }, ...order }),
    async run(path, order) {
      const start = await t.sync(path, order);
      await t.read(start);
      return start;
    },
  };
  return t;
}

/** Rows as CSV; no cell of these tests needs quotes. */
export function textOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join(',')}\n`).join('');
}

/** Waits for the work of a real thread. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('what the test waits for does not happen');
    await setImmediate();
  }
}

/** Meta's form of a value. */
export function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** A list of `count` people with an address each, header first. */
export function people(count: number, prefix = 'p'): readonly (readonly string[])[] {
  return [['Email'], ...Array.from({ length: count }, (_, i) => [`${prefix}${i}@example.com`])];
}

/** The entries that a list of addresses becomes. */
export function entriesOf(rows: readonly (readonly string[])[]): readonly string[] {
  return rows
    .slice(1)
    .map(([email = '']) => `EMAIL=${sha256(email)}`)
    .toSorted();
}
