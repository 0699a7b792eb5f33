import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { type SealedSample, sealedSample } from '../../db/sealed-sample.ts';
import { text } from '../../preload/messages/text.ts';
import { workspacePlace } from './context.ts';
import { decideKey, type KeyDecision, type KeyRefusal } from './key-decision.ts';
import { clearWipedKeyFile, readKeyFile, wipeKeyFile, writeKeyFile } from './key-file.ts';
import { isKeyOf, type KeyId, newKeyId, readKeyId, writeKeyId } from './key-id.ts';
import { type Keyring, said, systemKeyring } from './keyring.ts';
import type { Log, Secrets } from './ports.ts';
import { open, SealError } from './vault.ts';

/** The data key of the folder cannot be had; the message says what to do. Nothing was changed. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError';
  readonly why: KeyRefusal | 'bad_setting';

  constructor(why: KeyRefusal | 'bad_setting', dataDir: string) {
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

/**
 * The data key of a folder on this computer: in the keyring of the operating system, else in `data.key`. `MUSTER_KEY_STORE=file` in `env`
 * forces the file. The keyring may ask its user to unlock it, and this waits. Throws what openKeyStore throws.
 */
export async function systemKeyStore(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<Secrets> {
  const wish = env['MUSTER_KEY_STORE'] ?? '';
  if (wish !== '' && wish !== 'file') throw new KeyringError('bad_setting', dataDir);
  const isFileForced = wish === 'file';
  const isNeeded = needsKeyring(isFileForced, readKeyFile(dataDir), readKeyId(dataDir));
  return openKeyStore({ dataDir, log, isFileForced, keyring: isNeeded ? await systemKeyring(log) : null });
}

/** A forced file needs the keyring only to get the key out of it. */
function needsKeyring(isFileForced: boolean, file: Buffer | null, keyId: KeyId | null): boolean {
  return !isFileForced || (file === null && keyId !== null);
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
  // The user has just been asked to unlock it, and is not to be asked twice.
  if (decision?.kind === 'refuse' && (decision.why === 'locked' || decision.why === 'unreachable'))
    throw new KeyringError(decision.why, home.dataDir);
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
  const asked = needsKeyring(isFileForced, file, keyId) ? keyring : null;
  const answer = asked?.read(keyId?.account ?? NOBODY) ?? { kind: 'absent' };
  let sample: SealedSample | null = null;
  const look = (): SealedSample => (sample ??= sealedSample(join(dataDir, 'muster.db')));
  return decideKey({
    isFileForced,
    file,
    isInKeyring: keyId !== null,
    keyring: answer.kind === 'key' && !keyId ? { kind: 'empty' } : answer,
    fits(key) {
      if (keyId && isKeyOf(keyId, key)) return true;
      // A file that stays where it is needs no proof.
      if (!keyId && (answer.kind === 'closed' || answer.kind === 'absent')) return true;
      const sealed = look();
      return sealed.kind === 'sealed' ? opens(key, sealed.workspaceKey) : keyId === null;
    },
    sealed() {
      const sealed = look();
      return sealed.kind === 'sealed' ? 'some' : sealed.kind;
    },
  });
}

function opens(key: Buffer, sealedWorkspaceKey: Buffer): boolean {
  try {
    open(key, workspacePlace, sealedWorkspaceKey);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
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
