import { z } from 'zod';

const Id = z.number().int().positive();
const Digits = z
  .string()
  .trim()
  .regex(/^\d{1,30}$/);
const Account = z.string().regex(/^act_\d+$/);
/** Sealed at once, never logged, never returned. */
const Secret = z.string().trim().min(1).max(4_096);
const Graph = z.enum(['facebook', 'sandbox']);

/** Why somebody is not connected. Texts are in the messages under `connect.<name>`: title, why, action. */
export const CONNECT_FAILURES = [
  'cancelled',
  'window_closed',
  'timed_out',
  /** The dialog says so and sends nobody back; the person has to tell. */
  'url_blocked',
  /** Also after a cancel: Facebook answers both alike. */
  'app_not_live',
  'dialog_failed',
  /** The permission that changes audiences was not given. */
  'declined',
  'wrong_state',
  'no_answer_in_address',
  'code_used',
  'code_expired',
  'code_unknown',
  'redirect_differs',
  'desktop_app',
  'app_needed',
  'app_unknown',
  'secret_needed',
  'secret_wrong',
  'proof_needed',
  'proof_wrong',
  'token_invalid',
  'token_expired',
  'password_changed',
  'checkpoint',
  'app_removed',
  'unconfirmed',
  /** The token of an app or a page. */
  'not_a_person',
  /** The token is of another app than the one whose secret was given. */
  'other_app',
  /** This computer lets nobody listen on localhost, or this host has no browser to open. */
  'no_listener',
  'offline',
  'meta_failed',
] as const;
export type ConnectFailure = (typeof CONNECT_FAILURES)[number];

/** How to begin a login at Facebook. With `connectionId` that connection is renewed, whoever logs in, and lends its app and secret. */
export const ConnectOrder = z.object({
  /** `browser`: the system's browser, back to a listener on localhost. `window`: a window whose last address is told to `connections.finish`. */
  way: z.enum(['browser', 'window']),
  graph: Graph.default('facebook'),
  connectionId: Id.optional(),
  appId: Digits.optional(),
  appSecret: Secret.optional(),
  /** Configuration of Facebook Login for Business. */
  configId: Digits.optional(),
  /** Ask again for what was declined before. */
  asksAgain: z.boolean().default(false),
  /** Muster opens the system's browser by itself; else the caller opens the address. */
  opens: z.boolean().default(true),
});
export type ConnectOrder = z.output<typeof ConnectOrder>;

/** A token that somebody pastes. The app's id and secret lengthen a user's token and prove it; they may be left out. */
export const PasteOrder = z.object({
  token: Secret,
  graph: Graph.default('facebook'),
  connectionId: Id.optional(),
  appId: Digits.optional(),
  appSecret: Secret.optional(),
});
export type PasteOrder = z.output<typeof PasteOrder>;

export const AttemptRef = z.object({ attemptId: z.string().min(1).max(100) });
/** The address at which a login ended, from a window or pasted by a person. */
export const FinishOrder = AttemptRef.extend({ address: z.string().max(16_384) });
/** What the person says, or the window did. */
export const CancelOrder = AttemptRef.extend({
  because: z.enum(['cancelled', 'window_closed', 'url_blocked', 'app_not_live']).default('cancelled'),
});
export const ConnectionRef = z.object({ connectionId: Id });
export const AccountsOrder = ConnectionRef.extend({
  /** Ask Meta now; else only when it was never asked. */
  refreshes: z.boolean().default(false),
  /** Part of a name, an id or the business's name. */
  search: z.string().max(200).default(''),
});
export const ChooseOrder = ConnectionRef.extend({ accounts: z.array(Account).max(10_000) });
export const DisconnectOrder = ConnectionRef.extend({
  /** Only this ad account; null = the connection as a whole. */
  account: Account.nullable().default(null),
  /** Also take the permissions back at Meta, which ends every token of this person for the app. */
  revokes: z.boolean().default(false),
});
export type DisconnectOrder = z.output<typeof DisconnectOrder>;

export type ConnectResult =
  | { readonly state: 'done'; readonly connectionId: number }
  | {
      readonly state: 'failed';
      readonly reason: ConnectFailure;
      /** Meta's or the network's own words. */
      readonly said: string | null;
      /** Permissions that are missing. */
      readonly missing: readonly string[];
    };

/** Where a login stands. `redirectUri` is the address that the app's settings must list when the dialog says “URL Blocked”. */
export type ConnectAttempt =
  | {
      readonly state: 'waiting';
      readonly url: string;
      readonly redirectUri: string;
      readonly expiresAt: number;
      /** What was wrong with the address that was given last; null = nothing. */
      readonly hint: ConnectFailure | null;
    }
  | { readonly state: 'exchanging' }
  | ConnectResult;

/** `url` null = it failed at once; the attempt says why. */
export interface Begun {
  readonly attemptId: string;
  readonly url: string | null;
}

export interface ConnectionWarning {
  readonly kind:
    /** The token runs out. */
    | 'token_expires'
    /** The person must log in again for the app to see data, even though the token is valid. */
    | 'data_access_expires'
    /** A token of hours. */
    | 'short_lived'
    /** A permission is missing. */
    | 'scope_missing';
  /** The warning's step: fewer than so many days are left; 0 = it is over. null for what is about no time. */
  readonly days: 14 | 7 | 3 | 1 | 0 | null;
  readonly at: number | null;
  readonly scope: string | null;
}

export interface Connection {
  readonly id: number;
  readonly isSandbox: boolean;
  readonly person: { readonly id: string | null; readonly name: string | null };
  readonly kind: 'user' | 'system_user' | 'unknown';
  readonly app: { readonly id: string; readonly name: string | null } | null;
  readonly configId: string | null;
  /** The app's secret is known: tokens are lengthened and proved with it. */
  readonly hasSecret: boolean;
  /** null = Meta has not told. */
  readonly granted: readonly string[] | null;
  readonly declined: readonly string[] | null;
  /** `targets` null = all assets. */
  readonly granular: readonly { readonly scope: string; readonly targets: readonly string[] | null }[] | null;
  /** Epoch ms; 'never' for tokens without an end; null = Meta has not told. */
  readonly expiresAt: number | 'never' | null;
  readonly dataAccessExpiresAt: number | 'never' | null;
  readonly warnings: readonly ConnectionWarning[];
  readonly health: 'ok' | 'invalid' | 'unreachable' | 'unknown' | 'disconnected';
  /** Why it is not well. */
  readonly trouble: ConnectFailure | null;
  readonly said: string | null;
  readonly checkedAt: number | null;
  readonly accounts: { readonly known: number; readonly chosen: number; readonly listedAt: number | null };
  readonly jobs: number;
}

export interface ReachableAccount {
  /** act_… */
  readonly account: string;
  readonly name: string | null;
  readonly status: 'active' | 'warning' | 'blocked' | 'unknown';
  /** `account_status` and `disable_reason` of Meta's, for display. */
  readonly statusCode: number | null;
  readonly disableReason: number | null;
  readonly currency: string | null;
  readonly timezone: string | null;
  readonly business: { readonly id: string; readonly name: string | null } | null;
  /** What the person may do there; null = not told. */
  readonly tasks: readonly string[] | null;
  /** Whether these tasks let the person change audiences; null = not told. */
  readonly canAdvertise: boolean | null;
  readonly isChosen: boolean;
  /** Meta listed it the last time; false: it is chosen, and the person does not see it any more. */
  readonly isListed: boolean;
}

export interface AccountList {
  /** Those that match the search, by name. */
  readonly accounts: readonly ReachableAccount[];
  /** How many there are without the search. */
  readonly total: number;
  readonly listedAt: number | null;
  /** Why Meta could not be asked now; the list is what it told before. */
  readonly failed: { readonly reason: ConnectFailure; readonly said: string | null } | null;
}

export interface Disconnected {
  /** Jobs that stop because of it. */
  readonly jobs: number;
  /** null = that was not asked for. */
  readonly isRevoked: boolean | null;
  readonly said: string | null;
}
