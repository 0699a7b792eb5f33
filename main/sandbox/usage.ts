/** Which of Meta's accountings a call belongs to; it decides which usage headers the answer carries. */
export type UseCase = 'app' | 'ads_management' | 'custom_audience' | 'upload';

/** Meta's access tier; at Meta it belongs to the app, here each ad account has its own, so that both can be met. */
export type Tier = 'full' | 'limited';

/** The ad account whose allowances a call uses. */
export interface Payer {
  /** Numeric ad account id. */
  readonly number: string;
  readonly tier: Tier;
  /** Active audiences, each of which adds 40 calls an hour. */
  readonly audiences: number;
}

type Headers = Readonly<Record<string, string>>;

/** Counts calls, refuses what is beyond an allowance and tells how much is used. In memory: a restart forgives, as an hour's wait would. */
export interface Usage {
  /**
   * Counts a call. @param points 1 a read, 3 a write
   * @returns the limit that refuses it. `score`: the account's points; `calls`: the hour's allowance of the use case.
   */
  enter(useCase: UseCase, payer: Payer | undefined, points: 1 | 3): 'score' | 'calls' | undefined;
  /** @param refused a refusal names the limit that was met; otherwise headers are those that were recorded for the use case */
  headers(useCase: UseCase, payer: Payer | undefined, refused?: 'score' | 'calls'): Headers;
}

interface Tally {
  /** Unix seconds. */
  readonly second: number;
  amount: number;
}

const hourSeconds = 3600;

/** The account's score (documented): at most so many points, which decay in 300 seconds; whoever goes beyond is blocked. */
const scores: Readonly<Record<Tier, { readonly max: number; readonly blockSeconds: number }>> = {
  full: { max: 9000, blockSeconds: 60 },
  limited: { max: 60, blockSeconds: 300 },
};
const scoreDecaySeconds = 300;

/** Calls an hour (documented), without what active audiences add. The sandbox has no ads, which would add to ads_management. */
const callsAnHour = {
  custom_audience: { full: 190_000, limited: 5000 },
  ads_management: { full: 100_000, limited: 300 },
} as const satisfies Record<string, Readonly<Record<Tier, number>>>;

/** Meta's own figure for apps depends on its users. Invented, and never refused here: Marketing calls do not count against it. */
const appCallsAnHour = 190_000;

const tierNames: Readonly<Record<Tier, string>> = { full: 'standard_access', limited: 'development_access' };

/** @param now Unix milliseconds */
export function createUsage(now: () => number): Usage {
  const appCalls = createWindow(hourSeconds);
  const calls = new Map<string, Window>();
  const points = new Map<string, Window>();
  /** Unix seconds until which an account is blocked for its score. */
  const blockedUntil = new Map<string, number>();
  const second = () => Math.floor(now() / 1000);

  const callsOf = (payer: Payer, useCase: 'ads_management' | 'custom_audience') =>
    entry(calls, `${payer.number} ${useCase}`, () => createWindow(hourSeconds));
  const pointsOf = (payer: Payer) => entry(points, payer.number, () => createWindow(scoreDecaySeconds));
  const blockLeft = (payer: Payer) => Math.max(0, (blockedUntil.get(payer.number) ?? 0) - second());

  /** The window slides, as "decay" is read here: a point counts for 300 seconds, then no more. A block ends with a clean slate (invented). */
  function isOverScore(payer: Payer, more: number): boolean {
    if (blockLeft(payer) > 0) return true;
    const { max, blockSeconds } = scores[payer.tier];
    if (pointsOf(payer).sum(second()) + more <= max) {
      pointsOf(payer).add(second(), more);
      return false;
    }
    blockedUntil.set(payer.number, second() + blockSeconds);
    points.delete(payer.number);
    return true;
  }

  function accountHeader(payer: Payer): Headers {
    const left = blockLeft(payer);
    const used = left > 0 ? 100 : (100 * pointsOf(payer).sum(second())) / scores[payer.tier].max;
    return accountUsage(used, left > 0 ? left : scoreDecaySeconds, payer.tier);
  }

  return {
    enter(useCase, payer, more) {
      appCalls.add(second(), 1);
      if (payer === undefined || useCase === 'app') return undefined;
      const counted = countedAs(useCase);
      // Counted before it is refused: calling on while throttled makes the wait longer, as Meta warns.
      callsOf(payer, counted).add(second(), 1);
      if (isOverScore(payer, more)) return 'score';
      return callsOf(payer, counted).sum(second()) > allowance(payer, counted) ? 'calls' : undefined;
    },
    headers(useCase, payer, refused) {
      const app = appUsage(share(appCalls.sum(second()), appCallsAnHour));
      if (payer === undefined || useCase === 'app') return app;
      // Recorded: an upload answers with these two and without the business header.
      if (refused === 'score' || (useCase === 'upload' && refused === undefined)) {
        return { ...app, ...accountHeader(payer) };
      }
      const counted = countedAs(useCase);
      const limit = allowance(payer, counted);
      const window = callsOf(payer, counted);
      const made = window.sum(second());
      // One call less than allowed must be in the window for the next one to be let in.
      const minutes = made > limit ? Math.ceil(window.secondsUntil(second(), limit - 1) / 60) : 0;
      return businessUsage(payer.number, counted, share(made, limit), minutes, payer.tier);
    },
  };
}

/** `x-app-usage`. @param percent may exceed 100 */
export function appUsage(percent: number): Headers {
  return { 'x-app-usage': JSON.stringify(figures(percent)) };
}

/** `x-ad-account-usage`, the documented form. @param percent of the score */
export function accountUsage(percent: number, resetSeconds: number, tier: Tier): Headers {
  return {
    'x-ad-account-usage': JSON.stringify({
      acc_id_util_pct: Math.round(percent * 100) / 100,
      reset_time_duration: resetSeconds,
      ads_api_access_tier: tierNames[tier],
    }),
  };
}

/** `x-business-use-case-usage` of one account. @param minutes until calls are let in again, 0 when they are */
export function businessUsage(
  number: string,
  type: 'ads_management' | 'custom_audience',
  percent: number,
  minutes: number,
  tier: Tier,
): Headers {
  const usage = {
    type,
    ...figures(percent),
    estimated_time_to_regain_access: minutes,
    // Documented for ads_management and ads_insights only.
    ads_api_access_tier: type === 'ads_management' ? tierNames[tier] : undefined,
  };
  return { 'x-business-use-case-usage': JSON.stringify({ [number]: [usage] }) };
}

/** The two times are limits of their own at Meta; that they rise with a quarter and a half of the calls is invented. */
function figures(percent: number) {
  return { call_count: percent, total_cputime: Math.ceil(percent / 4), total_time: Math.ceil(percent / 2) };
}

/** Whole per cent, rounded up: nothing is only said when nothing is used. */
function share(made: number, allowed: number): number {
  return Math.ceil((100 * made) / allowed);
}

function countedAs(useCase: Exclude<UseCase, 'app'>): 'ads_management' | 'custom_audience' {
  return useCase === 'ads_management' ? useCase : 'custom_audience';
}

function allowance(payer: Payer, useCase: 'ads_management' | 'custom_audience'): number {
  return callsAnHour[useCase][payer.tier] + (useCase === 'custom_audience' ? 40 * payer.audiences : 0);
}

interface Window {
  add(second: number, amount: number): void;
  sum(second: number): number;
  /** Seconds until no more than `rest` is left in the window; 0 when that is so already. */
  secondsUntil(second: number, rest: number): number;
}

/** What happened in the last `length` seconds, second by second. The running total keeps a call at a few steps. */
function createWindow(length: number): Window {
  const tallies: Tally[] = [];
  let total = 0;
  function expire(second: number): void {
    while ((tallies[0]?.second ?? Infinity) <= second - length) total -= tallies.shift()?.amount ?? 0;
  }
  return {
    add(second, amount) {
      const last = tallies.at(-1);
      if (last?.second === second) last.amount += amount;
      else tallies.push({ second, amount });
      total += amount;
    },
    sum(second) {
      expire(second);
      return total;
    },
    secondsUntil(second, rest) {
      expire(second);
      let left = total;
      let wait = 0;
      for (const tally of tallies) {
        if (left <= rest) break;
        left -= tally.amount;
        wait = tally.second + length - second;
      }
      return wait;
    },
  };
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
