import { invalidParameter } from './errors.ts';
import { text, type GraphCall } from './request.ts';
import type { World } from './world.ts';

/** An edge's item with the number that orders it; lists run from the highest to the lowest. */
export interface Ranked<T> {
  readonly rank: number;
  readonly item: T;
}

/** Graph's usual page; the value is field knowledge. */
const defaultLimit = 25;

/**
 * One page of an edge. As recorded: an empty edge has no `paging` at all, a page that holds everything has only `cursors`.
 * @param ranked the whole edge, highest rank first
 * @param show what an item looks like; asked for those of the page only
 */
export function page<T>(
  world: World,
  call: GraphCall,
  ranked: readonly Ranked<T>[],
  show: (item: T) => unknown = (item) => item,
): unknown {
  const limit = positive(text(call.params, 'limit')) ?? defaultLimit;
  const after = rankOf(text(call.params, 'after'));
  const before = rankOf(text(call.params, 'before'));
  let start = 0;
  if (after !== undefined) start = firstIndex(ranked, (rank) => rank < after);
  else if (before !== undefined) start = Math.max(0, firstIndex(ranked, (rank) => rank <= before) - limit);
  const shown = ranked.slice(start, start + limit);
  const first = shown[0];
  const last = shown.at(-1);
  if (first === undefined || last === undefined) return { data: [] };
  const cursors = { before: cursorOf(first.rank), after: cursorOf(last.rank) };
  return {
    data: shown.map(({ item }) => show(item)),
    paging: {
      cursors,
      next: start + limit < ranked.length ? link(world, call, 'after', cursors.after) : undefined,
      previous: start > 0 ? link(world, call, 'before', cursors.before) : undefined,
    },
  };
}

function firstIndex(ranked: readonly Ranked<unknown>[], matches: (rank: number) => boolean): number {
  const found = ranked.findIndex(({ rank }) => matches(rank));
  return found === -1 ? ranked.length : found;
}

/** Recorded cursors are opaque text of 124 characters that begins with QVFIU; ours only look like them. */
function cursorOf(rank: number): string {
  return `QVFIU${Buffer.from(`rank:${rank};`.padEnd(89, 'sandbox ')).toString('base64url')}`;
}

function rankOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const rank = /^rank:(\d+);/.exec(Buffer.from(cursor.slice(5), 'base64url').toString('utf8'))?.[1];
  if (rank === undefined) throw invalidParameter('Invalid cursor');
  return Number(rank);
}

function positive(limit: string | undefined): number | undefined {
  if (limit === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(limit)) throw invalidParameter('param limit must be a positive integer');
  return Number(limit);
}

/** Links carry the token, which the official SDK relies on: a reason for clients to page with `after` and never keep links. */
function link(world: World, call: GraphCall, name: 'after' | 'before', cursor: string): string {
  const query = new URLSearchParams({ access_token: call.token ?? '' });
  for (const [key, value] of call.params) {
    if (['access_token', 'after', 'before', 'method'].includes(key)) continue;
    query.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  }
  query.set(name, cursor);
  return `${world.graphUrl}/${call.version}/${call.path.join('/')}?${query.toString()}`;
}
