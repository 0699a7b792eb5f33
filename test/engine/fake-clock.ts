import { setImmediate } from 'node:timers/promises';

import type { Clock } from '../../main/engine/ports.ts';

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on; sleepers wake in the order in which they are due, and what each sets off is done before the next wakes. */
  advance(ms: number): Promise<void>;
  /** Moves time on in one leap, as when the computer slept: whoever was due in between wakes late, and once. */
  leap(ms: number): Promise<void>;
  /** Sets the wall clock on (or back, below zero), as a person or a time server does; no time passes. */
  set(ms: number): void;
}

interface Sleeper {
  readonly due: number;
  wake(): void;
}

/** Wall clock and monotonic clock move together; the monotonic one begins at zero. Time stands still while `isBusy`. */
export function fakeClock(start = Date.UTC(2026, 10, 24, 9), isBusy: () => boolean = () => false): FakeClock {
  const sleepers = new Set<Sleeper>();
  let passed = 0;
  let setBy = 0;

  /** The engine's own work is a chain of microtasks, broken by a turn of the event loop after each 2,000 rows of an upload of 10,000. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 6; turn += 1) {
      await setImmediate();
      if (isBusy()) turn = -1;
    }
  }

  function nextDue(until: number): Sleeper | undefined {
    return [...sleepers].filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due)[0];
  }

  async function wakeAllDue(until: number, jumps: boolean): Promise<void> {
    await settle();
    for (let next = nextDue(until); next; next = nextDue(until)) {
      passed = jumps ? until : Math.max(passed, next.due);
      next.wake();
      await settle();
    }
    passed = until;
  }

  return {
    now: () => start + setBy + passed,
    monotonic: () => passed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const sleeper: Sleeper = {
          due: passed + ms,
          wake() {
            sleepers.delete(sleeper);
            signal.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', sleeper.wake);
      }),
    advance: (ms) => wakeAllDue(passed + ms, false),
    set(ms) {
      setBy += ms;
    },
    async leap(ms) {
      passed += ms;
      await wakeAllDue(passed, true);
    },
  };
}
