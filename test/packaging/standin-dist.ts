// Makes what electron-builder needs where there is no network: node standin-dist.ts FOLDER
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { pathOfElectronBuilders } from './builder.ts';

const standin = resolve(import.meta.dirname, '../electron');

/** Stands where Chromium's sandbox does. */
const NEVER = '#!/bin/sh\nexit 1\n';

/**
 * Stands where Electron's executable does: on the computer that packed it, it runs the packed app on the stand-in for Electron, so that tests
 * can start what is packed; elsewhere it says what it is. Plain Node cannot look into an archive, so the app is unpacked beside it.
 */
function executable(): string {
  return `#!/bin/sh
if [ ! -d '${standin}' ]; then
  echo 'This package was made without Electron, to look at what it contains. It cannot be run.' >&2
  exit 1
fi
resources=$(dirname "$(readlink -f "$0")")/resources
[ -d "$resources/app" ] || '${process.execPath}' -e 'require(process.argv[1]).extractAll(process.argv[2], process.argv[3])' \\
  '${pathOfElectronBuilders('@electron/asar')}' "$resources/app.asar" "$resources/app" || exit 1
# Electron knows where its app lies; the stand-in is told, after the switches of Playwright.
place=start
for argument do
  shift
  set -- "$@" "$argument"
  [ "$argument" = --remote-debugging-port=0 ] && place=told && set -- "$@" "$resources/app"
done
[ "$place" = told ] || set -- "$resources/app" "$@"
[ -n "$STANDIN_NODE" ] || export STANDIN_NODE='${process.execPath}'
exec '${standin}/electron' "$@"
`;
}

/** An archive without files. electron-builder reads the archive that Electron brings, to note its hash. */
function emptyArchive(): Buffer {
  const index = Buffer.from('{"files":{}}');
  const padded = Math.ceil(index.length / 4) * 4;
  const head = Buffer.alloc(16);
  for (const [at, value] of [4, padded + 8, padded + 4, index.length].entries()) head.writeUInt32LE(value, 4 * at);
  return Buffer.concat([head, index, Buffer.alloc(padded - index.length)]);
}

function script(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/** Fills the folder with `electron/`, which the pack takes for Electron, and with an `fpm` that makes Debian packages only. */
export function makeStandin(folder: string): void {
  const electron = join(folder, 'electron');
  for (const name of ['resources', 'locales']) mkdirSync(join(electron, name), { recursive: true });
  script(join(electron, 'electron'), executable());
  script(join(electron, 'chrome-sandbox'), NEVER);
  for (const name of ['LICENSE', 'version', 'locales/de.pak', 'locales/en-US.pak', 'locales/fr.pak'])
    writeFileSync(join(electron, name), 'stand-in\n');
  writeFileSync(join(electron, 'resources/default_app.asar'), emptyArchive());
  script(join(folder, 'fpm'), `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, 'fpm.ts')}' "$@"\n`);
}

if (import.meta.main) makeStandin(process.argv[2] ?? '.');
