import { expect } from 'vitest';

import type { HttpAnswer } from '../../main/engine/ports.ts';
import type { SyncStart } from '../../main/engine/sync.ts';
import { refuse, type Script } from './fake-graph.ts';
import type { Rig } from './fake-ports.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const BUSY = refuse(2, null, { status: 503 });

/** Lets time pass a minute at a time: long enough for all that is due, and no more than the horizon is charged at once. */
export async function pass(t: Rig, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= MINUTE) await t.clock.leap(Math.min(left, MINUTE));
}

/** What became of a run's people, step by step; what is nobody is left out. */
export async function fates(t: Rig, start: SyncStart) {
  const { state, steps } = await t.facts(start);
  return [
    state,
    ...steps.map(({ counters, pendingReasons, erroredReasons }) => ({
      ...(counters.synced > 0 ? { synced: counters.synced } : {}),
      ...pendingReasons,
      ...erroredReasons,
    })),
  ];
}

/** Both promises of the counters hold, the reasons add up to them, and every person of every batch is in exactly one state. */
export function expectBalance(t: Rig): void {
  const wrong = t.rows(
    `select c.run_id, c.step_id from counter c
     where c.entered <> c.synced + c.not_synced + c.pending + c.errored or c.entered <> c.proceeded + c.exited
       or c.errored <> (select ifnull(sum(e.people), 0) from errored_reason e where e.run_id = c.run_id and e.step_id = c.step_id)
       or c.synced <> (select ifnull(sum(b.synced), 0) from batch b where b.run_id = c.run_id and b.step_id = c.step_id)
       or c.errored <> (select ifnull(sum(b.errored), 0) from batch b where b.run_id = c.run_id and b.step_id = c.step_id)
       or c.pending <> (select ifnull(sum(b.people), 0) from batch b where b.run_id = c.run_id and b.step_id = c.step_id
            and b.state in ('queued', 'sending', 'retry'))
       or c.errored <> (select ifnull(sum(j.value), 0) from batch b, json_each(ifnull(b.errored_reasons, '{}')) j
            where b.run_id = c.run_id and b.step_id = c.step_id)
     union all select p.run_id, p.code from problem_count p
     where p.code in ('refused', 'invalid', 'invalid_unnamed', 'horizon', 'cancelled', 'superseded', 'hold_expired')
       and p.count <> (select ifnull(sum(e.people), 0) from errored_reason e where e.run_id = p.run_id and e.reason = p.code)`,
  );
  expect(wrong).toEqual([]);
}

/** Holds back the answer to an upload until it is let go. */
export function slow(): { readonly script: Script; letGo(script?: Script): void } {
  const { promise, resolve } = Promise.withResolvers<Script>();
  return {
    script: async (seen, perform): Promise<HttpAnswer> => (await promise)(seen, perform),
    letGo: (script = (_seen, perform) => perform()) => resolve(script),
  };
}

/** Every upload so far, as its operation and the number of its rows. */
export function sent(t: Rig): readonly string[] {
  return t.graph.seen.flatMap(({ kind, method, body }) =>
    kind === 'users' ? [`${method} ${(body['payload'] as { data: readonly unknown[] }).data.length}`] : [],
  );
}
