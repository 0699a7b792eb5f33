import { readFileSync } from 'node:fs';

/** What a case is told; the driver writes it, a fresh process reads it. */
export interface Order {
  /** The list to read. */
  readonly file: string;
  readonly rows: number;
  /** An empty folder of this case's own. */
  readonly folder: string;
  /** Root of the counting server. */
  readonly graphUrl: string;
}

/** What a case found out, beside how long it took. */
export interface Timed {
  readonly rows: number;
  readonly seconds: number;
  /** Of all threads of the process. */
  readonly cpuSeconds: number;
}

/** One JSON line of a case. */
export interface Measured extends Timed {
  readonly peakRssMb: number;
  /** Loop delay of the host's thread, p99 in milliseconds, at rest and during the import. */
  readonly loopIdleMs?: number;
  readonly loopBusyMs?: number;
  readonly bytesAMember?: number;
}

export interface Stopwatch {
  start(): void;
  stop(): void;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Adds up the time between each start and stop. */
export function stopwatch(): Stopwatch {
  let [startedAt, ms, microseconds] = [0, 0, 0];
  let cpu = process.cpuUsage();
  return {
    start() {
      cpu = process.cpuUsage();
      startedAt = performance.now();
    },
    stop() {
      ms += performance.now() - startedAt;
      const { user, system } = process.cpuUsage(cpu);
      microseconds += user + system;
    },
    get seconds() {
      return ms / 1e3;
    },
    get cpuSeconds() {
      return microseconds / 1e6;
    },
  };
}

/** The most memory that this process ever held. Linux counts a parent's memory into maxRSS, so its own record is read there. */
export function peakRssMb(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const kilobytes = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
