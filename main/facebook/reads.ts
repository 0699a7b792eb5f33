import type { TokenTrouble } from '#core/audit-facts.ts';

import type { Http } from '../engine/ports.ts';
import { type GraphCall, type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { idIn, isObject, numberIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';

type Failed = GraphAnswer & { readonly ok: false };
type Body = Readonly<Record<string, unknown>>;
/** What was read, with the answer it came in; or the answer that told nothing. */
export type Read<T> =
  | { readonly ok: true; readonly value: T; readonly answer: GraphAnswer & { readonly ok: true } }
  | Failed;
type Sent = (call: PreparedCall) => void;

/** Whether Meta says that terms are accepted; null when the answer does not tell. */
export type Accepted = boolean | null;

/** Who has accepted which terms, by their name at Meta, for example `custom_audience_tos` (meta-api.md 5). */
export interface AccountState {
  /** act_…; null when not told. */
  readonly id: string | null;
  readonly name: string | null;
  /** `account_status` (meta-api.md 4); null when not told. */
  readonly status: number | null;
  /** Why Meta disabled it, by Meta's number; 0 = it did not. */
  readonly disableReason: number | null;
  readonly hasBusiness: boolean;
  readonly business: { readonly id: string | null; readonly name: string | null } | null;
  /** What the person may do there; null when not told. */
  readonly tasks: readonly string[] | null;
  /** By somebody of the business. */
  termsOfBusiness(name: string): Accepted;
  /** By the person whose token it is. */
  termsOfPerson(name: string): Accepted;
}

/** Only read fields: `owner` would need a permission that Muster does not ask for (meta-api.md 3). */
const ACCOUNT_FIELDS =
  'id,name,account_status,disable_reason,business{id,name},user_tasks,tos_accepted,user_tos_accepted';

/** The state of an ad account, as far as it decides whether audiences can be changed. */
export async function readAccountState(
  http: Http,
  target: GraphTarget,
  account: string,
  sent: Sent,
): Promise<Read<AccountState>> {
  const call = { method: 'GET', path: account, query: { fields: ACCOUNT_FIELDS }, account } as const;
  return read(http, target, call, sent, accountIn);
}

/** Every ad account that the token reaches, with its state, page by page. */
export async function readAccountStates(
  http: Http,
  target: GraphTarget,
  sent: Sent,
): Promise<Read<readonly AccountState[]>> {
  const query = { fields: ACCOUNT_FIELDS, limit: '100' };
  const listed = await readPages(http, target, { method: 'GET', path: 'me/adaccounts', query, account: null }, sent);
  return listed.ok ? { ...listed, value: listed.value.map(accountIn) } : listed;
}

function accountIn(body: Body): AccountState {
  const { business } = body;
  return {
    id: idIn(body['id']),
    name: textIn(body['name']),
    status: numberIn(body['account_status']),
    disableReason: numberIn(body['disable_reason']),
    hasBusiness: isObject(business),
    business: isObject(business) ? { id: idIn(business['id']), name: textIn(business['name']) } : null,
    tasks: Array.isArray(body['user_tasks']) ? (body['user_tasks'] as unknown[]).map(String) : null,
    termsOfBusiness: (name) => acceptedIn(body['tos_accepted'], name),
    termsOfPerson: (name) => acceptedIn(body['user_tos_accepted'], name),
  };
}

/** Terms that are not accepted are absent from the map, so one is accepted only when it says 1 (meta-api.md 5). */
function acceptedIn(map: unknown, name: string): Accepted {
  return isObject(map) ? numberIn(map[name]) === 1 : null;
}

/** Permissions that the person granted to the app. */
export async function readPermissions(http: Http, target: GraphTarget, sent: Sent): Promise<Read<readonly string[]>> {
  return read(http, target, { method: 'GET', path: 'me/permissions', account: null }, sent, (body) =>
    rowsIn(body)
      .filter((row) => row['status'] === 'granted')
      .map((row) => String(row['permission'])),
  );
}

/** Code of an audience's `operation_status` (meta-api.md 6); null when not told. */
export async function readAudienceStatus(
  http: Http,
  target: GraphTarget,
  account: string,
  audienceId: string,
  sent: Sent,
): Promise<Read<number | null>> {
  const query = { fields: 'id,operation_status' };
  return read(http, target, { method: 'GET', path: audienceId, query, account }, sent, (body) =>
    codeIn(body['operation_status']),
  );
}

/** An audience as the list of its ad account shows it; null = not told. */
export interface ListedAudience {
  readonly id: string;
  readonly name: string;
  /** `CUSTOM` = a customer list. */
  readonly subtype: string | null;
  readonly isValueBased: boolean;
  readonly operation: number | null;
  readonly delivery: number | null;
  /** About so many people at least; null also when Meta does not know yet, which it says as -1. */
  readonly people: number | null;
}

/** Every audience of an ad account with its statuses. */
export async function readAudiences(
  http: Http,
  target: GraphTarget,
  account: string,
  sent: Sent,
): Promise<Read<readonly ListedAudience[]>> {
  const fields = 'id,name,subtype,is_value_based,operation_status,delivery_status,approximate_count_lower_bound';
  // Meta recommends 20 and fails on large pages (meta-api.md 4); 500 audiences would be 25 reads, so a middle way.
  const query = { fields, limit: '50' };
  const path = `${account}/customaudiences`;
  const listed = await readPages(http, target, { method: 'GET', path, query, account }, sent);
  return listed.ok ? { ...listed, value: listed.value.flatMap(audienceIn) } : listed;
}

function audienceIn(row: Body): readonly ListedAudience[] {
  const id = idIn(row['id']);
  if (id === null) return [];
  const people = numberIn(row['approximate_count_lower_bound']);
  return [
    {
      id,
      name: textIn(row['name']) ?? '',
      subtype: textIn(row['subtype']),
      isValueBased: row['is_value_based'] === true || numberIn(row['is_value_based']) === 1,
      operation: codeIn(row['operation_status']),
      delivery: codeIn(row['delivery_status']),
      people: people === null || people < 0 ? null : people,
    },
  ];
}

/** What Meta says of a token when asked (`debug_token`). */
export interface TokenState {
  readonly isValid: boolean;
  /** null when it is valid. */
  readonly trouble: TokenTrouble | null;
  readonly isSystemUser: boolean;
  /** Epoch ms; 0 = never; null when not told. */
  readonly expiresAt: number | null;
  /** After this the token lives on but may read nothing of the person's; epoch ms, 0 = never, null when not told. */
  readonly dataAccessExpiresAt: number | null;
  readonly scopes: readonly string[] | null;
  /** Ad accounts and others to which a scope is limited, by their numbers; a scope that is missing here is not limited. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
}

/**
 * What Meta says of the token itself. The one call whose address holds a token, as documented (meta-api.md 2.4): the log of what left
 * names the path only. Meta tells only the app and its developers, so a refusal is no verdict on the token.
 */
export async function readToken(http: Http, target: GraphTarget, sent: Sent): Promise<Read<TokenState>> {
  const query = { input_token: target.token };
  return read(http, target, { method: 'GET', path: 'debug_token', query, account: null }, sent, (body) => {
    const data = isObject(body['data']) ? body['data'] : {};
    const error = isObject(data['error']) ? data['error'] : {};
    const isValid = data['is_valid'] === true;
    const scopes = data['granular_scopes'];
    return {
      isValid,
      trouble: isValid ? null : troubleOf(numberIn(error['subcode'])),
      isSystemUser: data['type'] === 'SYSTEM_USER',
      expiresAt: msIn(data['expires_at']),
      dataAccessExpiresAt: msIn(data['data_access_expires_at']),
      scopes: Array.isArray(data['scopes']) ? (data['scopes'] as unknown[]).map(String) : null,
      targets: Object.fromEntries((Array.isArray(scopes) ? (scopes as unknown[]) : []).flatMap(limitIn)),
    };
  });
}

/** What an answer says is wrong with the token; null when it speaks of something else. */
export function tokenTrouble(answer: Failed): TokenTrouble | null {
  const { meaning, evidence } = answer;
  return meaning.kind === 'held' && meaning.reason === 'token' ? troubleOf(evidence.subcode) : null;
}

/** Subcodes of 190 (meta-api.md 10.2). */
const TOKEN_TROUBLES: ReadonlyMap<number | null, TokenTrouble> = new Map([
  [458, 'app_removed'],
  [459, 'checkpoint'],
  [460, 'password_changed'],
  [463, 'expired'],
  [464, 'unconfirmed'],
]);

function troubleOf(subcode: number | null): TokenTrouble {
  return TOKEN_TROUBLES.get(subcode) ?? 'invalid';
}

/** Terms that an ad account lists; the number of ids in them is Meta's matter. */
export interface ListedTerms {
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
    rowsIn(body).flatMap((row) => {
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

async function read<T>(
  http: Http,
  target: GraphTarget,
  call: GraphCall,
  sent: Sent,
  valueIn: (body: Body) => T,
): Promise<Read<T>> {
  const prepared = prepareCall(http, target, call);
  sent(prepared);
  const answer = await prepared.send();
  return answer.ok ? { ok: true, value: valueIn(answer.body), answer } : answer;
}

// Hundreds of ad accounts or audiences with room to spare; a cursor that goes round in circles ends here.
const MOST_PAGES = 250;

/** All rows of an edge with the last answer, asked for with `after`: a `paging.next` address is never fetched. */
async function readPages(http: Http, target: GraphTarget, call: GraphCall, sent: Sent): Promise<Read<readonly Body[]>> {
  const rows: Body[] = [];
  let after: string | null = null;
  for (let page = 1; ; page += 1) {
    const query = { ...call.query, ...(after === null ? {} : { after }) };
    const found: Read<Body> = await read(http, target, { ...call, query }, sent, (body) => body);
    if (!found.ok) return found;
    rows.push(...rowsIn(found.value));
    after = nextIn(found.value['paging'], after);
    if (after === null || page === MOST_PAGES) return { ok: true, value: rows, answer: found.answer };
  }
}

/** Stop only when `next` is absent: a page may be empty and still have one (meta-api.md 4). */
function nextIn(paging: unknown, before: string | null): string | null {
  if (!isObject(paging) || typeof paging['next'] !== 'string' || !isObject(paging['cursors'])) return null;
  const { after } = paging['cursors'];
  return typeof after === 'string' && after !== before ? after : null;
}

function rowsIn(body: Body): readonly Body[] {
  return (Array.isArray(body['data']) ? (body['data'] as unknown[]) : []).filter(isObject);
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function codeIn(status: unknown): number | null {
  return isObject(status) ? numberIn(status['code']) : null;
}

function msIn(seconds: unknown): number | null {
  const value = numberIn(seconds);
  return value === null ? null : value * 1000;
}

function limitIn(granted: unknown): readonly (readonly [string, readonly string[]])[] {
  if (!isObject(granted) || typeof granted['scope'] !== 'string' || !Array.isArray(granted['target_ids'])) return [];
  return [[granted['scope'], (granted['target_ids'] as unknown[]).map(String)]];
}
