import { isObject, numberIn, parseJson } from './json.ts';

/** What the usage headers of one answer say about an ad account and the app (meta-api.md 9.2). Figures are per cent of what is allowed, may exceed 100; null = not said. */
export interface Usage {
  /** The ad account's score. */
  readonly score: number | null;
  /** The ad account's hour: calls or the time they took, whichever is higher. */
  readonly calls: number | null;
  /** The app's hour, over all ad accounts. */
  readonly app: number | null;
  /** How long the account's hour is used up, in milliseconds; 0 when it is not. */
  readonly callsRegainMs: number;
  /** How long an answer that asks to wait asks for, in milliseconds; 0 when it does not say. */
  readonly regainMs: number;
  readonly tier: 'full' | 'limited' | 'unknown';
}

interface BusinessUsage {
  readonly percent: number | null;
  readonly regainMs: number;
  readonly tier: Usage['tier'];
}

/** Reads every usage header; one that is missing or garbled says nothing. `account` is act_… or its number. */
export function usageIn(headers: Readonly<Record<string, string>>, account: string | null): Usage {
  const business = businessUsage(headers['x-business-use-case-usage'], account?.replace(/^act_/, '') ?? null);
  const ofAccount = parsed(headers['x-ad-account-usage']);
  const score = highest([ofAccount['acc_id_util_pct']]);
  const callsRegainMs = Math.max(0, ...business.map(({ regainMs }) => regainMs));
  const tiers = [...business.map(({ tier }) => tier), tierIn(ofAccount['ads_api_access_tier'])];
  return {
    score,
    calls: highest(business.map(({ percent }) => percent)),
    app: callsOf(parsed(headers['x-app-usage'])),
    callsRegainMs,
    regainMs: Math.max(callsRegainMs, resetMs(score, ofAccount['reset_time_duration'])),
    tier: tiers.findLast((tier) => tier !== 'unknown') ?? 'unknown',
  };
}

/** A tenth more than Meta says, because an early call lengthens the block. */
const LONGER = 1.1;

/** Seconds until nothing is used any more; only a score that is used up is a reason to wait for that. */
function resetMs(score: number | null, seconds: unknown): number {
  return score !== null && score >= 100 ? Math.round((numberIn(seconds) ?? 0) * 1000 * LONGER) : 0;
}

/** Keyed by ad account (as recorded) or by business; a single entry is taken to be about the account that was called. */
function businessUsage(header: string | undefined, account: string | null): readonly BusinessUsage[] {
  const byId = parsed(header);
  const lists = account !== null && account in byId ? [byId[account]] : Object.values(byId);
  return lists
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter(isObject)
    .filter((entry) => entry['type'] === 'custom_audience' || entry['type'] === 'ads_management')
    .map((entry) => ({
      percent: callsOf(entry),
      // Minutes, not seconds (meta-api.md 9.2).
      regainMs: Math.round((numberIn(entry['estimated_time_to_regain_access']) ?? 0) * 60_000 * LONGER),
      tier: tierIn(entry['ads_api_access_tier']),
    }));
}

function callsOf(usage: Readonly<Record<string, unknown>>): number | null {
  return highest([usage['call_count'], usage['total_cputime'], usage['total_time']]);
}

function parsed(header: string | undefined): Readonly<Record<string, unknown>> {
  if (header === undefined) return {};
  try {
    const value = parseJson(header);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function highest(values: readonly unknown[]): number | null {
  const numbers = values.map(numberIn).filter((n) => n !== null);
  return numbers.length === 0 ? null : Math.max(...numbers);
}

function tierIn(value: unknown): Usage['tier'] {
  if (value === 'standard_access') return 'full';
  return value === 'development_access' ? 'limited' : 'unknown';
}
