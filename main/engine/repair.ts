import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

import { addActivity } from '../../db/activity.ts';
import { type Backup, listBackups, stampOf } from '../../db/backup.ts';
import {
  type CheckDepth,
  connectionsAtWork,
  isConsistent,
  isDamage,
  isWhole,
  lastChangeAt,
  logOf,
} from '../../db/health.ts';
import { raiseHold } from '../../db/holds.ts';
import { type Db, openDb, sizeOf } from '../../db/open.ts';
import { noteRestored, type Restored, restoredOf } from '../../db/settings.ts';
import { logIsWhole } from '../../db/write-ahead-log.ts';
import { text } from '../../preload/messages/text.ts';
import type { Ports } from './ports.ts';
import { beAlone, enter, type Presence } from './presence.ts';
import { takeSenderLock } from './sender-lock.ts';

/** The database is damaged and cannot be repaired now; the message says what to do. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

export interface Folder {
  readonly db: Db;
  readonly presence: Presence;
  /** Set when the database was damaged and has just been replaced. */
  readonly restored: Restored | null;
}

type Home = Pick<Ports, 'dataDir' | 'clock' | 'log'>;

const fileOf = (dataDir: string): string => join(dataDir, 'muster.db');

/** Where backups of a data folder are kept. */
export function backupFolder(dataDir: string): string {
  return join(dataDir, 'backups');
}

/**
 * Opens the database of a data folder, which exists. After a session that did not end cleanly it is checked first. A damaged one is set
 * aside and replaced by the newest state that is sound, in which everything unsettled is held until a person confirms. Throws
 * DamagedError when another process is in the way, and what openDb throws.
 */
export function openFolder(home: Home): Folder {
  const presence = enter(home.dataDir);
  try {
    if (!needsRepair(home.dataDir)) return { db: openDb(fileOf(home.dataDir)), presence, restored: null };
  } catch (error) {
    if (!isDamage(error)) {
      presence.leave();
      throw error;
    }
    noteSession(home.dataDir, 'damaged');
  }
  presence.leave();
  return repair(home);
}

/** What the last session left to say. `running`: it did not end cleanly. `damaged`: it met damage. */
type Session = 'running' | 'damaged';

const sessionFile = (dataDir: string): string => join(dataDir, 'running');

/** Says that from now on an end without `endSession` is not a clean one. */
export function noteSession(dataDir: string, session: Session): void {
  if (session === 'running' && lastSession(dataDir) === 'damaged') return;
  try {
    writeFileSync(sessionFile(dataDir), session, { mode: 0o600 });
  } catch {
    // A full disk must not stop the work: without the word the next start only does without the check.
  }
}

/** To be called by the sender, when its database is closed. */
export function endSession(dataDir: string): void {
  if (lastSession(dataDir) === 'running') rmSync(sessionFile(dataDir), { force: true });
}

function lastSession(dataDir: string): Session | null {
  const file = sessionFile(dataDir);
  if (!existsSync(file)) return null;
  return readFileSync(file, 'utf8') === 'damaged' ? 'damaged' : 'running';
}

/** A repair that is under way is always ended. Else only the one process that could send checks: where somebody sends, all is well. */
function needsRepair(dataDir: string): boolean {
  if (existsSync(readyFile(dataDir))) return true;
  const session = lastSession(dataDir);
  if (session === null) return isLost(dataDir);
  const lock = takeSenderLock(dataDir);
  if (!lock) return false;
  try {
    if (isDamaged(dataDir, depthOf(session))) return true;
    rmSync(sessionFile(dataDir), { force: true });
    return false;
  } finally {
    lock.release();
  }
}

/** What was met while running may lie in an index, at which the quick check does not look. */
function depthOf(session: Session | null): CheckDepth {
  return session === 'damaged' ? 'full' : 'quick';
}

function isDamaged(dataDir: string, depth: CheckDepth): boolean {
  const file = fileOf(dataDir);
  if (sizeOf(file) === 0) return isLost(dataDir);
  return !isWhole(file, depth);
}

/** The file is gone or empty, but there was more: SQLite would delete the log and begin anew. */
function isLost(dataDir: string): boolean {
  const file = fileOf(dataDir);
  if (sizeOf(file) > 0) return false;
  return sizeOf(logOf(file)) > 0 || (existsSync(file) && listBackups(backupFolder(dataDir)).length > 0);
}

function repair(home: Home): Folder {
  const { dataDir } = home;
  // Whoever has the file open would go on writing into what was set aside.
  const alone = beAlone(dataDir);
  if (!alone) throw new DamagedError(text('storage.in_use', { folder: dataDir }));
  let restored: Restored | null = null;
  try {
    const lock = takeSenderLock(dataDir);
    if (!lock) throw new DamagedError(text('storage.in_use', { folder: dataDir }));
    try {
      // Another process may have repaired it while this one waited.
      if (!existsSync(readyFile(dataDir)) && isDamaged(dataDir, depthOf(lastSession(dataDir)))) prepare(home);
      if (existsSync(readyFile(dataDir))) restored = replace(home);
      rmSync(sessionFile(dataDir), { force: true });
    } finally {
      lock.release();
    }
  } finally {
    alone.leave();
  }
  const presence = enter(dataDir);
  try {
    return { db: openDb(fileOf(dataDir)), presence, restored };
  } catch (error) {
    presence.leave();
    throw isDamage(error) ? new DamagedError(text('storage.unrepaired', { folder: dataDir }), { cause: error }) : error;
  }
}

/** The replacement, whole and with its holds: once it has this name, the repair is decided and only has to be brought to its end. */
function readyFile(dataDir: string): string {
  return `${fileOf(dataDir)}.restored`;
}

/** Makes the replacement beside the damaged file, which is left as it is. */
function prepare({ dataDir, clock }: Home): void {
  const making = `${fileOf(dataDir)}.restoring`;
  const discard = (): void => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(making + end, { force: true });
  };
  discard();
  const from = takeNewest(dataDir, making, discard);
  const db = openDb(making);
  try {
    db.transaction(() => {
      noteRestored(db, { at: clock.now(), from, aside: `damaged-${stampOf(clock.now())}` });
      addActivity(db, { at: clock.now(), actor: 'muster', kind: 'data.restored', facts: { from } });
      holdAll(db, clock.now());
    }).immediate();
  } finally {
    // Moves the log into the file, so that one name stands for all of it.
    db.close();
  }
  discardCopiesOf(dataDir, making);
  renameSync(making, readyFile(dataDir));
}

/** A backup of an older Muster is migrated, and the migration makes a copy of its own. */
function discardCopiesOf(dataDir: string, making: string): void {
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith(`${basename(making)}.before-`)) rmSync(join(dataDir, name), { force: true });
  }
}

/** Puts the newest sound state into `making` and tells of when it is; null, and nothing there, when there is none. */
function takeNewest(dataDir: string, making: string, discard: () => void): number | null {
  const backup = newestSound(listBackups(backupFolder(dataDir)));
  const remains = takeRemains(dataDir, making);
  if (remains !== null && (backup === null || remains >= backup.at)) return remains;
  discard();
  if (backup) copyFileSync(backup.file, making);
  return backup?.at ?? null;
}

function newestSound(backups: readonly Backup[]): Backup | null {
  return backups.find(({ file }) => isWhole(file, 'quick')) ?? null;
}

/**
 * When only the log is damaged, the file and what the log holds before the broken place are a state of a moment ago, much newer than any
 * backup. Copies it and tells of when it is; null when it is of no use.
 */
function takeRemains(dataDir: string, making: string): number | null {
  const file = fileOf(dataDir);
  if (sizeOf(file) === 0 || logIsWhole(logOf(file))) return null;
  copyFileSync(file, making);
  copyFileSync(logOf(file), logOf(making));
  try {
    const db = openDb(making);
    try {
      const isSound = db.pragma('integrity_check(1)', { simple: true }) === 'ok' && isConsistent(db);
      return isSound ? lastChangeAt(db) : null;
    } finally {
      db.close();
    }
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/**
 * What waited at that moment may have been sent since, and newer work of which nobody knows any more may have undone it, so a person
 * decides. Runs that were being read go on reading: their position belongs to the people who have entered in this very file, so
 * nobody enters it twice, and whom they add waits behind the same hold.
 */
function holdAll(db: Db, now: number): void {
  for (const connectionId of connectionsAtWork(db)) {
    const nothing = { account: '', stepId: null, code: null, subcode: null, said: null };
    raiseHold(db, { ...nothing, scope: 'connection', connectionId, reason: 'restored' }, now);
  }
}

/** Sets the damaged files aside, never deletes them, and puts the replacement in their place. Goes on where a crash cut it off. */
function replace({ dataDir, clock, log }: Home): Restored | null {
  const file = fileOf(dataDir);
  const ready = readyFile(dataDir);
  const prepared = openDb(ready);
  const restored = restoredOf(prepared);
  prepared.close();
  const aside = join(dataDir, restored?.aside ?? `damaged-${stampOf(clock.now())}`);
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  // The file first: without its log it might pass for sound.
  for (const one of [file, logOf(file), `${file}-shm`]) {
    if (existsSync(one)) renameSync(one, join(aside, basename(one)));
  }
  renameSync(ready, file);
  log.info('database.restored', { code: restored?.from === null ? 'empty' : 'backup' });
  return restored;
}
