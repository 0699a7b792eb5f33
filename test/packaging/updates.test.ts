import { EventEmitter } from 'node:events';

import { expect, test } from 'vitest';

import { followUpdates, startUpdates, updateNotice, type Updater } from '../../main/desktop/updates.ts';
import type { AppUpdate } from '../../preload/contract/desktop.ts';

/** An updater whose events the test makes, and which notes how often it was asked to look. */
class FakeUpdater extends EventEmitter {
  autoDownload = false;
  autoInstallOnAppQuit = false;
  logger = console;
  looks = 0;
  installs = 0;
  checkForUpdates(): Promise<null> {
    this.looks++;
    return this.looks === 2 ? Promise.reject(new Error('offline')) : Promise.resolve(null);
  }
  quitAndInstall(): void {
    this.installs++;
  }
}

function setup(): {
  updater: FakeUpdater;
  told: AppUpdate[];
  tick: () => void;
  updates: ReturnType<typeof followUpdates>;
} {
  const updater = new FakeUpdater();
  const told: AppUpdate[] = [];
  let tick = (): void => {};
  const every = (_ms: number, run: () => void): (() => void) => {
    tick = run;
    return () => void (tick = () => {});
  };
  const updates = followUpdates(updater as unknown as Updater, (state) => told.push(state), every);
  return { updater, told, tick: () => tick(), updates };
}

test('an update is found, downloaded and told of, and is installed when the app quits', () => {
  const { updater, told, updates } = setup();
  updater.emit('update-available', { version: '1.1.0' });
  updater.emit('download-progress', { percent: 40.4 });
  updater.emit('download-progress', { percent: 40.9 });
  updater.emit('update-downloaded', { version: '1.1.0', releaseNotes: 'Faster.\n' });
  const ready = { kind: 'ready', version: '1.1.0', notes: 'Faster.' };
  expect(told).toEqual([
    { kind: 'downloading', version: '1.1.0', percent: 0 },
    { kind: 'downloading', version: '1.1.0', percent: 40 },
    ready,
  ]);
  expect([updates.state(), updater.autoInstallOnAppQuit, updater.installs]).toEqual([ready, true, 0]);
});

test('what is ready stays ready when a later look fails or finds nothing, and gives way to something newer', () => {
  const { updater, updates } = setup();
  updater.emit('update-downloaded', { version: '1.1.0', releaseNotes: null });
  updater.emit('error', new Error('net::ERR_INTERNET_DISCONNECTED'));
  updater.emit('update-not-available', {});
  expect(updates.state()).toEqual({ kind: 'ready', version: '1.1.0', notes: '' });
  updater.emit('update-downloaded', { version: '1.2.0', releaseNotes: [{ version: '1.2.0', note: 'More.' }] });
  expect(updates.state()).toEqual({ kind: 'ready', version: '1.2.0', notes: '1.2.0\nMore.' });
});

test('it looks at once and again and again, a look that fails included, until it is stopped', async () => {
  const { updater, tick, updates } = setup();
  await updates.check();
  tick();
  expect(updater.looks).toBe(3);
  updates.stop();
  tick();
  expect(updater.looks).toBe(3);
});

test('only what is ready is worth a notification', () => {
  expect(updateNotice({ kind: 'failed', message: 'offline' })).toBeNull();
  expect(updateNotice({ kind: 'ready', version: '1.1.0', notes: 'Faster.' })).toEqual({
    title: 'Muster 1.1.0 is ready',
    body: 'It is installed when Muster quits.\nFaster.',
  });
});

test('a package that knows no place for updates never looks for any', async () => {
  const told: AppUpdate[] = [];
  const states = await Promise.all(
    [null, import.meta.dirname].map(async (resources) =>
      (await startUpdates(resources, (state) => told.push(state))).state(),
    ),
  );
  expect([states, told]).toEqual([[{ kind: 'off' }, { kind: 'off' }], []]);
});
