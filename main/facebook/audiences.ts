import type { Http } from '../engine/ports.ts';
import { type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { epochMsIn, idIn, isObject, numberIn, textIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';
import { type Body, type Edge, type Failed, type Read, read, readPages, type Sent } from './reads.ts';
import type { Usage } from './usage.ts';

interface FoundAudience {
  readonly id: string;
  readonly name: string;
  readonly isValueBased: boolean;
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
  const listed = await readPages(
    http,
    target,
    audiencesOf(account, 'id,name,subtype,is_value_based,time_created'),
    sent,
  );
  if (!listed.ok) return listed;
  const audiences = listed.value.flatMap((row) => {
    const id = idIn(row['id']);
    if (id === null || row['name'] !== name) return [];
    return [{ id, name, isValueBased: isValueBasedIn(row), createdAt: epochMsIn(row['time_created']) }];
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
  readonly operationText: string | null;
  readonly delivery: number | null;
  readonly deliveryText: string | null;
  /** About so many people at least; null also when Meta does not know yet, which it says as -1. */
  readonly people: number | null;
  /** About so many people at most. */
  readonly peopleAtMost: number | null;
  /** Whether the person may change it. */
  readonly canEdit: boolean | null;
  /** When it was last changed, epoch ms. */
  readonly updatedAt: number | null;
}

const LISTED =
  'id,name,subtype,is_value_based,operation_status,delivery_status,approximate_count_lower_bound,approximate_count_upper_bound,permission_for_actions,time_updated';

/** Every audience of an ad account with its statuses. */
export async function readAudiences(
  http: Http,
  target: GraphTarget,
  account: string,
  sent: Sent,
): Promise<Read<readonly ListedAudience[]>> {
  const listed = await readPages(http, target, audiencesOf(account, LISTED), sent);
  return listed.ok ? { ...listed, value: listed.value.flatMap(audienceIn) } : listed;
}

function audienceIn(row: Body): readonly ListedAudience[] {
  const id = idIn(row['id']);
  if (id === null) return [];
  const [operation, delivery, rights] = [
    row['operation_status'],
    row['delivery_status'],
    row['permission_for_actions'],
  ];
  return [
    {
      id,
      name: textIn(row['name']) ?? '',
      subtype: textIn(row['subtype']),
      isValueBased: isValueBasedIn(row),
      operation: codeIn(operation),
      operationText: isObject(operation) ? textIn(operation['description']) : null,
      delivery: codeIn(delivery),
      deliveryText: isObject(delivery) ? textIn(delivery['description']) : null,
      people: sizeIn(row['approximate_count_lower_bound']),
      peopleAtMost: sizeIn(row['approximate_count_upper_bound']),
      canEdit: isObject(rights) && typeof rights['can_edit'] === 'boolean' ? rights['can_edit'] : null,
      updatedAt: epochMsIn(row['time_updated']),
    },
  ];
}

function isValueBasedIn(row: Body): boolean {
  return row['is_value_based'] === true || numberIn(row['is_value_based']) === 1;
}

function sizeIn(bound: unknown): number | null {
  const people = numberIn(bound);
  return people === null || people < 0 ? null : people;
}

/** One audience with its statuses; null = the answer names none. */
export async function readAudience(
  http: Http,
  target: GraphTarget,
  of: { readonly account: string; readonly id: string },
  sent: Sent,
): Promise<Read<ListedAudience | null>> {
  const call = { method: 'GET', path: of.id, query: { fields: LISTED }, account: of.account } as const;
  return read(http, target, call, sent, (body) => audienceIn(body)[0] ?? null);
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

/** What a customer list is made with. */
export interface AudienceOrder {
  readonly name: string;
  readonly description: string;
  /** `customer_file_source`. */
  readonly fileSource: string;
  readonly labels: readonly string[];
  /** It may only be excluded in campaigns. */
  readonly isExclusionOnly: boolean;
  readonly isValueBased: boolean;
}

/** Creates a customer list audience. Not idempotent: look for its name first (meta-api.md 6.1). */
export function prepareCreate(http: Http, target: GraphTarget, account: string, order: AudienceOrder): PreparedCall {
  const { name, description, fileSource, labels, isExclusionOnly, isValueBased } = order;
  return prepareCall(http, target, {
    method: 'POST',
    path: `${account}/customaudiences`,
    account,
    body: {
      name,
      subtype: 'CUSTOM',
      customer_file_source: fileSource,
      ...(description === '' ? {} : { description }),
      ...(labels.length === 0 ? {} : { audience_labels: labels }),
      ...(isExclusionOnly ? { usage_restriction: 'EXCLUSION_ONLY' } : {}),
      ...(isValueBased ? { is_value_based: 1 } : {}),
    },
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
