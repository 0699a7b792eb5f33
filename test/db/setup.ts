import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { nextReady, type ReadyBatch } from '../../db/batches.ts';
import { addAudience, addJob, saveSource, stepsOf } from '../../db/jobs.ts';
import { type Db, openDb } from '../../db/open.ts';
import { addPart, addRun, type NewBatch, type ReadPart } from '../../db/runs.ts';
import { addConnection, addWorkspace } from '../../db/workspaces.ts';

export const HORIZON = 46_800_000;
const ACCOUNT = 'act_1';

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'muster-db-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A database in memory: the schema and its rules, without the disk. */
export function memory(): Db {
  const db = openDb(':memory:');
  onTestFinished(() => void db.close());
  return db;
}

export interface StepPlan {
  readonly action: 'add' | 'remove';
  /** Steps with the same name share an audience. */
  readonly audience: string;
  readonly account?: string;
}

export interface Queue {
  readonly db: Db;
  readonly connectionId: number;
  readonly jobId: number;
  readonly runId: number;
  readonly stepIds: readonly number[];
  /** Stores a part in which `entered` people come, of whom each step can match these. */
  part(entered: number, matched: readonly number[], rows?: Partial<ReadPart['rows']>): boolean;
}

/** A job of one connection with a run that reads; every workspace, connection and job is new. */
export function queue(db: Db, steps: readonly StepPlan[] = [{ action: 'add', audience: 'A' }]): Queue {
  const workspaceId = addWorkspace(db, 'Client', false, Buffer.of(1), 1);
  const connectionId = addConnection(db, {
    workspace_id: workspaceId,
    graph_url: 'https://graph.facebook.com',
    person_id: null,
    person_name: null,
    sealed_token: Buffer.of(1),
    created_at: 1,
  });
  const audiences = new Map<string, number>();
  const audienceOf = ({ audience: name, account = ACCOUNT }: StepPlan): number => {
    // Meta's ids differ: two audiences of one id would be one audience.
    const facebook_id = `${connectionId}${audiences.size}`;
    const id = audiences.get(name) ?? addAudience(db, { connection_id: connectionId, account, name, facebook_id });
    audiences.set(name, id);
    return id;
  };
  const jobId = addJob(
    db,
    {
      workspaceId,
      connectionId,
      sourceId: saveSource(db, { kind: 'stdin', path: null, name: 'standard input' }),
      name: 'Job',
      isSample: false,
      overrides: [],
      country: null,
      flushMs: 5_000,
      steps: steps.map((step) => ({ audienceId: audienceOf(step), action: step.action, keys: null })),
    },
    1,
  );
  const runId = addRun(db, jobId, 1);
  const stepIds = stepsOf(db, jobId).map(({ id }) => id);
  let seq = 0;
  let line = 2;
  return {
    db,
    connectionId,
    jobId,
    runId,
    stepIds,
    part(entered, matched, rows = {}) {
      const batches: readonly NewBatch[] = stepIds.flatMap((stepId, index) => {
        const people = matched[index] ?? 0;
        if (people === 0) return [];
        const operation = steps[index]?.action ?? 'add';
        const lines = { firstLine: line, lastLine: line + entered };
        return [
          {
            stepId,
            operation,
            hasExternId: false,
            matchKeys: ['EMAIL'],
            people,
            entries: people,
            keys: ['EMAIL'],
            ...lines,
          },
        ];
      });
      line += entered;
      const { duplicates = 0, unreadable = 0 } = rows;
      const stored = addPart(
        db,
        {
          runId,
          position: null,
          bytesRead: line,
          rows: { read: entered + duplicates + unreadable, entered, duplicates, unreadable, ...rows },
          problems: [],
          problemCounts: {},
          notSynced: stepIds.map((stepId, index) => ({ stepId, people: entered - (matched[index] ?? 0) })),
          chunk:
            batches.length === 0
              ? null
              : {
                  seq,
                  people: Math.max(...matched),
                  entries: Math.max(...matched),
                  firstLine: 2,
                  lastLine: line,
                  sealed: Buffer.of(1),
                  batches,
                },
          horizonMs: HORIZON,
        },
        10,
      );
      if (stored && batches.length > 0) seq += 1;
      return stored;
    },
  };
}

/** The batch that would be sent now; a test that calls this needs one. */
export function ready(db: Db, now = 100): ReadyBatch {
  const batch = nextReady(db, now, []);
  if (!batch) throw new Error('no batch is ready');
  return batch;
}
