import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';

import { connectCdp } from './cdp.ts';
import type { CdpConnection } from './cdp.ts';

// Debian's /usr/bin/chromium is a script around the first; calling the binary itself is quieter and quicker.
const BINARIES = ['/usr/lib/chromium/chromium', '/usr/bin/chromium'];

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--no-startup-window',
  // The port is for Playwright, the pipe for us: when this process ends in any way, even killed, the pipe breaks and
  // Chromium ends itself.
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
];

// Waits for Chromium in a process group of its own, to remove the profile also after this process was killed.
const RUN_THEN_REMOVE_PROFILE = '"$@"; rm -rf -- "$0"';

let connection: CdpConnection | undefined;

/** The running Chromium. Throws before `startChromium` is done. */
export function chromium(): CdpConnection {
  if (!connection) throw new Error('stand-in: Chromium is not running yet');
  return connection;
}

/**
 * Starts Chromium on a fresh profile, with `switches` added to its command line. Its "DevTools listening on …" line goes
 * to our standard error, where Playwright waits for it. Should Chromium end before we do, so does this process.
 */
export async function startChromium(switches: readonly string[]): Promise<void> {
  const binary = process.env['STANDIN_CHROMIUM'] ?? BINARIES.find((path) => existsSync(path));
  if (!binary) throw new Error(`stand-in: no Chromium at ${BINARIES.join(' or ')}; set STANDIN_CHROMIUM`);
  const profile = mkdtempSync(join(tmpdir(), 'standin-profile-'));
  const child = spawn(
    '/bin/sh',
    ['-c', RUN_THEN_REMOVE_PROFILE, profile, binary, ...switches, ...FLAGS, `--user-data-dir=${profile}`],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const [, , stderr, toChromium, fromChromium] = child.stdio;
  if (!(stderr instanceof Readable && toChromium instanceof Writable && fromChromium instanceof Readable)) {
    throw new Error(`stand-in: cannot start ${binary}`);
  }
  const listening = Promise.withResolvers<void>();
  createInterface({ input: stderr }).on('line', (line) => {
    // Without a desktop session Chromium complains of D-Bus dozens of times.
    if (!line.includes('ERROR:dbus/')) process.stderr.write(`${line}\n`);
    if (line.startsWith('DevTools listening on')) listening.resolve();
  });
  const starting = connectCdp(toChromium, fromChromium);
  void starting.closed.then(() => {
    console.error('stand-in: Chromium has ended');
    process.exit(1);
  });
  await listening.promise;
  connection = starting;
}
