/** How long a batch is tried again after its first try: 13 hours (DESIGN section 5, as Braze's Audience Sync does). */
export const HORIZON_MS = 13 * 60 * 60 * 1000;

/** The horizon is charged in ticks; a longer gap means that the computer slept or its clock jumped, and costs one tick only. */
export const LONGEST_TICK_MS = 60_000;

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;

/**
 * Milliseconds to wait after the given number of tries (1 or more): 1 s · 2ⁿ, at most 5 minutes, of which the upper half is
 * left to chance so that many batches do not come back at once. `random` is 0 ≤ x < 1.
 */
export function retryDelayMs(tries: number, random: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(tries - 1, 30));
  return Math.round(full * (0.5 + random / 2));
}
