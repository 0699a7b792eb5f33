import { addActivity } from '../../../db/activity.ts';
import { erroredRuns, toldOfErrored } from '../../../db/errored.ts';
import { readSetting, readText } from '../../../db/settings.ts';
import type { Context } from '../context.ts';

/** How often it is looked whether people errored. */
const LOOK_MS = 2_000;

export interface ErrorWatch {
  /** Looks when it is time to. */
  takeUp(): void;
  stop(): Promise<void>;
}

/**
 * Writes down, as the settings wish, that people of a run errored; hosts with a window make a notification of it. Who was cancelled, or
 * had to give way to newer work, is no news. To be called with every turn of the scheduler; what was told is not told again after a restart.
 */
export function watchErrors(context: Context): ErrorWatch {
  const { db, ports } = context;
  const told = new Map<number, number>();
  let lookAt = -Infinity;
  let since = ports.clock.now();
  return {
    takeUp() {
      const tick = ports.clock.monotonic();
      if (tick < lookAt) return;
      lookAt = tick + LOOK_MS;
      const now = ports.clock.now();
      for (const { run_id: runId, people } of erroredRuns(db, since)) {
        const before = told.get(runId) ?? toldOfErrored(db, runId);
        const isNews = isAlert(before, people, readText(db, 'alerts') ?? 'first', readSetting(db, 'alert_every'));
        told.set(runId, isNews ? people : before);
        if (!isNews) continue;
        addActivity(db, { at: now, actor: 'muster', kind: 'alert.errored', runId, facts: { people } });
        context.emit({ event: 'status.changed' });
      }
      // A run that ends between two looks must be seen by the next.
      since = now - LOOK_MS;
    },
    stop: () => Promise.resolve(),
  };
}

/** `before` = how many had errored when it was told last; 0 = it was not. */
function isAlert(before: number, people: number, alerts: string, every: number): boolean {
  switch (alerts) {
    case 'first':
      return before === 0 && people > 0;
    case 'every':
      return Math.floor(people / every) > Math.floor(before / every);
    default:
      return false;
  }
}
