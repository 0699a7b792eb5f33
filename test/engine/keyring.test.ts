import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

/** Opens a new folder's key store with the real module, in a process of its own; tells where the key is, what was logged, and the files. */
async function storeIn(env: Readonly<Record<string, string>>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-key-'));
  const code = `
    import { systemKeyStore } from '${import.meta.resolve('../../main/engine/key-store.ts')}';
    const events = [];
    const log = { info: (event) => events.push(event) };
    const { store } = await systemKeyStore('${dataDir}', {}, log);
    process.stdout.write(JSON.stringify([store, [...new Set(events)]]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, ...env },
  });
  return [...(JSON.parse(stdout) as unknown[]), readdirSync(dataDir).includes('data.key')];
}

test.runIf(process.platform === 'linux')(
  'without a Secret Service the key goes into the file, not into the kernel, which forgets it at a restart',
  async () => {
    const nowhere = 'unix:path=/nowhere';
    expect(await storeIn({ DBUS_SESSION_BUS_ADDRESS: nowhere })).toEqual(['file', ['keyring.unavailable'], true]);
  },
);

test.runIf(process.platform === 'linux')(
  'where the native module has no binary, Muster starts with the file',
  async () => {
    const missing = { NAPI_RS_NATIVE_LIBRARY_PATH: '/nowhere.node', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
    expect(await storeIn(missing)).toEqual(['file', ['keyring.unavailable'], true]);
  },
);
