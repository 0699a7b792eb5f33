import type { OutcomeKind } from '../../../db/batches.ts';
import { answersOverTime, countRuns, type HistoryRow, listHistory, settledBetween } from '../../../db/history.ts';
import type { AnswersOverTime, Paces, RunLine } from '../../../preload/contract/runs.ts';
import type { Answers } from '../calls.ts';
import type { Context } from '../context.ts';
import { requestOf, rowsOf } from './request.ts';

type RunCall = 'runs.list' | 'runs.answers' | 'throughput.paces' | 'batches.request' | 'batches.rows';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RANGES = {
  hour: { spanMs: HOUR, bucketMs: MINUTE },
  day: { spanMs: DAY, bucketMs: HOUR },
  month: { spanMs: 30 * DAY, bucketMs: DAY },
} as const;

/** What answers the calls about a job's runs, their requests and their pace. */
export function runAnswers(context: Context): Pick<Answers, RunCall> {
  const { db, ports } = context;
  return {
    'runs.list': ({ jobId, beforeId = null, limit }) => ({
      total: countRuns(db, jobId),
      runs: listHistory(db, jobId, beforeId, limit).map(runLine),
    }),
    'runs.answers'({ jobId, range }): AnswersOverTime {
      const now = ports.clock.now();
      const { spanMs, bucketMs } = RANGES[range];
      const buckets = new Map<number, Record<OutcomeKind, number>>();
      for (const { at, kind, attempts } of answersOverTime(db, jobId, now - spanMs, bucketMs)) {
        const bucket = buckets.get(at) ?? { synced: 0, retry: 0, throttled: 0, held: 0, refused: 0 };
        bucket[kind] = attempts;
        buckets.set(at, bucket);
      }
      return { now, bucketMs, buckets: [...buckets].map(([at, kinds]) => ({ at, ...kinds })) };
    },
    'throughput.paces'({ jobId }): Paces {
      const minute = Math.floor(ports.clock.now() / MINUTE);
      const since = (minutes: number) => settledBetween(db, jobId, minute - minutes + 1, minute + 1);
      return {
        minute: settledBetween(db, jobId, minute - 1, minute),
        hour: since(60),
        day: since(24 * 60),
        month: since(30 * 24 * 60),
      };
    },
    'batches.request': ({ batchId }) => requestOf(context, batchId),
    'batches.rows': ({ batchId }) => rowsOf(context, batchId),
  };
}

function runLine(row: HistoryRow): RunLine {
  const { read, duplicates, excluded, unchanged, unreadable } = row;
  const { entered, proceeded, synced, not_synced, pending, errored, exited } = row;
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    rows: { read, entered: row.rows_entered, duplicates, excluded, unchanged, unreadable },
    counters: { entered, proceeded, synced, not_synced, pending, errored, exited },
    problems: row.problems,
  };
}
