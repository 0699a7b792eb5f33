import { BrowserWindow, ipcMain } from 'electron';

import type { CallName } from '../../preload/contract/contract.ts';
import { type HostedEngine, startHostedEngine } from '../hosted/hosted-engine.ts';
import { PAGE_URL } from './window.ts';

let engine: HostedEngine | null = null;

/**
 * Opens the engine in a thread of its own, so that an import never holds up the window, and relays calls and events; only our own page
 * may call. Rejects when the engine cannot be opened.
 */
export async function openEngine(dataDir: string): Promise<void> {
  const opened = (engine = startHostedEngine({ dataDir, withSandbox: true }));
  ipcMain.handle('call', ({ senderFrame }, name: unknown, input: unknown) => {
    if (!senderFrame?.url.startsWith(PAGE_URL))
      return { ok: false, code: 'refused', message: 'Muster answers its own page only.' };
    return opened.call(String(name) as CallName, input as never);
  });
  opened.onEvent((event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('event', event);
  });
  await opened.ready;
}

/** Holds a quit up until what is in flight has been answered and the database is closed. */
export function closeEngine(event: { preventDefault(): void }, quit: () => void): void {
  if (!engine) return;
  event.preventDefault();
  const closing = engine;
  engine = null;
  void closing.close().finally(quit);
}
