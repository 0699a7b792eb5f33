import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Where something lies that electron-builder itself loads: found from there, so that it need not be a dependency of ours. */
export function pathOfElectronBuilders(name: string): string {
  const builder = createRequire(import.meta.url).resolve('electron-builder');
  return createRequire(createRequire(builder).resolve('app-builder-lib')).resolve(name);
}

export function ofElectronBuilder<T>(name: string): T {
  return createRequire(import.meta.url)(pathOfElectronBuilders(name)) as T;
}

/** Reads the archives of Electron, those of their files too that lie beside them. */
export interface Asar {
  listPackage(archive: string, options: { readonly isPack: boolean }): readonly string[];
  extractFile(archive: string, name: string): Buffer;
}

/** Runs `npm run dist` as a person does, without Electron. Returns what it said; throws when it failed. */
export function packWithoutElectron(...words: readonly string[]): string {
  const env = { ...process.env, MUSTER_ELECTRON: 'standin' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'main/dist.ts'), ...words], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The pack failed.\n${stdout}\n${stderr}`);
  return `${stdout}${stderr}`;
}
