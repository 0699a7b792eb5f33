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

/** What the desktop app's own page may ask beside the calls of the contract. It sends ids, never paths or addresses. */
export interface DesktopBridge extends Bridge {
  readonly files: {
    /** The system's dialog; null = closed without a choice. */
    choose(): Promise<Reply<PickedFile | null>>;
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
