import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import type { Secrets } from './ports.ts';

/** The key file exists but is no key; nothing that it sealed can be read. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/**
 * The data key in a file that only its owner may read, beside the database. Weaker than the keyring of the operating system: who
 * can read the folder can read the queue. Two processes that start together agree on one key, because the file is linked into place whole.
 */
export function keyFile(dataDir: string): Secrets {
  const file = join(dataDir, 'data.key');
  let key: Buffer | null = null;
  return {
    store: 'file',
    dataKey() {
      key ??= readKey(file) ?? makeKey(file);
      return key;
    },
  };
}

function readKey(file: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length !== 32)
    throw new KeyFileError(`${file} is damaged. Put back the file that belongs to this data folder.`);
  return key;
}

function makeKey(file: string): Buffer {
  const own = `${file}.${process.pid}`;
  const descriptor = openSync(own, 'wx', 0o600);
  try {
    chmodSync(own, 0o600);
    writeSync(descriptor, `${randomBytes(32).toString('hex')}\n`);
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
  const key = readKey(file);
  if (!key) throw new KeyFileError(`${file} could not be written.`);
  return key;
}
