import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { EngineStatus, Output } from '../preload/contract/contract.ts';
import type { Hold, HoldCheck } from '../preload/contract/holds.ts';
import type {
  AttemptFacts,
  BatchFacts,
  JobDetail,
  JobSummary,
  OutcomeCount,
  ProblemRow,
  RunFacts,
} from '../preload/contract/jobs.ts';
import type { QueueTarget } from '../preload/contract/queue.ts';
import { useAsk } from './engine.tsx';
import { useMoments } from './moments.ts';
import { targetKey } from './queue/target.ts';

/** One reading of the engine: data stays while it is renewed or while renewing fails. */
export interface Reading<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** A reading that arrives in pages. */
export interface PagedReading<T> extends Reading<readonly T[]> {
  /** Rows that exist, where the engine counts them. */
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => unknown;
}

export type ThroughputRange = 'hour' | 'day' | 'month';
const BATCH_PAGE = 100;
const PROBLEM_PAGE = 200;

/** Overall state. Also the pulse: asked every 10 s, every 2 s while nobody answers. */
export function useStatus(): Reading<EngineStatus> {
  const ask = useAsk();
  const isAnswering = useMoments((now) => now.isAnswering);
  return useQuery({
    queryKey: ['status'],
    queryFn: () => ask('status.get', {}),
    refetchInterval: isAnswering ? 10_000 : 2000,
  });
}

/** All jobs with the counters of their last run. */
export function useJobs(): Reading<readonly JobSummary[]> {
  const ask = useAsk();
  return useQuery({ queryKey: ['jobs'], queryFn: () => ask('jobs.list', {}) });
}

/** One job with its runs, newest first, and its mapping. */
export function useJob(jobId: number): Reading<JobDetail> {
  const ask = useAsk();
  const { data, error, refetch } = useQuery({ queryKey: ['job', jobId], queryFn: () => ask('jobs.get', { jobId }) });
  const sorted = useMemo(() => data && { ...data, runs: data.runs.toSorted((a, b) => b.number - a.number) }, [data]);
  return { data: sorted, error, refetch };
}

/** The live funnel of one run; null = there is none yet. */
export function useRun(runId: number | null): Reading<RunFacts> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['run', runId],
    queryFn: () => ask('runs.get', { runId: runId ?? 0 }),
    enabled: runId !== null,
  });
}

/** What Meta answered in a run, counted by meaning and code. */
export function useOutcomes(runId: number): Reading<readonly OutcomeCount[]> {
  const ask = useAsk();
  return useQuery({ queryKey: ['outcomes', runId], queryFn: () => ask('runs.outcomes', { runId }) });
}

/** Batches of a run, newest first. */
export function useBatches(runId: number): PagedReading<BatchFacts> {
  const ask = useAsk();
  const query = useInfiniteQuery({
    queryKey: ['batches', runId],
    queryFn: ({ pageParam }) =>
      ask('batches.list', { runId, limit: BATCH_PAGE, ...(pageParam === null ? {} : { beforeId: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ batches }) => (batches.length < BATCH_PAGE ? null : (batches.at(-1)?.id ?? null)),
  });
  const data = useMemo(() => query.data?.pages.flatMap((page) => page.batches), [query.data]);
  return {
    data,
    error: query.error,
    refetch: query.refetch,
    total: query.data?.pages[0]?.total ?? null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
  };
}

/** Every HTTP try of one batch. */
export function useAttempts(runId: number, batchId: number): Reading<readonly AttemptFacts[]> {
  const ask = useAsk();
  return useQuery({ queryKey: ['attempts', runId, batchId], queryFn: () => ask('batches.attempts', { batchId }) });
}

/** Row problems of a run, of one code or (null) of all, in the order of the file. */
export function useProblems(runId: number, code: string | null): PagedReading<ProblemRow> {
  const ask = useAsk();
  const query = useInfiniteQuery({
    queryKey: ['problems', runId, code],
    queryFn: ({ pageParam }) =>
      ask('problems.list', { runId, afterId: pageParam, limit: PROBLEM_PAGE, ...(code === null ? {} : { code }) }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.length < PROBLEM_PAGE ? null : (page.at(-1)?.id ?? null)),
  });
  const data = useMemo(() => query.data?.pages.flat(), [query.data]);
  return {
    data,
    error: query.error,
    refetch: query.refetch,
    total: null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
  };
}

/** People settled per bucket, with the range they were asked for: while another one is read the old one stays. */
export type Throughput = Output<'throughput.list'> & { readonly range: ThroughputRange };

/** Read again every 15 s, because the right edge is now. */
export function useThroughput(jobId: number, range: ThroughputRange): Reading<Throughput> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['throughput', jobId, range],
    queryFn: async () => ({ ...(await ask('throughput.list', { jobId, range })), range }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
}

/** What waits for a person, oldest first. */
export function useHolds(): Reading<readonly Hold[]> {
  const ask = useAsk();
  const { data, error, refetch } = useQuery({ queryKey: ['holds'], queryFn: () => ask('holds.list', {}) });
  const sorted = useMemo(() => data?.toSorted((a, b) => a.since - b.since), [data]);
  return { data: sorted, error, refetch };
}

/** Runs that can still have people waiting: older ones have long been sent or ended. */
const LOOKED_AT_RUNS = 10;

/** People who wait in a job, a step, an ad account or everything, over all runs; read again every 2 s, for a question that names them. */
export function usePendingPeople(target: QueueTarget): Reading<number> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['pending', targetKey(target)],
    refetchInterval: 2000,
    gcTime: 0,
    async queryFn() {
      if (target.scope === 'everything') return (await ask('status.get', {})).pending;
      const jobs = (await ask('jobs.list', {})).filter(({ id, steps }) => {
        if (target.scope === 'job') return id === target.jobId;
        return target.scope === 'ad_account' || steps.some((step) => step.id === target.stepId);
      });
      const details = await Promise.all(jobs.map(({ id }) => ask('jobs.get', { jobId: id })));
      const newest = details.flatMap(({ runs }) =>
        runs.toSorted((a, b) => b.number - a.number).slice(0, LOOKED_AT_RUNS),
      );
      const runs = await Promise.all(newest.map(({ id }) => ask('runs.get', { runId: id })));
      return runs
        .flatMap(({ steps }) => steps)
        .filter(({ stepId, account }) => {
          if (target.scope === 'step') return stepId === target.stepId;
          return target.scope === 'job' || account === target.account;
        })
        .reduce((sum, { counters }) => sum + counters.pending, 0);
    },
  });
}

/** Starts the sample job once more, making it first where there is none. */
export function useRunSample(onStarted: (started: Output<'jobs.runSample'>) => void): {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly run: () => void;
} {
  const ask = useAsk();
  const client = useQueryClient();
  const { isPending, error, mutate } = useMutation({
    mutationFn: () => ask('jobs.runSample', {}),
    async onSuccess(started) {
      // The new run has to be in the list before the page turns to it.
      await Promise.all(['jobs', 'job', 'status'].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
      onStarted(started);
    },
  });
  return { isPending, error, run: () => mutate() };
}

/** Asks Meta now whether a hold can be lifted. `answer` is null until the answer is there. */
export function useCheckHold(holdId: number): {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly answer: HoldCheck | null;
  readonly checkedAt: number;
  readonly check: () => void;
} {
  const ask = useAsk();
  const client = useQueryClient();
  const { isPending, error, data, mutate, submittedAt } = useMutation({
    mutationFn: () => ask('holds.check', { holdId }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['holds'] }),
  });
  return { isPending, error, answer: data ?? null, checkedAt: submittedAt, check: () => mutate() };
}
