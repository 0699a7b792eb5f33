/** What is read again, as a query key. */
type Subject = readonly (string | number)[];

/** Reads a subject again when told that it changed. */
export interface Refresher {
  /** `paceMs` is the least time between two readings of this subject. */
  readonly touch: (subject: Subject, paceMs: number) => void;
  readonly stop: () => void;
}

/**
 * At most one reading of a subject is under way, and a change told meanwhile is read afterwards:
 * a burst of events costs few calls, and the last state always arrives.
 */
export function createRefresher(read: (subject: Subject) => Promise<void>): Refresher {
  const busy = new Set<string>();
  const dirty = new Set<string>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let isStopped = false;

  async function run(subject: Subject, name: string, paceMs: number): Promise<void> {
    busy.add(name);
    await read(subject).catch(() => undefined);
    if (isStopped) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      busy.delete(name);
      if (dirty.delete(name)) void run(subject, name, paceMs);
    }, paceMs);
    timers.add(timer);
  }

  return {
    touch(subject, paceMs) {
      if (isStopped) return;
      const name = subject.join(' ');
      if (busy.has(name)) dirty.add(name);
      else void run(subject, name, paceMs);
    },
    stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
