import { statSync } from 'node:fs';

import type { Dialog, NativeImage, nativeImage as electronNativeImage, Screen, Shell } from 'electron';

import { strict } from './strict.ts';

/** What would have happened outside the app, oldest first; tests read it as `globalThis.standinLog`. */
const log: { readonly api: string; readonly what: string }[] = [];
Reflect.set(globalThis, 'standinLog', log);

/** Electron's `shell`: nothing is opened, but noted. */
export const shell = strict<Shell>('shell', {
  async openExternal(url) {
    log.push({ api: 'shell.openExternal', what: url });
  },
  async openPath(path) {
    log.push({ api: 'shell.openPath', what: path });
    return '';
  },
});

/** Electron's `dialog`: a test puts functions that answer in the place of these. */
export const dialog = strict<Dialog>('dialog', {
  async showOpenDialog() {
    return { canceled: true, filePaths: [] };
  },
  async showMessageBox(...given: unknown[]) {
    const options = given.at(-1);
    log.push({ api: 'dialog.showMessageBox', what: JSON.stringify(options) });
    return { response: Number(Reflect.get(Object(options), 'buttons')?.length ?? 1) - 1, checkboxChecked: false };
  },
});

/** Electron's `nativeImage`, of files that are there. */
export const nativeImage = strict<typeof electronNativeImage>('nativeImage', {
  createFromPath(path) {
    const isEmpty = statSync(path, { throwIfNoEntry: false }) === undefined;
    return strict<NativeImage>('NativeImage', { isEmpty: () => isEmpty });
  },
});

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };

/** Electron's `screen`: one of the usual size. */
export const screen = strict<Screen>('screen', {
  getAllDisplays: () => [strict<Electron.Display>('Display', { id: 1, bounds: SCREEN, workArea: SCREEN })],
});
