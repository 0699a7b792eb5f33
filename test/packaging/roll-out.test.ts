import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DebUpdater } from 'electron-updater';
import { expect, onTestFinished, test } from 'vitest';

import { followUpdates } from '../../main/desktop/updates.ts';
import type { AppUpdate } from '../../preload/contract/desktop.ts';
import { ofElectronBuilder } from './builder.ts';

const { NodeHttpExecutor } = ofElectronBuilder<{ NodeHttpExecutor: new () => object }>('builder-util');
const PACKAGE = Buffer.from('a package');

/** A place of releases with Muster 1.1.0, for a part of all computers, and with its package or without. Returns its address. */
async function serve(percentage: number, hasPackage = true): Promise<string> {
  const sha512 = createHash('sha512').update(PACKAGE).digest('base64');
  const feed = `version: 1.1.0
files:
  - { url: muster_1.1.0_amd64.deb, sha512: ${sha512}, size: ${PACKAGE.length} }
path: muster_1.1.0_amd64.deb
sha512: ${sha512}
releaseNotes: Faster.
releaseDate: '2026-12-01T00:00:00.000Z'
stagingPercentage: ${percentage}
`;
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/latest')) response.end(feed);
    else if (url.endsWith('.deb') && hasPackage) response.end(PACKAGE);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** Muster 1.0.0 with electron-updater as it is shipped, on a computer whose dice said one half. Resolves with what was told first of all ends. */
async function look(url: string): Promise<AppUpdate> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-update-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, '.updaterId'), '00000000-0000-4000-8000-000080000000');
  writeFileSync(join(folder, 'app-update.yml'), `provider: generic\nurl: ${url}\nupdaterCacheDirName: muster\n`);
  const updater = new DebUpdater(null, {
    version: '1.0.0',
    name: 'Muster',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: () => Promise.resolve(),
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  });
  // Instead of Electron's network.
  const download = async (address: URL, file: string): Promise<void> => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  };
  Object.assign(updater, { httpExecutor: Object.assign(new NodeHttpExecutor(), { download }) });
  const ended = new Promise<AppUpdate>((resolve) => {
    updater.on('update-not-available', () => resolve({ kind: 'newest' }));
    const tell = (state: AppUpdate): void => {
      if (state.kind === 'ready' || state.kind === 'failed') resolve(state);
    };
    followUpdates(updater, tell, () => () => {});
  });
  return ended;
}

test('a release reaches the computers within its share, with what is new, and the others not yet', async () => {
  expect(await look(await serve(60))).toEqual({ kind: 'ready', version: '1.1.0', notes: 'Faster.' });
  expect(await look(await serve(40))).toEqual({ kind: 'newest' });
});

test('a place that does not answer, or lacks what it announces, is a failure that is told, no more', async () => {
  expect(await look(await serve(100, false))).toEqual({ kind: 'failed', message: 'HTTP 404' });
  expect(await look('http://127.0.0.1:9')).toMatchObject({ kind: 'failed' });
});
