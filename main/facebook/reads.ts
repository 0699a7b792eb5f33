import type { Http } from '../engine/ports.ts';
import { type GraphCall, type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { isObject, rowsIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';

export type Failed = GraphAnswer & { readonly ok: false };
/** What was read, with the answer it came in (of a list, the last one); or the answer that told nothing. */
export type Read<T> =
  | { readonly ok: true; readonly value: T; readonly answer: GraphAnswer & { readonly ok: true } }
  | Failed;
/** Is told of each request before it leaves. */
export type Sent = (call: PreparedCall) => void;
export type Body = Readonly<Record<string, unknown>>;

/** Makes one call; `valueIn` takes out of its body what was wanted. */
export async function read<T>(
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

/** A list at Meta. */
export interface Edge {
  /** Without version and leading slash: `act_1/customaudiences`. */
  readonly path: string;
  readonly fields: string;
  /** Rows a page. */
  readonly limit: number;
  /** act_… whose usage figures matter. */
  readonly account: string | null;
}

/** Meta refuses pages that hold too much data; then smaller ones are asked for (meta-api.md 4). */
const SMALL_PAGE = 20;
// Far more than the largest agency has; a cursor that goes round in circles ends here.
const MOST_PAGES = 500;

/** All rows of a list, page by page with `after`: a `paging.next` address is never fetched. */
export async function readPages(
  http: Http,
  target: GraphTarget,
  { path, fields, limit: most, account }: Edge,
  sent: Sent,
): Promise<Read<readonly Body[]>> {
  const rows: Body[] = [];
  let after: string | null = null;
  let limit = most;
  for (let page = 1; ; page += 1) {
    const query = { fields, limit: String(limit), ...(after === null ? {} : { after }) };
    const found: Read<Body> = await read(http, target, { method: 'GET', path, query, account }, sent, (body) => body);
    if (found.ok) {
      rows.push(...(rowsIn(found.value['data']) ?? []));
      after = nextIn(found.value['paging'], after);
      if (after === null || page >= MOST_PAGES) return { ok: true, value: rows, answer: found.answer };
    } else {
      if (limit <= SMALL_PAGE || !isTooMuch(found)) return found;
      limit = SMALL_PAGE;
    }
  }
}

function isTooMuch({ evidence }: Failed): boolean {
  return /reduce the amount of data/i.test(evidence.said ?? '');
}

/** The cursor of the next page. Stop only when `next` is absent: a page may be empty and still have one (meta-api.md 4). */
function nextIn(paging: unknown, before: string | null): string | null {
  if (!isObject(paging) || typeof paging['next'] !== 'string' || !isObject(paging['cursors'])) return null;
  const { after } = paging['cursors'];
  return typeof after === 'string' && after !== before ? after : null;
}
