import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { Configuration } from 'electron-builder';

import { build } from './build.ts';
import { licencesFile, shippedPackages } from './licences.ts';

const root = resolve(import.meta.dirname, '..');

/** Whether electron-builder will find Electron: fetched already, given by a mirror, or at GitHub. */
async function isElectronInReach(): Promise<boolean> {
  if (process.env['ELECTRON_MIRROR'] || existsSync(join(root, 'node_modules/electron/dist'))) return true;
  const signal = AbortSignal.timeout(5000);
  return fetch('https://github.com/electron/electron/releases', { method: 'HEAD', signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * What a build has besides or instead of electron-builder.yml. With a stand-in for Electron (a folder) there is no binary whose fuses could
 * be set, no update that could replace it, and the result is put aside, so that nobody takes it for an installer.
 */
export function configuration(standin: string | null): Configuration {
  const base = { extends: join(root, 'electron-builder.yml') };
  if (standin !== null) {
    return {
      ...base,
      electronDist: standin,
      electronFuses: null,
      publish: null,
      directories: { output: 'out/release/stand-in' },
    };
  }
  // Builds at home have no releases to look for updates at.
  return process.env['GITHUB_REPOSITORY'] ? base : { ...base, publish: null };
}

/**
 * Builds what is stale, writes the licences and runs electron-builder with the words given. Returns its exit code.
 * MUSTER_ELECTRON=real never takes the stand-in, =standin always does; else it is taken where Electron cannot be fetched.
 */
async function dist(args: readonly string[]): Promise<number> {
  await build();
  writeFileSync(join(root, 'out/licences.txt'), licencesFile(await shippedPackages()));
  const wanted = process.env['MUSTER_ELECTRON'];
  const isReal = wanted === 'real' || (wanted !== 'standin' && (await isElectronInReach()));
  const work = mkdtempSync(join(tmpdir(), 'muster-dist-'));
  const standin = isReal ? null : join(work, 'electron');
  try {
    const env = { ...process.env };
    if (standin !== null) {
      console.error('Electron is not used: what is packed is made to be looked at and tested, not to be installed.');
      spawnSync(process.execPath, [join(root, 'test/packaging/standin-dist.ts'), work], { stdio: 'inherit' });
      env['CUSTOM_FPM_PATH'] ??= join(work, 'fpm');
    }
    const cli = join(root, 'node_modules/electron-builder/cli.js');
    const config = join(work, 'electron-builder.json');
    writeFileSync(config, JSON.stringify(configuration(standin)));
    const words = [cli, ...args, '--publish', 'never', '--config', config];
    return spawnSync(process.execPath, words, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (import.meta.main) process.exitCode = await dist(process.argv.slice(2));
