import Database from 'better-sqlite3';

import { isDamage } from '../../db/health.ts';
import type { EngineStatus } from '../../preload/contract/contract.ts';
import type { Ports } from './ports.ts';

export type Trouble = NonNullable<EngineStatus['trouble']>;

/** The engine stopped before a write could be made; what it was about is found again at the next start. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** For what has nothing left to do when the engine stops: resolves where a write rejected with StoppedError. */
export function unlessStopped(error: unknown): void {
  if (!(error instanceof StoppedError)) throw error;
}

/** What an error of SQLite's says about the disk or a lock, which may pass; null for any other error. */
export function troubleIn(error: unknown): Trouble['kind'] | null {
  if (!(error instanceof Database.SqliteError) || isDamage(error)) return null;
  if (error.code === 'SQLITE_FULL') return 'disk_full';
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(error.code)) return 'locked';
  return /^SQLITE_(IOERR|READONLY|CANTOPEN|PERM)/.test(error.code) ? 'unwritable' : null;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** Makes a write that must not be lost. See `durableWriter`. */
export type DurableWrite = <T>(work: () => T) => Promise<T>;

/** What keeps a write from being made. */
type Obstacle = Trouble['kind'] | 'damage';

interface Waiting {
  /** Tries once more; null when the write has been made, or has failed for good. */
  tryAgain(): Obstacle | null;
  giveUp(): void;
}

/**
 * Makes writes that wait while the disk is full, the database locked or the folder not writable: they are tried again, in their order,
 * after 1 s, doubling to 15 s. `work` is synchronous, one transaction, and leaves nothing behind when it fails. Any other error rejects.
 * When `signal` fires, what waits is tried a last time, then rejects with StoppedError. After damage nothing is written any more: all that
 * comes waits for the end of the engine.
 */
export function durableWriter(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  signal: AbortSignal,
  told: { onTrouble(trouble: Trouble | null): void; onDamage(): void },
): DurableWrite {
  const waiting = new Set<Waiting>();
  let trouble: Trouble | null = null;
  let isDamaged = false;

  function note(kind: Trouble['kind'] | null): void {
    if (kind === (trouble?.kind ?? null)) return;
    if (kind !== null) log.info('storage.trouble', { code: kind });
    else log.info('storage.recovered', { ms: Math.max(0, clock.now() - (trouble?.since ?? 0)) });
    trouble = kind === null ? null : { kind, since: trouble?.since ?? clock.now() };
    told.onTrouble(trouble);
  }

  /** What an error stands in the way for; null when it is another error. */
  function obstacleIn(error: unknown): Obstacle | null {
    const kind = isDamage(error) ? 'damage' : troubleIn(error);
    if (kind === 'damage' && !isDamaged) {
      isDamaged = true;
      log.info('storage.damaged', { code: error instanceof Database.SqliteError ? error.code : 'unknown' });
      told.onDamage();
    } else if (kind !== null && kind !== 'damage') note(kind);
    return kind;
  }

  /** A lock stops all alike, and each try holds up this thread; where only room is lacking, a smaller write may fit. */
  function tryAll(): void {
    for (const one of waiting) {
      if (isDamaged) return;
      const obstacle = one.tryAgain();
      if (obstacle === null) waiting.delete(one);
      else if (obstacle === 'locked') return;
    }
  }

  async function untilAllAreMade(): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    while (waiting.size > 0) {
      await clock.sleep(waitMs, signal);
      const before = waiting.size;
      tryAll();
      waitMs = waiting.size < before ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, waitMs * 2);
      if (!signal.aborted) continue;
      for (const one of waiting) one.giveUp();
      waiting.clear();
      return;
    }
    note(null);
  }

  return async (work) => {
    // Where somebody waits for a lock already, one more try would only hold up the thread.
    if (!isDamaged && trouble?.kind !== 'locked') {
      try {
        return work();
      } catch (error) {
        if (obstacleIn(error) === null) throw error;
      }
    }
    return new Promise((resolve, reject) => {
      waiting.add({
        tryAgain() {
          try {
            resolve(work());
          } catch (error) {
            const obstacle = obstacleIn(error);
            if (obstacle !== null) return obstacle;
            reject(error);
          }
          return null;
        },
        giveUp: () => reject(new StoppedError('The engine stopped before this could be stored.')),
      });
      if (waiting.size === 1) void untilAllAreMade();
    });
  };
}
