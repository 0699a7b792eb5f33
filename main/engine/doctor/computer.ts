import { randomUUID } from 'node:crypto';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { pendingParts } from '../../../db/batches.ts';
import { isWhole } from '../../../db/health.ts';
import type { Light } from '../../../preload/contract/audit.ts';
import type { ComputerFinding, ComputerPart } from '../../../preload/contract/doctor.ts';
import { API_VERSION, graphRoot } from '../../facebook/client.ts';
import { networkProblems } from '../../facebook/network.ts';
import { isFromNetwork } from '../../facebook/outcome.ts';
import { VERSION } from '../../version.ts';
import { FACEBOOK_URL } from '../connect.ts';
import type { Context } from '../context.ts';
import { takeSenderLock } from '../sender-lock.ts';

const MINUTE_MS = 60_000;
/** Tokens and certificates are judged by the clock; what is off by less does no harm. */
const CLOCK_MS = 5 * MINUTE_MS;
const MEGABYTE = 1024 * 1024;
/** An import of a million people needs about this much. */
const LITTLE_ROOM = 1024 * MEGABYTE;
const NO_ROOM = 100 * MEGABYTE;
/** Whoever answers later than this cannot be worked with. */
const PROBE_MS = 5_000;

/** Looks at everything of this computer that Muster needs; `isSender`: this process sends. Nothing that it does stays. */
export async function examineComputer(
  context: Context,
  roots: readonly string[],
  isSender: boolean,
): Promise<readonly ComputerFinding[]> {
  const { db, ports } = context;
  const network = await Promise.all(
    [...new Set(roots.length === 0 ? [FACEBOOK_URL] : roots)].map((root) => reach(context, root)),
  );
  return [
    seen('version', 'pass', 'is', { version: VERSION, api: API_VERSION, node: process.versions.node }),
    ...folder(ports.dataDir),
    ports.secrets.store === 'keyring' ? seen('key_store', 'pass', 'keyring') : seen('key_store', 'warn', 'file'),
    isWhole(db.name, 'quick') ? seen('database', 'pass', 'whole') : seen('database', 'fail', 'damaged'),
    sender(context, isSender),
    ...network.map(({ finding }) => finding),
    ...settings(),
    clock(network.map(({ skewMs }) => skewMs)),
    disk(ports.dataDir),
  ];
}

function seen(
  part: ComputerPart,
  status: Light,
  finding: string,
  values: Readonly<Record<string, string>> = {},
  said: string | null = null,
): ComputerFinding {
  return { part, status, evidence: { key: `doctor.${part}.${finding}`, values }, said, action: null };
}

/** Folders that other computers write, too: a database in one of them is torn sooner or later. */
const SYNCED =
  /[\\/](Dropbox|OneDrive|Google ?Drive|iCloud ?Drive|Mobile Documents|Nextcloud|Syncthing|Box Sync)(?: [^\\/]*)?(?:[\\/]|$)/i;

function folder(dataDir: string): readonly ComputerFinding[] {
  const file = join(dataDir, `doctor-${randomUUID()}`);
  try {
    writeFileSync(file, '');
    rmSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return [seen('data_folder', 'fail', 'unwritable', { code })];
  }
  const synced = dataDir.startsWith('\\\\') ? ['', 'network'] : SYNCED.exec(dataDir);
  return [
    synced ? seen('data_folder', 'warn', 'synced', { by: synced[1] ?? '' }) : seen('data_folder', 'pass', 'writable'),
  ];
}

/** Who reads and sends from this folder. Where nobody does, what is queued waits. */
function sender({ db, ports }: Context, isSender: boolean): ComputerFinding {
  if (isSender) return seen('sender', 'pass', 'this');
  const lock = takeSenderLock(ports.dataDir);
  if (!lock) return seen('sender', 'pass', 'other');
  lock.release();
  const pending = pendingParts(db, null, ports.clock.now()).reduce((sum, { people }) => sum + people, 0);
  return pending === 0
    ? seen('sender', 'pass', 'nobody')
    : seen('sender', 'warn', 'waiting', { count: String(pending) });
}

/** Asks a Graph host for anything, without a token: that it refuses shows that it is there, and what time it has. */
async function reach(
  { ports }: Context,
  root: string,
): Promise<{ readonly finding: ComputerFinding; readonly skewMs: number | null }> {
  const url = `${graphRoot(root)}/${API_VERSION}/`;
  const answer = await ports.http({
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    body: null,
    timeoutMs: PROBE_MS,
  });
  const host = new URL(root).host;
  if (answer.kind === 'no_answer')
    return { finding: seen('network', 'fail', 'unreachable', { host }, answer.said), skewMs: null };
  if (isFromNetwork(answer)) {
    return { finding: seen('network', 'fail', 'portal', { host, status: String(answer.status) }), skewMs: null };
  }
  const at = Date.parse(answer.headers['date'] ?? '');
  return {
    finding: seen('network', 'pass', 'reached', { host }),
    skewMs: Number.isNaN(at) ? null : ports.clock.now() - at,
  };
}

/** The proxy and the authorities that the environment names. */
function settings(): readonly ComputerFinding[] {
  const problems = networkProblems(process.env, FACEBOOK_URL);
  const codeOf = (event: string): string | undefined => problems.find((one) => one.event === event)?.code;
  const [proxy, authorities] = [codeOf('network.proxy_unusable'), codeOf('network.extra_ca_unreadable')];
  return [
    proxy === undefined ? seen('proxy', 'pass', 'usable') : seen('proxy', 'fail', 'unusable', { code: proxy }),
    authorities === undefined
      ? seen('authorities', 'pass', 'readable')
      : seen('authorities', 'fail', 'unreadable', { code: authorities }),
  ];
}

function clock(skews: readonly (number | null)[]): ComputerFinding {
  const known = skews.filter((skew) => skew !== null);
  if (known.length === 0) return seen('clock', 'unknown', 'untold');
  const most = Math.max(...known.map(Math.abs));
  const told = { minutes: String(Math.round(most / MINUTE_MS)) };
  return most > CLOCK_MS ? seen('clock', 'fail', 'wrong', told) : seen('clock', 'pass', 'right');
}

function disk(dataDir: string): ComputerFinding {
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const told = { megabytes: String(Math.floor(free / MEGABYTE)) };
  if (free < NO_ROOM) return seen('disk', 'fail', 'full', told);
  return free < LITTLE_ROOM ? seen('disk', 'warn', 'little', told) : seen('disk', 'pass', 'room', told);
}
