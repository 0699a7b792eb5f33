import type { Readable } from 'node:stream';

import type { z } from 'zod';

import { nextDueAt, pendingParts } from '../../db/batches.ts';
import { coolDownUntil, holdById } from '../../db/holds.ts';
import { offlineRoots } from '../../db/offline.ts';
import { addPause, endPause, listPauses } from '../../db/pauses.ts';
import { outcomesOf, throughput } from '../../db/reports.ts';
import { runsIn } from '../../db/runs.ts';
import { listAccounts } from '../../db/workspaces.ts';
import type { CallName, calls, EngineStatus, Output } from '../../preload/contract/contract.ts';
import { text } from '../../preload/messages/text.ts';
import { API_VERSION } from '../facebook/client.ts';
import { VERSION } from '../version.ts';
import { activityAnswers } from './activity/calls.ts';
import { tellQueue } from './activity/queue.ts';
import type { Audits } from './audit/audits.ts';
import { troubleAnswers } from './audit/calls.ts';
import { cancel } from './cancel.ts';
import type { Attempts } from './connections/attempts.ts';
import { connectionAnswers } from './connections/calls.ts';
import type { Context } from './context.ts';
import { attemptFacts, batchFacts, jobDetail, jobSummaries, runFacts } from './facts.ts';
import { holdFacts } from './facts.ts';
import { jobAnswers } from './jobs/calls.ts';
import { assertKnown, NotFoundError } from './known.ts';
import { peopleAnswers } from './people/calls.ts';
import { probeHold } from './probe.ts';
import { problemAnswers } from './problems/calls.ts';
import { requeue } from './requeue.ts';
import { runAnswers } from './runs/calls.ts';
import { scheduleAnswers } from './schedules/calls.ts';
import { settingsAnswers } from './settings/calls.ts';
import { sourceAnswers } from './sources/calls.ts';
import { summaryOf } from './summary.ts';
import type { SyncStart } from './sync.ts';
import { wizardAnswers } from './wizard/calls.ts';

/** What answers each call of the contract; input is checked and its defaults are filled in. */
export type Answers = {
  readonly [N in CallName]: (input: z.output<(typeof calls)[N]['input']>) => Output<N> | Promise<Output<N>>;
};

export interface EngineSide {
  isSender(): boolean;
  wake(): void;
  runSample(): (() => Promise<SyncStart>) | null;
  readonly attempts: Attempts;
  readonly audits: Audits;
  /** Gives a run of this process the stream that it reads. */
  feed(runId: number, stream: Readable): void;
}

function found<T>(value: T | null, what: string): T {
  if (value === null) throw new NotFoundError(`${what} does not exist.`);
  return value;
}

const MINUTE = 60_000;
const RANGES = {
  hour: { spanMs: 60 * MINUTE, bucketMs: MINUTE },
  day: { spanMs: 24 * 60 * MINUTE, bucketMs: 30 * MINUTE },
  month: { spanMs: 30 * 24 * 60 * MINUTE, bucketMs: 24 * 60 * MINUTE },
} as const;

export function answersOf(context: Context, engine: EngineSide): Answers {
  const { db, ports } = context;
  const now = (): number => ports.clock.now();
  const changedQueue = (changed: boolean): { readonly changed: boolean } => {
    engine.wake();
    for (const event of ['jobs.changed', 'status.changed'] as const) context.emit({ event });
    return { changed };
  };
  return {
    'status.get': () => status(context, engine),
    'status.summary': ({ runId }) => summaryOf(context, runId ?? null),
    'jobs.list': () => jobSummaries(context),
    'jobs.get': ({ jobId }) => found(jobDetail(context, jobId), `Job ${jobId}`),
    async 'jobs.runSample'() {
      const run = found(engine.runSample(), 'A sample on this host');
      const { jobId, runId } = await run();
      return { jobId, runId };
    },
    'runs.get': ({ runId }) => found(db.transaction(() => runFacts(context, runId))(), `Run ${runId}`),
    'runs.outcomes': ({ runId }) =>
      outcomesOf(db, runId).map(({ step_id: stepId, last_at: lastAt, ...rest }) => ({ stepId, lastAt, ...rest })),
    'batches.list': ({ runId, beforeId, limit }) => batchFacts(context, runId, beforeId ?? null, limit),
    'batches.attempts': ({ batchId }) => attemptFacts(context, batchId),
    'throughput.list': ({ jobId, range }) => {
      const { spanMs, bucketMs } = RANGES[range];
      const at = now();
      return { now: at, bucketMs, buckets: throughput(db, jobId ?? null, at - spanMs, bucketMs) };
    },
    'holds.list': () => holdFacts(context),
    async 'holds.check'({ holdId }) {
      const hold = holdById(db, holdId);
      if (!hold) return { released: false, said: null };
      const check = await probeHold(context, hold, true);
      if (check.released) engine.wake();
      return check;
    },
    'queue.pause': (target) => {
      assertKnown(db, target);
      const isNew = db.transaction(() => {
        const changed = addPause(db, target, now());
        if (changed) tellQueue(context, 'queue.paused', target);
        return changed;
      });
      return changedQueue(isNew.immediate());
    },
    'queue.resume': (target) => {
      assertKnown(db, target);
      const isOver = db.transaction(() => {
        const changed = endPause(db, target);
        if (changed) tellQueue(context, 'queue.resumed', target);
        return changed;
      });
      return changedQueue(isOver.immediate());
    },
    'queue.cancel': (target) => cancel(context, target, engine.wake),
    'queue.requeue': (order) => requeue(context, order, engine.wake),
    ...problemAnswers(context),
    ...peopleAnswers(context),
    ...runAnswers(context),
    ...activityAnswers(context),
    ...troubleAnswers(context, engine),
    ...jobAnswers(context, engine),
    ...scheduleAnswers(context),
    ...connectionAnswers(context, engine.attempts, engine.wake),
    ...settingsAnswers(context),
    ...sourceAnswers(context),
    ...wizardAnswers(context, engine),
  };
}

function status(context: Context, engine: EngineSide): EngineStatus {
  const { db, ports } = context;
  const now = ports.clock.now();
  const parts = pendingParts(db, null, now);
  const people = (reason: string | null): number =>
    parts.reduce((sum, part) => (reason === null || part.reason === reason ? sum + part.people : sum), 0);
  return {
    version: VERSION,
    apiVersion: API_VERSION,
    isSender: engine.isSender(),
    keyStore: ports.secrets.store,
    pending: people(null),
    sendingBatches: parts.filter((part) => part.reason === 'sending').length,
    readingRuns: runsIn(db, 'reading').length,
    held: people('held'),
    nextDueAt: nextDueAt(db, now),
    offline: offlineRoots(db).map(({ graph_root: root, since, said }) => ({
      host: root === '' ? text('ui.sandbox') : new URL(root).host,
      since,
      said,
    })),
    pauses: listPauses(db),
    trouble: context.trouble(),
    accounts: listAccounts(db).map((row) => ({
      account: row.account,
      name: row.name,
      isSandbox: row.is_sandbox === 1,
      usagePercent: row.usage_percent,
      usageAt: row.usage_at,
      tier: row.tier,
      coolDownUntil: coolDownUntil(db, row.connection_id, row.account, now),
    })),
  };
}
