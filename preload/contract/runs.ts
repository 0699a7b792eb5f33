import { z } from 'zod';

import type { Counters, OutcomeKind, RowCounts, RunState } from './counters.ts';

const Id = z.number().int().positive();

/** A part of a job's history, newest first. */
export const RunsOrder = z.object({
  jobId: Id,
  beforeId: Id.optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** One run in a job's history. */
export interface RunLine {
  readonly id: number;
  /** 1-based number of the run within its job. */
  readonly number: number;
  readonly state: RunState;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly rows: RowCounts;
  /** Sums over its steps. */
  readonly counters: Counters;
  /** Row problems, exact. */
  readonly problems: number;
}

export interface RunsPage {
  readonly total: number;
  readonly runs: readonly RunLine[];
}

/** Attempts of all runs of a job over time. */
export const AnswersOrder = z.object({ jobId: Id, range: z.enum(['hour', 'day', 'month']) });

export interface AnswersOverTime {
  readonly bucketMs: number;
  /** Epoch ms. */
  readonly now: number;
  /** Empty ones are left out. */
  readonly buckets: readonly ({ readonly at: number } & Readonly<Record<OutcomeKind, number>>)[];
}

/** People settled in the last whole minute, and in the last hour, day and 30 days. */
export type Paces = Readonly<
  Record<'minute' | 'hour' | 'day' | 'month', { readonly synced: number; readonly errored: number }>
>;
