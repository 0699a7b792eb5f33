import fc from 'fast-check';
import { expect, test } from 'vitest';

import { LONGEST_TICK_MS } from '#core/retry.ts';

import type { RunFacts } from '../../preload/contract/jobs.ts';
import { lose, noNetwork, refuse, type Script } from './fake-graph.ts';
import { ACCOUNT, entriesOf, people, type Rig, rig } from './fake-ports.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const list = people(40);

/** What Meta answers from now on. */
const ANSWERS = {
  fine: null,
  unavailable: refuse(2, null, { status: 503 }),
  broken: lose(false),
  'broken after the deed': lose(true),
  html: () => ({ kind: 'answer', status: 500, headers: {}, body: '<html>Sorry</html>' }),
  throttled: refuse(80_003, 2_446_079),
  terms: refuse(200, 1_870_090),
  token: refuse(190, 463),
  'audience gone': refuse(100, 33),
  'our bug': refuse(2500),
} as const satisfies Readonly<Record<string, Script | null>>;
type AnswerName = keyof typeof ANSWERS;

/** Of these only a person, or what a person did, makes a request again. */
const NEEDS_PERSON: readonly AnswerName[] = ['terms', 'token', 'audience gone', 'our bug'];

type Move =
  | { readonly do: 'answer'; readonly name: AnswerName }
  | { readonly do: 'network'; readonly isThere: boolean }
  | { readonly do: 'pass' | 'sleep' | 'set clock'; readonly ms: number }
  | { readonly do: 'check again' | 'restart' | 'pause' | 'resume' };

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constant('answer' as const), name: fc.constantFrom(...(Object.keys(ANSWERS) as AnswerName[])) }),
  fc.record({ do: fc.constant('network' as const), isThere: fc.boolean() }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(SECOND, 20 * SECOND) }),
  // A closed lid, a week-end, the two days on which the clock is changed
  fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(HOUR, 14 * HOUR, 60 * HOUR) }),
  fc.record({ do: fc.constant('set clock' as const), ms: fc.constantFrom(HOUR, -HOUR, 14 * HOUR, -14 * HOUR) }),
  fc.constantFrom<Move>({ do: 'check again' }, { do: 'restart' }, { do: 'pause' }, { do: 'resume' }),
);

function network(t: Rig, isThere: boolean): void {
  for (const kind of ['root', 'me', 'account', 'list', 'create'] as const)
    t.graph.always(kind, isThere ? null : noNetwork);
}

interface Seen {
  readonly run: RunFacts;
  readonly uploads: number;
  readonly horizonMs: number;
  readonly held: number;
  /** The engine knows that the network is gone. */
  readonly isOffline: boolean;
}

async function look(t: Rig): Promise<Seen> {
  const run = await t.ask('runs.get', { runId: 1 });
  const [batch] = t.rows<{ horizon_ms: number }>('select min(horizon_ms) as horizon_ms from batch');
  const holds = await t.ask('holds.list', {});
  const { offline } = await t.ask('status.get', {});
  const isOffline = offline.length > 0;
  return { isOffline, run, uploads: t.graph.uploads().length, horizonMs: batch?.horizon_ms ?? 0, held: holds.length };
}

/** How often the scheduler looks, at least; it charges for the time since its last look. */
const LOOK_MS = SECOND;

/** The last look of the twenty seconds is at a quarter of one, when a retry was due; resuming looks at once, and charges for the rest. */
const CHARGED_LATE: readonly Move[] = [
  { do: 'network', isThere: true },
  { do: 'answer', name: 'unavailable' },
  { do: 'pass', ms: 20 * SECOND },
  { do: 'resume' },
];

/** What is so at every moment, whatever happened. */
function isWhole({ run }: Seen): boolean {
  const [step] = run.steps;
  if (!step) return false;
  const { entered, proceeded, synced, not_synced: notSynced, pending, errored, exited } = step.counters;
  const reasons = Object.values(step.pendingReasons).reduce((sum, n) => sum + n, 0);
  return (
    entered === synced + notSynced + pending + errored &&
    entered === proceeded + exited &&
    reasons === pending &&
    run.rows.read === run.rows.entered + run.rows.duplicates
  );
}

test('whatever Meta, the network, the clock and the user do, nobody is lost, and what was not tried was not charged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 14 }), async (moves) => {
      let t = rig();
      await t.connect();
      t.graph.addAudience('Customers');
      let answer: AnswerName = 'fine';
      let isThere = true;
      let isPaused = false;
      const say = (): void => {
        t.graph.always('users', isThere ? ANSWERS[answer] : noNetwork);
        network(t, isThere);
        // While it is not mended, Meta says so when it is asked.
        if (isThere && NEEDS_PERSON.includes(answer)) {
          t.graph.always('account', answer === 'terms' ? withoutTerms : refuse(100, 33));
          t.graph.always('me', refuse(190, 463));
        }
      };
      t.graph.always('users', noNetwork);
      network(t, false);
      await t.pipe(list);
      say();
      const isStopped = (seen: Seen): boolean => isPaused || (seen.isOffline && !isThere);
      let before = await look(t);
      // Time since the scheduler's last look, at most.
      let unseenMs = LOOK_MS;
      for (const step of moves) {
        const wasStopped = isStopped(before);
        const since = t.clock.monotonic();
        switch (step.do) {
          case 'answer':
            answer = step.name;
            break;
          case 'network':
            isThere = step.isThere;
            break;
          case 'pass':
            await t.clock.advance(step.ms);
            break;
          case 'sleep':
            await t.clock.leap(step.ms);
            break;
          case 'set clock':
            t.clock.set(step.ms);
            break;
          case 'check again':
            for (const { id } of await t.ask('holds.list', {})) await t.ask('holds.check', { holdId: id });
            break;
          case 'restart':
            await t.engine.stop();
            t = rig(t);
            unseenMs = 0;
            break;
          case 'pause':
            isPaused = true;
            await t.ask('queue.pause', { scope: 'ad_account', account: ACCOUNT });
            break;
          case 'resume':
            isPaused = false;
            await t.ask('queue.resume', { scope: 'ad_account', account: ACCOUNT });
            break;
        }
        say();
        await t.clock.advance(0);
        const now = await look(t);
        expect(isWhole(now)).toBe(true);
        const charged = before.horizonMs - now.horizonMs;
        unseenMs += t.clock.monotonic() - since;
        // Nothing is charged beyond the time that passed, one tick for a long sleep, and nothing at all while it was stopped all the time.
        const ticked = step.do === 'sleep' ? Math.min(unseenMs, LONGEST_TICK_MS) : unseenMs;
        const most = wasStopped && isStopped(now) ? 0 : ticked;
        expect({ charged, isRight: charged >= 0 && charged <= most }).toEqual({ charged, isRight: true });
        unseenMs = Math.min(LOOK_MS, unseenMs - charged);
        before = now;
      }
      // All is well again, and everybody is where they were to be.
      answer = 'fine';
      isThere = true;
      say();
      await t.ask('queue.resume', { scope: 'ad_account', account: ACCOUNT });
      for (const { id } of await t.ask('holds.list', {})) await t.ask('holds.check', { holdId: id });
      for (let minute = 0; minute < 7; minute += 1) await t.clock.leap(MINUTE);
      const end = await look(t);
      expect([isWhole(end), end.run.state, end.run.steps[0]?.counters.synced, end.held]).toEqual([true, 'done', 40, 0]);
      expect(t.graph.members(t.graph.audiences()[0]?.id ?? '')).toEqual(entriesOf(list));
      await t.engine.stop();
    }),
    { numRuns: 15, examples: [[CHARGED_LATE]] },
  );
});

const withoutTerms: Script = () => ({
  kind: 'answer',
  status: 200,
  headers: {},
  body: JSON.stringify({ id: ACCOUNT, tos_accepted: { web_custom_audience_tos: 1 } }),
});
