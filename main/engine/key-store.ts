import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { type SealedSample, sealedSample } from '../../db/sealed-sample.ts';
import { text } from '../../preload/messages/text.ts';
import { opensWorkspaceKey } from './context.ts';
import { decideKey, type KeyDecision, type KeyRefusal } from './key-decision.ts';
import { clearWipedKeyFile, readKeyFile, wipeKeyFile, writeKeyFile } from './key-file.ts';
import { isKeyOf, newKeyId, readKeyId, writeKeyId } from './key-id.ts';
import { type Keyring, said, systemKeyring } from './keyring.ts';
import type { Log, Secrets } from './ports.ts';

/** The data key of the folder cannot be had; the message says what to do. Nothing was changed. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
  readonly why: KeyRefusal;

  constructor(why: KeyRefusal, dataDir: string) {
    super(text(`dataKey.${why}`, { folder: dataDir }));
    this.why = why;
  }
}

interface Home {
  readonly dataDir: string;
  readonly log: Log;
  /** Null where there is none that can be used. */
  readonly keyring: Keyring | null;
  /** Keep the key in the file, whatever the system has. */
  readonly isFileForced: boolean;
}

interface Found {
  readonly key: Buffer;
  readonly store: Secrets['store'];
}

/** How long one process waits for another one, whose user may be asked to unlock the keyring. */
const LOCK_WAIT_MS = 60_000;

/** The account that is asked for when a folder has no key there yet, to learn whether the keyring answers. */
const NOBODY = 'probe';

/** MUSTER_KEY_STORE has a value that we do not know. */
function refuseUnknown(wish: string | undefined): void {
  if (wish !== undefined && wish !== '' && wish !== 'file')
    throw new TypeError(`MUSTER_KEY_STORE is "${wish}"; it can only be "file", or not be set.`);
}

/**
 * The data key of a folder on this computer: in the keyring of the operating system, else in `data.key`. `MUSTER_KEY_STORE=file` in `env`
 * forces the file. The keyring may ask its user to unlock it, and this waits. Throws what openKeyStore throws.
 */
export async function systemKeyStore(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<Secrets> {
  const isFileForced = env['MUSTER_KEY_STORE'] === 'file';
  refuseUnknown(env['MUSTER_KEY_STORE']);
  // A forced file needs the keyring only to get the key out of it.
  const isNeeded = !isFileForced || (readKeyId(dataDir) !== null && readKeyFile(dataDir) === null);
  return openKeyStore({ dataDir, log, isFileForced, keyring: isNeeded ? await systemKeyring(log) : null });
}

/**
 * Finds the data key of a folder, which exists, or makes it: before the database is opened, so that a key that cannot be had is told at
 * once. A key in `data.key` moves into a keyring that gives it back. Throws KeyringError and KeyFileError.
 */
export function openKeyStore(home: Home): Secrets {
  let found: Found | null = null;
  try {
    found = findKey(home);
  } catch (error) {
    // Whoever opens the database repairs it, or tells better what is wrong with it; the first who needs the key looks again.
    if (!(error instanceof KeyringError && error.why === 'unreadable')) throw error;
  }
  return {
    get store() {
      return found?.store ?? 'file';
    },
    dataKey() {
      found ??= findKey(home);
      return found.key;
    },
  };
}

function findKey(home: Home): Found {
  const decision = tryDecide(home);
  if (decision?.kind === 'use' && !(decision.store === 'keyring' && decision.isFileLeft)) return decision;
  // All else changes something, or was seen while another process did; two who start together take turns, and the second finds the first's key.
  const lock = lockKeys(home.dataDir);
  try {
    clearWipedKeyFile(home.dataDir);
    return carryOut(home, decide(home));
  } finally {
    lock.close();
  }
}

function tryDecide(home: Home): KeyDecision | null {
  try {
    return decide(home);
  } catch {
    return null;
  }
}

function decide({ dataDir, keyring, isFileForced }: Home): KeyDecision {
  // In this order: whoever moves a key writes its id before the file goes.
  const file = readKeyFile(dataDir);
  const keyId = readKeyId(dataDir);
  let sample: SealedSample | null = null;
  const look = (): SealedSample => (sample ??= sealedSample(join(dataDir, 'muster.db')));
  return decideKey({
    isFileForced,
    file,
    isInKeyring: keyId !== null,
    keyring: keyring?.read(keyId?.account ?? NOBODY) ?? { kind: 'absent' },
    fits(key) {
      if (keyId && isKeyOf(keyId, key)) return true;
      // A file alone is used as it is: only its move needs proof.
      if (!keyId && (isFileForced || !keyring)) return true;
      const sealed = look();
      return sealed.kind === 'sealed' ? opensWorkspaceKey(key, sealed.workspaceKey) : keyId === null;
    },
    sealed() {
      const sealed = look();
      return sealed.kind === 'sealed' ? 'some' : sealed.kind;
    },
  });
}

function carryOut(home: Home, decision: KeyDecision): Found {
  const { dataDir, log } = home;
  switch (decision.kind) {
    case 'use':
      if (decision.store === 'keyring' && decision.isFileLeft) wipeKeyFile(dataDir);
      return decision;
    case 'move_to_keyring': {
      const { key } = decision;
      if (!putIntoKeyring(home, key)) return { key, store: 'file' };
      wipeKeyFile(dataDir);
      log.info('key.moved', { code: 'keyring' });
      return { key, store: 'keyring' };
    }
    case 'copy_to_file':
      log.info('key.copied', { code: 'file' });
      return { key: writeKeyFile(dataDir, decision.key), store: 'file' };
    case 'make': {
      const key = randomBytes(32);
      if (decision.store === 'keyring' && putIntoKeyring(home, key)) return { key, store: 'keyring' };
      return { key: writeKeyFile(dataDir, key), store: 'file' };
    }
    case 'refuse':
      throw new KeyringError(decision.why, dataDir);
  }
}

/** Whether the keyring has the key for sure: it is read back, and only then does the folder say so. Else all is as it was. */
function putIntoKeyring({ dataDir, keyring, log }: Home, key: Buffer): boolean {
  if (!keyring) return false;
  const keyId = newKeyId(key);
  try {
    keyring.write(keyId.account, key);
  } catch (error) {
    log.info('keyring.refused', { code: said(error) });
    return false;
  }
  const back = keyring.read(keyId.account);
  if (back.kind !== 'key' || !back.key.equals(key)) {
    keyring.remove(keyId.account);
    log.info('keyring.refused', { code: `read back: ${back.kind}` });
    return false;
  }
  writeKeyId(dataDir, keyId);
  return true;
}

/** For this process alone; the operating system frees it when the process dies, however it dies. */
function lockKeys(dataDir: string): { close(): unknown } {
  const file = new Database(join(dataDir, 'key.lock'), { timeout: LOCK_WAIT_MS });
  try {
    file.exec('begin exclusive');
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}
