import { defineConfig } from 'vitest/config';

const root = `${import.meta.dirname}/..`;

/** A minute each: a simulated day of forty jobs, a network that is taken away, a package that is built and booted. `npm run test:all` has them. */
const LONG = ['test/engine/simulated-day.test.ts', 'test/cli/unshare.test.ts', 'test/packaging/package.test.ts'];

export default defineConfig({
  root,
  test: {
    environment: 'node',
    // Commands speak the language of the environment, and no test may touch a developer's keyring.
    env: { MUSTER_LANG: 'en', MUSTER_KEY_STORE: 'file' },
    // V8's table of write-protected code pages breaks now and then where threads come and go (nodejs/node 64500).
    execArgv: process.platform === 'linux' && process.arch === 'x64' ? ['--no-memory-protection-keys'] : [],
    include: ['test/**/*.test.ts'],
    // Two processors have time for a third: many tests wait for a process to start, stop or be killed.
    maxWorkers: 3,
    exclude: ['**/node_modules/**', ...(process.env['MUSTER_ALL'] === undefined ? LONG : [])],
    // A property test with real processes may take its time on a busy machine; hanging is caught by this, slowness is not.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
