/** Meta's access tier of the app, as the headers tell it. */
type Tier = 'full' | 'limited' | 'unknown';

/** What a usage header last said: per cent of what is allowed, may exceed 100; times in epoch ms. */
export interface Figure {
  readonly percent: number;
  readonly at: number;
}

/** A call of our own. */
export interface Spent {
  readonly points: number;
  /** When it began. */
  readonly from: number;
  /** When Meta counted it at the latest: its answer; for one under way the present. */
  readonly at: number;
}

/** All that is known of what an ad account may still be asked. */
export interface AccountQuota {
  readonly tier: Tier;
  readonly score: Figure | null;
  readonly calls: Figure | null;
  /** In the order in which they were counted; at least those of the last two score windows. */
  readonly spent: readonly Spent[];
}

/** Points of the ad account's score (meta-api.md 9.1). */
export const READ_POINTS = 1;
export const WRITE_POINTS = 3;
/** Points come back after this. Meta says "decay": we take the worse reading, that each stays for the whole time. */
export const SCORE_WINDOW_MS = 300_000;
/** Most points, and how long an account is blocked that went beyond. */
const SCORES = { full: { max: 9000, blockMs: 60_000 }, limited: { max: 60, blockMs: 300_000 } } as const;

/** Calls are counted over the last hour (meta-api.md 9.1). */
export const HOUR_MS = 3_600_000;
/** Calls an hour; active audiences add to them, so this errs on the safe side. Unknown goes with the smaller. */
const CALLS_AN_HOUR = { full: 190_000, limited: 5000, unknown: 5000 } as const;
/** 200 a daily user, of whom there is at least one. */
const APP_CALLS_AN_HOUR = 200;

/** Above this nothing is sent faster than it comes back. */
const SLOW_ABOVE_PERCENT = 75;
/** Above this nothing is sent until some has come back; what is kept is for reads, which ask nobody. */
const PAUSE_ABOVE_PERCENT = 95;

/** On the limited tier writes begin this far apart, so that each is on record before the next is decided. */
export const APART_MS = 1_000;
/** An answer is on record a moment after its header was read. */
const SAME_MOMENT_MS = 1_000;
/** Between both tiers' sizes, evenly on a scale of ratios. */
const BETWEEN_TIERS = 735;

/**
 * When `points` more may be spent on an ad account, in epoch ms; `now` when at once. Never so that Meta's limits would be met, as far
 * as headers and our own calls tell; as soon as enough has come back, and above 75 % no faster than it comes back.
 */
export function nextWriteAt(quota: AccountQuota, now: number, points = WRITE_POINTS): number {
  return Math.max(now, scoreAllowsAt(quota, now, points), callsAllowAt(quota, now));
}

/** When the app may be asked again, whatever the ad account, in epoch ms. */
export function nextAppCallAt(app: Figure | null, now: number): number {
  return app === null ? now : Math.max(now, hourAllowsAt(app, now, app.at, HOUR_MS / APP_CALLS_AN_HOUR));
}

/** How long it takes until one write has come back, in ms; null while nothing tells the size of the score. */
export function regainMs(quota: AccountQuota): number | null {
  const max = scoreMax(quota);
  return max === null ? null : (WRITE_POINTS * SCORE_WINDOW_MS) / max;
}

/** How long the next write is put off after one that is not on record yet, in ms. */
export function apartMs(quota: AccountQuota): number {
  return scoreMax(quota) === SCORES.limited.max ? APART_MS : 0;
}

/** Writes that may be made at this moment one after another; Infinity while nothing tells. */
export function writesLeft(quota: AccountQuota, now: number): number {
  const max = scoreMax(quota);
  if (max === null) return Infinity;
  return Math.max(0, Math.floor((part(max, PAUSE_ABOVE_PERCENT) - sum(livePoints(quota, max, now))) / WRITE_POINTS));
}

function scoreAllowsAt(quota: AccountQuota, now: number, points: number): number {
  const max = scoreMax(quota);
  if (max === null) return now;
  const live = livePoints(quota, max, now);
  const lastWrite = live.findLast((one) => one.points >= WRITE_POINTS)?.from ?? -Infinity;
  const freeAt = whenLeft(live, part(max, PAUSE_ABOVE_PERCENT) - points, now);
  const easyAt = whenLeft(live, part(max, SLOW_ABOVE_PERCENT) - points, now);
  const pacedAt = lastWrite + (WRITE_POINTS * SCORE_WINDOW_MS) / max;
  const apartAt = max === SCORES.limited.max ? lastWrite + APART_MS : now;
  return Math.max(freeAt, apartAt, Math.min(easyAt, pacedAt));
}

/** The size of the score: of the tier, else of the tier that fits what our own calls came to in the headers. */
function scoreMax({ tier, score, spent }: AccountQuota): number | null {
  if (tier !== 'unknown') return SCORES[tier].max;
  if (score === null) return null;
  const own = sum(countedIn(score, spent));
  if (own === 0) return score.percent > SLOW_ABOVE_PERCENT ? SCORES.limited.max : null;
  return own * 100 >= score.percent * BETWEEN_TIERS ? SCORES.full.max : SCORES.limited.max;
}

/** Our own calls that a figure may count. It is of some moment between the beginning and the answer of the call that brought it. */
function countedIn(figure: Figure, spent: readonly Spent[]): readonly Spent[] {
  const oldest = spent.reduce(
    (from, one) => (Math.abs(one.at - figure.at) <= SAME_MOMENT_MS ? Math.min(from, one.from) : from),
    figure.at,
  );
  return spent.filter(({ at }) => at > oldest - SCORE_WINDOW_MS && at <= figure.at + SAME_MOMENT_MS);
}

/**
 * The points that have not come back, oldest first. The last header's figure is the truth of its moment: when it counts less than we
 * spent, the oldest have come back; when it counts more, others have spent the rest, at that moment for all we know.
 */
function livePoints({ tier, score, spent }: AccountQuota, max: number, now: number): readonly Spent[] {
  const isLive = ({ at }: Pick<Spent, 'at'>): boolean => at > now - SCORE_WINDOW_MS;
  if (score === null || !isLive(score)) return spent.filter(isLive);
  const counted = countedIn(score, spent);
  let excess = sum(counted) - (score.percent * max) / 100;
  // Headers are rounded; what is less than one point is no call.
  const others = excess <= -1 ? [{ points: -excess, from: -Infinity, at: othersAt(score, tier) }] : [];
  const kept = counted.flatMap((one) => {
    const points = Math.min(one.points, one.points - Math.max(0, excess));
    excess -= one.points;
    return points > 0 ? [{ ...one, points }] : [];
  });
  const later = spent.filter(({ at }) => at > score.at + SAME_MOMENT_MS);
  const live = [...kept, ...others, ...later].filter(isLive);
  return others.length > 0 ? live.toSorted((a, b) => a.at - b.at) : live;
}

/** At 100 % what others spent may be a block, which ends before the points of the full tier would. */
function othersAt(score: Figure, tier: Tier): number {
  return tier === 'full' && score.percent >= 100 ? score.at - SCORE_WINDOW_MS + SCORES.full.blockMs : score.at;
}

/** When no more than `rest` points are left of these. */
function whenLeft(live: readonly Spent[], rest: number, now: number): number {
  let left = sum(live);
  let at = now;
  for (const one of live) {
    if (left <= rest) break;
    left -= one.points;
    at = one.at + SCORE_WINDOW_MS;
  }
  return at;
}

function callsAllowAt({ tier, calls, spent }: AccountQuota, now: number): number {
  if (calls === null) return now;
  return hourAllowsAt(calls, now, spent.at(-1)?.from ?? -Infinity, HOUR_MS / CALLS_AN_HOUR[tier]);
}

/** Nothing tells when an hour's calls were made: they are taken to have been spread evenly, and to come back so. */
function hourAllowsAt({ percent, at }: Figure, now: number, lastAt: number, paceMs: number): number {
  const left = percent - (100 * (now - at)) / HOUR_MS;
  const freeAt = now + ((left - PAUSE_ABOVE_PERCENT) * HOUR_MS) / 100;
  return Math.max(freeAt, left > SLOW_ABOVE_PERCENT ? lastAt + paceMs : now);
}

function part(max: number, percent: number): number {
  return (max * percent) / 100;
}

function sum(spent: readonly Spent[]): number {
  return spent.reduce((total, { points }) => total + points, 0);
}
