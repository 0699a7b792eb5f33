import { BrowserWindow, ipcMain } from 'electron';

import type { CallName } from '../../preload/contract/contract.ts';
import { type Host, openHost } from '../host.ts';
import { PAGE_URL } from './window.ts';

let host: Host | null = null;

/** Opens the engine in this process and relays calls and events; only our own page may call. */
export async function openEngine(dataDir: string): Promise<void> {
  const { engine } = (host = await openHost({ dataDir, withSandbox: true }));
  ipcMain.handle('call', ({ senderFrame }, name: unknown, input: unknown) => {
    if (!senderFrame?.url.startsWith(PAGE_URL))
      return { ok: false, code: 'refused', message: 'Muster answers its own page only.' };
    return engine.call(String(name) as CallName, input as never);
  });
  engine.onEvent((event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('event', event);
  });
  engine.start();
}

/** Holds a quit up until what is in flight has been answered and the database is closed. */
export function closeEngine(event: { preventDefault(): void }, quit: () => void): void {
  if (!host) return;
  event.preventDefault();
  const closing = host;
  host = null;
  void closing.close().finally(quit);
}
