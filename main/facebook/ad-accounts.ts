import type { Http } from '../engine/ports.ts';
import type { GraphTarget } from './client.ts';
import { idIn, isObject, numberIn, rowsIn, textIn, textsIn } from './json.ts';
import { type Body, type Read, read, readPages, type Sent } from './reads.ts';

/** Who has accepted which terms, by their name at Meta, for example `custom_audience_tos` (meta-api.md 5). */
type TermsMap = Body;

/** An ad account as Meta shows it to a person (meta-api.md 4); null = not told. */
export interface AdAccount {
  /** act_… */
  readonly account: string;
  readonly name: string | null;
  /** `account_status` (meta-api.md 4). */
  readonly status: number | null;
  /** Why Meta disabled it, by Meta's number; 0 = it did not. */
  readonly disableReason: number | null;
  readonly currency: string | null;
  readonly timezone: string | null;
  /** null also when it has none. */
  readonly business: { readonly id: string | null; readonly name: string | null } | null;
  /** What the person may do there. */
  readonly tasks: readonly string[] | null;
  /** Accepted by somebody of the business. */
  readonly terms: TermsMap | null;
  /** Accepted by the person whose token it is. */
  readonly personTerms: TermsMap | null;
}

/** Only read fields: `owner` would need a permission that Muster does not ask for (meta-api.md 3). */
const FIELDS =
  'id,account_id,name,account_status,disable_reason,currency,timezone_name,business{id,name},user_tasks,tos_accepted,user_tos_accepted';

/** The state of an ad account, as far as it decides whether audiences can be changed. */
export async function readAdAccount(
  http: Http,
  target: GraphTarget,
  account: string,
  sent: Sent,
): Promise<Read<AdAccount>> {
  const call = { method: 'GET', path: account, query: { fields: FIELDS }, account } as const;
  return read(http, target, call, sent, (body) => accountIn(account, body));
}

/** Every ad account that the token reaches, with its state. */
export async function listAdAccounts(http: Http, target: GraphTarget, sent: Sent): Promise<Read<readonly AdAccount[]>> {
  const edge = { path: 'me/adaccounts', fields: FIELDS, limit: 100, account: null };
  const listed = await readPages(http, target, edge, sent);
  return listed.ok ? { ...listed, value: listed.value.flatMap(listedIn) } : listed;
}

function listedIn(row: Body): readonly AdAccount[] {
  const number = idIn(row['account_id']) ?? idIn(row['id'])?.replace(/^act_/, '') ?? '';
  return /^\d+$/.test(number) ? [accountIn(`act_${number}`, row)] : [];
}

function accountIn(account: string, body: Body): AdAccount {
  const { business } = body;
  const mapIn = (value: unknown): TermsMap | null => (isObject(value) ? value : null);
  return {
    account,
    name: textIn(body['name']),
    status: numberIn(body['account_status']),
    disableReason: numberIn(body['disable_reason']),
    currency: textIn(body['currency']),
    timezone: textIn(body['timezone_name']),
    business: isObject(business) ? { id: idIn(business['id']), name: textIn(business['name']) } : null,
    tasks: textsIn(body['user_tasks']),
    terms: mapIn(body['tos_accepted']),
    personTerms: mapIn(body['user_tos_accepted']),
  };
}

/**
 * Whether Meta says that terms are accepted; null when it does not tell. Terms that are not accepted are absent from the map, so one is
 * accepted only when it says 1 (meta-api.md 5).
 */
export function isAccepted(map: TermsMap | null, name: string): boolean | null {
  return map && numberIn(map[name]) === 1;
}

/** Terms that an ad account lists; the number of ids in them is Meta's matter. */
interface ListedTerms {
  readonly id: string;
  readonly type: string | null;
}

/** The terms of an ad account that can be accepted by a call, if any (meta-api.md 5: best effort). */
export async function readTermsToAccept(
  http: Http,
  target: GraphTarget,
  account: string,
  sent: Sent,
): Promise<Read<readonly ListedTerms[]>> {
  const call = { method: 'GET', path: `${account}/customaudiencestos`, account } as const;
  return read(http, target, call, sent, (body) =>
    (rowsIn(body['data']) ?? []).flatMap((row) => {
      const id = idIn(row['id']);
      return id === null ? [] : [{ id, type: textIn(row['type']) }];
    }),
  );
}

/** Accepts terms by a call; whether Meta lets a token do so is not known (meta-api.md 5). */
export async function acceptTerms(
  http: Http,
  target: GraphTarget,
  account: string,
  terms: { readonly id: string; readonly businessId: string | null },
  sent: Sent,
): Promise<Read<boolean>> {
  const body = { tos_id: terms.id, ...(terms.businessId === null ? {} : { business_id: terms.businessId }) };
  const call = { method: 'POST', path: `${account}/customaudiencestos`, body, account } as const;
  return read(http, target, call, sent, (answer) => answer['success'] === true);
}
