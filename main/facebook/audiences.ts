import type { Http } from '../engine/ports.ts';
import { type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { idIn, isObject, numberIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';
import { type Usage, usageIn } from './usage.ts';

interface FoundAudience {
  readonly id: string;
  readonly name: string;
  /** Epoch milliseconds; null when Meta does not say. */
  readonly createdAt: number | null;
}

type Failed = GraphAnswer & { readonly ok: false };
export type Listing =
  | { readonly ok: true; readonly audiences: readonly FoundAudience[]; /** Of the last page. */ readonly usage: Usage }
  | Failed;

// Meta recommends 20 and fails on large pages (meta-api.md 4); 500 audiences would be 25 reads, so a middle way.
const PAGE = 50;
// 500 customer lists plus websites, apps and lookalikes of one account, with room to spare.
const MOST_PAGES = 250;

/**
 * All audiences of an ad account whose name is exactly `name`, page by page with `after`: a `paging.next` address is never
 * fetched. `sent` is told of each request before it leaves.
 */
export async function audiencesNamed(
  http: Http,
  target: GraphTarget,
  account: string,
  name: string,
  sent: (call: PreparedCall) => void,
): Promise<Listing> {
  const found: FoundAudience[] = [];
  let usage = usageIn({}, account);
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const call = prepareCall(http, target, {
      method: 'GET',
      path: `${account}/customaudiences`,
      query: { fields: 'id,name,subtype,time_created', limit: String(PAGE), ...(after === null ? {} : { after }) },
      account,
    });
    sent(call);
    const answer = await call.send();
    if (!answer.ok) return answer;
    ({ usage } = answer);
    for (const item of Array.isArray(answer.body['data']) ? (answer.body['data'] as unknown[]) : []) {
      const audience = audienceIn(item);
      if (audience?.name === name) found.push(audience);
    }
    const next = nextPage(answer.body['paging'], after);
    if (next === null) break;
    after = next;
  }
  return { ok: true, audiences: found, usage };
}

/** The cursor of the next page; null = that was the last. Stop only when `next` is absent: a page may be empty and still have one (meta-api.md 4). */
export function nextPage(paging: unknown, before: string | null): string | null {
  if (!isObject(paging) || typeof paging['next'] !== 'string' || !isObject(paging['cursors'])) return null;
  const { after } = paging['cursors'];
  return typeof after === 'string' && after !== before ? after : null;
}

function audienceIn(item: unknown): FoundAudience | null {
  if (!isObject(item)) return null;
  const id = idIn(item['id']);
  if (id === null) return null;
  const seconds = numberIn(item['time_created']);
  return {
    id,
    name: typeof item['name'] === 'string' ? item['name'] : '',
    createdAt: seconds === null ? null : seconds * 1000,
  };
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
  sent: (call: PreparedCall) => void,
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
  sent: (call: PreparedCall) => void,
): Promise<GraphAnswer & { readonly facts?: AccountFacts }> {
  const call = prepareCall(http, target, { method: 'GET', path: account, query: { fields: 'id,name' }, account });
  sent(call);
  const answer = await call.send();
  if (!answer.ok) return answer;
  return { ...answer, facts: { name: typeof answer.body['name'] === 'string' ? answer.body['name'] : null } };
}
