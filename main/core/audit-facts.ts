/** Why something could not be read. */
type UnreadKind =
  | 'token'
  | 'permission'
  /** Meta says that it does not exist or may not be seen. */
  | 'out_of_reach'
  | 'offline'
  | 'throttled'
  | 'trouble'
  | 'other'
  /** The sandbox of this connection does not run here. */
  | 'sandbox'
  /** The connection has no token any more. */
  | 'disconnected';

export interface Unread {
  readonly kind: UnreadKind;
  /** Meta's own words, or the network's; null when there are none. */
  readonly said: string | null;
}

/** Something that was read, or why it was not. */
export type Known<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Unread };

/** What is wrong with a token, by name. */
export type TokenTrouble = 'expired' | 'password_changed' | 'checkpoint' | 'app_removed' | 'unconfirmed' | 'invalid';

/** Everything that was read of an ad account and of the connection through which it is reached. Times are epoch ms. */
export interface AuditFacts {
  readonly now: number;
  /** act_… */
  readonly account: string;
  /** Whose token it is, in words for the screen. */
  readonly signer: string;
  /** What Meta says of the token. */
  readonly token: Known<{
    readonly trouble: TokenTrouble | null;
    readonly isSystemUser: boolean;
    /** 0 = never, null = not told. */
    readonly expiresAt: number | null;
    readonly dataAccessExpiresAt: number | null;
    readonly scopes: readonly string[] | null;
    readonly targets: Readonly<Record<string, readonly string[]>>;
  }>;
  /** Whether a plain read with the token works. */
  readonly person: Known<unknown>;
  /** What is wrong with the token by which that read was refused; null when it was not refused for that. */
  readonly refusal: TokenTrouble | null;
  /** Permissions that the person has granted to the app. */
  readonly permissions: Known<readonly string[]>;
  readonly state: Known<{
    readonly status: number | null;
    readonly disableReason: number | null;
    readonly business: { readonly id: string | null; readonly name: string | null } | null;
    readonly tasks: readonly string[] | null;
    readonly terms: TermsMaps;
    readonly valueTerms: TermsMaps;
  }>;
  /** All audiences of the ad account. */
  readonly audiences: Known<readonly AuditedAudience[]>;
  /** Those that jobs of Muster's change; drafts are left out. */
  readonly used: readonly { readonly id: string; readonly name: string }[];
  /** Names of the value-based ones that jobs of Muster's change or are about to make. */
  readonly valueBased: readonly string[];
  readonly quota: {
    readonly tier: 'full' | 'limited' | 'unknown';
    /** Of what is allowed; null before the first figure. */
    readonly percent: number | null;
    /** Meta asked to be left alone until; null = it did not. */
    readonly coolDownUntil: number | null;
  };
  readonly version: {
    /** The one that Muster asks for. */
    readonly asked: string;
    /** The one that answered; null = not told. */
    readonly served: string | null;
    /** Meta upgraded the call by itself, since the version is switched off. */
    readonly isUpgraded: boolean;
    /** Meta refused the call for its version. */
    readonly isRefused: boolean;
  };
}

interface TermsMaps {
  /** null = not told. */
  readonly business: boolean | null;
  readonly person: boolean | null;
}

export interface AuditedAudience {
  readonly id: string;
  readonly name: string;
  readonly subtype: string | null;
  readonly isValueBased: boolean;
  readonly operation: number | null;
  readonly delivery: number | null;
}
