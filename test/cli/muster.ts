import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { onTestFinished } from 'vitest';

import type { Sandbox } from '../../main/sandbox/sandbox.ts';
import { startSandboxThread } from '../../main/sandbox/thread.ts';
import type { Summary } from '../../preload/contract/summary.ts';
import { type FaultyProxy, startFaultyProxy } from '../crash/faulty-proxy.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** As main/setup.mjs does for users: stripping types anew for each process would be most of the time of these tests. */
const COMPILED = join(ROOT, 'out', 'compiled');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/**
 * Starts a command as a user would. Without a token of its own: what the machine has in its environment must not help. `input` null =
 * standard input stays open for the test to write to.
 */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input: string | null = '',
): Running {
  const { MUSTER_ACCESS_TOKEN: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'main/cli.ts'), ...args], {
    env: { NODE_COMPILE_CACHE: COMPILED, ...inherited, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  child.stdin.on('error', () => undefined);
  if (input !== null) child.stdin.end(input);
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, stdout, stderr })));
  return { child, ended };
}

export function muster(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Ended> {
  return start(args, env, input).ended;
}

export function summaryOf({ stdout }: Ended): Summary {
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Summary;
}

/** DESIGN section 3: what must hold at every moment. */
export function isBalanced({ counters: c, rows }: Summary): boolean {
  return (
    c.entered === c.synced + c.not_synced + c.pending + c.errored &&
    c.entered === c.proceeded + c.exited &&
    rows.read === rows.entered + rows.duplicates + rows.excluded + rows.unchanged + rows.unreadable
  );
}

export interface World {
  readonly dir: string;
  /** The data folder of Muster; the sandbox keeps its own file beside it. */
  readonly data: string;
  readonly sandbox: Sandbox;
  /** Counts the uploads that pass by. */
  readonly proxy: FaultyProxy;
  readonly token: Readonly<Record<string, string>>;
  /** The first ad account of a state. */
  account(state: string): string;
  /** Writes a file and returns its path. */
  file(name: string, content: string | Uint8Array): string;
  startSync(file: string, ...more: readonly string[]): Running;
  sync(file: string, ...more: readonly string[]): Promise<Ended>;
}

/** A folder with a space in its name, a sandbox, and a way to it that is watched; gone when the test ends. */
export async function setup(): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'muster cli '));
  const sandbox = await startSandboxThread({ file: join(dir, 'meta.db') });
  const proxy = await startFaultyProxy(sandbox.graphUrl, 0, () => 0.5);
  onTestFinished(async () => {
    await proxy.close();
    await sandbox.close();
    rmSync(dir, { recursive: true });
  });
  const data = join(dir, 'data');
  const token = { MUSTER_ACCESS_TOKEN: sandbox.accessToken };
  const startSync = (file: string, ...more: readonly string[]): Running =>
    start(['sync', file, '--json', '--data', data, '--graph-url', proxy.url, ...more], token);
  return {
    dir,
    data,
    sandbox,
    proxy,
    token,
    account: (state) => sandbox.accounts.find((one) => one.state === state)?.id ?? '',
    file(name, content) {
      writeFileSync(join(dir, name), content);
      return join(dir, name);
    },
    startSync,
    sync: (file, ...more) => startSync(file, ...more).ended,
  };
}

/** Hashed addresses of everybody in an audience, in order. */
export async function members(sandbox: Sandbox, audience: string): Promise<readonly string[]> {
  const response = await fetch(`${sandbox.graphUrl}/_sandbox/audiences/${audience}/members`, {
    headers: { authorization: `Bearer ${sandbox.accessToken}` },
  });
  const { entries } = (await response.json()) as { entries: { EMAIL: string }[] };
  return entries.map(({ EMAIL }) => EMAIL).toSorted();
}

/** Does what a person does on the terms page of an ad account. */
export async function acceptTerms(sandbox: Sandbox, account: string): Promise<void> {
  await fetch(`${sandbox.graphUrl}/terms?act=${account.replace('act_', '')}`, { method: 'POST' });
}
