import type { HttpAnswer } from '../../main/engine/ports.ts';
import type { SyncOrder, SyncStart } from '../../main/engine/sync.ts';
import { refuse, type Script } from './fake-graph.ts';
import { people, type Rig } from './fake-ports.ts';

export const SECOND = 1_000;
/** Enough for a few retries. */
export const WHILE = 15 * SECOND;

export const BUSY = refuse(2, null, { status: 503 });
export const four = people(4);

export type List = readonly (readonly string[])[];

export function wish(action: 'add' | 'remove'): Pick<SyncOrder, 'steps'> {
  return { steps: [{ audience: 'Customers', action, keys: null }] };
}

export const add = (t: Rig, list: List, order?: Partial<SyncOrder>) => t.pipe(list, { ...wish('add'), ...order });
export const remove = (t: Rig, list: List, order?: Partial<SyncOrder>) => t.pipe(list, { ...wish('remove'), ...order });

/** Some of a list, header first. */
export function only(list: List, ...indexes: readonly number[]): List {
  return list.filter((_row, index) => index === 0 || indexes.includes(index - 1));
}

/** What became of each run's people, step by step. */
export async function fates(t: Rig, ...starts: readonly SyncStart[]) {
  const found = [];
  for (const start of starts) {
    const { state, steps } = await t.facts(start);
    for (const { counters, erroredReasons: errored } of steps) {
      found.push({ run: state, synced: counters.synced, pending: counters.pending, errored });
    }
  }
  return found;
}

export const synced = (count: number) => ({ run: 'done', synced: count, pending: 0, errored: {} });
export const superseded = (count: number, alsoSynced = 0) => ({
  run: 'done_with_problems',
  synced: alsoSynced,
  pending: 0,
  errored: { superseded: count },
});

export function members(t: Rig): readonly string[] {
  return t.graph.members(t.graph.audiences()[0]?.id ?? '');
}

/** Every upload so far, as its operation and the number of its rows. */
export function sent(t: Rig): readonly unknown[] {
  return t.graph.seen.flatMap(({ kind, method, body }) =>
    kind === 'users' ? [`${method} ${(body['payload'] as { data: readonly unknown[] }).data.length}`] : [],
  );
}

/** Holds back the answer to an upload until it is let go. */
export function slow(): { readonly script: Script; letGo(script?: Script): void } {
  let release = (_script: Script): void => undefined;
  const gone = new Promise<Script>((resolve) => {
    release = resolve;
  });
  return {
    script: async (seen, perform): Promise<HttpAnswer> => (await gone)(seen, perform),
    letGo: (script = (_seen, perform) => perform()) => release(script),
  };
}
