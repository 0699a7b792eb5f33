import type { Http } from '../engine/ports.ts';
import { type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { epochMsIn, idIn, isObject, numberIn, textIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';
import { type Body, type Edge, type Failed, type Read, read, readPages, type Sent } from './reads.ts';
import type { Usage } from './usage.ts';

interface FoundAudience {
  readonly id: string;
  readonly name: string;
  /** Epoch milliseconds; null when Meta does not say. */
  readonly createdAt: number | null;
}

export type Listing =
  | { readonly ok: true; readonly audiences: readonly FoundAudience[]; /** Of the last page. */ readonly usage: Usage }
  | Failed;

/** The audiences of an ad account. Meta recommends 20 a page and fails on large ones (meta-api.md 4); 500 audiences would be 25 reads, so a middle way. */
function audiencesOf(account: string, fields: string): Edge {
  return { path: `${account}/customaudiences`, fields, limit: 50, account };
}

/** All audiences of an ad account whose name is exactly `name`. */
export async function audiencesNamed(
  http: Http,
  target: GraphTarget,
  account: string,
  name: string,
  sent: Sent,
): Promise<Listing> {
  const listed = await readPages(http, target, audiencesOf(account, 'id,name,subtype,time_created'), sent);
  if (!listed.ok) return listed;
  const audiences = listed.value.flatMap((row) => {
    const id = idIn(row['id']);
    return id !== null && row['name'] === name ? [{ id, name, createdAt: epochMsIn(row['time_created']) }] : [];
  });
  return { ok: true, audiences, usage: listed.answer.usage };
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
  const listed = await readPages(http, target, audiencesOf(account, fields), sent);
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

function codeIn(status: unknown): number | null {
  return isObject(status) ? numberIn(status['code']) : null;
}

/** Creates a customer list audience. Not idempotent: look for its name first (meta-api.md 6.1). */
export function prepareCreate(http: Http, target: GraphTarget, account: string, name: string): PreparedCall {
  return prepareCall(http, target, {
    method: 'POST',
    path: `${account}/customaudiences`,
    account,
    body: { name, subtype: 'CUSTOM', customer_file_source: 'USER_PROVIDED_ONLY', description: 'Kept by Muster' },
  });
}

/** The new audience's id in the answer of a create; null when there is none. */
export function createdId(answer: GraphAnswer & { readonly ok: true }): string | null {
  return idIn(answer.body['id']);
}

export interface Person {
  readonly id: string;
  readonly name: string | null;
}

/** Who the token belongs to. A Graph root without this edge, or one that is out of reach, answers null: that stops nobody. */
export async function whoAmI(
  http: Http,
  target: GraphTarget,
  sent: Sent,
): Promise<{ readonly person: Person | null; readonly answer: GraphAnswer }> {
  const call = prepareCall(http, target, { method: 'GET', path: 'me', query: { fields: 'id,name' }, account: null });
  sent(call);
  const answer = await call.send();
  const id = answer.ok ? idIn(answer.body['id']) : null;
  const name = answer.ok && typeof answer.body['name'] === 'string' ? answer.body['name'] : null;
  return { person: id === null ? null : { id, name }, answer };
}

export interface AccountFacts {
  readonly name: string | null;
}

/** Name of one ad account. */
export async function readAccount(
  http: Http,
  target: GraphTarget,
  account: string,
  sent: Sent,
): Promise<GraphAnswer & { readonly facts?: AccountFacts }> {
  const call = prepareCall(http, target, { method: 'GET', path: account, query: { fields: 'id,name' }, account });
  sent(call);
  const answer = await call.send();
  if (!answer.ok) return answer;
  return { ...answer, facts: { name: typeof answer.body['name'] === 'string' ? answer.body['name'] : null } };
}
