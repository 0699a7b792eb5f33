import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { _electron, type ElectronApplication, type Page } from '@playwright/test';

import { openHost } from '../../main/host.ts';
import { DEFAULT_FLUSH_MS } from '../../main/hosted/messages.ts';
import type { CallName, Input, Output, Reply } from '../../preload/contract/contract.ts';

/** What the suite runs on: `real` = Electron's own binary, a path = a packed app, else the stand-in. */
const wanted = process.env['MUSTER_ELECTRON'] ?? '';
const isReal = wanted === 'real';
const root = resolve(import.meta.dirname, '../..');
if (isReal) delete process.env['ELECTRON_OVERRIDE_DIST_PATH'];
else process.env['ELECTRON_OVERRIDE_DIST_PATH'] = resolve(import.meta.dirname, '../electron');
process.env['STANDIN_NODE'] ??= process.execPath;

export interface DesktopApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Asks the engine as the page does. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** The process in which the engine runs; null while there is none. */
  enginePid(): Promise<number | null>;
  /** Quits as a person would, and tells the exit code. */
  quit(): Promise<number | null>;
}

/** A folder of its own for one test. */
export function dataFolder(): string {
  return mkdtempSync(join(tmpdir(), 'muster-desktop-'));
}

/** Where the files of a test lie; the stand-in has to be told. */
export function filesOf(dataDir: string): string {
  const folder = join(dataDir, 'files');
  mkdirSync(folder, { recursive: true });
  return folder;
}

function command(dataDir: string, ...more: readonly string[]): string[] {
  return [...(wanted === '' || isReal ? [root] : []), `--user-data-dir=${dataDir}`, ...more];
}

export async function launchDesktop(
  dataDir: string,
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<DesktopApp> {
  const app = await _electron.launch({
    args: command(dataDir, ...args),
    // The user's own configuration is none of a test's business.
    env: { ...process.env, XDG_CONFIG_HOME: join(dataDir, 'config'), STANDIN_FILES: filesOf(dataDir), ...env },
    ...(wanted === '' || isReal ? {} : { executablePath: wanted }),
  });
  const page = await app.firstWindow();
  await page.waitForFunction(() => 'muster' in window);
  return {
    app,
    page,
    call: (name, input) => callEngine(page, name, input),
    enginePid: () =>
      app.evaluate(
        ({ app: inside }) => inside.getAppMetrics().find(({ name }) => name === 'Muster engine')?.pid ?? null,
      ),
    async quit() {
      const child = app.process();
      await app.close();
      return child.exitCode;
    },
  };
}

/** Starts the app once more on a folder that an app has open already, and waits until that second one has ended. */
export async function startSecond(dataDir: string, ...args: readonly string[]): Promise<number | null> {
  const child = spawn(executable(), command(dataDir, '--no-sandbox', ...args), { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code as number | null;
}

function executable(): string {
  if (wanted !== '' && !isReal) return wanted;
  if (!isReal) return resolve(import.meta.dirname, '../electron/electron');
  const folder = join(root, 'node_modules/electron');
  return join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
}

/** From now on notes what the system would be asked to show; tells the title and text of each notification so far. */
export async function notifications(app: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ Notification }) => {
    const shown: string[] = [];
    Reflect.set(globalThis, 'shown', shown);
    const show = Notification.prototype.show;
    Notification.prototype.show = function note() {
      shown.push(`${this.title} | ${this.body}`);
      show.call(this);
    };
  });
  return () => app.evaluate(() => Reflect.get(globalThis, 'shown') as readonly string[]);
}

/** Clicks an item of the menu bar. */
export function clickMenu(app: ElectronApplication, id: string): Promise<void> {
  return app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);
}

/** Asks again while the engine starts anew. */
async function callEngine<N extends CallName>(page: Page, name: N, input: Input<N>): Promise<Output<N>> {
  for (;;) {
    const reply = await page.evaluate(
      ([asked, given]) => {
        const { call } = Reflect.get(window, 'muster') as { call(name: string, input: unknown): Promise<unknown> };
        return call(asked, given);
      },
      [name, input] as const,
    );
    const { ok, ...rest } = reply as Reply<Output<N>>;
    if (ok && 'value' in rest) return rest.value;
    if (!('code' in rest) || rest.code !== 'engine_restarted') throw new Error(JSON.stringify(reply));
  }
}

/** Runs `act` with a desktop app on a fresh folder, and leaves nothing behind. */
export async function withDesktop(
  act: (desktop: DesktopApp, dataDir: string) => Promise<void>,
  options: Parameters<typeof launchDesktop>[1] & { readonly prepare?: (dataDir: string) => Promise<void> | void } = {},
): Promise<void> {
  const dataDir = dataFolder();
  try {
    await options.prepare?.(dataDir);
    const desktop = await launchDesktop(dataDir, options);
    try {
      await act(desktop, dataDir);
    } finally {
      await desktop.app.close().catch(() => undefined);
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A list of so many people. */
export function writeList(file: string, people: number): void {
  writeFileSync(file, ['email', ...Array.from({ length: people }, (_, i) => `p${i}@example.com`), ''].join('\n'));
}

/** Puts a job into a folder that no app has open: it is read and sent as soon as one starts. */
export async function queueJob(dataDir: string, people: number): Promise<number> {
  const file = join(filesOf(dataDir), 'people.csv');
  writeList(file, people);
  const host = await openHost({ dataDir, withSandbox: true });
  try {
    if (!host.sandbox) throw new Error('no sandbox');
    const { runId } = await host.engine.host.sync({
      connectionId: await host.engine.host.connect(null, host.sandbox.accessToken),
      source: { path: file, name: 'people.csv', isSample: false },
      jobName: 'People',
      account: host.sandbox.accounts.find(({ state }) => state === 'healthy')?.id ?? '',
      steps: [{ audience: 'People', action: 'add', keys: null }],
      overrides: [],
      country: null,
      flushMs: DEFAULT_FLUSH_MS,
    });
    return runId;
  } finally {
    await host.close();
  }
}
