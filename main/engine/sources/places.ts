import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type { FolderPlace } from '../../../preload/contract/sources.ts';

/** What is asked of the computer to know where people keep files. */
export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** Folders in which disks and sticks appear. */
  readonly mounts: readonly string[];
}

export interface Place {
  readonly kind: FolderPlace['kind'];
  readonly path: string;
}

export function thisComputer(): Computer {
  const { platform } = process;
  const home = homedir();
  const user = home.split('/').at(-1) ?? '';
  const onLinux = ['/media', join('/media', user), join('/run/media', user), '/mnt'];
  return { platform, home, mounts: platform === 'darwin' ? ['/Volumes'] : platform === 'win32' ? [] : onLinux };
}

/** The places to begin at that exist: home and its folders for files, under the names of the desktop's language, then drives. */
export async function placesOf(computer: Computer): Promise<readonly Place[]> {
  const { home, platform } = computer;
  const named = platform === 'win32' || platform === 'darwin' ? new Map<string, string>() : await userFolders(home);
  const own: readonly Place[] = [
    { kind: 'home', path: home },
    { kind: 'downloads', path: named.get('DOWNLOAD') ?? join(home, 'Downloads') },
    { kind: 'desktop', path: named.get('DESKTOP') ?? join(home, 'Desktop') },
    { kind: 'documents', path: named.get('DOCUMENTS') ?? join(home, 'Documents') },
  ];
  const all = [...own, ...(await drives(computer))];
  const there = await Promise.all(all.map(({ path }) => isFolder(path)));
  // A folder that is not set up is set to home, and home is listed once.
  return all.filter(({ path }, index) => there[index] === true && all.findIndex((one) => one.path === path) === index);
}

async function drives({ platform, mounts }: Computer): Promise<readonly Place[]> {
  if (platform === 'win32') {
    return Array.from({ length: 26 }, (_, at) => ({ kind: 'drive', path: `${String.fromCodePoint(65 + at)}:\\` }));
  }
  const found = await Promise.all(
    mounts.map(async (folder) => {
      const names = await readdir(folder).catch((): string[] => []);
      return names.filter((name) => !name.startsWith('.')).map((name) => join(folder, name));
    }),
  );
  // A person's own folder of sticks is no stick.
  return found
    .flat()
    .filter((path) => !mounts.includes(path))
    .map((path) => ({ kind: 'drive', path }));
}

/** Where the desktop keeps downloads and the like, as its settings say: `XDG_DOWNLOAD_DIR="$HOME/Téléchargements"`. */
async function userFolders(home: string): Promise<ReadonlyMap<string, string>> {
  const settings = await readFile(join(home, '.config', 'user-dirs.dirs'), 'utf8').catch(() => '');
  return new Map(
    [...settings.matchAll(/^XDG_(\w+)_DIR="([^"]+)"/gm)].map(([, name = '', path = '']) => [
      name,
      path.replace(/^\$HOME(?=\/|$)/, home).replace(/(?<=.)\/$/, ''),
    ]),
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
