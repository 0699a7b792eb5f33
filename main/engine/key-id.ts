import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { KeyFileError } from './key-file.ts';

const KeyIdShape = z.object({
  /** The account of the keyring's entry: random, so that moving the folder does not lose it. */
  account: z.string().regex(/^[0-9a-f]{32}$/),
  /** Tells the right key from another one, without a database. */
  check: z.string().regex(/^[0-9a-f]{16}$/),
});

/** Says that the key of this folder is in a keyring, where, and how to know it. It is written after the keyring was seen to have the key. */
export type KeyId = z.infer<typeof KeyIdShape>;

const keyIdOf = (dataDir: string): string => join(dataDir, 'key-id');

/** For a key that is about to be put into a keyring. */
export function newKeyId(key: Buffer): KeyId {
  return { account: randomBytes(16).toString('hex'), check: checkOf(key) };
}

/** Whether this is the key that the folder's `key-id` speaks of. */
export function isKeyOf(keyId: KeyId, key: Buffer): boolean {
  return keyId.check === checkOf(key);
}

/** Null when the key was never in a keyring. Throws KeyFileError when the file is damaged. */
export function readKeyId(dataDir: string): KeyId | null {
  const file = keyIdOf(dataDir);
  try {
    return KeyIdShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new KeyFileError(`${file} is damaged. Put back the file that belongs to this data folder.`);
    throw error;
  }
}

/** Durable when it returns, since the key's file is deleted next; for whoever holds the lock on the keys of this folder. */
export function writeKeyId(dataDir: string, keyId: KeyId): void {
  const file = keyIdOf(dataDir);
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  const descriptor = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(keyId)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(fresh, file);
  // Windows has no handle of a folder to flush; its journal keeps the order.
  if (process.platform !== 'win32') flushFolder(dataDir);
}

function flushFolder(dataDir: string): void {
  const descriptor = openSync(dataDir, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** 8 of 32 bytes of an HMAC under a random key: too little to learn the key from, enough to know it again. */
function checkOf(key: Buffer): string {
  return createHmac('sha256', key).update('muster data key').digest('hex').slice(0, 16);
}
