import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, type Page } from '@playwright/test';

import { ask } from '../../main/commands/follow.ts';
import { createEngine } from '../../main/engine/engine.ts';
import { systemKeyStore } from '../../main/engine/key-store.ts';
import { createHttp } from '../../main/facebook/http.ts';
import { systemLogin } from '../../main/hosted/login.ts';
import { fileLog, systemClock } from '../../main/hosted/this-computer.ts';
import { serveBrowser } from '../../main/loopback/serve.ts';
import { writeSample } from '../../main/sample.ts';
import { startSandboxThread } from '../../main/sandbox/thread.ts';
import type { CallName, Input, Output } from '../../preload/contract/contract.ts';
import { test as base } from '../renderer/wizard-site.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LONGEST_LOGIN_MS = 10 * 60_000;
const NAMES = ['entered', 'synced', 'not_synced', 'pending', 'errored', 'proceeded', 'exited'] as const;

export type Counts = Readonly<Record<(typeof NAMES)[number], number>>;

/** A computer with Muster's browser host, a home with a broken export, nobody connected, and the sandbox in Facebook's place. */
export interface Film {
  /** Works once. */
  readonly url: string;
  readonly dataDir: string;
  readonly sandbox: { readonly graphUrl: string; readonly accessToken: string };
  /** Of the sandbox's Meta app. */
  readonly app: { readonly id: string; readonly secret: string };
  /** Addresses that Muster opened in the system's browser, the newest last. */
  readonly opened: string[];
  /** The logins that were begun, the newest last. */
  readonly attempts: string[];
  /** From now on ten minutes of waiting for a login are over at once. */
  hurry(isHurried: boolean): void;
  ask<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** The first ad account of a state. */
  account(state: string): string;
  /** A call of the sandbox's control endpoint, below `/_sandbox`. */
  control(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Starts a command of Muster's on the same data folder. */
  command(...args: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string }>;
}

/** Playwright's `test` with a {@link Film} of its own for each test. */
export const test = base.extend<{ readonly film: Film }>({
  async film({ pageDir }, give) {
    const [folder, home] = [mkdtempSync(join(tmpdir(), 'muster-film-')), process.env['HOME']];
    const dataDir = join(folder, 'data');
    mkdirSync(join(folder, 'Downloads'), { recursive: true });
    mkdirSync(dataDir, { mode: 0o700 });
    copyFileSync(writeSample(), join(folder, 'Downloads', 'customers-export.csv'));
    process.env['HOME'] = folder;
    const sandbox = await startSandboxThread({ file: join(dataDir, 'sandbox.db') });
    const log = fileLog(dataDir);
    const [opened, attempts]: [string[], string[]] = [[], []];
    let isHurried = false;
    const engine = createEngine({
      dataDir,
      clock: {
        ...systemClock,
        sleep: (ms, signal) => systemClock.sleep(isHurried && ms === LONGEST_LOGIN_MS ? 0 : ms, signal),
      },
      random: Math.random,
      http: createHttp(process.env, () => null),
      secrets: await systemKeyStore(dataDir, process.env, log),
      log,
      sandbox,
      login: { listen: systemLogin.listen, openBrowser: (url) => void opened.push(url) },
    });
    engine.start();
    const served = {
      async call(name: string, input: unknown) {
        // The page means Facebook.
        const order = name === 'connections.begin' ? { ...(input as object), graph: 'sandbox' } : input;
        const reply = await engine.call(name as CallName, order as never);
        if (name === 'connections.begin' && reply.ok) attempts.push((reply.value as Output<typeof name>).attemptId);
        return reply;
      },
      onEvent: engine.onEvent,
    };
    const page = await serveBrowser(served, pageDir, 0);
    const control: Film['control'] = async (method, path, body) => {
      const headers = { authorization: `Bearer ${sandbox.accessToken}`, 'content-type': 'application/json' };
      const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
      const answer = await fetch(`${sandbox.graphUrl}/_sandbox${path}`, init);
      return (await answer.json()) as Record<string, unknown>;
    };
    const { id, secret } = await control('GET', '/app');
    await give({
      url: page.url,
      dataDir,
      sandbox,
      app: { id: String(id), secret: String(secret) },
      opened,
      attempts,
      hurry: (wanted) => void (isHurried = wanted),
      ask: (name, input) => ask(engine, name, input),
      account: (state) => sandbox.accounts.find((one) => one.state === state)?.id ?? '',
      control,
      command: (...args) => run([...args, '--data', dataDir], sandbox.accessToken),
    });
    await page.close();
    await engine.stop();
    await sandbox.close();
    process.env['HOME'] = home;
    rmSync(folder, { recursive: true, force: true });
  },
});

function run(args: readonly string[], token: string): ReturnType<Film['command']> {
  const child = spawn(process.execPath, [join(ROOT, 'main/cli.ts'), ...args], {
    env: { ...process.env, MUSTER_ACCESS_TOKEN: token, NODE_COMPILE_CACHE: join(ROOT, 'out', 'compiled') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  return new Promise((ended) => child.on('close', (code) => ended({ code, stdout })));
}

/** The seven counters that `muster status` prints of the same data folder. */
export async function statusOf(film: Film): Promise<Counts> {
  const { stdout } = await film.command('status', '--json');
  const { counters } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly counters: Counts };
  return counters;
}

/** The seven counters as the page shows them, read in one go so that they are of one moment; fails when they do not add up. */
export async function shown(page: Page): Promise<Counts> {
  const counts = (await page
    .locator('main [data-counter]')
    .evaluateAll((cells) =>
      Object.fromEntries(
        cells.map((cell) => [cell.getAttribute('data-counter'), Number(cell.getAttribute('data-value'))]),
      ),
    )) as Partial<Counts>;
  const [entered = 0, synced = 0, out = 0, pending = 0, errored = 0, on = 0, exited = 0] = NAMES.map(
    (name) => counts[name],
  );
  expect([entered, entered]).toEqual([synced + out + pending + errored, on + exited]);
  return { entered, synced, not_synced: out, pending, errored, proceeded: on, exited };
}
