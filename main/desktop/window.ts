import { join } from 'node:path';

import { app, BrowserWindow, screen } from 'electron';

import { PAGE_URL } from './page.ts';
import { REPAIR_PATH, type RepairAction, repairActionOf } from './repair-page.ts';
import type { Settings, WindowState } from './settings.ts';

export interface MainWindow {
  readonly window: BrowserWindow;
  /** Brings it to the front, from the tray or the task bar too. */
  show(): void;
  /** Shows a place of the page, once the page is there. */
  go(hash: string): void;
  /** To the page, or to what stands in for it while there is no engine. */
  load(what: 'page' | 'repair'): void;
}

interface MainWindowOptions {
  readonly settings: Settings;
  readonly startsHidden: boolean;
  /** The person closes the window; true = it only goes out of sight. */
  readonly staysOnClose: () => boolean;
  readonly onRepair: (action: RepairAction) => void;
  /** It went out of sight. */
  readonly onHidden: () => void;
  /** A link of the page that leads out of the app. */
  readonly onLink: (url: string) => void;
}

const SMALLEST = { width: 900, height: 600 } as const;
const USUAL = { width: 1280, height: 860 } as const;
const REPAIR_URL = new URL(REPAIR_PATH, PAGE_URL).href;

/** Opens the window of the app, as large and where it was. */
export function openMainWindow({
  settings,
  startsHidden,
  staysOnClose,
  onRepair,
  onHidden,
  onLink,
}: MainWindowOptions): MainWindow {
  const kept = settings.get('window');
  const place = kept && isOnScreen(kept) ? kept : USUAL;
  const window = new BrowserWindow({
    ...SMALLEST,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    width: place.width,
    height: place.height,
    ...('x' in place ? { x: place.x, y: place.y } : {}),
    title: 'Muster',
    show: !startsHidden,
    webPreferences: {
      preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  const { webContents } = window;
  if (kept?.isMaximized && !startsHidden) window.maximize();
  let hash = '';
  let isThere = false;

  webContents.setWindowOpenHandler(({ url }) => {
    onLink(url);
    return { action: 'deny' };
  });
  webContents.on('will-navigate', (event, url) => {
    const action = repairActionOf(url);
    if (action || !url.startsWith(PAGE_URL)) event.preventDefault();
    // Another navigation may not begin before this one has been called off.
    if (action) setImmediate(() => onRepair(action));
  });
  webContents.on('did-finish-load', () => {
    isThere = true;
    if (hash !== '') webContents.send('go', hash);
    hash = '';
  });
  // A page that died is empty for ever; what it showed is read anew, a moment later since it may die again.
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') setTimeout(() => load('page'), 1_000).unref();
  });
  window.on('close', (event) => {
    const { x, y, width, height } = window.getNormalBounds();
    settings.set('window', { x, y, width, height, isMaximized: window.isMaximized() });
    if (!staysOnClose()) return;
    event.preventDefault();
    window.hide();
    onHidden();
  });

  function load(what: 'page' | 'repair'): void {
    if (window.isDestroyed()) return;
    isThere = false;
    // A window that goes meanwhile cannot show anything.
    window.loadURL(what === 'page' ? PAGE_URL : REPAIR_URL).catch(() => undefined);
  }
  load('page');

  return {
    window,
    load,
    show() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    go(to) {
      if (isThere) webContents.send('go', to);
      else hash = to;
    },
  };
}

/** A screen that was unplugged takes its windows with it. */
function isOnScreen({ x, y, width, height }: WindowState): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const sharedX = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    const sharedY = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y);
    return sharedX > 100 && sharedY > 100;
  });
}
