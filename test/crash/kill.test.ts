import { spawn, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { type Sandbox } from '../../main/sandbox/sandbox.ts';
import { startSandboxThread } from '../../main/sandbox/thread.ts';
import type { Summary } from '../../preload/contract/summary.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';

const CLI = resolve(import.meta.dirname, '../../main/cli.ts');
const PEOPLE = 42_000;
const KILLS = 7;

/** Another seed every time; a failure names it, and MUSTER_SEED replays it. */
const SEED = Number(process.env['MUSTER_SEED'] ?? Date.now() % 1_000_000);

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

interface World {
  readonly dir: string;
  readonly sandbox: Sandbox;
  readonly proxy: FaultyProxy;
  readonly env: NodeJS.ProcessEnv;
  readonly account: string;
}

async function setup(random: () => number): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'muster-kill-'));
  const sandbox = await startSandboxThread({ file: join(dir, 'meta.db') });
  const proxy = await startFaultyProxy(sandbox.graphUrl, 0.25, random);
  onTestFinished(async () => {
    await proxy.close();
    await sandbox.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const account = sandbox.accounts.find(({ state }) => state === 'healthy')?.id ?? '';
  return { dir, sandbox, proxy, env: { ...process.env, MUSTER_ACCESS_TOKEN: sandbox.accessToken }, account };
}

const address = (i: number): string => `person.${i}@example.com`;

/** A list with duplicates and blank rows in between. */
function writeList(file: string, from: number, to: number): void {
  const lines = ['Email;First name'];
  for (let i = from; i < to; i += 1) {
    lines.push(`${address(i)};Ann`);
    if (i % 500 === 499) lines.push(` ${address(i - 3).toUpperCase()};Ann`);
    if (i % 700 === 0) lines.push('n/a;');
  }
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function isBalanced({ counters: c, rows }: Summary): boolean {
  return (
    c.entered === c.synced + c.not_synced + c.pending + c.errored &&
    c.entered === c.proceeded + c.exited &&
    rows.read === rows.entered + rows.duplicates + rows.excluded + rows.unchanged + rows.unreadable
  );
}

function status(dir: string): Summary {
  const { stdout } = spawnSync(process.execPath, [CLI, 'status', '--json', '--data', join(dir, 'data')], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as Summary;
}

/** Runs a command and kills it after `ms`, unless it ended before. */
async function runAndKill(args: readonly string[], env: NodeJS.ProcessEnv, ms: number): Promise<'killed' | 'ended'> {
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  const signal = await new Promise<NodeJS.Signals | null>((done) => child.on('exit', (_code, by) => done(by)));
  clearTimeout(timer);
  return signal === null ? 'ended' : 'killed';
}

/** The last run is not killed, and must finish the work. Not synchronous: the proxy that it talks to runs in this process. */
async function runToEnd(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Summary> {
  const child = spawn(process.execPath, [CLI, ...args], { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Summary;
}

async function members(sandbox: Sandbox, audience: string): Promise<ReadonlySet<string>> {
  const response = await fetch(`${sandbox.graphUrl}/_sandbox/audiences/${audience}/members`, {
    headers: { authorization: `Bearer ${sandbox.accessToken}` },
  });
  const { entries } = (await response.json()) as { entries: { EMAIL: string }[] };
  return new Set(entries.map(({ EMAIL }) => EMAIL));
}

const digests = (from: number, to: number): ReadonlySet<string> =>
  new Set(Array.from({ length: to - from }, (_, i) => hash('sha256', address(from + i), 'hex')));

test(`killed at random moments amid random trouble, nobody is lost or counted twice (seed ${SEED})`, async () => {
  const random = randomFrom(SEED);
  const { dir, sandbox, proxy, env, account } = await setup(random);
  const sync = async (file: string, action: 'add' | 'remove', people: number, from: number): Promise<Summary> => {
    writeList(file, from, from + people);
    const common = ['--json', '--data', join(dir, 'data'), '--graph-url', proxy.url];
    const args = ['sync', file, '--account', account, '--audience', 'Killed', '--action', action, ...common];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const outcome = await runAndKill(args, env, 300 + Math.floor(random() * 2_200));
      expect(status(dir)).toSatisfy(isBalanced);
      // A run that has ended would be started anew by the same command.
      if (outcome === 'ended') break;
    }
    const now = status(dir);
    // Killed before it began, or in the middle: the same command once more must bring it to its end.
    const hasBegun = now.steps.some((step) => step.action === action && step.counters.entered > 0);
    const summary = hasBegun && now.state !== 'waiting' ? now : await runToEnd(args, env);
    expect(summary).toSatisfy(isBalanced);
    return summary;
  };

  const file = join(dir, 'list.csv');
  const added = await sync(file, 'add', PEOPLE, 0);
  const blanks = Math.ceil(PEOPLE / 700);
  expect(added).toMatchObject({
    state: 'done',
    counters: { entered: PEOPLE + blanks, synced: PEOPLE, not_synced: blanks, pending: 0, errored: 0 },
    rows: { duplicates: Math.floor(PEOPLE / 500) },
  });
  const audience = added.steps[0]?.audience.id ?? '';
  expect(await members(sandbox, audience)).toEqual(digests(0, PEOPLE));

  const half = PEOPLE / 2;
  await sync(join(dir, 'leavers.csv'), 'remove', half, 0);
  expect(await members(sandbox, audience)).toEqual(digests(half, PEOPLE));
  expect(proxy.seen.troubled).toBeGreaterThan(0);

  const database = new Database(join(dir, 'data', 'muster.db'), { readonly: true });
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
});
