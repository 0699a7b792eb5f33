import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { better, defineQueue, defineWorker } from 'plainjob';

import { type Chunk, maskOf, MAX_ENTRIES, shareOf } from '#core/chunk.ts';
import type { Key } from '#core/keys.ts';
import { HORIZON_MS } from '#core/retry.ts';

import { beginAttempt, nextReady, type ReadyBatch, sealedChunk, settleBatch } from '../../db/batches.ts';
import { addAudience, addJob, saveSource, stepsOf } from '../../db/jobs.ts';
import { type Db, openDb } from '../../db/open.ts';
import { addPart, addRun, endReading, runById } from '../../db/runs.ts';
import { addConnection, addWorkspace } from '../../db/workspaces.ts';
import { chunkPlace, decodeChunk, encodeChunk, open, seal } from '../../main/engine/vault.ts';
import { type Order, stopwatch, type Timed } from './measure.ts';

const MATCHED: readonly Key[] = ['EMAIL', 'PHONE', 'FN', 'LN', 'CT', 'ZIP', 'COUNTRY'];
const OUTCOME = {
  outcome: 'synced',
  httpStatus: 200,
  code: null,
  subcode: null,
  received: MAX_ENTRIES,
  invalid: 0,
  said: null,
  traceId: null,
} as const;

/** Our queue, without reading and HTTP: seals and stores chunks of people, claims, opens and settles them one by one. */
export async function ours({ folder, rows }: Order): Promise<Timed> {
  const db = openDb(join(folder, 'queue.db'));
  const { runId, stepId } = emptyRun(db);
  const key = randomBytes(32);
  const chunk = fullChunk();
  const watch = stopwatch();
  watch.start();
  for (let seq = 0; seq * MAX_ENTRIES < rows; seq += 1) enqueue(db, runId, stepId, key, seq, chunk);
  endReading(db, runId, { state: 'sending', failure: null }, Date.now());
  for (let batch = nextReady(db, Date.now(), []); batch; batch = nextReady(db, Date.now(), [])) settle(db, key, batch);
  watch.stop();
  const state = runById(db, runId)?.state;
  db.close();
  if (state !== 'done') throw new Error(`the run is ${state}`);
  return { rows, seconds: watch.seconds, cpuSeconds: watch.cpuSeconds };
}

function emptyRun(db: Db): { readonly runId: number; readonly stepId: number } {
  const now = Date.now();
  const workspaceId = addWorkspace(db, 'Bench', false, Buffer.alloc(32), now);
  const connectionId = addConnection(db, {
    workspace_id: workspaceId,
    graph_url: null,
    person_id: null,
    person_name: null,
    sealed_token: Buffer.alloc(32),
    created_at: now,
  });
  const audienceId = addAudience(db, {
    connection_id: connectionId,
    account: 'act_1',
    name: 'Bench',
    facebook_id: '120210000000000001',
  });
  const jobId = addJob(
    db,
    {
      workspaceId,
      connectionId,
      sourceId: saveSource(db, { kind: 'stdin', path: null, name: 'bench' }),
      name: 'Bench',
      isSample: false,
      overrides: [],
      country: null,
      flushMs: 5_000,
      steps: [{ audienceId, action: 'add', keys: null }],
    },
    now,
  );
  return { runId: addRun(db, jobId, now), stepId: stepsOf(db, jobId)[0]?.id ?? 0 };
}

/** 10,000 people with seven digests each. */
function fullChunk(): Chunk {
  return {
    masks: new Uint16Array(MAX_ENTRIES).fill(maskOf(MATCHED)),
    lines: Uint32Array.from({ length: MAX_ENTRIES }, (_, index) => index + 2),
    digests: randomBytes(MAX_ENTRIES * MATCHED.length * 32),
    plain: [],
  };
}

function enqueue(db: Db, runId: number, stepId: number, key: Buffer, seq: number, chunk: Chunk): void {
  const { batches } = shareOf(chunk, maskOf(MATCHED));
  const lines = { firstLine: chunk.lines[0] ?? 0, lastLine: chunk.lines.at(-1) ?? 0 };
  const isStored = addPart(
    db,
    {
      runId,
      position: null,
      bytesRead: 0,
      rows: { read: MAX_ENTRIES, entered: MAX_ENTRIES, duplicates: 0, unreadable: 0 },
      problems: [],
      problemCounts: {},
      notSynced: [{ stepId, people: 0 }],
      chunk: {
        seq,
        people: MAX_ENTRIES,
        entries: MAX_ENTRIES,
        ...lines,
        sealed: seal(key, chunkPlace(runId, seq), encodeChunk(chunk)),
        batches: batches.map((share) => ({ stepId, operation: 'add', matchKeys: MATCHED, ...share })),
      },
      horizonMs: HORIZON_MS,
    },
    Date.now(),
  );
  if (!isStored) throw new Error('a part was not stored');
}

function settle(db: Db, key: Buffer, batch: ReadyBatch): void {
  const stored = sealedChunk(db, batch.chunk_id);
  if (!stored) throw new Error('a chunk is missing');
  const { lines } = decodeChunk(open(key, chunkPlace(batch.run_id, stored.seq), stored.sealed));
  const id = beginAttempt(db, batch, 0, Date.now());
  const settlement = { synced: lines.length, errored: {}, problems: [], problemCounts: {} };
  settleBatch(db, batch, { id, end: OUTCOME }, settlement, Date.now());
}

const SILENT = { error() {}, warn() {}, info() {}, debug() {} };

/** plainjob: one job a person, added in bulk, worked off by its own worker. `synchronous` null leaves its own choice, NORMAL. */
export async function plainjob({ folder, rows }: Order, synchronous: 'FULL' | null): Promise<Timed> {
  const db = new Database(join(folder, 'plainjob.db'));
  const queue = defineQueue({ connection: better(db), logger: SILENT });
  if (synchronous !== null) db.pragma(`synchronous = ${synchronous}`);
  const people = Array.from({ length: rows }, (_, i) => ({ i, email: `person.${i}@example.com` }));
  const allDone = Promise.withResolvers<void>();
  let done = 0;
  const worker = defineWorker('person', () => undefined, {
    queue,
    logger: SILENT,
    onCompleted() {
      done += 1;
      if (done === rows) allDone.resolve();
    },
  });
  const watch = stopwatch();
  watch.start();
  queue.addMany('person', people);
  const working = worker.start();
  await allDone.promise;
  watch.stop();
  await worker.stop();
  await working;
  queue.close();
  return { rows, seconds: watch.seconds, cpuSeconds: watch.cpuSeconds };
}
