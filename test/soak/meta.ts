import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { entryText } from './population.ts';
import type { Trouble } from './schedule.ts';

export const CLI = resolve(import.meta.dirname, '../../main/cli.ts');
/**
 * Compiled once, as main/setup.mjs does for users: stripping types anew for each process would be most of the time. The key lies in a file,
 * so that the command line and the worker have the same one.
 */
export const SETTINGS = {
  NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../../out/compiled'),
  MUSTER_KEY_STORE: 'file',
};

/** Meta's side: the sandbox in a process of its own, which nobody kills, and its control endpoint. */
export interface Meta {
  readonly graphUrl: string;
  readonly token: string;
  /** Switches on what a trouble says. */
  make(trouble: Trouble): Promise<void>;
  /** Ends every fault but the poisoned rows. */
  clearFaults(): Promise<void>;
  /** From now on Meta refuses every upload that holds this digest. */
  poison(digest: string): Promise<void>;
  /** Resolves when it has done all that it had been sent before: a process that was killed may have handed over its last request whole. */
  quiet(): Promise<void>;
  /** Calls to the Graph API so far, by kind. */
  requests(): Promise<Readonly<Record<string, number>>>;
  /** Faults that hit so far. */
  hits(): number;
  /** Entries of an audience by its id, see `entryText`. */
  members(audience: string): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

interface Listening {
  readonly graph_url: string;
  readonly access_token: string;
}

interface Fault {
  readonly name: string;
  readonly hits: number;
}

/** Starts `muster sandbox` on a free port. */
export async function startMeta(folder: string, ...options: readonly string[]): Promise<Meta> {
  const child: ChildProcess = spawn(
    process.execPath,
    [CLI, 'sandbox', '--json', '--data', join(folder, 'meta'), ...options],
    { env: { ...process.env, ...SETTINGS }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (!child.stdout) throw new Error('the sandbox has no output');
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  const { graph_url: graphUrl, access_token: token } = JSON.parse(line) as Listening;
  const control = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${graphUrl}/_sandbox/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  let ended = 0;
  return {
    graphUrl,
    token,
    async make(trouble) {
      switch (trouble.kind) {
        case 'fault': {
          const { kind: _, ...order } = trouble;
          await control('POST', 'faults', order);
          return;
        }
        case 'terms':
          await control(trouble.accepted ? 'POST' : 'DELETE', 'terms', { act: trouble.account });
          return;
        case 'account':
          await control('POST', 'accounts', { act: trouble.account, state: trouble.state });
      }
    },
    async clearFaults() {
      const { faults } = await control<{ faults: readonly Fault[] }>('GET', 'faults');
      const passing = faults.filter(({ name }) => name !== 'bad_row');
      ended += passing.reduce((sum, { hits }) => sum + hits, 0);
      for (const name of new Set(passing.map((fault) => fault.name))) await control('DELETE', `faults?name=${name}`);
    },
    async poison(digest) {
      await control('POST', 'faults', { name: 'bad_row', arg: digest });
    },
    async quiet() {
      // Each answer is a turn of its event loop; two of them take in whatever lies in a socket.
      for (let turn = 0; turn < 5; turn += 1) await control('GET', 'requests');
    },
    async requests() {
      return (await control<{ requests: Record<string, number> }>('GET', 'requests')).requests;
    },
    hits: () => ended,
    async members(audience) {
      const { entries } = await control<{ entries: readonly Record<string, string>[] }>(
        'GET',
        `audiences/${audience}/members`,
      );
      return new Set(entries.map(entryText));
    },
    async close() {
      if (child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}
