import { isObject, numberIn, parseJson } from './json.ts';

/** What the usage headers of one answer say about an ad account and the app (meta-api.md 9.2). */
export interface Usage {
  /** The highest figure, per cent of what is allowed; may exceed 100. null when no header was sent. */
  readonly percent: number | null;
  /** How long Meta wants to be left alone, in milliseconds; 0 when it does not say. */
  readonly regainMs: number;
  readonly tier: 'full' | 'limited' | 'unknown';
}

const NOTHING: Usage = { percent: null, regainMs: 0, tier: 'unknown' };

/** Reads every usage header; one that is missing or garbled says nothing. `account` is act_… or its number. */
export function usageIn(headers: Readonly<Record<string, string>>, account: string | null): Usage {
  const parts = [
    ...businessUsage(headers['x-business-use-case-usage'], account?.replace(/^act_/, '') ?? null),
    ...flatUsage(headers['x-ad-account-usage']),
    ...flatUsage(headers['x-app-usage']),
  ];
  return parts.reduce(
    (sum, part) => ({
      percent: part.percent === null ? sum.percent : Math.max(sum.percent ?? 0, part.percent),
      regainMs: Math.max(sum.regainMs, part.regainMs),
      tier: part.tier === 'unknown' ? sum.tier : part.tier,
    }),
    NOTHING,
  );
}

/** Keyed by ad account (as recorded) or by business; a single entry is taken to be about the account that was called. */
function businessUsage(header: string | undefined, account: string | null): readonly Usage[] {
  const byId = parsed(header);
  const lists = account !== null && account in byId ? [byId[account]] : Object.values(byId);
  return lists
    .flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
    .filter(isObject)
    .filter((entry) => entry['type'] === 'custom_audience' || entry['type'] === 'ads_management')
    .map((entry) => ({
      percent: highest([entry['call_count'], entry['total_cputime'], entry['total_time']]),
      // Minutes, not seconds (meta-api.md 9.2); a tenth more, because an early call lengthens the block.
      regainMs: Math.round((numberIn(entry['estimated_time_to_regain_access']) ?? 0) * 60_000 * 1.1),
      tier: tierIn(entry['ads_api_access_tier']),
    }));
}

function flatUsage(header: string | undefined): readonly Usage[] {
  const usage = parsed(header);
  const percent = highest([
    usage['acc_id_util_pct'],
    usage['app_id_util_pct'],
    usage['call_count'],
    usage['total_cputime'],
    usage['total_time'],
  ]);
  return percent === null ? [] : [{ percent, regainMs: 0, tier: tierIn(usage['ads_api_access_tier']) }];
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
