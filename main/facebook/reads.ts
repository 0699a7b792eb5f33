import type { Http } from '../engine/ports.ts';
import { type GraphCall, type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { isObject, numberIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';

type Failed = GraphAnswer & { readonly ok: false };
/** What was read, with the answer it came in; or the answer that told nothing. */
export type Read<T> = { readonly ok: true; readonly value: T; readonly answer: GraphAnswer } | Failed;
type Sent = (call: PreparedCall) => void;

/** Whether Meta says that terms are accepted; null when the answer does not tell. */
export type Accepted = boolean | null;

/** Who has accepted which terms, by their name at Meta, for example `custom_audience_tos` (meta-api.md 5). */
export interface AccountState {
  /** `account_status` (meta-api.md 4); null when not told. */
  readonly status: number | null;
  readonly hasBusiness: boolean;
  /** What the person may do there; null when not told. */
  readonly tasks: readonly string[] | null;
  /** By somebody of the business. */
  termsOfBusiness(name: string): Accepted;
  /** By the person whose token it is. */
  termsOfPerson(name: string): Accepted;
}

/** The state of an ad account, as far as it decides whether audiences can be changed. */
export async function readAccountState(
  http: Http,
  target: GraphTarget,
  account: string,
  sent: Sent,
): Promise<Read<AccountState>> {
  const fields = 'id,account_status,business{id},user_tasks,tos_accepted,user_tos_accepted';
  return read(http, target, { method: 'GET', path: account, query: { fields }, account }, sent, (body) => ({
    status: numberIn(body['account_status']),
    hasBusiness: isObject(body['business']),
    tasks: Array.isArray(body['user_tasks']) ? (body['user_tasks'] as unknown[]).map(String) : null,
    termsOfBusiness: (name) => acceptedIn(body['tos_accepted'], name),
    termsOfPerson: (name) => acceptedIn(body['user_tos_accepted'], name),
  }));
}

/** Terms that are not accepted are absent from the map, so one is accepted only when it says 1 (meta-api.md 5). */
function acceptedIn(map: unknown, name: string): Accepted {
  return isObject(map) ? numberIn(map[name]) === 1 : null;
}

/** Permissions that the person granted to the app. */
export async function readPermissions(http: Http, target: GraphTarget, sent: Sent): Promise<Read<readonly string[]>> {
  return read(http, target, { method: 'GET', path: 'me/permissions', account: null }, sent, (body) =>
    (Array.isArray(body['data']) ? (body['data'] as unknown[]) : [])
      .filter(isObject)
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
    isObject(body['operation_status']) ? numberIn(body['operation_status']['code']) : null,
  );
}

async function read<T>(
  http: Http,
  target: GraphTarget,
  call: GraphCall,
  sent: Sent,
  valueIn: (body: Readonly<Record<string, unknown>>) => T,
): Promise<Read<T>> {
  const prepared = prepareCall(http, target, call);
  sent(prepared);
  const answer = await prepared.send();
  return answer.ok ? { ok: true, value: valueIn(answer.body), answer } : answer;
}
