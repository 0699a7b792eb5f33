import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { addAudience, addJob, saveSource, stepsOf } from '../../db/jobs.ts';
import { openDb } from '../../db/open.ts';
import { addPart, addRun, endReading } from '../../db/runs.ts';
import { connectionById } from '../../db/workspaces.ts';
import { maskOf } from '../../main/core/chunk.ts';
import { HORIZON_MS } from '../../main/core/retry.ts';
import { createContext } from '../../main/engine/context.ts';
import type { HttpAnswer } from '../../main/engine/ports.ts';
import { chunkPlace, encodeChunk, seal } from '../../main/engine/vault.ts';
import { refuse, type Script } from './fake-graph.ts';
import { ACCOUNT, type Rig, UNHEARD } from './fake-ports.ts';

type Action = 'add' | 'remove';
type Run = { readonly runId: number };

/** Enough for a few retries. */
export const WHILE = 15_000;
export const BUSY = refuse(2, null, { status: 503 });

/** Lists of addresses for one audience, each a run of its own. */
export interface Wishes {
  readonly audienceId: number;
  /** Queues a list as another process does, without a reader's thread, and lets the sender see it. */
  add(...addresses: readonly string[]): Promise<Run>;
  remove(...addresses: readonly string[]): Promise<Run>;
  /** The entries that Meta has of the audience. */
  members(): readonly string[];
}

/** Wishes for an audience that exists at Meta, by a connection (else the stored one). */
export async function wishesFor(t: Rig, facebookId: string, connectionId?: number): Promise<Wishes> {
  const connection = connectionId ?? t.engine.host.storedConnection(null) ?? (await t.connect());
  const db = openDb(join(t.dataDir, 'muster.db'));
  onTestFinished(() => void db.close());
  const context = createContext(db, t.ports, UNHEARD);
  const workspaceId = connectionById(db, connection)?.workspace_id ?? 0;
  const audience = { connection_id: connection, account: ACCOUNT, name: facebookId, facebook_id: facebookId };
  const audienceId = addAudience(db, audience);
  const sourceId = saveSource(db, { kind: 'stdin', path: null, name: 'standard input' });
  const jobFor = (action: Action): number =>
    addJob(
      db,
      {
        workspaceId,
        connectionId: connection,
        sourceId,
        name: action,
        isSample: false,
        overrides: [],
        country: null,
        flushMs: 5_000,
        steps: [{ audienceId, action, keys: null }],
      },
      1,
    );
  const jobs = { add: jobFor('add'), remove: jobFor('remove') };

  function queue(action: Action, addresses: readonly string[]): number {
    const count = addresses.length;
    const runId = addRun(db, jobs[action], t.clock.now());
    const stepId = stepsOf(db, jobs[action])[0]?.id ?? 0;
    const lines = { firstLine: 2, lastLine: count + 1 };
    const chunk = {
      masks: new Uint16Array(count).fill(maskOf(['EMAIL'])),
      lines: Uint32Array.from(addresses, (_address, index) => index + 2),
      digests: Buffer.concat(addresses.map((address) => createHash('sha256').update(address).digest())),
      plain: [],
    };
    const own = { people: count, entries: count, ...lines };
    const keys = ['EMAIL'];
    addPart(
      db,
      {
        runId,
        position: null,
        bytesRead: 1,
        rows: { read: count, entered: count, duplicates: 0, unreadable: 0 },
        problems: [],
        problemCounts: {},
        notSynced: [{ stepId, people: 0 }],
        chunk: {
          ...own,
          seq: 0,
          sealed: seal(context.workspaceKey(workspaceId), chunkPlace(runId, 0), encodeChunk(chunk)),
          batches: [{ ...own, stepId, operation: action, hasExternId: false, matchKeys: keys, keys }],
        },
        horizonMs: HORIZON_MS,
      },
      t.clock.now(),
    );
    endReading(db, runId, { state: 'sending', failure: null }, t.clock.now());
    return runId;
  }

  async function wish(action: Action, addresses: readonly string[]): Promise<Run> {
    // In one transaction, so that no reader takes the run up.
    const runId = db.transaction(() => queue(action, addresses)).immediate();
    await t.clock.advance(1_000);
    return { runId };
  }

  return {
    audienceId,
    add: (...addresses) => wish('add', addresses),
    remove: (...addresses) => wish('remove', addresses),
    members: () => t.graph.members(facebookId),
  };
}

/** The entries that addresses become. */
export function entries(...addresses: readonly string[]): readonly string[] {
  return addresses.map((address) => `EMAIL=${createHash('sha256').update(address).digest('hex')}`).toSorted();
}

/** What became of the people of each run. */
export async function fates(t: Rig, ...runs: readonly Run[]) {
  const facts = await Promise.all(runs.map(({ runId }) => t.ask('runs.get', { runId })));
  return facts.flatMap(({ state, steps }) =>
    steps.map(({ counters: { synced, pending }, erroredReasons: errored }) => ({
      run: state,
      synced,
      pending,
      errored,
    })),
  );
}

export const waiting = (count: number) => ({ run: 'sending', synced: 0, pending: count, errored: {} });
export const synced = (count: number) => ({ run: 'done', synced: count, pending: 0, errored: {} });
export const superseded = (count: number, alsoSynced = 0) => ({
  run: 'done_with_problems',
  synced: alsoSynced,
  pending: 0,
  errored: { superseded: count },
});

/** Every upload so far, as its operation and the number of its rows. */
export function sent(t: Rig): readonly unknown[] {
  return t.graph.seen.flatMap(({ kind, method, body }) =>
    kind === 'users' ? [`${method} ${(body['payload'] as { data: readonly unknown[] }).data.length}`] : [],
  );
}

/** Holds back the answer to an upload until it is let go. */
export function slow(): { readonly script: Script; letGo(script?: Script): void } {
  let release = (_script: Script): void => undefined;
  const gone = new Promise<Script>((resolve) => {
    release = resolve;
  });
  return {
    script: async (seen, perform): Promise<HttpAnswer> => (await gone)(seen, perform),
    letGo: (script = (_seen, perform) => perform()) => release(script),
  };
}
