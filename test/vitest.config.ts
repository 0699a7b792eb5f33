import { defineConfig } from 'vitest/config';

const root = `${import.meta.dirname}/..`;

export default defineConfig({
  root,
  test: {
    environment: 'node',
    // Commands speak the language of the environment, and no test may touch a developer's keyring.
    env: { MUSTER_LANG: 'en', MUSTER_KEY_STORE: 'file' },
    // V8's table of write-protected code pages breaks now and then where threads come and go (nodejs/node 64500).
    execArgv: process.platform === 'linux' && process.arch === 'x64' ? ['--no-memory-protection-keys'] : [],
    include: ['test/**/*.test.ts'],
    // A property test with real processes may take its time on a busy machine; hanging is caught by this, slowness is not.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
