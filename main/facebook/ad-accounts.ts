import type { Http } from '../engine/ports.ts';
import { nextPage } from './audiences.ts';
import { type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { idIn, isObject, numberIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';
import type { Read } from './reads.ts';

/** An ad account as Meta lists it to a person (meta-api.md 4); null = not told. */
export interface ListedAccount {
  /** act_… */
  readonly account: string;
  readonly name: string | null;
  readonly status: number | null;
  readonly disableReason: number | null;
  readonly currency: string | null;
  readonly timezone: string | null;
  readonly businessId: string | null;
  readonly businessName: string | null;
  readonly tasks: readonly string[] | null;
  /** Maps of accepted terms. */
  readonly terms: Readonly<Record<string, unknown>> | null;
  readonly personTerms: Readonly<Record<string, unknown>> | null;
}

const FIELDS =
  'id,account_id,name,account_status,disable_reason,currency,timezone_name,business{id,name},user_tasks,tos_accepted,user_tos_accepted';
const PAGE = 100;
/** Meta refuses pages that hold too much data; then smaller ones are asked for (meta-api.md 4). */
const SMALL_PAGE = 20;
/** Far more than the largest agency has. */
const MOST_PAGES = 500;

/** All ad accounts of the token's person, page by page with `after`: a `paging.next` address is never fetched. */
export async function listAdAccounts(
  http: Http,
  target: GraphTarget,
  sent: (call: PreparedCall) => void,
): Promise<Read<readonly ListedAccount[]>> {
  const found: ListedAccount[] = [];
  let after: string | null = null;
  let limit = PAGE;
  for (let page = 0; ; page += 1) {
    const query = { fields: FIELDS, limit: String(limit), ...(after === null ? {} : { after }) };
    const call = prepareCall(http, target, { method: 'GET', path: 'me/adaccounts', query, account: null });
    sent(call);
    const answer: GraphAnswer = await call.send();
    if (!answer.ok) {
      if (limit === PAGE && /reduce the amount of data/i.test(answer.evidence.said ?? '')) {
        limit = SMALL_PAGE;
        continue;
      }
      return answer;
    }
    for (const item of Array.isArray(answer.body['data']) ? (answer.body['data'] as unknown[]) : []) {
      const account = accountIn(item);
      if (account) found.push(account);
    }
    after = nextPage(answer.body['paging'], after);
    if (after === null || page >= MOST_PAGES) return { ok: true, value: found, answer };
  }
}

function accountIn(item: unknown): ListedAccount | null {
  if (!isObject(item)) return null;
  const number = idIn(item['account_id']) ?? idIn(item['id'])?.replace(/^act_/, '');
  if (number === undefined || !/^\d+$/.test(number)) return null;
  const business = isObject(item['business']) ? item['business'] : null;
  return {
    account: `act_${number}`,
    name: textIn(item['name']),
    status: numberIn(item['account_status']),
    disableReason: numberIn(item['disable_reason']),
    currency: textIn(item['currency']),
    timezone: textIn(item['timezone_name']),
    businessId: business && idIn(business['id']),
    businessName: business && textIn(business['name']),
    tasks: Array.isArray(item['user_tasks']) ? (item['user_tasks'] as unknown[]).map(String) : null,
    terms: isObject(item['tos_accepted']) ? item['tos_accepted'] : null,
    personTerms: isObject(item['user_tos_accepted']) ? item['user_tos_accepted'] : null,
  };
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
