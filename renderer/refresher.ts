/** Reads a subject again when told that it changed. */
export interface Refresher {
  /** `paceMs` is the least time between two readings of this subject. */
  readonly touch: (subject: string, paceMs: number) => void;
  readonly stop: () => void;
}

/**
 * At most one reading of a subject is under way, and a change told meanwhile is read afterwards:
 * a burst of events costs few calls, and the last state always arrives.
 */
export function createRefresher(read: (subject: string) => Promise<void>): Refresher {
  const busy = new Set<string>();
  const dirty = new Set<string>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let isStopped = false;

  async function run(subject: string, paceMs: number): Promise<void> {
    busy.add(subject);
    await read(subject).catch(() => undefined);
    if (isStopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      busy.delete(subject);
      if (dirty.delete(subject)) void run(subject, paceMs);
    }, paceMs);
    timers.add(timer);
  }

  return {
    touch(subject, paceMs) {
      if (isStopped) return;
      if (busy.has(subject)) dirty.add(subject);
      else void run(subject, paceMs);
    },
    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
