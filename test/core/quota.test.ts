import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  type AccountQuota,
  type Figure,
  nextAppCallAt,
  nextWriteAt,
  regainMs,
  type Spent,
  writesLeft,
} from '../../main/core/quota.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 24);

/** Writes of our own, each with how many seconds ago it began and was answered. */
function writes(...secondsAgo: readonly number[]): readonly Spent[] {
  return secondsAgo.map((seconds) => ({ points: 3, from: NOW - seconds * 1000, at: NOW - seconds * 1000 }));
}

function said(percent: number, secondsAgo = 0): Figure {
  return { percent, at: NOW - secondsAgo * 1000 };
}

/** Seconds until the next write. */
function wait(quota: Partial<AccountQuota>, points?: number): number {
  return (nextWriteAt({ tier: 'limited', score: null, calls: null, spent: [], ...quota }, NOW, points) - NOW) / 1000;
}

const secondsAgo = (count: number, from: number, apart: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => from - i * apart);

test('the limited tier lets fourteen writes go a second apart, then one every fifteen seconds, and keeps three points for reads', () => {
  expect([
    wait({}),
    wait({ spent: writes(0) }),
    wait({ spent: writes(...secondsAgo(14, 14, 1)) }),
    wait({ spent: writes(...secondsAgo(15, 15, 1)) }),
    wait({ spent: writes(...secondsAgo(18, 60, 1)) }),
    wait({ spent: writes(...secondsAgo(19, 60, 1)) }),
    wait({ spent: writes(...secondsAgo(19, 290, 15)) }),
  ]).toEqual([0, 1, 0, 14, 0, 240, 10]);
});

test('the full tier is out of reach of usual work, and paced as soon as it is not', () => {
  const full = (count: number): number => wait({ tier: 'full', spent: writes(...secondsAgo(count, 200, 0.05)) });
  expect([full(2249), full(2300), full(2850)]).toEqual([0, 0, 100]);
});

test('a larger first step waits until all of it fits', () => {
  const spent = writes(...secondsAgo(18, 100, 2));
  expect([wait({ spent }), wait({ spent }, 7)]).toEqual([0, 202]);
});

test('a header that counts less than we spent is believed', () => {
  expect([
    wait({ spent: writes(...secondsAgo(20, 100, 1)) }),
    wait({ spent: writes(...secondsAgo(20, 100, 1)), score: said(50, 80) }),
  ]).toEqual([201, 0]);
});

test('what a header counts beyond our own calls, others have spent, at that moment for all we know', () => {
  expect([
    wait({ score: said(70, 10) }),
    wait({ score: said(96, 10) }),
    wait({ score: said(100, 10), tier: 'full' }),
    wait({ score: said(100, 60), tier: 'full' }),
    wait({ score: said(100, 300) }),
  ]).toEqual([0, 290, 50, 0, 0]);
});

test('while the tier is unknown the headers set the pace', () => {
  const unknown = (more: Partial<AccountQuota>): number => wait({ tier: 'unknown', ...more });
  const twenty = writes(...secondsAgo(20, 40, 2));
  expect([
    unknown({ spent: twenty }),
    unknown({ spent: twenty, score: said(0.67) }),
    unknown({ spent: twenty, score: said(100) }),
    unknown({ score: said(70) }),
    unknown({ score: said(96) }),
  ]).toEqual([0, 0, 262, 0, 300]);
});

test('the hour of calls is paced above 75 % and waited for above 95 %', () => {
  const spent = writes(0);
  const calls = (percent: number, ago = 0): number => wait({ tier: 'full', spent, calls: said(percent, ago) });
  expect([calls(75), calls(76) * 190, calls(95), calls(97), calls(97, 60)]).toEqual([
    0,
    expect.closeTo(3.6, 1),
    expect.closeTo(0.019, 2),
    expect.closeTo(72, 5),
    expect.closeTo(12, 5),
  ]);
});

test('the hour of the app is that of all its ad accounts', () => {
  const app = (percent: number): number => (nextAppCallAt(said(percent), NOW) - NOW) / 1000;
  expect([app(75), app(80), app(96), app(110), nextAppCallAt(null, NOW) - NOW]).toEqual([0, 18, 36, 540, 0]);
});

test('a write comes back in fifteen seconds on the limited tier and in a tenth of one on the full tier', () => {
  const quota = { score: null, calls: null, spent: [] };
  expect([
    regainMs({ ...quota, tier: 'limited' }),
    regainMs({ ...quota, tier: 'full' }),
    regainMs({ ...quota, tier: 'unknown' }),
    regainMs({ ...quota, tier: 'unknown', spent: writes(10, 5), score: said(10) }),
    writesLeft({ ...quota, tier: 'limited', spent: writes(10, 5) }, NOW),
    writesLeft({ ...quota, tier: 'unknown' }, NOW),
  ]).toEqual([15_000, 100, null, 15_000, 17, Infinity]);
});

const TIERS = { limited: 60, full: 9000 } as const;
const WINDOW = 300_000;
/** An upload on a slow line. */
const LONGEST_MS = 20_000;

/** Meta's side as documented: a point counts for 300 seconds from the moment in which it was counted. */
function meta(max: number) {
  const counted: { readonly at: number; readonly points: number }[] = [];
  const used = (now: number): number =>
    counted.reduce((sum, one) => (one.at > now - WINDOW ? sum + one.points : sum), 0);
  return {
    used,
    /** The header's figure after the call, or null when the call is refused. */
    count(at: number, points: number): number | null {
      while ((counted[0]?.at ?? Infinity) <= at - 2 * WINDOW) counted.shift();
      if (used(at) + points > max) return null;
      counted.push({ at, points });
      return Math.round((10_000 * used(at)) / max) / 100;
    },
  };
}

type Day = readonly {
  readonly afterMs: number;
  readonly writes: number;
  readonly reads: number;
  readonly latencyMs: number;
}[];

/**
 * Lives through a day with one ad account: at each arrival writes queue up, and reads that ask nobody are made. Gives what went wrong:
 * refusals, waits in an empty window, and waits that the window, with what is kept for reads, does not explain.
 */
function live(tier: 'limited' | 'full', day: Day): readonly string[] {
  const server = meta(TIERS[tier]);
  const faults: string[] = [];
  let spent: Spent[] = [];
  let score: Figure | null = null;
  let isTierKnown = false;
  let now = NOW;
  let queued = 0;
  let arrivesAt = NOW;

  function call(points: number, latencyMs: number): void {
    const percent = server.count(now + latencyMs / 2, points);
    if (percent === null) faults.push(`${points} refused`);
    spent = spent.filter(({ at }) => at > now - 2 * WINDOW);
    spent.push({ points, from: now, at: now + latencyMs });
    now += latencyMs;
    if (points === 3 && percent !== null) {
      score = { percent, at: now };
      isTierKnown = true;
    }
  }

  for (const arrival of day) {
    arrivesAt += arrival.afterMs;
    for (;;) {
      const known = { tier: isTierKnown ? tier : 'unknown', score, calls: null, spent } as const;
      const next = nextWriteAt(known, now);
      if (queued === 0 || next >= arrivesAt) break;
      const max = TIERS[tier];
      if (next > now && server.used(now) === 0 && spent.every(({ from }) => from < now - 1_000))
        faults.push('waits in an empty window');
      // A write is due when its pace allows it and Meta would let in two, beside what is kept for reads. Meta counts a call while it is
      // under way, we count it at its answer.
      const idleFrom = Math.max(
        now,
        (spent.findLast(({ points }) => points === 3)?.from ?? now) + (3 * WINDOW) / max + 2_000,
      );
      if (next > idleFrom && server.used(idleFrom - LONGEST_MS / 2) + 6 + max * 0.05 <= max)
        faults.push('waits for nothing');
      now = Math.max(now, next);
      call(3, arrival.latencyMs);
      queued -= 1;
    }
    now = Math.max(now, arrivesAt);
    queued += arrival.writes;
    for (let i = 0; i < arrival.reads; i += 1) call(1, 100);
  }
  return faults;
}

const arrivals = (mostWrites: number, length: number): fc.Arbitrary<Day> =>
  fc.array(
    fc.record({
      afterMs: fc.oneof(fc.integer({ min: 3_000, max: 30_000 }), fc.integer({ min: MINUTE, max: 40 * MINUTE })),
      writes: fc.integer({ min: 0, max: mostWrites }),
      reads: fc.constant(0),
      latencyMs: fc.integer({ min: 50, max: LONGEST_MS }),
    }),
    { minLength: length / 2, maxLength: length },
  );

test('law: through any day of the limited tier its limit is never met, and nothing waits for nothing', () => {
  fc.assert(
    fc.property(arrivals(30, 60), (day) => {
      expect(live('limited', day)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('law: reads that ask nobody find room, a few at a time', () => {
  const reading = arrivals(30, 60).map((day) =>
    day.map((arrival, i) => (i % 8 === 0 ? { ...arrival, afterMs: arrival.afterMs + 5 * MINUTE, reads: 3 } : arrival)),
  );
  fc.assert(
    fc.property(reading, (day) => {
      expect(live('limited', day)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('nor is the limit of the full tier met by a burst of thousands', () => {
  const day = [
    { afterMs: 1_000, writes: 3_500, reads: 0, latencyMs: 20 },
    { afterMs: 20 * MINUTE, writes: 0, reads: 0, latencyMs: 20 },
  ];
  expect(live('full', day)).toEqual([]);
});
