import { z } from 'zod';

const Id = z.number().int().positive();
const Account = z.string().regex(/^act_\d+$/);

export const TermsKind = z.enum(['customer_list', 'value_based']);
export type TermsKind = z.infer<typeof TermsKind>;

/**
 * Where terms stand for the person whose token it is. Texts: `terms.state.<state>`.
 * - `nobody`: nobody of the business has accepted; `other_person`: somebody has, but not this person
 * - `not_person`: this person has not, of the business nothing is told
 * - `person_untold`: somebody has, of this person nothing is told; `untold`: nothing is told
 */
type TermsState = 'accepted' | 'nobody' | 'other_person' | 'not_person' | 'person_untold' | 'untold';

/** A page on which terms are accepted. Texts: `terms.page.<page>`. */
export interface TermsPage {
  readonly page: 'business' | 'personal' | 'business_tools';
  readonly url: string;
}

/** One kind of terms for one ad account; null = not told. */
export interface TermsOfKind {
  readonly kind: TermsKind;
  /** Somebody of the business has accepted. */
  readonly business: boolean | null;
  /** The person whose token it is has. */
  readonly person: boolean | null;
  readonly state: TermsState;
  /** The page to open first. */
  readonly page: TermsPage;
}

export interface TermsOfAccount {
  /** act_… */
  readonly account: string;
  readonly name: string | null;
  /** For whom one signs; null = the ad account belongs to no business portfolio. One signature covers all ad accounts of a business. */
  readonly business: { readonly id: string | null; readonly name: string | null } | null;
  readonly kinds: readonly TermsOfKind[];
  /** Every page that may be the right one, the likeliest first: where the first does not help, the next is tried. */
  readonly pages: readonly TermsPage[];
}

/** Who signs: the person whose token it is, or for a system user anybody of its business. */
export interface Signer {
  readonly name: string | null;
  /** null when Meta does not tell. */
  readonly isSystemUser: boolean | null;
}

/** Why something could not be read. Texts: `audit.unread.<kind>`. */
interface UnreadFact {
  readonly kind:
    | 'token'
    | 'permission'
    | 'out_of_reach'
    | 'offline'
    | 'throttled'
    | 'trouble'
    | 'other'
    | 'sandbox'
    | 'disconnected';
  readonly said: string | null;
}

/** The terms of every ad account that a connection reaches, read just now. */
export interface TermsList {
  readonly connectionId: number;
  /** Epoch ms. */
  readonly at: number;
  readonly signer: Signer;
  /** Set when the list could not be read; `accounts` is then empty. */
  readonly unread: UnreadFact | null;
  readonly accounts: readonly TermsOfAccount[];
}

/** The terms of one ad account, read just now. */
export interface TermsCheck {
  readonly at: number;
  readonly signer: Signer;
  /** Set when they could not be read; `terms` is then null. */
  readonly unread: UnreadFact | null;
  readonly terms: TermsOfAccount | null;
  /** Holds that were lifted, since what they waited for has been done: what waited goes on. */
  readonly released: number;
}

/** What Meta answered to a try to accept terms by a call, as it was. */
export interface AcceptAnswer {
  /** Which terms, by Meta's id and type; both null when the list of terms itself was refused. */
  readonly id: string | null;
  readonly type: string | null;
  readonly accepted: boolean;
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly subcode: number | null;
  /** Meta's own words; null when there are none. */
  readonly said: string | null;
}

export const TermsOrder = z.object({ connectionId: Id, account: Account });
/** Off unless somebody says that they want it: it signs a contract in a person's name, and Meta may not take it. */
export const AcceptOrder = TermsOrder.extend({ isWanted: z.literal(true) });
