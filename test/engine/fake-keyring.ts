import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Keyring } from '../../main/engine/keyring.ts';

/** `closed`: locked. `absent`: none in this session. `full`: takes nothing. `forgetful`: says that it took a key, and did not. */
export type Mood = 'open' | 'closed' | 'absent' | 'full' | 'forgetful';

export interface FakeKeyring extends Keyring {
  mood: Mood;
  readonly entries: Map<string, Buffer>;
  /** How often it was asked for anything. */
  readonly asked: number;
}

/** The keyring of one user, in memory. */
export function fakeKeyring(mood: Mood = 'open'): FakeKeyring {
  const entries = new Map<string, Buffer>();
  let asked = 0;
  return {
    mood,
    entries,
    get asked() {
      return asked;
    },
    read(account) {
      asked += 1;
      if (this.mood === 'absent' || this.mood === 'closed') return { kind: this.mood };
      const key = entries.get(account);
      return key ? { kind: 'key', key } : { kind: 'empty' };
    },
    write(account, key) {
      asked += 1;
      if (this.mood === 'forgetful') return;
      if (this.mood !== 'open') throw new Error('the keyring takes nothing');
      entries.set(account, key);
    },
    remove(account) {
      asked += 1;
      entries.delete(account);
    },
  };
}

/** One keyring for several processes: a folder with a file for each entry, and slow enough for them to meet. */
export function folderKeyring(folder: string): Keyring {
  const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  return {
    read(account) {
      pause();
      try {
        return { kind: 'key', key: readFileSync(join(folder, account)) };
      } catch {
        return { kind: 'empty' };
      }
    },
    write(account, key) {
      pause();
      writeFileSync(join(folder, account), key);
    },
    remove: (account) => rmSync(join(folder, account)),
  };
}
