// Does what Electron's executable does: finds the app, evaluates its main module, starts Chromium, says 'ready'.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { announceReady, app, chromiumSwitches, describeApp } from './app.ts';
import type { Manifest } from './app.ts';
import { startChromium } from './chromium.ts';
import { watchTargets } from './targets.ts';

/**
 * Resolves when Playwright has attached, which it tells by calling this global. Its loader (absent when it is given an
 * executable path) defines the global itself and holds 'ready' back; nobody else waits.
 */
function playwrightAttached(): Promise<void> {
  const last = process.argv.indexOf('--remote-debugging-port=0');
  if (last < 0 || Reflect.has(globalThis, '__playwright_run')) return Promise.resolve();
  // As the loader does: Playwright's own switches are not for the app.
  process.argv.splice(1, last);
  return new Promise((attached) => {
    Reflect.set(globalThis, '__playwright_run', () => attached());
  });
}

/** The app is a folder with a package.json, or its main file. Without an argument it is the working directory. */
function findMain(): string {
  const target = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
  const directory = extname(target) === '' ? target : dirname(target);
  const file = join(directory, 'package.json');
  const manifest: Manifest = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  describeApp(manifest, directory);
  return directory === target ? join(directory, manifest.main ?? 'index.js') : target;
}

console.error(`stand-in: Node ${process.version} and Chromium in place of Electron ${process.versions.electron}`);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => app.quit());
try {
  const attached = playwrightAttached();
  // Electron says 'ready' only after the main module was evaluated: one that awaits it at its top level hangs here too.
  await import(pathToFileURL(findMain()).href);
  await startChromium(chromiumSwitches());
  await watchTargets();
  await attached;
  announceReady();
} catch (error) {
  console.error('stand-in: the app did not start:', error);
  process.exit(1);
}
