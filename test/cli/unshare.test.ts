import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import type { CutOff } from '../soak/cut-off.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const LOOPBACK_UP = 'ip link set lo up';

/** How to get a network of one's own here: as root, or as the root of a user namespace; null where neither is allowed or tools are missing. */
function ownNetwork(): readonly string[] | null {
  const ways = [['--net'], ['--map-root-user', '--net']];
  return ways.find((way) => spawnSync('unshare', [...way, 'sh', '-c', LOOPBACK_UP]).status === 0) ?? null;
}

const way = ownNetwork();

test.skipIf(way === null)(
  'the network is taken away for 20 seconds in mid-sync and comes back: both syncs end well, no try and no horizon is used up (needs `unshare --net` and `ip`)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-cut-off-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const inside = `${LOOPBACK_UP} && exec "$@"`;
    const driver = [process.execPath, join(ROOT, 'test/soak/cut-off.ts'), folder];
    const child = spawn('unshare', [...(way ?? []), 'sh', '-c', inside, 'sh', ...driver], {
      env: { ...process.env, NODE_COMPILE_CACHE: join(ROOT, 'out', 'compiled') },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
    await new Promise((done) => child.on('close', done));
    const { codes, members, attempts, tries, horizonUsedMs, reasonsMeanwhile } = JSON.parse(stdout) as CutOff;

    expect({ codes, members, attempts, tries, horizonUsedMs }).toEqual({
      codes: [0, 0],
      members: [40_000, 1_000],
      attempts: { synced: 5 },
      tries: 0,
      horizonUsedMs: 0,
    });
    expect(reasonsMeanwhile).toContain('offline');
  },
);
