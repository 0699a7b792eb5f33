import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { _electron } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { chromiumPath } from '../chromium.ts';
import { type Asar, ofElectronBuilder, packWithoutElectron, root } from './builder.ts';
import { controlFile, DPKG_DEB, readOrder } from './fpm.ts';
import { makeStandin } from './standin-dist.ts';

const asar = ofElectronBuilder<Asar>('@electron/asar');
const canPack = process.platform === 'linux' && existsSync(DPKG_DEB);

/** Files of a folder, each with its path from there. */
function filesIn(folder: string): readonly string[] {
  const entries = globSync('**', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).toSorted();
}

describe.skipIf(!canPack)('the Debian package', () => {
  const work = mkdtempSync(join(tmpdir(), 'muster-package-'));
  const tree = join(work, 'tree');
  const resources = join(tree, 'opt/Muster/resources');
  let control = '';
  let packed: readonly string[] = [];

  beforeAll(() => {
    packWithoutElectron('--linux', 'deb', `--${process.arch}`);
    const [deb] = globSync(join(root, 'out/release/stand-in/*.deb'));
    spawnSync(DPKG_DEB, ['-x', deb ?? '', tree], { stdio: 'inherit' });
    control = spawnSync(DPKG_DEB, ['-f', deb ?? ''], { encoding: 'utf8' }).stdout;
    packed = asar.listPackage(join(resources, 'app.asar'), { isPack: false });
  }, 180_000);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  test('it carries the bundles of main, preload and page, and the manifest that names the first', () => {
    const manifest: unknown = JSON.parse(asar.extractFile(join(resources, 'app.asar'), 'package.json').toString());
    expect(manifest).toMatchObject({ name: 'muster', main: 'out/main/index.js', desktopName: 'muster.desktop' });
    const bundles = ['main', 'preload', 'renderer'].flatMap((name) =>
      globSync(`out/${name}/**/*.{js,cjs,html,css,woff2,svg}`, { cwd: root }),
    );
    expect(packed).toEqual(expect.arrayContaining(bundles.map((path) => `/${path}`)));
  });

  test('one binary of each native package is packed, outside the archive', () => {
    const natives = filesIn(tree).filter((path) => path.endsWith('.node'));
    expect(natives.map((path) => path.slice(path.indexOf('node_modules')))).toEqual([
      `node_modules/@napi-rs/keyring-linux-${process.arch}-gnu/keyring.linux-${process.arch}-gnu.node`,
      `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    ]);
    expect(natives.filter((path) => !path.includes('app.asar.unpacked'))).toEqual([]);
  });

  test('no sources, tests, maps or build tools are packed', () => {
    const names = [...packed, ...filesIn(tree).map((path) => `/${path}`)];
    expect(names.filter((path) => /\.(ts|tsx|map|md|c|cpp|h|gyp)$|^\/(test|db)\//.test(path))).toEqual([]);
    const roots = new Set(packed.map((path) => path.split('/')[1]));
    expect(roots).toEqual(new Set(['main', 'node_modules', 'out', 'package.json']));
    expect(
      packed.filter((path) => path.startsWith('/main/') && !/\/(desktop|icons)$|\/tray[^/]*\.png$/.test(path)),
    ).toEqual([]);
    expect(packed.filter((path) => /^\/node_modules\/(@[^/]+\/)?[^/@]+$/.test(path))).toEqual([
      '/node_modules/@napi-rs/keyring',
      `/node_modules/@napi-rs/keyring-linux-${process.arch}-gnu`,
      '/node_modules/better-sqlite3',
    ]);
  });

  test('the menu entry opens lists and muster: addresses, and icons come in every size', () => {
    const entry = readFileSync(join(tree, 'usr/share/applications/muster.desktop'), 'utf8').split('\n');
    expect(entry).toEqual(
      expect.arrayContaining([
        'Exec=/opt/Muster/muster %U',
        'StartupWMClass=muster',
        'MimeType=text/csv;text/tab-separated-values;x-scheme-handler/muster;',
      ]),
    );
    expect(filesIn(join(tree, 'usr/share/icons/hicolor'))).toEqual(
      [128, 16, 24, 256, 32, 48, 512, 64].map((side) => `${side}x${side}/apps/muster.png`),
    );
    expect(filesIn(join(tree, 'opt/Muster/locales'))).toEqual(['en-US.pak', 'fr.pak']);
    // The types are everybody's: Muster must not say anew what a CSV file is.
    expect(existsSync(join(tree, 'usr/share/mime'))).toBe(false);
  });

  test.skipIf(!existsSync('/usr/bin/lintian'))('Debian’s own checker finds no errors', () => {
    const [deb] = globSync(join(root, 'out/release/stand-in/*.deb'));
    const { stdout, error } = spawnSync('/usr/bin/lintian', ['--allow-root', deb ?? ''], { encoding: 'utf8' });
    expect(error).toBeUndefined();
    expect(stdout.split('\n').filter((line) => line.startsWith('E:'))).toEqual([]);
  });

  test.skipIf(!existsSync('/usr/bin/desktop-file-validate'))('the menu entry keeps to the standard', () => {
    const words = [join(tree, 'usr/share/applications/muster.desktop')];
    expect(spawnSync('/usr/bin/desktop-file-validate', words, { encoding: 'utf8' }).stdout).toBe('');
  });

  test('it says what it is, names the licences of all that it contains, and knows no place for updates', () => {
    expect(control).toMatch(/^Package: muster\nVersion: 0/);
    const licences = readFileSync(join(resources, 'licences.txt'), 'utf8');
    const named = [...licences.matchAll(/^(\S+) \d+\.\d+\.\S+ \((.+)\)$/gm)].map(([, name, licence]) => [
      name,
      licence,
    ]);
    const names = named.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['better-sqlite3', '@napi-rs/keyring', 'react', 'zod', 'csv-parse']));
    expect(
      named.filter(
        ([, licence]) => !/^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|OFL-1\.1)$/.test(licence ?? ''),
      ),
    ).toEqual([]);
    expect(existsSync(join(resources, 'app-update.yml'))).toBe(false);
  });

  test.skipIf(!chromiumPath())('the packed app starts on the stand-in, reads a list and sends it', async () => {
    const data = join(work, 'data');
    const running = await _electron.launch({
      executablePath: join(tree, 'opt/Muster/muster'),
      args: [`--user-data-dir=${data}`],
      timeout: 60_000,
      env: {
        PATH: '/usr/bin:/bin',
        HOME: work,
        STANDIN_NODE: process.execPath,
        MUSTER_KEY_STORE: 'file',
        LANG: 'C.UTF-8',
        MUSTER_CHROMIUM: chromiumPath() ?? '',
      },
    });
    try {
      const page = await running.firstWindow();
      // A busy machine is slow, not wrong.
      page.setDefaultTimeout(100_000);
      await page.getByTestId('run-sample').first().click();
      await page.locator('[data-counter=synced][data-value^="5"]').first().waitFor();
      await page.locator('[data-counter=pending][data-value="0"]').first().waitFor();
      const { origin } = await page.evaluate(() => ({ origin: location.origin }));
      expect(origin).toMatch(/muster/);
    } finally {
      await running.close();
    }
  });
});

test('an order for a Debian package is read as electron-builder writes it, and any other refused', () => {
  const words =
    '-s dir --force -t deb -d libnss3 -d xdg-utils --deb-recommends libappindicator3-1 --deb-compression xz --architecture amd64 ' +
    '--name muster --version 1.0.0 /a/=/opt/Muster /b=c.png=/usr/share/c.png';
  const order = readOrder([...words.split(' '), '--description', 'Short\n Long.\n\n More.']);
  expect(order.files).toEqual([
    ['/a/', '/opt/Muster'],
    ['/b=c.png', '/usr/share/c.png'],
  ]);
  expect(controlFile(order, 7)).toBe(
    `Package: muster
Version: 1.0.0
Architecture: amd64
Installed-Size: 7
Depends: libnss3, xdg-utils
Recommends: libappindicator3-1
Description: Short
 Long.
 .
 More.
`,
  );
  expect(() => readOrder(['-s', 'dir', '-t', 'rpm'])).toThrow('Only Debian packages');
});

test('the archive that stands for Electron’s own is one that readers of archives take', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-standin-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  makeStandin(folder);
  expect(asar.listPackage(join(folder, 'electron/resources/default_app.asar'), { isPack: false })).toEqual([]);
});
