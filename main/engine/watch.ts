import { runsIn } from '../../db/runs.ts';
import type { Context } from './context.ts';
import { unlessStopped } from './durable-write.ts';

/** How often a process that does not send looks whether the database changed. */
const LOOK_MS = 200;

/**
 * Follows the database that another process writes, and turns its commits into events. `takeOver` is tried now and then: when the
 * sender is gone this process becomes it (true), and the watch is over.
 */
export function startWatch(context: Context, takeOver: () => boolean): { stop(): Promise<void> } {
  const { db, ports } = context;
  const stopping = new AbortController();

  async function loop(): Promise<void> {
    let version = dataVersion();
    for (let look = 1; !stopping.signal.aborted; look += 1) {
      await ports.clock.sleep(LOOK_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      if (look % 5 === 0 && takeOver()) return;
      // Reading needs a lock too, for a moment.
      await context.write(() => {
        const now = dataVersion();
        if (now === version) return;
        tellAll(context);
        version = now;
      });
    }
  }

  // Changes whenever another connection commits; costs no read of the file's content.
  function dataVersion(): number {
    return Number(db.pragma('data_version', { simple: true }));
  }

  const ended = loop().catch(unlessStopped);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** We cannot know what the other process did, so readers look at everything that is under way. */
function tellAll({ db, emit }: Context): void {
  for (const run of [...runsIn(db, 'reading'), ...runsIn(db, 'sending')]) {
    emit({ event: 'run.changed', runId: run.id, jobId: run.job_id });
  }
  for (const event of [
    'jobs.changed',
    'holds.changed',
    'connections.changed',
    'drafts.changed',
    'status.changed',
  ] as const) {
    emit({ event });
  }
}
