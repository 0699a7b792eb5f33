import { BrowserWindow, dialog, type Session, session } from 'electron';

import { text } from '../../preload/messages/text.ts';
import { isMetaPage } from './meta-hosts.ts';
import { denyPermissions } from './page.ts';

interface MetaWindowOptions {
  readonly url: string;
  /** Logins in it are shared by windows of the same name, and live in memory only. */
  readonly partition: string;
  readonly parent: BrowserWindow;
  /** Origin of the sandbox when its pages are shown, else null. */
  readonly sandbox: string | null;
  /** Told of every address before the window goes there; true = it has served, and must not go there. */
  readonly isEnd: (url: string) => boolean;
  /** The window is gone, for whatever reason. */
  readonly onClosed: () => void;
}

/** Codes of Chromium's network errors. */
const ABORTED = -3;
const CERTIFICATES = { from: -200, to: -219 } as const;

const ready = new WeakSet<Session>();

/** The pages of one partition, which get no permission. */
export function metaSession(partition: string): Session {
  const pages = session.fromPartition(partition);
  if (ready.has(pages)) return pages;
  ready.add(pages);
  denyPermissions(pages);
  return pages;
}

/**
 * A window that shows pages of Meta's, and its address, since a person types a password there. It has no bridge to the app, goes
 * nowhere else, and opens no other windows.
 */
export function openMetaWindow({ url, partition, parent, sandbox, isEnd, onClosed }: MetaWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    parent,
    width: 720,
    height: 820,
    title: titleOf(url, sandbox),
    autoHideMenuBar: true,
    webPreferences: {
      session: metaSession(partition),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  const { webContents } = window;

  function decide(event: { preventDefault(): void }, to: string): void {
    const ends = isEnd(to);
    if (ends || !isMetaPage(to, sandbox)) event.preventDefault();
    if (ends) end();
  }

  /** Not while a navigation is being decided. */
  function end(): void {
    setImmediate(() => {
      if (!window.isDestroyed()) window.close();
    });
  }
  webContents.on('will-navigate', (event) => decide(event, event.url));
  webContents.on('will-redirect', (event) => {
    if (event.isMainFrame) decide(event, event.url);
  });
  // Meta's pages open some of theirs in new windows; those are shown in this one.
  webContents.setWindowOpenHandler(({ url: to }) => {
    if (isMetaPage(to, sandbox)) load(to);
    return { action: 'deny' };
  });
  // Whatever came to the end unseen, for example out of the history.
  webContents.on('did-navigate', (_event, at) => {
    if (isEnd(at)) end();
    else window.setTitle(titleOf(at, sandbox));
  });
  // The title says where the window is, not what the page calls itself.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('closed', onClosed);
  // Electron trusts no certificate that the system does not, and shows nothing of a page that it could not load.
  webContents.on('did-fail-load', (_event, code, said, at, isMainFrame) => {
    if (isMainFrame && code !== ABORTED) void tellFailure(code, said, at);
  });

  async function tellFailure(code: number, said: string, at: string): Promise<void> {
    const isUntrusted = code <= CERTIFICATES.from && code >= CERTIFICATES.to;
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: text(isUntrusted ? 'desktop.meta.untrusted' : 'desktop.meta.failed', { host: new URL(at).host }),
      detail: text(isUntrusted ? 'desktop.meta.untrusted.text' : 'desktop.meta.failed.text', { said }),
      buttons: [text('desktop.meta.again'), text('desktop.meta.close')],
    });
    if (window.isDestroyed()) return;
    if (response === 0) load(at);
    else window.close();
  }

  function load(to: string): void {
    // A failure is told by its event.
    window.loadURL(to).catch(() => undefined);
  }
  load(url);
  return window;
}

function titleOf(address: string, sandbox: string | null): string {
  const { origin } = new URL(address);
  return origin === sandbox ? `${origin} – SANDBOX` : origin;
}
