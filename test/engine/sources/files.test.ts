import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { sourceById } from '../../../db/jobs.ts';
import { createFiles, type Files } from '../../../main/engine/sources/files.ts';
import type { FolderList } from '../../../preload/contract/sources.ts';
import { memory } from '../../db/setup.ts';
import { rig } from '../fake-ports.ts';

/** A home with a desktop in French, a stick, and lists. */
function setup() {
  const root = mkdtempSync(join(tmpdir(), 'muster-files-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const home = join(root, 'home', 'mary');
  const make = (...parts: string[]): void => void mkdirSync(join(root, ...parts), { recursive: true });
  const write = (path: string, text = 'Email\na@b.example\n'): void => writeFileSync(join(home, path), text);
  make('home', 'mary', 'Téléchargements');
  make('home', 'mary', '.config');
  make('home', 'mary', 'Exports', 'May');
  make('media', 'mary', 'STICK');
  write(
    '.config/user-dirs.dirs',
    '# made by a desktop\nXDG_DOWNLOAD_DIR="$HOME/Téléchargements"\nXDG_DESKTOP_DIR="$HOME/"\n',
  );
  for (const name of ['list10.csv', 'list2.CSV', 'notes.txt', 'photo.png', '.hidden.csv']) write(`Exports/${name}`);
  symlinkSync(join(home, 'Exports'), join(home, 'Exports', 'up again'));
  symlinkSync(join(home, 'nowhere'), join(home, 'Exports', 'dead.csv'));
  symlinkSync(join(home, 'Exports', 'list2.CSV'), join(home, 'Exports', 'newest.csv'));
  utimesSync(join(home, 'Exports', 'list10.csv'), 1_700_000_000, 1_700_000_000);
  const db = memory();
  const mounts = [join(root, 'media'), join(root, 'media', 'mary')];
  const files = createFiles(db, { platform: 'linux', home, mounts });
  return { db, files, home, root };
}

const names = ({ entries }: FolderList): readonly string[] => entries.map(({ name }) => name);

async function open(files: Files, ...path: readonly string[]): Promise<FolderList> {
  let shown = await files.list(null);
  for (const name of path) shown = await files.list(shown.entries.find((entry) => entry.name === name)?.id ?? name);
  return shown;
}

test('a folder shows its folders and the lists that Muster reads, as people count, and says how much it leaves out', async () => {
  const { files } = setup();
  const shown = await open(files, 'Exports');
  expect({ entries: shown.entries.map(({ id: _id, ...rest }) => rest), hidden: shown.hidden }).toEqual({
    entries: [
      { name: 'May', kind: 'folder', bytes: null, modifiedAt: null },
      { name: 'up again', kind: 'folder', bytes: null, modifiedAt: null },
      { name: 'list2.CSV', kind: 'file', bytes: 18, modifiedAt: expect.any(Number) as number },
      { name: 'list10.csv', kind: 'file', bytes: 18, modifiedAt: 1_700_000_000_000 },
      { name: 'newest.csv', kind: 'file', bytes: 18, modifiedAt: expect.any(Number) as number },
      { name: 'notes.txt', kind: 'file', bytes: 18, modifiedAt: expect.any(Number) as number },
    ],
    // A picture, and a link to nothing; hidden files are nobody's business.
    hidden: 2,
  });
});

test('it begins at home, with the places that exist under the names that they have here', async () => {
  const { files } = setup();
  const shown = await files.list(null);
  expect(shown.places.map(({ kind, name }) => [kind, name])).toEqual([
    ['home', 'mary'],
    ['downloads', 'Téléchargements'],
    ['drive', 'STICK'],
  ]);
  expect([names(shown), shown.path.slice(-2).map(({ name }) => name)]).toEqual([
    ['Exports', 'Téléchargements'],
    ['home', 'mary'],
  ]);
});

test('ids say nothing about where something lies, are the same next time, and open what they were given for', async () => {
  const { files, root } = setup();
  const shown = await open(files, 'Exports');
  const again = await open(files, 'Exports');
  expect(again).toEqual(shown);
  expect(JSON.stringify(shown)).not.toContain(root);
  const home = shown.path.at(-2)?.id ?? '';
  expect(names(await files.list(home))).toEqual(['Exports', 'Téléchargements']);
  await expect(files.list('not-an-id')).rejects.toMatchObject({ code: 'not_found' });
  expect(() => files.pick('not-an-id')).toThrow(expect.objectContaining({ code: 'not_found' }));
});

test('a link that leads back up does not go deeper and deeper', async () => {
  const { files } = setup();
  const deep = await open(files, 'Exports', 'up again', 'up again');
  expect(deep.path.slice(-2).map(({ name }) => name)).toEqual(['mary', 'Exports']);
});

test('a file that is picked becomes a source, once, and its folder is where the next list begins', async () => {
  const { db, files, home } = setup();
  const shown = await open(files, 'Exports');
  const id = shown.entries.find(({ name }) => name === 'newest.csv')?.id ?? '';
  const picked = files.pick(id);
  expect([picked, files.pick(id)]).toEqual([
    { sourceId: 1, name: 'newest.csv' },
    { sourceId: 1, name: 'newest.csv' },
  ]);
  // The link, not what it leads to today.
  expect(sourceById(db, 1)).toEqual({
    id: 1,
    kind: 'file',
    path: join(home, 'Exports', 'newest.csv'),
    name: 'newest.csv',
  });
  expect(await files.list(null)).toEqual(shown);
  rmSync(join(home, 'Exports'), { recursive: true });
  expect(names(await files.list(null))).toEqual(['Téléchargements']);
});

test('a folder that is gone, or may not be looked into, says so', async () => {
  const { files, home } = setup();
  const shown = await open(files, 'Exports');
  const may = shown.entries.find(({ name }) => name === 'May')?.id ?? '';
  rmSync(join(home, 'Exports', 'May'), { recursive: true });
  const lost = await files.list(may);
  expect([lost.failure, lost.entries, lost.path.at(-1)?.name]).toEqual(['missing', [], 'May']);
  writeFileSync(join(home, 'Exports', 'May'), '');
  expect((await files.list(may)).failure).toBe('missing');
  // What a missing permission is, in a form that holds for every user.
  rmSync(join(home, 'Exports', 'May'));
  symlinkSync('May', join(home, 'Exports', 'May'));
  expect((await files.list(may)).failure).toBe('denied');
});

test('a host hands over what a person chose in a dialog of the system', async () => {
  const t = rig();
  const path = t.csv([['Email'], ['a@b.example']], 'chosen.csv');
  const picked = t.engine.host.addFile(path);
  expect([picked, t.engine.host.addFile(path)]).toEqual([picked, { sourceId: picked.sourceId, name: 'chosen.csv' }]);
  const preview = await t.ask('sources.preview', { source: { kind: 'file', sourceId: picked.sourceId } });
  expect([preview.name, preview.rows.read]).toEqual(['chosen.csv', 1]);
});
