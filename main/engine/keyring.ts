import type { KeyringLook } from './key-decision.ts';
import type { Log } from './ports.ts';

/** Where the operating system keeps secrets for this user, across restarts of the computer. Calls may wait for the user to unlock it. */
export interface Keyring {
  /** Never throws. */
  read(account: string): KeyringLook;
  /** Throws what the keyring says when it does not take the key. */
  write(account: string, key: Buffer): void;
  /** Best effort; never throws. */
  remove(account: string): void;
}

const SERVICE = 'Muster';

/**
 * The login keychain of macOS, the Credential Manager of Windows, or the Secret Service of Linux and FreeBSD (GNOME Keyring, KWallet,
 * KeePassXC). Null, with a line in the log, where the system has none or the native module has no binary for it.
 */
export async function systemKeyring(log: Log): Promise<Keyring | null> {
  if (!['darwin', 'win32', 'linux', 'freebsd'].includes(process.platform)) {
    log.info('keyring.unavailable', { code: process.platform });
    return null;
  }
  let native: typeof import('@napi-rs/keyring');
  try {
    native = await import('@napi-rs/keyring');
  } catch (error) {
    log.info('keyring.unavailable', { code: said(error) });
    return null;
  }
  // Unless it is told the store, the library turns to the kernel's keys where no Secret Service runs, and the kernel forgets them at a
  // restart: pinned, it fails instead.
  const entry = (account: string) => new native.Entry(SERVICE, account, { linux: { store: 'secret-service' } });
  return {
    read(account) {
      let found: ReturnType<typeof entry>;
      try {
        found = entry(account);
      } catch (error) {
        log.info('keyring.unavailable', { code: said(error) });
        return { kind: 'absent' };
      }
      try {
        const key = Buffer.from(found.getPassword() ?? '', 'base64');
        return key.length === 32 ? { kind: 'key', key } : { kind: 'empty' };
      } catch (error) {
        log.info('keyring.closed', { code: said(error) });
        return { kind: 'closed' };
      }
    },
    write(account, key) {
      entry(account).setPassword(key.toString('base64'));
    },
    remove(account) {
      try {
        entry(account).deletePassword();
      } catch (error) {
        log.info('keyring.closed', { code: said(error) });
      }
    },
  };
}

/** The first line of what a keyring or the loader of its module says; it names no secret. */
export function said(error: unknown): string {
  const [line = ''] = String(error instanceof Error ? error.message : error).split('\n', 1);
  return line.slice(0, 200);
}
