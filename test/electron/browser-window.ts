import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions, WebPreferences } from 'electron';

import { app, windowGone } from './app.ts';
import { partitionOf } from './session.ts';
import { eventsOf, notImplemented, preventable, refuseUnknown, strict } from './strict.ts';
import { createContents } from './web-contents.ts';
import { openWindows } from './windows.ts';
import type { OpenWindow } from './windows.ts';

// Place, parent, menu bar, colour and smallest size belong to the window's frame, which a headless Chromium does not draw.
const OPTIONS = [
  'width',
  'height',
  'minWidth',
  'minHeight',
  'show',
  'title',
  'backgroundColor',
  'x',
  'y',
  'parent',
  'autoHideMenuBar',
  'webPreferences',
] as const satisfies readonly (keyof BrowserWindowConstructorOptions)[];

const PREFERENCES = [
  'preload',
  'sandbox',
  'contextIsolation',
  'nodeIntegration',
  'session',
] as const satisfies readonly (keyof WebPreferences)[];

function checkOptions(options: BrowserWindowConstructorOptions): void {
  refuseUnknown('BrowserWindow', options, OPTIONS);
  const preferences = options.webPreferences ?? {};
  refuseUnknown('webPreferences', preferences, PREFERENCES);
  if (preferences.sandbox === false) throw notImplemented('webPreferences.sandbox: false');
  if (preferences.contextIsolation === false) throw notImplemented('webPreferences.contextIsolation: false');
  if (preferences.nodeIntegration === true) throw notImplemented('webPreferences.nodeIntegration: true');
}

function createWindow(options: BrowserWindowConstructorOptions): ElectronWindow {
  if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
  checkOptions(options);
  const { width = 800, height = 600, show = true, webPreferences = {} } = options;
  const { x = 0, y = 0, parent } = options;
  const { preload } = webPreferences;
  const partition = partitionOf(webPreferences.session);
  const contents = createContents({ width, height, preload, partition, requestClose: close });
  let isVisible = show;
  let isFocused = show;
  let isMaximized = false;
  let isDestroyed = false;
  let title = options.title ?? app.getName();

  const window: ElectronWindow = strict<ElectronWindow>(
    'BrowserWindow',
    {
      webContents: contents.face,
      close,
      isDestroyed: () => isDestroyed,
      isVisible: () => isVisible,
      isFocused: () => isFocused,
      isMaximized: () => isMaximized,
      // Nobody can minimise a window that has no frame.
      isMinimized: () => false,
      getNormalBounds: () => ({ x, y, width, height }),
      getTitle: () => title,
      loadURL: contents.load,
      setTitle(given) {
        title = given;
      },
      // Nothing here has a task bar.
      setProgressBar: () => undefined,
      maximize() {
        isMaximized = true;
      },
      show() {
        isVisible = true;
        window.emit('show');
        window.focus();
      },
      hide() {
        isVisible = false;
        isFocused = false;
        window.emit('hide');
      },
      focus() {
        if (!isVisible) return;
        isFocused = true;
        window.emit('focus');
      },
    },
    eventsOf<ElectronWindow>()('ready-to-show', 'show', 'hide', 'focus', 'page-title-updated', 'close', 'closed'),
  );
  // A window goes with the one it belongs to.
  parent?.once('closed', close);
  const open: OpenWindow = { window, contents: contents.face, targetId: contents.targetId, close };

  function close(): void {
    if (isDestroyed) return;
    const event = preventable({});
    window.emit('close', event);
    if (!event.defaultPrevented) contents.destroy();
  }

  contents.face.once('did-finish-load', () => window.emit('ready-to-show'));
  contents.face.once('destroyed', () => {
    isDestroyed = true;
    openWindows.delete(open);
    window.emit('closed');
    windowGone();
  });
  openWindows.add(open);
  app.emit('web-contents-created', preventable({}), contents.face);
  app.emit('browser-window-created', preventable({}), window);
  return window;
}

/** Electron's `BrowserWindow`: one page of Chromium without a frame around it. */
export const BrowserWindow = strict<typeof ElectronWindow>(
  'BrowserWindow',
  Object.assign(
    function construct(options: BrowserWindowConstructorOptions = {}): ElectronWindow {
      return createWindow(options);
    },
    {
      getAllWindows: () => [...openWindows].map(({ window }) => window),
      fromWebContents: (contents: unknown) =>
        [...openWindows].find((open) => open.contents === contents)?.window ?? null,
    },
  ),
);
