import { z } from 'zod';

const Id = z.number().int().positive();
const Account = z.string().regex(/^act_\d+$/);

/** `unknown`: what could be read does not tell. It never counts as `pass`. */
export type Light = 'pass' | 'warn' | 'fail' | 'unknown';

/** The lines of an audit, in the order in which they are shown (DESIGN section 7). What each is about: `audit.<id>.title`, `audit.<id>.why`. */
type CheckId =
  | 'token'
  | 'scopes'
  | 'role'
  | 'account_status'
  | 'business'
  | 'terms'
  | 'value_terms'
  | 'audience_limit'
  | 'audience'
  | 'quota'
  | 'api_version'
  | 'account_tasks';

/** A text of the messages with what it leaves open. */
export interface Told {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/** What somebody can do, and where. */
export interface NextAction {
  /** Key of the text on the button. */
  readonly key: string;
  /** A page of Meta's (or of the sandbox); an address that begins with `#/` is a screen of Muster's. */
  readonly url: string;
}

/** One finding: its light, what was seen, and at most one thing to do about it. */
export interface Finding {
  readonly status: Light;
  readonly evidence: Told;
  /** Words of Meta's, or of the network, where something could not be read; null when there are none. */
  readonly said: string | null;
  readonly action: NextAction | null;
}

export interface AuditCheck extends Finding {
  readonly id: CheckId;
}

/** What is known of an ad account before anything is sent to it. */
export interface Audit {
  readonly connectionId: number;
  /** act_… */
  readonly account: string;
  readonly accountName: string | null;
  /** Whose token was used; null when Meta never told. */
  readonly person: string | null;
  /** When it was made, epoch ms. */
  readonly at: number;
  /** The light of the whole: the worst line, where `unknown` ranks between `warn` and `pass`; the line that can never be read is left out. */
  readonly status: Light;
  /** Nothing could be read, so it says nothing about the ad account. */
  readonly isBlind: boolean;
  readonly checks: readonly AuditCheck[];
}

export const AuditOrder = z.object({ connectionId: Id, account: Account });
