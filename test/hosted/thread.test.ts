import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { NewerSchemaError } from '../../db/open.ts';
import { failureText } from '../../main/commands/failure.ts';
import { CommandError } from '../../main/commands/output.ts';
import { KeyFileError } from '../../main/engine/key-file.ts';
import { ReadFault } from '../../main/engine/reader.ts';
import { DamagedError } from '../../main/engine/repair.ts';
import { UsageError } from '../../main/engine/sync.ts';
import { UnsafeTargetError } from '../../main/facebook/client.ts';
import { openHost } from '../../main/host.ts';
import { type HostedEngine, type HostedEngineOptions, startHostedEngine } from '../../main/hosted/hosted-engine.ts';
import { DEFAULT_FLUSH_MS, errorOf, failureOf } from '../../main/hosted/messages.ts';
import { type EngineRunner, launchThread } from '../../main/hosted/thread.ts';
import { startSandboxThread } from '../../main/sandbox/thread.ts';
import type { CallName, Input, Output, Reply } from '../../preload/contract/contract.ts';
import type { Counters } from '../../preload/contract/counters.ts';
import { text } from '../../preload/messages/text.ts';
import { fakeClock } from '../engine/fake-clock.ts';

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'muster-hosted-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A real engine in a real thread, closed at the end of the test. */
function open(dataDir: string, more: Partial<HostedEngineOptions> = {}): HostedEngine {
  const engine = startHostedEngine({ dataDir, withSandbox: true, ...more });
  onTestFinished(() => engine.close());
  return engine;
}

function valueOf<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return reply.value;
}

const ask = async <N extends CallName>(engine: HostedEngine, name: N, input: Input<N>): Promise<Output<N>> =>
  valueOf(await engine.call(name, input));

/** Resolves as soon as events led to a state that passes. */
function reaches<N extends CallName>(
  engine: HostedEngine,
  name: N,
  input: Input<N>,
  passes: (found: Output<N>) => boolean,
): Promise<Output<N>> {
  return new Promise((resolve) => {
    const look = async (): Promise<void> => {
      const reply = await engine.call(name, input);
      if (!reply.ok || !passes(reply.value)) return;
      stopListening();
      resolve(reply.value);
    };
    const stopListening = engine.onEvent(() => void look());
    void look();
  });
}

const isBalanced = (c: Counters): boolean =>
  c.entered === c.synced + c.not_synced + c.pending + c.errored && c.entered === c.proceeded + c.exited;

test('calls made before the engine is ready are answered by it', async () => {
  const engine = open(folder());
  const { isSender, pending } = await ask(engine, 'status.get', {});
  expect([isSender, pending, engine.isSender]).toEqual([true, 0, true]);
  expect(await engine.call('runs.get', { runId: 7 })).toMatchObject({ ok: false, code: 'not_found' });
  expect(await engine.call('constructor' as 'jobs.list', {})).toMatchObject({ ok: false, code: 'bad_input' });
  expect(await engine.call('jobs.list', (() => undefined) as never)).toMatchObject({ ok: false, code: 'bad_input' });
});

test('an engine that dies in the middle of a run goes on with it, its sandbox too, and nobody is lost', async () => {
  const clock = fakeClock();
  const threads: EngineRunner[] = [];
  const died = Promise.withResolvers<Error | null>();
  const launch = (): EngineRunner => {
    const thread = launchThread();
    if (threads.push(thread) === 1) thread.onExit(died.resolve);
    return thread;
  };
  const engine = open(folder(), { clock, launch });
  const { runId } = await ask(engine, 'jobs.runSample', {});
  const before = await reaches(
    engine,
    'runs.get',
    { runId },
    ({ state, rows }) => state === 'sending' || rows.read > 0,
  );
  threads[0]?.kill();
  await died.promise;
  await clock.advance(1_000);
  const after = await reaches(engine, 'runs.get', { runId }, ({ state }) => state !== 'reading' && state !== 'sending');
  const { counters } = await ask(engine, 'status.summary', { runId });
  expect([before.endedAt, threads.length, after.state, counters.pending, counters.errored]).toEqual([
    null,
    2,
    'done',
    0,
    0,
  ]);
  expect([counters.synced > 5_000, isBalanced(counters)]).toEqual([true, true]);
});

test('three crashes within a minute end it: every call says so', async () => {
  const clock = fakeClock();
  const exits: Promise<unknown>[] = [];
  const threads: EngineRunner[] = [];
  const engine = open(folder(), {
    clock,
    withSandbox: false,
    launch() {
      const thread = launchThread();
      exits.push(new Promise((done) => thread.onExit(done)));
      threads.push(thread);
      return thread;
    },
  });
  for (let crash = 1; crash <= 3; crash += 1) {
    await ask(engine, 'status.get', {});
    threads.at(-1)?.kill();
    await exits.at(-1);
    await clock.advance(crash * 1_000);
  }
  expect(await engine.call('status.get', {})).toEqual({ ok: false, code: 'engine_down', message: text('engine.down') });
  expect(threads.length).toBe(3);
});

test('closing while it sends loses nothing: the next start ends the run', async () => {
  const [dir, dataDir] = [folder(), folder()];
  const people = 25_000;
  const file = join(dir, 'people.csv');
  writeFileSync(file, ['email', ...Array.from({ length: people }, (_, i) => `p${i}@example.com`)].join('\n'));
  const sandbox = await startSandboxThread({ file: join(dir, 'sandbox.db') });
  onTestFinished(() => sandbox.close());
  const first = open(dataDir, { withSandbox: false });
  const { graphUrl, accessToken: token } = sandbox;
  const connectionId = valueOf(await first.askAsHost('connect', { graphUrl, token }));
  const { runId } = valueOf(
    await first.askAsHost('sync', {
      connectionId,
      source: { path: file, name: 'people.csv', isSample: false },
      jobName: 'People',
      account: sandbox.accounts.find(({ state }) => state === 'healthy')?.id ?? '',
      steps: [{ audience: 'People', action: 'add', keys: null }],
      overrides: [],
      country: null,
      flushMs: DEFAULT_FLUSH_MS,
    }),
  );
  const before = await reaches(first, 'status.get', {}, ({ sendingBatches }) => sendingBatches > 0);
  await first.close();
  expect(before.pending).toBeGreaterThan(0);

  const second = open(dataDir, { withSandbox: false });
  const after = await reaches(second, 'runs.get', { runId }, ({ state }) => state !== 'reading' && state !== 'sending');
  const { counters } = await ask(second, 'status.summary', { runId });
  expect([after.state, counters.synced, isBalanced(counters)]).toEqual(['done', people, true]);
});

test('what keeps a data folder from being opened is told in the same words as in this process', async () => {
  const newer = folder();
  const file = new Database(join(newer, 'muster.db'));
  file.pragma('user_version = 9999');
  file.close();
  const noFolder = join(folder(), 'file');
  writeFileSync(noFolder, '');
  const inTheWay = folder();
  mkdirSync(join(inTheWay, 'muster.db'));

  const folders = [newer, noFolder, inTheWay];
  const textOf = (opening: Promise<unknown>): Promise<string | null> => opening.then(() => 'opened', failureText);
  const here = await Promise.all(folders.map((dataDir) => textOf(openHost({ dataDir, withSandbox: true }))));
  const there = await Promise.all(folders.map((dataDir) => textOf(open(dataDir).ready)));
  expect(there).toEqual(here);
  expect(here).toEqual([
    expect.stringContaining('newer Muster'),
    expect.stringContaining('it is a file where a folder is needed'),
    expect.stringContaining('cannot be used'),
  ]);
});

test('every error that a user can mend keeps its sentence when it comes from another thread', () => {
  const errors = [
    new CommandError('one'),
    new UsageError('two'),
    new ReadFault('empty', 'three', 'four'),
    new UnsafeTargetError('five'),
    new NewerSchemaError('six'),
    new KeyFileError('seven'),
    new DamagedError('eight'),
    new Database.SqliteError('nine', 'SQLITE_FULL'),
  ];
  const here = errors.map(failureText);
  expect(errors.map((error) => failureText(errorOf(structuredClone(failureOf(error)))))).toEqual(here);
  expect(here).not.toContain(null);
});
