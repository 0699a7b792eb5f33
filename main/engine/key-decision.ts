/** What the keyring of the operating system answers when it is asked for a key. */
export type KeyringLook =
  | { readonly kind: 'key'; readonly key: Buffer }
  | { readonly kind: 'empty' }
  /** There is one, but it is locked or denies access. */
  | { readonly kind: 'closed' }
  /** None that outlasts a restart of the computer. */
  | { readonly kind: 'absent' };

/** All that decides which data key a folder has. */
export interface KeySituation {
  /** MUSTER_KEY_STORE=file. */
  readonly isFileForced: boolean;
  /** The key in `data.key`. */
  readonly file: Buffer | null;
  /** Whether `key-id` says that the key was put into a keyring. */
  readonly isInKeyring: boolean;
  readonly keyring: KeyringLook;
  /** Whether a key is the one that sealed this folder; true where nothing can tell. */
  fits(key: Buffer): boolean;
  /** Whether the database holds anything sealed. A function, because looking means opening it. */
  sealed(): 'none' | 'some' | 'unreadable';
}

export type KeyRefusal =
  /** The keyring that has the key is locked or denies access. */
  | 'locked'
  /** The keyring that has the key cannot be reached from here. */
  | 'unreachable'
  /** The keyring has lost the key, or the folder comes from elsewhere. */
  | 'gone'
  /** `data.key` is missing, and the key was never in a keyring. */
  | 'no_file'
  /** What was found is another folder's key. */
  | 'wrong'
  /** No key was found, and the database does not tell whether one is needed. */
  | 'unreadable';

export type KeyDecision =
  /** `isFileLeft`: the same key still lies in the file, from a move that was interrupted. */
  | { readonly kind: 'use'; readonly store: 'keyring'; readonly key: Buffer; readonly isFileLeft: boolean }
  | { readonly kind: 'use'; readonly store: 'file'; readonly key: Buffer }
  | { readonly kind: 'move_to_keyring'; readonly key: Buffer }
  | { readonly kind: 'copy_to_file'; readonly key: Buffer }
  | { readonly kind: 'make'; readonly store: 'keyring' | 'file' }
  | { readonly kind: 'refuse'; readonly why: KeyRefusal };

/**
 * Which key a data folder has and where it is to live. A key that exists is never replaced: a new one is made only where nothing is sealed
 * and no other process can have one, so whoever cannot reach a keyring that has the key refuses instead.
 */
export function decideKey(situation: KeySituation): KeyDecision {
  const { file, keyring, isFileForced, isInKeyring } = situation;
  const fromKeyring = keyring.kind === 'key' && situation.fits(keyring.key) ? keyring.key : null;
  const fromFile = file && situation.fits(file) ? file : null;

  if (isFileForced) {
    if (fromFile) return { kind: 'use', store: 'file', key: fromFile };
    if (!file && fromKeyring) return { kind: 'copy_to_file', key: fromKeyring };
  } else if (fromKeyring) {
    return { kind: 'use', store: 'keyring', key: fromKeyring, isFileLeft: file?.equals(fromKeyring) ?? false };
  } else if (fromFile) {
    const canMove = keyring.kind === 'empty' || keyring.kind === 'key';
    return canMove ? { kind: 'move_to_keyring', key: fromFile } : { kind: 'use', store: 'file', key: fromFile };
  }

  if (file || keyring.kind === 'key') return { kind: 'refuse', why: 'wrong' };
  if (isInKeyring && keyring.kind === 'closed') return { kind: 'refuse', why: 'locked' };
  if (isInKeyring && keyring.kind === 'absent') return { kind: 'refuse', why: 'unreachable' };
  const sealed = situation.sealed();
  if (sealed === 'unreadable') return { kind: 'refuse', why: 'unreadable' };
  if (sealed === 'some') return { kind: 'refuse', why: isInKeyring ? 'gone' : 'no_file' };
  return { kind: 'make', store: keyring.kind === 'empty' && !isFileForced ? 'keyring' : 'file' };
}
