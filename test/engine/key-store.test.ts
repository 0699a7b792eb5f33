import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { openDb } from '../../db/open.ts';
import { failureText } from '../../main/commands/failure.ts';
import { workspacePlace } from '../../main/engine/context.ts';
import { KeyFileError, keyFile } from '../../main/engine/key-file.ts';
import { KeyringError, openKeyStore, systemKeyStore } from '../../main/engine/key-store.ts';
import type { Log } from '../../main/engine/ports.ts';
import { seal } from '../../main/engine/vault.ts';
import { text } from '../../preload/messages/text.ts';
import { type FakeKeyring, fakeKeyring, type Mood } from './fake-keyring.ts';

interface Start {
  readonly isFileForced?: boolean;
  readonly mood?: Mood;
}

/** A data folder and its user's keyring, in which Muster can be started again and again. */
function setup(keyring: FakeKeyring | null = fakeKeyring()) {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-key-'));
  const events: string[] = [];
  const log: Log = { info: (event) => void events.push(event) };
  const open = ({ isFileForced = false, mood }: Start = {}) => {
    if (keyring && mood) keyring.mood = mood;
    return openKeyStore({ dataDir, log, keyring, isFileForced });
  };
  return {
    dataDir,
    keyring,
    events,
    log,
    open,
    /** Starts, and tells which key it has from where, or why none. */
    start(options?: Start): readonly [store: string, key: string] {
      try {
        const { store, dataKey } = open(options);
        return [store, dataKey().toString('hex')];
      } catch (error) {
        if (error instanceof KeyringError) return ['refused', error.why];
        throw error;
      }
    },
    /** Makes a workspace, whose key only this data key opens. */
    seal(key: Buffer) {
      const db = openDb(join(dataDir, 'muster.db'));
      db.prepare('insert into workspace (name, is_sandbox, sealed_key, created_at) values (?, 0, ?, 0)').run(
        'Client',
        seal(key, workspacePlace, [randomBytes(32)]),
      );
      db.close();
    },
    files: () => readdirSync(dataDir).filter((name) => ['data.key', 'key-id'].includes(name)),
  };
}

test('a new folder has its key in the keyring and nothing of it on the disk, and each start finds the same', () => {
  const t = setup();
  const [store, key] = t.start();
  const again = t.start();
  const disk = t.files().map((name) => readFileSync(join(t.dataDir, name)));
  const bytes = Buffer.from(key, 'hex');
  expect([store, again, t.files(), [...(t.keyring?.entries.values() ?? [])]]).toEqual([
    'keyring',
    ['keyring', key],
    ['key-id'],
    [bytes],
  ]);
  expect(disk.some((file) => file.includes(bytes) || file.includes(key))).toBe(false);
});

test('the account in the keyring is not the path: a folder that is moved keeps its key', () => {
  const t = setup();
  const [, key] = t.start();
  const moved = setup(t.keyring);
  copyFileSync(join(t.dataDir, 'key-id'), join(moved.dataDir, 'key-id'));
  expect(moved.start()).toEqual(['keyring', key]);
});

test.each<[Mood | null, string]>([
  ['absent', 'there is none that outlasts a restart'],
  ['closed', 'it is locked'],
  ['full', 'it does not take the key'],
  ['forgetful', 'it does not give the key back'],
  [null, 'its module cannot be loaded'],
])('a new folder has its key in a file of its owner when the keyring is %s: %s', (mood) => {
  const t = setup(mood && fakeKeyring(mood));
  const [store, key] = t.start();
  const mode = (statSync(join(t.dataDir, 'data.key')).mode & 0o777).toString(8);
  expect([store, t.files(), mode, t.start()]).toEqual([
    'file',
    ['data.key'],
    process.platform === 'win32' ? '666' : '600',
    ['file', key],
  ]);
});

test('a key in a file moves into the keyring as soon as that takes it and gives it back, never before', () => {
  const t = setup(fakeKeyring('absent'));
  const [, key] = t.start();
  t.seal(Buffer.from(key, 'hex'));
  const moods: readonly Mood[] = ['closed', 'full', 'forgetful', 'open', 'open'];
  expect(moods.map((mood) => [...t.start({ mood }), t.files().join()])).toEqual([
    ['file', key, 'data.key'],
    ['file', key, 'data.key'],
    ['file', key, 'data.key'],
    ['keyring', key, 'key-id'],
    ['keyring', key, 'key-id'],
  ]);
  expect(t.events).toEqual(['keyring.refused', 'keyring.refused', 'key.moved']);
});

test('a key file that does not open what is sealed is not moved, and nothing is changed', () => {
  const t = setup(fakeKeyring('absent'));
  t.start();
  t.seal(randomBytes(32));
  expect([t.start({ mood: 'open' }), t.files(), t.keyring?.entries.size]).toEqual([
    ['refused', 'wrong'],
    ['data.key'],
    0,
  ]);
});

test('a move that was killed before the file was gone, or while it was being wiped, is finished', () => {
  const t = setup(fakeKeyring('absent'));
  const [, key] = t.start();
  const file = join(t.dataDir, 'data.key');
  copyFileSync(file, join(t.dataDir, 'saved'));
  t.start({ mood: 'open' });
  copyFileSync(join(t.dataDir, 'saved'), file);
  expect([t.start(), t.files()]).toEqual([['keyring', key], ['key-id']]);

  writeFileSync(file, Buffer.alloc(65));
  expect([t.start(), t.start({ isFileForced: true }), readFileSync(file, 'utf8').trim()]).toEqual([
    ['keyring', key],
    ['file', key],
    key,
  ]);
});

test.each<[Mood, string]>([
  ['closed', 'locked'],
  ['absent', 'unreachable'],
])('when the keyring with the key is %s, Muster says so, makes no other key, and goes on when it can', (mood, why) => {
  const t = setup();
  const [, key] = t.start();
  // Nothing is sealed yet, but another process may have the key and seal with it at any moment.
  expect([t.start({ mood }), t.start({ mood, isFileForced: true }), t.files()]).toEqual([
    ['refused', why],
    ['refused', why],
    ['key-id'],
  ]);
  expect(t.start({ mood: 'open' })).toEqual(['keyring', key]);
});

test('a locked keyring is asked once a start: its user sees one prompt', () => {
  const t = setup();
  t.start();
  const before = t.keyring?.asked ?? 0;
  t.start({ mood: 'closed' });
  expect((t.keyring?.asked ?? 0) - before).toBe(1);
});

test('no new key is made over what another one sealed, wherever that has gone', () => {
  const lostEntry = setup();
  lostEntry.seal(Buffer.from(lostEntry.start()[1], 'hex'));
  lostEntry.keyring?.entries.clear();
  const lostFile = setup(null);
  lostFile.seal(randomBytes(32));
  const otherEntry = setup();
  otherEntry.start();
  for (const account of otherEntry.keyring?.entries.keys() ?? [])
    otherEntry.keyring?.entries.set(account, randomBytes(32));

  expect([lostEntry.start(), lostFile.start(), lostFile.start({ isFileForced: true }), otherEntry.start()]).toEqual([
    ['refused', 'gone'],
    ['refused', 'no_file'],
    ['refused', 'no_file'],
    ['refused', 'wrong'],
  ]);
});

test('where nothing is sealed, a key that the keyring has lost is made anew', () => {
  const t = setup();
  const [, lost] = t.start();
  t.keyring?.entries.clear();
  const [store, key] = t.start();
  expect([store, key === lost, t.start()]).toEqual(['keyring', false, ['keyring', key]]);
});

test('a database that cannot be read does not hide behind a missing key: that is told when a key is needed', () => {
  const t = setup();
  writeFileSync(join(t.dataDir, 'muster.db'), 'no database');
  const { store, dataKey } = t.open();
  expect([store, t.files()]).toEqual(['file', []]);
  expect(dataKey).toThrow(expect.objectContaining({ name: 'KeyringError', why: 'unreadable' }));
});

test('a forced file leaves the keyring alone, unless the key has to be got out of it', () => {
  const t = setup();
  const [, key] = t.start({ isFileForced: true });
  expect([t.start({ isFileForced: true }), t.keyring?.asked, t.files()]).toEqual([['file', key], 0, ['data.key']]);

  t.start();
  expect([t.start({ isFileForced: true }), t.files()]).toEqual([
    ['file', key],
    ['data.key', 'key-id'],
  ]);
  // Without a keyring the file does, since it is the same key.
  expect(t.start({ mood: 'absent' })).toEqual(['file', key]);
});

test('MUSTER_KEY_STORE=file loads no keyring, and any other value is refused', async () => {
  const t = setup(null);
  const secrets = await systemKeyStore(t.dataDir, { MUSTER_KEY_STORE: 'file' }, t.log);
  expect([secrets.store, secrets.dataKey(), t.events]).toEqual(['file', keyFile(t.dataDir).dataKey(), []]);
  await expect(systemKeyStore(t.dataDir, { MUSTER_KEY_STORE: 'flie' }, t.log)).rejects.toThrow('MUSTER_KEY_STORE');
});

test('a damaged key file or key-id is told, and left for its owner to mend', () => {
  for (const name of ['data.key', 'key-id']) {
    const t = setup();
    writeFileSync(join(t.dataDir, name), 'damaged');
    expect(() => t.open()).toThrow(KeyFileError);
    expect(readFileSync(join(t.dataDir, name), 'utf8')).toBe('damaged');
  }
});

test('every refusal is a sentence for the user that says what to do, in both languages', () => {
  const reasons = Object.keys({
    locked: true,
    unreachable: true,
    gone: true,
    no_file: true,
    wrong: true,
    unreadable: true,
    bad_setting: true,
  } satisfies Record<KeyringError['why'], true>) as KeyringError['why'][];
  const told = (['en', 'fr'] as const).flatMap((locale) =>
    reasons.map((why) => text(`dataKey.${why}`, { folder: '/data' }, locale)),
  );
  expect(told.filter((sentence) => !sentence.includes(' ') || /[{}]/.test(sentence))).toEqual([]);
  expect(reasons.map((why) => failureText(new KeyringError(why, '/data')))).toEqual(told.slice(0, reasons.length));
});

test('several processes that start at once, some forced to the file, agree on one key', async () => {
  const code = `
    import { openKeyStore } from '${import.meta.resolve('../../main/engine/key-store.ts')}';
    import { folderKeyring } from '${import.meta.resolve('./fake-keyring.ts')}';
    const [dataDir, folder, wish] = process.argv.slice(1);
    const secrets = openKeyStore({ dataDir, log: { info() {} }, keyring: folderKeyring(folder), isFileForced: wish === 'file' });
    process.stdout.write(secrets.dataKey().toString('hex'));`;
  const [dataDir, folder] = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'muster-key-')));
  const wishes = ['', 'file', '', ''];
  const keys = await Promise.all(
    wishes.map((wish) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, dataDir ?? '', folder ?? '', wish]),
    ),
  );
  const [first] = keys;
  expect(keys.map(({ stdout }) => stdout)).toEqual(wishes.map(() => first?.stdout));
  expect(first?.stdout).toHaveLength(64);
});

test('law: whatever the keyring does from start to start, every start that has a key has the same, and it is never lost', () => {
  const starts = fc.array(
    fc.record({
      mood: fc.constantFrom<Mood>('open', 'closed', 'absent', 'full', 'forgetful'),
      isFileForced: fc.boolean(),
      seals: fc.boolean(),
    }),
    { minLength: 2, maxLength: 7 },
  );
  fc.assert(
    fc.property(starts, (all) => {
      const t = setup();
      const keys = new Set<string>();
      for (const { seals, ...options } of all) {
        const [store, key] = t.start(options);
        if (store === 'refused') continue;
        keys.add(key);
        if (seals && !existsSync(join(t.dataDir, 'muster.db'))) t.seal(Buffer.from(key, 'hex'));
      }
      keys.add(t.start({ mood: 'open' })[1]);
      expect(keys.size).toBe(1);
    }),
    { numRuns: 25 },
  );
});
