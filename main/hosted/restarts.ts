const FIRST_DELAY_MS = 1_000;
const WINDOW_MS = 60_000;
const MOST_CRASHES = 3;

/**
 * How long to wait before the engine is started again after its newest crash, in milliseconds; null when it crashed three times within
 * a minute, so that starting it once more would only repeat it. `crashes` = monotonic milliseconds, oldest first, at least one.
 */
export function restartDelayMs(crashes: readonly number[]): number | null {
  const newest = crashes.at(-1) ?? 0;
  const recent = crashes.filter((at) => newest - at < WINDOW_MS).length;
  return recent >= MOST_CRASHES ? null : FIRST_DELAY_MS * 2 ** (recent - 1);
}
