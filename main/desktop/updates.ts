import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { AppUpdater, UpdateInfo } from 'electron-updater';

import type { AppUpdate } from '../../preload/contract/desktop.ts';
import { text } from '../../preload/messages/text.ts';

export interface Updates {
  state(): AppUpdate;
  /** Looks now. Resolves when it is known whether there is a newer one; never rejects. */
  check(): Promise<void>;
  /** Quits, installs what is ready and starts it. Drain first: Windows' installer ends an app that is still at work. */
  install(): void;
  stop(): void;
}

/** The part of electron-updater that is used. */
export type Updater = Pick<
  AppUpdater,
  'autoDownload' | 'autoInstallOnAppQuit' | 'logger' | 'on' | 'checkForUpdates' | 'quitAndInstall'
>;

/** Runs something again and again; the function it returns ends that. */
export type Every = (ms: number, run: () => void) => () => void;

const CHECK_EVERY_MS = 6 * 60 * 60 * 1000;

/**
 * Looks for a newer Muster at once and four times a day, and downloads it. A release reaches a growing part of all computers
 * (`stagingPercentage` in its latest.yml): each rolls its own dice once and keeps them, which the updater does by itself.
 */
export function followUpdates(updater: Updater, tell: (state: AppUpdate) => void, every: Every): Updates {
  let state: AppUpdate = { kind: 'newest' };
  const become = (next: AppUpdate): void => {
    // What is ready stays so, whatever a later look comes to, until something newer is ready.
    if (state.kind === 'ready' && next.kind !== 'ready') return;
    if (JSON.stringify(state) === JSON.stringify(next)) return;
    state = next;
    tell(state);
  };
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = true;
  updater.logger = null;
  let version = '';
  updater.on('update-available', (info) => {
    version = info.version;
    become({ kind: 'downloading', version, percent: 0 });
  });
  updater.on('update-not-available', () => become({ kind: 'newest' }));
  updater.on('download-progress', ({ percent }) =>
    become({ kind: 'downloading', version, percent: Math.floor(percent) }),
  );
  updater.on('update-downloaded', (info) =>
    become({ kind: 'ready', version: info.version, notes: notesOf(info.releaseNotes) }),
  );
  updater.on('error', ({ message }) => become({ kind: 'failed', message }));

  const check = async (): Promise<void> => {
    // A failure of the look or of the download has been told by the event.
    const found = await updater.checkForUpdates().catch(() => null);
    found?.downloadPromise?.catch(() => null);
  };
  void check();
  const stop = every(CHECK_EVERY_MS, () => void check());
  return { state: () => state, check, install: () => updater.quitAndInstall(), stop };
}

function notesOf(notes: UpdateInfo['releaseNotes']): string {
  if (!Array.isArray(notes)) return notes?.trim() ?? '';
  return notes.map(({ version, note }) => `${version}\n${note ?? ''}`.trim()).join('\n\n');
}

/** What a notification says of an update; null where there is nothing to tell a person. */
export function updateNotice(state: AppUpdate): { readonly title: string; readonly body: string } | null {
  if (state.kind !== 'ready') return null;
  const body = [text('desktop.update.ready.text'), state.notes].filter(Boolean).join('\n');
  return { title: text('desktop.update.ready', { version: state.version }), body };
}

/**
 * Starts looking for updates where this is an installed app that knows where they come from, else does nothing. `resources` is the folder of
 * the installed app's resources, null where it is not installed. `tell` hears of every change. Call it when the window is open.
 */
export async function startUpdates(resources: string | null, tell: (state: AppUpdate) => void): Promise<Updates> {
  if (resources === null || !existsSync(join(resources, 'app-update.yml'))) {
    return { state: () => ({ kind: 'off' }), check: () => Promise.resolve(), install: () => {}, stop: () => {} };
  }
  // Loaded here only: it asks Electron for things as soon as it is.
  const { autoUpdater } = await import('electron-updater');
  return followUpdates(autoUpdater, tell, (ms, run) => {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  });
}
