import { extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { isBackupDue } from '../../db/backup.ts';
import { purgeDeletedJob } from '../../db/job-changes.ts';
import { allowShrinking, deleteHistory, deletePeople, isQuiet, shrink } from '../../db/retention.ts';
import { readSetting } from '../../db/settings.ts';
import type { BackupMessage, BackupOrder } from './backup-thread.ts';
import type { Context } from './context.ts';
import { StoppedError } from './durable-write.ts';
import { backupFolder } from './repair.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** How long it waits for a quiet moment before it looks again. */
const BUSY_MS = 10_000;

/**
 * Keeps a data folder in order while its process sends: a backup a day, then what is older than the settings allow is deleted and its
 * room given back to the disk, in slices of a few milliseconds and only in quiet moments. At once and every hour, until `signal` fires.
 * `onDamage` is called when a copy turned out to be damaged, and so most likely the database too. Never rejects.
 */
export async function keepHouse(context: Context, signal: AbortSignal, onDamage: () => void): Promise<void> {
  const { db, ports } = context;
  let isFirst = true;
  while (!signal.aborted) {
    try {
      await backUpWhenDue(context, signal, onDamage);
      if (isFirst) {
        await inSlices(context, signal, () => {
          allowShrinking(db);
          return false;
        });
      }
      await inSlices(context, signal, () => tidy(context));
      isFirst = false;
    } catch (error) {
      if (error instanceof StoppedError) return;
      ports.log.info('housekeeping.failed', { code: error instanceof Error ? error.message : 'unknown' });
    }
    await ports.clock.sleep(HOUR_MS, signal);
  }
}

/** One slice of what is to be deleted; true when there is more. */
function tidy({ db, ports }: Context): boolean {
  const olderThan = (days: number): number => ports.clock.now() - days * DAY_MS;
  if (deletePeople(db, olderThan(readSetting(db, 'settled_days')))) {
    // Little by little: SQLite by itself would wait for 64 MB of it, and then hold this thread up.
    db.pragma('wal_checkpoint(PASSIVE)');
    return true;
  }
  if (purgeDeletedJob(db, olderThan(1))) return true;
  return deleteHistory(db, olderThan(readSetting(db, 'history_days'))) || shrink(db);
}

/** Takes slices, each in a quiet moment, until one says that there is no more. */
async function inSlices({ db, ports, write }: Context, signal: AbortSignal, slice: () => boolean): Promise<void> {
  while (!signal.aborted) {
    if (!isQuiet(db)) await ports.clock.sleep(BUSY_MS, signal);
    else if (!(await write(slice))) return;
    else await setImmediate();
  }
}

/** A backup that cannot be made is told in the log and tried again in an hour; it keeps nothing else from being done. */
async function backUpWhenDue(context: Context, signal: AbortSignal, onDamage: () => void): Promise<void> {
  const { clock, log } = context.ports;
  const began = clock.monotonic();
  try {
    const result = await backUp(context, signal);
    if (result?.kind === 'made') log.info('backup.made', { ms: Math.round(clock.monotonic() - began) });
    else if (result) log.info('backup.failed', { code: result.kind === 'failed' ? result.code : result.kind });
    if (result?.kind === 'damaged') onDamage();
  } catch (error) {
    log.info('backup.failed', { code: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' });
  }
}

/** null when none is due, or it was stopped. */
async function backUp({ db, ports }: Context, signal: AbortSignal): Promise<BackupMessage | null> {
  const folder = backupFolder(ports.dataDir);
  const now = ports.clock.now();
  // Before the first connection there is nothing to lose, and the day's backup would be an empty one.
  const isDue = db.prepare('select 1 from connection').get() !== undefined && isBackupDue(folder, now);
  return isDue ? inThread({ file: db.name, folder, now }, signal) : null;
}

/** null when it was stopped. */
async function inThread(order: BackupOrder, signal: AbortSignal): Promise<BackupMessage | null> {
  const worker = new Worker(new URL(`./backup-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: order,
  });
  // A check that is under way in SQLite cannot be cut short; it must not keep the process up.
  worker.unref();
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    return await new Promise<BackupMessage | null>((resolve) => {
      worker.on('message', (message: BackupMessage) => resolve(message));
      worker.on('error', (error) => resolve({ kind: 'failed', code: error.message }));
      worker.on('exit', () => resolve(null));
      if (signal.aborted) stop();
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
