import type { Bridge, Reply } from './contract.ts';
import type { PickedFile } from './sources.ts';
import type { TermsPage } from './terms.ts';

/** A page of terms to be signed, by ids: main asks the engine for its address. */
export interface TermsWindowOrder {
  readonly connectionId: number;
  /** act_… */
  readonly account: string;
  readonly page: TermsPage['page'];
}

/** What became of looking for a newer Muster. */
export type AppUpdate =
  /** A package without a place to get updates from: one of the sandbox, of a test, or of a developer. */
  | { readonly kind: 'off' }
  | { readonly kind: 'newest' }
  /** `percent` is a whole number from 0 to 100. */
  | { readonly kind: 'downloading'; readonly version: string; readonly percent: number }
  /** It is installed when the app quits. `notes` is Markdown. */
  | { readonly kind: 'ready'; readonly version: string; readonly notes: string }
  /** Tried again at the next look; `message` is the updater's own. */
  | { readonly kind: 'failed'; readonly message: string };

/** What is set of the app on this computer, outside the engine. */
export interface AppState {
  /** Closing the window leaves Muster in the tray. */
  readonly staysInTray: boolean;
  /** The system starts Muster when its user logs in. */
  readonly opensAtLogin: boolean;
  readonly update: AppUpdate;
}

export type AppChange = Partial<Pick<AppState, 'staysInTray' | 'opensAtLogin'>>;

/** What the desktop app's own page may ask beside the calls of the contract. It sends ids, never paths or addresses. */
export interface DesktopBridge extends Bridge {
  readonly files: {
    /** The system's dialog; null = closed without a choice. */
    choose(): Promise<Reply<PickedFile | null>>;
  };
  readonly app: {
    state(): Promise<Reply<AppState>>;
    change(change: AppChange): Promise<Reply<AppState>>;
    showDataFolder(): Promise<Reply<null>>;
    /** Asks for another folder, and starts Muster again with it. */
    changeDataFolder(): Promise<Reply<null>>;
    /** Looks for a newer Muster now. */
    checkForUpdates(): Promise<Reply<AppState>>;
    /** Ends Muster, and starts the newer one that is ready. */
    installUpdate(): Promise<Reply<null>>;
  };
  readonly windows: {
    /**
     * Opens the login of an attempt that waits (`connections.begin` with `way: 'window'`) in a window of its own, which ends by itself;
     * `connections.attempt` tells how. A second call for the same attempt brings its window to the front.
     */
    openLogin(attemptId: string): Promise<Reply<null>>;
    /** Opens a page of terms in a window that shares the login of its connection. */
    openTerms(order: TermsWindowOrder): Promise<Reply<null>>;
  };
}
