/** The sandbox's own time: 90 minutes, 30 days or an hour's allowance pass when a test says so. */
export interface SandboxClock {
  /** Unix milliseconds. */
  now(): number;
  advance(ms: number): void;
  /** From here on time runs this many times as fast; 1 is real time. */
  setSpeed(speed: number): void;
}

/** @param base the clock below, in Unix milliseconds */
export function createClock(base: () => number): SandboxClock {
  let from = base();
  let reached = from;
  let speed = 1;
  const now = () => reached + Math.floor((base() - from) * speed);
  return {
    now,
    advance(ms) {
      reached += ms;
    },
    setSpeed(next) {
      reached = now();
      from = base();
      speed = next;
    },
  };
}
