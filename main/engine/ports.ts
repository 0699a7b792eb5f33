/** Everything outside the engine that it needs; hosts give the real ones, tests give fakes. */
export interface Ports {
  /** Folder of the database, the key file and the lock. */
  readonly dataDir: string;
  readonly clock: Clock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly http: Http;
  readonly secrets: Secrets;
  readonly log: Log;
  /** The sandbox that this host embeds, if it does; its port changes with every start. */
  readonly sandbox: { readonly graphUrl: string; /** Of its owner. */ readonly accessToken?: string } | null;
  /** The way out of this computer, where a host can change it. */
  readonly network?: NetworkPort;
  /** How people log in at Facebook on this host; absent where nobody can. */
  readonly login?: LoginPort;
}

export interface NetworkPort {
  /** Goes before the environment's proxy, with credentials where it wants some; null = the environment decides again. */
  useProxy(address: string | null): void;
  /** The proxy that the environment demands, without credentials; `address` null = what stands there cannot be used. */
  environmentProxy(): { readonly variable: string; readonly address: string | null } | null;
}

/** The way to a person's browser and back. */
export interface LoginPort {
  /**
   * Listens on `http://localhost:PORT/callback` of this computer only. `answer` is given each address that is asked for there and says
   * what to show; after the first one that is `isLast` nobody listens any more. Rejects when this computer does not allow it.
   */
  listen(answer: (address: string) => LoginAnswer): Promise<LoginListener>;
  /** Best effort. */
  openBrowser(url: string): void;
}

export interface LoginAnswer {
  readonly isLast: boolean;
  readonly title: string;
  readonly text: string;
}

export interface LoginListener {
  readonly redirectUri: string;
  close(): void;
}

export interface Clock {
  /** Epoch milliseconds, for what is shown and stored. */
  now(): number;
  /** Milliseconds that never jump, for measuring waits. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal fires; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In pieces, to be sent one after another. Given away: they may be empty once the answer is there. */
  readonly body: readonly Uint8Array[] | null;
  readonly timeoutMs: number;
}

export type HttpAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** No whole answer came. `said` is fit for the screen: it names no URL, token or value. */
  | { readonly kind: 'no_answer'; readonly reason: NoAnswer; readonly said: string };

/** The first three happen before anything was sent, so nothing can have been done. */
export type NoAnswer =
  /** The host could not be found or reached, or made no secure connection in time. */
  | 'no_connection'
  /** The proxy that the environment names refused, or its address cannot be used. */
  | 'proxy'
  /** Somebody answered whose certificate is not to be trusted; the request was kept from them. */
  | 'untrusted'
  /** The network of this computer went away in the middle; what was sent may have arrived. */
  | 'lost'
  /** The connection broke, or the answer was beyond all measure. */
  | 'reset'
  /** Connected, but no whole answer in time. */
  | 'timeout';

/** Makes one try, follows no redirect, never throws for the network's sake. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>;

/** Holds the one data key that wraps the workspace keys and the tokens. */
export interface Secrets {
  /** 32 bytes; made at the first call. */
  dataKey(): Buffer;
  readonly store: 'keyring' | 'file';
}

/** Logs are events with allowed fields; there is none for a value of a row, a token or a body. */
export interface Log {
  info(
    event: string,
    fields: {
      readonly runId?: number;
      readonly batchId?: number;
      readonly holdId?: number;
      readonly code?: string;
      readonly count?: number;
      readonly ms?: number;
    },
  ): void;
}
