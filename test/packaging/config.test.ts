import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { configuration } from '../../main/dist.ts';
import { ofElectronBuilder, root } from './builder.ts';

interface Config {
  readonly [key: string]: unknown;
}
interface ConfigModule {
  getConfig(folder: string, file: string | null, options: null): Promise<Config>;
  validateConfiguration(config: Config, log: { readonly isEnabled: boolean }): Promise<void>;
}
interface Matcher {
  createFilter(): (path: string, stat: { isDirectory(): boolean; moduleName?: string }) => boolean;
}
interface MatcherModule {
  getNodeModuleFileMatcher(
    from: string,
    to: string,
    expand: (pattern: string) => string,
    platform: unknown,
    packager: { readonly config: Config; readonly debugLogger: { readonly isEnabled: boolean } },
  ): Matcher;
}
interface Yaml {
  load(text: string): unknown;
}
const { getConfig, validateConfiguration } = ofElectronBuilder<ConfigModule>('./util/config/config.js');

const sqlite = (name: string): string => `better-sqlite3/prebuilds/${name}.node`;
const keyring = (name: string): string => `@napi-rs/keyring-${name}/keyring.${name}.node`;
/** Every binary that can lie in node_modules. */
const BINARIES: readonly string[] = [
  ...['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'linuxmusl-arm64', 'linuxmusl-x64'].map(sqlite),
  ...['win32-arm64', 'win32-x64'].map(sqlite),
  ...['darwin-arm64', 'darwin-x64', 'linux-arm64-gnu', 'linux-arm64-musl', 'linux-x64-gnu', 'linux-x64-musl'].map(
    keyring,
  ),
  ...['win32-arm64-msvc', 'win32-x64-msvc'].map(keyring),
];

const validate = (config: Config): Promise<void> => validateConfiguration(config, { isEnabled: false });

test('electron-builder.yml is what electron-builder understands; a key that it does not know is refused', async () => {
  const config = await getConfig(root, join(root, 'electron-builder.yml'), null);
  await expect(validate(config)).resolves.toBeUndefined();
  await expect(validate({ ...config, windowIcon: 'icon.ico' })).rejects.toThrow(/windowIcon/);
  await expect(validate({ ...config, nsis: { perUser: true } })).rejects.toThrow(/configuration.nsis/);
});

test('three systems get the installers that people expect, and none needs an administrator on Windows', async () => {
  const { win, mac, linux, nsis, protocols } = await getConfig(root, join(root, 'electron-builder.yml'), null);
  expect({ win, mac, linux, nsis, protocols }).toMatchObject({
    win: { target: [{ target: 'nsis', arch: ['x64', 'arm64'] }] },
    nsis: { perMachine: false },
    mac: {
      target: [
        { target: 'dmg', arch: ['universal'] },
        { target: 'zip', arch: ['universal'] },
      ],
      hardenedRuntime: true,
      notarize: true,
      fileAssociations: [{ ext: ['csv', 'tsv'] }],
    },
    linux: { target: ['AppImage', 'deb', 'rpm'], mimeTypes: ['text/csv', 'text/tab-separated-values'] },
    protocols: { schemes: ['muster'] },
  });
});

test('each system gets its own binaries only, and a Mac both kinds, which are joined there', async () => {
  const config = await getConfig(root, join(root, 'electron-builder.yml'), null);
  const { getNodeModuleFileMatcher } = ofElectronBuilder<MatcherModule>('./fileMatcher.js');
  const kept = (platform: 'win' | 'mac' | 'linux', arch: string): readonly string[] => {
    const expand = (pattern: string): string => pattern.replaceAll('${arch}', arch);
    const packager = { config, debugLogger: { isEnabled: false } };
    const filter = getNodeModuleFileMatcher(root, '/to', expand, config[platform], packager).createFilter();
    return BINARIES.filter((path) => filter(join(root, 'node_modules', path), { isDirectory: () => false }));
  };
  expect(kept('linux', 'x64')).toEqual([sqlite('linux-x64'), keyring('linux-x64-gnu')]);
  expect(kept('linux', 'arm64')).toEqual([sqlite('linux-arm64'), keyring('linux-arm64-gnu')]);
  expect(kept('win', 'x64')).toEqual([sqlite('win32-x64'), keyring('win32-x64-msvc')]);
  expect(kept('win', 'arm64')).toEqual([sqlite('win32-arm64'), keyring('win32-arm64-msvc')]);
  const mac = ['darwin-arm64', 'darwin-x64'];
  expect(kept('mac', 'x64')).toEqual([...mac.map(sqlite), ...mac.map(keyring)]);
  expect(kept('mac', 'arm64')).toEqual([...mac.map(sqlite), ...mac.map(keyring)]);
});

test('the installed app cannot be turned into a bare Node, read foreign code or be debugged', async () => {
  const { electronFuses } = await getConfig(root, join(root, 'electron-builder.yml'), null);
  expect(electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('what is packed without Electron looks for no updates and lies apart from installers', () => {
  expect(configuration('/dist')).toEqual({
    extends: join(root, 'electron-builder.yml'),
    electronDist: '/dist',
    electronFuses: null,
    publish: null,
    directories: { output: 'out/release/stand-in' },
  });
});

test('the workflows run scripts and use files that exist', () => {
  const yaml = ofElectronBuilder<Yaml>('js-yaml');
  const { scripts }: { scripts: Config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = globSync('.github/workflows/*.yml', { cwd: root }).toSorted();
  expect(files.map((file) => file.replace(/.*[\\/]/, ''))).toEqual(['release.yml', 'roll-out.yml', 'test.yml']);
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    expect(yaml.load(text)).toMatchObject({ jobs: expect.any(Object) });
    const run = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
    const paths = [...text.matchAll(/(?<![\w/@])(?:main|test|node_modules)\/[\w./-]+\.\w+/g)].map(([path]) => path);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  }
});
