/** Which of Meta's accountings a call belongs to; it decides which usage headers the answer carries. */
export type UseCase = 'app' | 'ads_management' | 'custom_audience' | 'upload';

/** Counts calls and tells how much of each allowance is used. In memory: a restart forgives, as an hour's wait would. */
export interface Usage {
  /** @param account numeric ad account id @param points 1 a read, 3 a write */
  count(account: string | undefined, points: 1 | 3): void;
  /** @param audiences active audiences of the account, each of which adds 40 calls an hour */
  headers(useCase: UseCase, account: string | undefined, audiences: number): Readonly<Record<string, string>>;
}

interface Tally {
  /** Unix seconds. */
  readonly second: number;
  calls: number;
  points: number;
}

const hourSeconds = 3600;
/** The full tier's score: at most 9,000 points that decay in 300 seconds. */
const scoreMax = 9000;
const scoreDecaySeconds = 300;

/** @param now Unix milliseconds */
export function createUsage(now: () => number): Usage {
  const tallies = new Map<string, Tally[]>();
  const second = () => Math.floor(now() / 1000);

  function add(key: string, points: number): void {
    const list = tallies.get(key) ?? [];
    tallies.set(key, list);
    const last = list.at(-1);
    if (last?.second === second()) {
      last.calls += 1;
      last.points += points;
    } else list.push({ second: second(), calls: 1, points });
    while ((list[0]?.second ?? Infinity) <= second() - hourSeconds) list.shift();
  }

  function sum(key: string, what: 'calls' | 'points', seconds: number): number {
    const since = second() - seconds;
    return (tallies.get(key) ?? []).reduce((total, tally) => (tally.second > since ? total + tally[what] : total), 0);
  }

  return {
    count(account, points) {
      add('app', points);
      if (account !== undefined) add(account, points);
    },
    headers(useCase, account, audiences) {
      const appCalls = sum('app', 'calls', hourSeconds);
      const app = { 'x-app-usage': JSON.stringify(callUsage(appCalls, 190_000)) };
      if (account === undefined || useCase === 'app') return app;
      if (useCase === 'upload') {
        // Recorded: an upload answers with these two and without the business header.
        const used = (100 * sum(account, 'points', scoreDecaySeconds)) / scoreMax;
        const usage = {
          acc_id_util_pct: Math.round(used * 100) / 100,
          reset_time_duration: scoreDecaySeconds,
          ads_api_access_tier: 'standard_access',
        };
        return { ...app, 'x-ad-account-usage': JSON.stringify(usage) };
      }
      const calls = sum(account, 'calls', hourSeconds);
      const usage = {
        type: useCase,
        ...callUsage(calls, 190_000 + 40 * audiences),
        estimated_time_to_regain_access: 0,
        // Documented for ads_management and ads_insights only.
        ads_api_access_tier: useCase === 'ads_management' ? 'standard_access' : undefined,
      };
      return { 'x-business-use-case-usage': JSON.stringify({ [account]: [usage] }) };
    },
  };
}

/**
 * Percentages of the hour's allowance. Invented: of 190,000 calls nobody would see the figure rise, so the first 500 calls count one per cent
 * for every ten, up to 50 (short of where clients slow down); beyond that the true share counts.
 */
function callUsage(calls: number, allowance: number) {
  const visible = (perPercent: number, most: number) =>
    Math.max(Math.min(most, Math.ceil(calls / perPercent)), Math.round((100 * calls) / allowance));
  return { call_count: visible(10, 50), total_cputime: visible(40, 20), total_time: visible(20, 30) };
}
