// Loaded before everything else: makes `electron` mean the stand-in and the process look like Electron's main one.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const standin = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const isElectron = /^electron(\/(main|common))?$/.test(specifier);
    return isElectron ? { url: standin, shortCircuit: true } : next(specifier, context);
  },
});

// Worker threads of the app load this too, and are no main process.
if (isMainThread) {
  const manifest = new URL('../../node_modules/electron/package.json', import.meta.url);
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, 'utf8'));
  Object.defineProperty(process, 'type', { value: 'browser', enumerable: true });
  Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
  // Tells a test report that this was not the real one.
  Object.defineProperty(process.versions, 'standin', { value: '1', enumerable: true });
  process.argv = [`${import.meta.dirname}/electron`, ...process.argv.slice(2)];
  // Children that the app forks must not get our flags, least of all the inspector's port.
  process.execArgv = [];
}
