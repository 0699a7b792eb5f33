import { randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, parse, resolve } from 'node:path';

import { saveSource } from '../../../db/jobs.ts';
import type { Db } from '../../../db/open.ts';
import { lastFolder, noteLastFolder } from '../../../db/settings.ts';
import type { FolderEntry, FolderList, PickedFile } from '../../../preload/contract/sources.ts';
import { text } from '../../../preload/messages/text.ts';
import { NotFoundError } from '../known.ts';
import { type Computer, placesOf, thisComputer } from './places.ts';

/** Files of this computer for pages, which are told ids and names but no path, and get nothing that was not listed. */
export interface Files {
  /** null = the folder of the file that was chosen last, or home. Throws NotFoundError for an id that is not known (any more). */
  list(folderId: string | null): Promise<FolderList>;
  /** Makes the file a source. Throws NotFoundError. */
  pick(fileId: string): PickedFile;
}

/** Extensions of files that a reader of main/sources takes. */
const READABLE: ReadonlySet<string> = new Set(['.csv', '.tsv', '.txt', '.tab', '.xlsx', '.xlsm']);
/** Ids that are remembered; a folder beyond the limit below does not drive out the others. */
const MOST_IDS = 20_000;
const MOST_ENTRIES = 5_000;
/** Entries whose size and date are asked for at a time. */
const AT_A_TIME = 64;

export function createFiles(db: Db, computer: Computer = thisComputer()): Files {
  const paths = new Map<string, string>();
  const ids = new Map<string, string>();

  function idOf(path: string): string {
    const known = ids.get(path);
    const id = known ?? randomBytes(12).toString('base64url');
    // What was listed last is forgotten last.
    paths.delete(id);
    paths.set(id, path);
    ids.set(path, id);
    const [oldest] = paths;
    if (paths.size > MOST_IDS && oldest) {
      paths.delete(oldest[0]);
      ids.delete(oldest[1]);
    }
    return id;
  }

  function pathOf(id: string): string {
    const path = paths.get(id);
    if (path === undefined) throw new NotFoundError(text('source.listGone'));
    return path;
  }

  async function start(): Promise<string> {
    const last = lastFolder(db);
    const isThere = last !== null && (await stat(last).catch(() => null))?.isDirectory() === true;
    return isThere ? last : computer.home;
  }

  return {
    async list(folderId) {
      const asked = folderId === null ? await start() : pathOf(folderId);
      const places = (await placesOf(computer)).map(({ kind, path }) => ({ id: idOf(path), kind, name: nameOf(path) }));
      // A link that leads back up would otherwise be followed deeper and deeper.
      const folder = await realpath(asked).catch(() => asked);
      const shown = { path: trail(folder).map((path) => ({ id: idOf(path), name: nameOf(path) })), places };
      try {
        const all = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !/^[.$]/.test(name));
        const found = await entriesOf(folder, all);
        const entries = found
          .toSorted((a, b) => (a.kind === b.kind ? compare(a.name, b.name) : a.kind === 'folder' ? -1 : 1))
          .slice(0, MOST_ENTRIES)
          .map((entry) => ({ id: idOf(join(folder, entry.name)), ...entry }));
        return { ...shown, entries, hidden: all.length - entries.length, failure: null };
      } catch (error) {
        return { ...shown, entries: [], hidden: 0, failure: isMissing(error) ? 'missing' : 'denied' };
      }
    },
    pick: (fileId) => addFile(db, pathOf(fileId)),
  };
}

/** Makes a file that a person chose on this computer a source; the one that it was before, when it was one. */
export function addFile(db: Db, path: string): PickedFile {
  const file = resolve(path);
  const name = basename(file);
  return db
    .transaction(() => {
      noteLastFolder(db, dirname(file));
      return { sourceId: saveSource(db, { kind: 'file', path: file, name }), name };
    })
    .immediate();
}

type Found = Omit<FolderEntry, 'id'>;

/** Folders, and the files that Muster reads; links count as what they lead to. */
async function entriesOf(folder: string, all: readonly Dirent[]): Promise<readonly Found[]> {
  const entries: Found[] = [];
  for (let from = 0; from < all.length; from += AT_A_TIME) {
    const some = await Promise.all(all.slice(from, from + AT_A_TIME).map((entry) => entryOf(folder, entry)));
    entries.push(...some.filter((entry) => entry !== null));
  }
  return entries;
}

async function entryOf(folder: string, entry: Dirent): Promise<Found | null> {
  const { name } = entry;
  if (entry.isDirectory()) return { name, kind: 'folder', bytes: null, modifiedAt: null };
  const isReadable = READABLE.has(extname(name).toLowerCase());
  if (!isReadable && !entry.isSymbolicLink()) return null;
  const facts = await stat(join(folder, name)).catch(() => null);
  if (facts === null) return entry.isFile() ? { name, kind: 'file', bytes: null, modifiedAt: null } : null;
  if (facts.isDirectory()) return { name, kind: 'folder', bytes: null, modifiedAt: null };
  if (!isReadable || !facts.isFile()) return null;
  return { name, kind: 'file', bytes: facts.size, modifiedAt: Math.trunc(facts.mtimeMs) };
}

/** The folders from the outermost to this one. */
function trail(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [...trail(above), folder];
}

function nameOf(path: string): string {
  return basename(path) || parse(path).root;
}

/** As people count: list2 before list10. */
const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
