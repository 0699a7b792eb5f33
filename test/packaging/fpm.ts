// The part of fpm that electron-builder needs for a Debian package, made with dpkg-deb: fpm -s dir -t deb …
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What fpm was asked for. */
export interface Order {
  /** Options by name without dashes; the last one counts. */
  readonly options: ReadonlyMap<string, string>;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Which file or folder (ending in a slash) goes where. */
  readonly files: readonly (readonly [from: string, to: string])[];
}

/** Every Debian has it. */
export const DPKG_DEB = '/usr/bin/dpkg-deb';

const SWITCHES = new Set(['--force', '--debug', '--deb-no-default-config-files']);
const SCRIPTS = {
  'after-install': 'postinst',
  'after-remove': 'postrm',
  'before-install': 'preinst',
  'before-remove': 'prerm',
};

/** Reads fpm's arguments as electron-builder writes them. Throws on anything but a Debian package of a folder. */
export function readOrder(args: readonly string[]): Order {
  const options = new Map<string, string>();
  const depends: string[] = [];
  const recommends: string[] = [];
  const files: (readonly [string, string])[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    const split = word.lastIndexOf('=');
    if (SWITCHES.has(word)) continue;
    if (!word.startsWith('-')) files.push([word.slice(0, split), word.slice(split + 1)]);
    else if (word.startsWith('--') && split > 0)
      options.set(word.slice(2, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
    else {
      const value = args[++at] ?? '';
      if (word === '-d') depends.push(value);
      else if (word === '--deb-recommends') recommends.push(value);
      else options.set(word.replace(/^-+/, ''), value);
    }
  }
  if (options.get('s') !== 'dir' || options.get('t') !== 'deb') throw new Error('Only Debian packages of a folder.');
  return { options, depends, recommends, files };
}

/** The fields of a Debian package; `sizeKb` is what it takes when installed. */
export function controlFile({ options, depends, recommends }: Order, sizeKb: number): string {
  const lines = (options.get('description') ?? '').trim().split('\n');
  const description = [lines[0] ?? '', ...lines.slice(1).map((line) => ` ${line.trim() || '.'}`)].join('\n');
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['Package', options.get('name')],
    ['Version', options.get('version')],
    ['Architecture', options.get('architecture')],
    ['Maintainer', options.get('maintainer')],
    ['Installed-Size', String(sizeKb)],
    ['Depends', depends.join(', ')],
    ['Recommends', recommends.join(', ')],
    ['Section', options.get('category')],
    ['Priority', options.get('deb-priority')],
    ['Homepage', options.get('url')],
    ['Description', description],
  ];
  return fields.map(([name, value]) => (value ? `${name}: ${value}\n` : '')).join('');
}

/** Nobody but root may write what is installed, whatever this user's mask is. Returns the bytes of all files. */
function settle(tree: string): number {
  chmodSync(tree, 0o755);
  const files = globSync('**', { cwd: tree, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => {
    const { mode, size } = statSync(join(parentPath, name));
    chmodSync(join(parentPath, name), mode & 0o755);
    return sum + size;
  }, 0);
}

function makeDeb(order: Order): void {
  const tree = mkdtempSync(join(tmpdir(), 'muster-deb-'));
  try {
    for (const [from, to] of order.files) {
      mkdirSync(join(tree, dirname(to)), { recursive: true });
      cpSync(from, join(tree, to), { recursive: true });
    }
    const sizeKb = Math.ceil(settle(tree) / 1024);
    mkdirSync(join(tree, 'DEBIAN'));
    writeFileSync(join(tree, 'DEBIAN/control'), controlFile(order, sizeKb));
    for (const [option, name] of Object.entries(SCRIPTS)) {
      const path = order.options.get(option);
      if (path === undefined) continue;
      copyFileSync(path, join(tree, 'DEBIAN', name));
      chmodSync(join(tree, 'DEBIAN', name), 0o755);
    }
    const words = ['-Zgzip', '--root-owner-group', '--build', tree, order.options.get('package') ?? ''];
    process.exitCode = spawnSync(DPKG_DEB, words, { stdio: ['ignore', 'ignore', 'inherit'] }).status ?? 1;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

if (import.meta.main) makeDeb(readOrder(process.argv.slice(2)));
