/** An axis from zero: `top` is at least the highest value, `lines` are the grid lines above zero (two to four). */
export interface Scale {
  readonly top: number;
  readonly lines: readonly number[];
}

/** Round steps of 1, 2, 2.5 or 5 times a power of ten, whole numbers only, since people are counted. */
export function scaleFor(highest: number): Scale {
  const rough = Math.max(highest, 4) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10]
    .map((factor) => factor * power)
    .find((size) => size >= rough && Number.isInteger(size));
  const whole = step ?? power * 10;
  const count = Math.max(2, Math.ceil(highest / whole));
  return { top: whole * count, lines: Array.from({ length: count }, (_, line) => whole * (line + 1)) };
}

export interface Slot {
  readonly at: number;
  readonly synced: number;
  readonly errored: number;
}

/**
 * One slot for each bucket of the range, oldest first, the last one being the bucket that is growing now.
 * Buckets without people may be missing from the reading; their slots are zero.
 */
export function slotsFor(buckets: readonly Slot[], now: number, bucketMs: number, rangeMs: number): readonly Slot[] {
  const count = Math.max(1, Math.round(rangeMs / bucketMs));
  // Buckets may start off the epoch's grid (days in local time), so the newest reading sets the phase.
  const phase = (buckets.at(-1)?.at ?? 0) % bucketMs;
  const last = Math.floor((now - phase) / bucketMs) * bucketMs + phase;
  const byPlace = new Map(buckets.map((bucket) => [Math.round((bucket.at - last) / bucketMs), bucket]));
  return Array.from({ length: count }, (_, index) => {
    const place = index - count + 1;
    return byPlace.get(place) ?? { at: last + place * bucketMs, synced: 0, errored: 0 };
  });
}
