import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import type { Secrets } from './ports.ts';

/** The key file exists but is no key; nothing that it sealed can be read. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

const keyFileOf = (dataDir: string): string => join(dataDir, 'data.key');

/**
 * The data key in a file that only its owner may read, beside the database. Weaker than the keyring of the operating system: who
 * can read the folder can read the queue. Two processes that start together agree on one key, because the file is linked into place whole.
 */
export function keyFile(dataDir: string): Secrets {
  let key: Buffer | null = null;
  return {
    store: 'file',
    dataKey() {
      key ??= readKeyFile(dataDir) ?? writeKeyFile(dataDir, randomBytes(32));
      return key;
    },
  };
}

/** The 32 bytes in `data.key`; null when there is none, or only what `wipeKeyFile` left of one. Throws KeyFileError when it is damaged. */
export function readKeyFile(dataDir: string): Buffer | null {
  const file = keyFileOf(dataDir);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (isWiped(text)) return null;
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length !== 32)
    throw new KeyFileError(`${file} is damaged. Put back the file that belongs to this data folder.`);
  return key;
}

/** Puts a key into `data.key` unless there is one already; returns the one that is there then. */
export function writeKeyFile(dataDir: string, fresh: Buffer): Buffer {
  const file = keyFileOf(dataDir);
  const own = `${file}.${process.pid}`;
  // A killed process may have had this id.
  rmSync(own, { force: true });
  const descriptor = openSync(own, 'wx', 0o600);
  try {
    chmodSync(own, 0o600);
    writeSync(descriptor, `${fresh.toString('hex')}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  try {
    linkSync(own, file);
  } catch (error) {
    // Another process was first: its key is the key.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(own, { force: true });
  }
  const key = readKeyFile(dataDir);
  if (!key) throw new KeyFileError(`${file} could not be written.`);
  return key;
}

/**
 * Overwrites `data.key`, then removes it. Whoever reads it meanwhile finds no key, never a wrong one. A disk that writes elsewhere
 * instead of over (most SSDs) may still hold the old bytes.
 */
export function wipeKeyFile(dataDir: string): void {
  const file = keyFileOf(dataDir);
  const descriptor = openSync(file, 'r+');
  try {
    writeSync(descriptor, Buffer.alloc(statSync(file).size), 0, null, 0);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  rmSync(file);
}

/** Clears away what an interrupted `wipeKeyFile` left; for whoever holds the lock on the keys of this folder. */
export function clearWipedKeyFile(dataDir: string): void {
  const file = keyFileOf(dataDir);
  if (existsSync(file) && isWiped(readFileSync(file, 'utf8'))) rmSync(file);
}

/** A kill between the two steps of `wipeKeyFile` leaves a file of zeros. */
function isWiped(text: string): boolean {
  return text !== '' && text.replaceAll('\0', '') === '';
}
