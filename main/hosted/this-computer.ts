import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Clock, Log } from '../engine/ports.ts';

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};

/**
 * Events as JSON lines in `muster.log` of the data folder; there are no fields for anything personal. A line that a full disk has no room for
 * is lost: work must not end because it cannot be told of.
 */
export function fileLog(dataDir: string): Log {
  const file = join(dataDir, 'muster.log');
  return {
    info(event, fields) {
      const line = `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`;
      try {
        appendFileSync(file, line, { mode: 0o600 });
      } catch {
        // See above.
      }
    },
  };
}
