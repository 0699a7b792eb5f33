import type { EngineHost } from './engine-host.ts';
import type { Snapshot } from './sync-state.ts';

/** Reading costs the engine a few queries, and nobody looks at a tray more often. */
const PACE_MS = 1_000;

/** Reads the engine whenever something changed, once a second at most, and tells what it read. */
export function watchEngine(engine: EngineHost, tell: (snapshot: Snapshot) => void): { look(): void } {
  let isWaiting = false;
  let isReading = false;

  async function read(): Promise<void> {
    isReading = true;
    const [status, holds, jobs, alerts] = await Promise.all([
      engine.call('status.get', {}),
      engine.call('holds.list', {}),
      engine.call('jobs.list', {}),
      engine.call('activity.list', { noun: 'alert', limit: 1 }),
    ]);
    isReading = false;
    // What a dying engine does not answer is read again when it is back.
    if (!status.ok || !holds.ok || !jobs.ok || !alerts.ok) return;
    const [alert = null] = alerts.value.rows;
    tell({ status: status.value, holds: holds.value, jobs: jobs.value, alert });
  }

  function look(): void {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      if (isReading) look();
      else void read();
    }, PACE_MS).unref();
  }

  engine.onEvent(look);
  void read();
  return { look };
}
