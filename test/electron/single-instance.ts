import { readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a second instance leaves for the first. */
interface Visit {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
}

const VISIT = 'StandinVisit';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Takes the lock of a data folder, as Chromium does: true = this is the first instance, which from now on hears of later ones. A second
 * one leaves its arguments in the folder. The lock of a process that is gone counts for nothing.
 */
export function takeInstanceLock(folder: string, data: unknown, hear: (visit: Visit) => void): boolean {
  const lock = join(folder, 'StandinLock');
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      process.once('exit', () => rmSync(lock, { force: true }));
      watch(folder, { persistent: false }, (_event, name) => {
        if (name?.startsWith(VISIT) && !name.endsWith('.new')) receive(join(folder, name), hear);
      });
      return true;
    } catch {
      const owner = Number(readFileSync(lock, 'utf8'));
      if (isAlive(owner)) {
        leave(folder, { argv: process.argv, cwd: process.cwd(), data });
        return false;
      }
      rmSync(lock, { force: true });
    }
  }
  return false;
}

/** Whole at once, since the first instance reads it as soon as it is there. */
function leave(folder: string, visit: Visit): void {
  const file = join(folder, `${VISIT}${process.pid}`);
  writeFileSync(`${file}.new`, JSON.stringify(visit));
  renameSync(`${file}.new`, file);
}

/** A file is told of more than once, and read once. */
function receive(file: string, hear: (visit: Visit) => void): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    rmSync(file);
  } catch {
    return;
  }
  hear(JSON.parse(text) as Visit);
}
