import { join } from 'node:path';

import { app, BrowserWindow, protocol, session } from 'electron';

import { PAGE_POLICY, staticFile } from '../loopback/static-files.ts';

/** Our page has a scheme of its own: `file://` would give it the whole disk. */
export const PAGE_URL = 'app://muster/';

/** To be called before the app is ready. */
export function preparePage(): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

export function servePage(): void {
  const root = join(app.getAppPath(), 'out', 'renderer');
  protocol.handle('app', async (request) => {
    const file = await staticFile(root, new URL(request.url).pathname);
    if (!file) return new Response('There is no such page.', { status: 404 });
    return new Response(new Uint8Array(file.body), {
      headers: { 'content-type': file.type, 'content-security-policy': PAGE_POLICY },
    });
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
}

export async function openWindow(): Promise<void> {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 900,
    minHeight: 600,
    title: 'Muster',
    webPreferences: {
      preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event, url) => {
    if (!url.startsWith(PAGE_URL)) event.preventDefault();
  });
  await window.loadURL(PAGE_URL);
}
