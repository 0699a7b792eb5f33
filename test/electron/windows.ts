import type { BrowserWindow, WebContents } from 'electron';

/** A window that is open, as `app` and the lookups by page see it. */
export interface OpenWindow {
  readonly window: BrowserWindow;
  readonly contents: WebContents;
  /** Chromium's id of the page; undefined until Chromium has opened it. */
  readonly targetId: () => string | undefined;
  /** Asks the window to close; its 'close' listeners may refuse. */
  readonly close: () => void;
}

/** All open windows, oldest first. */
export const openWindows = new Set<OpenWindow>();
