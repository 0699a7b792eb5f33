import { mkdirSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

import type { App, CommandLine } from 'electron';

import { utilityMetrics } from './metrics.ts';
import { takeInstanceLock } from './single-instance.ts';
import { eventsOf, notImplemented, preventable, strict } from './strict.ts';
import { openWindows } from './windows.ts';

/** What Electron reads of the app's package.json. */
export interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
  readonly main?: string;
}

const paths = new Map<string, string>();
const switches: string[] = [];
const ready = Promise.withResolvers<void>();
let manifest: Manifest = {};
let directory = '';
let isReady = false;
let isQuitting = false;

function switchValue(name: string): string {
  const prefix = `--${name}=`;
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? '';
}

/** Where Electron on Linux has its folders. */
function defaultPath(name: string): string {
  switch (name) {
    case 'home':
      return homedir();
    case 'temp':
      return tmpdir();
    case 'appData':
      return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    case 'sessionData':
      return app.getPath('userData');
    case 'exe':
      return process.argv[0] ?? '';
    case 'userData':
      return switchValue('user-data-dir') || join(app.getPath('appData'), app.getName());
  }
  throw notImplemented(`app.getPath('${name}')`);
}

function setPath(name: string, path: string): void {
  if (!isAbsolute(path)) throw new Error('Path must be absolute');
  if (!statSync(path, { throwIfNoEntry: false })) throw new Error(`Failed to set path: ${path} does not exist`);
  defaultPath(name);
  paths.set(name, path);
}

function requestSingleInstanceLock(additionalData: unknown = {}): boolean {
  const folder = app.getPath('userData');
  mkdirSync(folder, { recursive: true });
  return takeInstanceLock(folder, additionalData, ({ argv, cwd, data }) =>
    app.emit('second-instance', preventable({}), [...argv], cwd, data),
  );
}

function beforeReady(member: string): void {
  if (isReady) throw new Error(`${member} must be called before app is ready`);
}

function exit(code = 0): void {
  app.emit('quit', preventable({}), code);
  process.exit(code);
}

function shutDown(): void {
  const event = preventable({});
  app.emit('will-quit', event);
  if (event.defaultPrevented) isQuitting = false;
  else exit();
}

function quit(): void {
  if (isQuitting) return;
  const event = preventable({});
  app.emit('before-quit', event);
  if (event.defaultPrevented) return;
  isQuitting = true;
  if (openWindows.size === 0) return shutDown();
  for (const open of openWindows) open.close();
  // A window that refused to close has called the quitting off.
  if (openWindows.size > 0) isQuitting = false;
}

const commandLine = strict<CommandLine>('app.commandLine', {
  appendSwitch(name, value) {
    beforeReady('app.commandLine.appendSwitch');
    switches.push(value ? `--${name}=${value}` : `--${name}`);
  },
  hasSwitch: (name) =>
    [...process.argv, ...switches].some((given) => given === `--${name}` || given.startsWith(`--${name}=`)),
  getSwitchValue: switchValue,
});

/** Electron's `app`. Playwright's loader replaces `whenReady`, `isReady` and `emit`, so internal uses go through it too. */
export const app = strict<App>(
  'app',
  {
    commandLine,
    isPackaged: false,
    enableSandbox: () => beforeReady('app.enableSandbox'),
    exit,
    getAppMetrics: () => utilityMetrics().map((metric) => strict<Electron.ProcessMetric>('ProcessMetric', metric)),
    getAppPath: () => directory,
    getName: () => manifest.productName ?? manifest.name ?? 'Electron',
    getPath: (name) => paths.get(name) ?? defaultPath(name),
    getPreferredSystemLanguages: () => [(process.env['LANG'] ?? 'en-US').replace(/\..*/, '').replace('_', '-')],
    getVersion: () => manifest.version ?? '0.0.0',
    isReady: () => isReady,
    quit,
    // Whoever runs the stand-in starts it again, or does not.
    relaunch: () => undefined,
    requestSingleInstanceLock,
    // A registration with the system, which nothing here reads.
    setAsDefaultProtocolClient: () => true,
    setPath,
    whenReady: () => ready.promise,
  },
  eventsOf<App>()(
    'ready',
    'before-quit',
    'will-quit',
    'quit',
    'window-all-closed',
    'web-contents-created',
    'browser-window-created',
    'second-instance',
    // macOS only: the real one never emits them on Linux either.
    'activate',
    'open-file',
    'open-url',
  ),
);

/** Tells `app` what it is and where it lies; call before the app's own code runs. */
export function describeApp(described: Manifest, appPath: string): void {
  manifest = described;
  directory = appPath;
}

/** The switches for Chromium that the app, Playwright's loader and the command line have set. */
export function chromiumSwitches(): readonly string[] {
  // A test may point Meta's hosts at this computer, as it would for Electron.
  return [...switches, ...process.argv.filter((argument) => argument.startsWith('--host-resolver-rules='))];
}

/** Chromium makes the user's data folder while it starts; then Electron says 'ready'. */
export function announceReady(): void {
  mkdirSync(app.getPath('userData'), { recursive: true });
  isReady = true;
  app.emit('ready', preventable({}), {});
  ready.resolve();
}

/** Called after a window has gone. When it was the last, the app is asked what to do, or ends if it has no opinion. */
export function windowGone(): void {
  if (openWindows.size > 0) return;
  if (isQuitting) shutDown();
  else if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
  else app.quit();
}
