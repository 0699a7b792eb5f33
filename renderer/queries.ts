import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import type { Audit } from '../preload/contract/audit.ts';
import type { AccountList, ConnectAttempt, Connection } from '../preload/contract/connections.ts';
import type { EngineStatus, Output } from '../preload/contract/contract.ts';
import type { Doctor, SupportReport, Topic } from '../preload/contract/doctor.ts';
import type { Hold, HoldCheck } from '../preload/contract/holds.ts';
import type {
  AttemptFacts,
  BatchFacts,
  JobDetail,
  JobSummary,
  OutcomeCount,
  RunFacts,
} from '../preload/contract/jobs.ts';
import type { QueueTarget } from '../preload/contract/queue.ts';
import type { AcceptAnswer, TermsList } from '../preload/contract/terms.ts';
import { useAsk } from './engine.tsx';
import { useMoments } from './moments.ts';
import { targetKey } from './queue/target.ts';
import { mergeDoctor } from './troubleshooting/lights.ts';

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

/** Who is connected, read again every 10 s, because a health probe says nothing. */
export function useConnections(): Reading<readonly Connection[]> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['connections'],
    queryFn: () => ask('connections.list', {}),
    refetchInterval: 10_000,
  });
}

/** All ad accounts that a connection reaches; the page searches in them by itself. null = no connection yet. */
export function useReach(connectionId: number | null): Reading<AccountList> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['reach', connectionId],
    queryFn: () => ask('connections.accounts', { connectionId: connectionId ?? 0 }),
    enabled: connectionId !== null,
  });
}

/** The newest audit of each ad account since the engine started. */
export function useAudits(): Reading<readonly Audit[]> {
  const ask = useAsk();
  return useQuery({ queryKey: ['audits'], queryFn: () => ask('audit.list', {}) });
}

/** Where a login stands, asked every second until it has ended; null = none is under way. Nothing of it is kept. */
export function useLogin(attemptId: string | null): Reading<ConnectAttempt> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['login', attemptId],
    queryFn: () => ask('connections.attempt', { attemptId: attemptId ?? '' }),
    enabled: attemptId !== null,
    gcTime: 0,
    refetchInterval: ({ state: { data, status } }) =>
      status === 'error' || data?.state === 'done' || data?.state === 'failed' ? false : 1000,
  });
}

/** The terms of a connection's ad accounts, with those that turned green while somebody looked. */
export type TermsReading = TermsList & { readonly turned: readonly string[] };

/**
 * Asked again every 5 s while the page is in view and `isDone` says no. Where terms turned green, Muster is told to look at once, so that
 * what was held for them goes on.
 */
export function useTerms(
  connectionId: number,
  isDone: (list: TermsList) => boolean,
): Reading<TermsReading> & { readonly isAsking: boolean } {
  const ask = useAsk();
  const client = useQueryClient();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['terms', connectionId],
    async queryFn(): Promise<TermsReading> {
      const before = client.getQueryData<TermsReading>(['terms', connectionId]);
      const list = await ask('terms.list', { connectionId });
      const green = list.accounts.filter(({ account, kinds }) => {
        const old = before?.accounts.find((one) => one.account === account);
        return kinds.some(
          ({ kind, state }) =>
            state === 'accepted' && old?.kinds.some((one) => one.kind === kind && one.state !== 'accepted'),
        );
      });
      for (const { account } of green) await ask('terms.check', { connectionId, account });
      if (green.length > 0) await client.invalidateQueries({ queryKey: ['holds'] });
      return { ...list, turned: [...(before?.turned ?? []), ...green.map(({ account }) => account)] };
    },
    // What was read when somebody last looked says nothing of now.
    refetchOnMount: 'always',
    refetchInterval: ({ state: { data: list } }) => (list && !isDone(list) ? 5000 : false),
  });
  return { data, error, refetch, isAsking: isFetching };
}

/** Tries to accept terms by a call; what Meta answered is shown as it was. */
export function useTryAccept(
  connectionId: number,
  account: string,
): {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly answers: readonly AcceptAnswer[] | null;
  readonly accept: () => void;
} {
  const ask = useAsk();
  const client = useQueryClient();
  const { isPending, error, data, mutate } = useMutation({
    mutationFn: () => ask('terms.tryAccept', { connectionId, account, isWanted: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['terms', connectionId] }),
  });
  return { isPending, error, answers: data ?? null, accept: () => mutate() };
}

/** Ad accounts that can be looked at: those chosen in any connection. */
export function useDoctorChoices(): Reading<readonly { readonly account: string; readonly name: string | null }[]> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['doctor choices'],
    refetchOnMount: 'always',
    async queryFn() {
      const connections = (await ask('connections.list', {})).filter(({ health }) => health !== 'disconnected');
      const lists = await Promise.all(connections.map(({ id }) => ask('connections.accounts', { connectionId: id })));
      const chosen = lists.flatMap(({ accounts }) => accounts.filter(({ isChosen }) => isChosen));
      return [...new Map(chosen.map((one) => [one.account, { account: one.account, name: one.name }])).values()];
    },
  });
}

/** The last look at what goes wrong, of one ad account or (null) of all; only made when somebody asks for it, since it reads Meta. */
export function useDoctor(account: string | null): {
  readonly data: Doctor | undefined;
  readonly error: Error | null;
  readonly running: 'all' | Topic | null;
  readonly run: () => void;
  /** Looks again at one topic, after these holds have been asked about. */
  readonly runTopic: (topic: Topic, holdIds: readonly number[]) => void;
} {
  const ask = useAsk();
  const client = useQueryClient();
  const queryKey = ['doctor', account];
  const where = account === null ? {} : { account };
  const { data } = useQuery<Doctor>({
    queryKey,
    queryFn: () => ask('doctor.run', where),
    enabled: false,
    gcTime: Infinity,
  });
  const { isPending, error, variables, mutate } = useMutation({
    async mutationFn({ topic, holdIds }: { readonly topic: Topic | null; readonly holdIds: readonly number[] }) {
      for (const holdId of holdIds) await ask('holds.check', { holdId });
      const seen = await ask('doctor.run', topic === null ? where : { ...where, topic });
      client.setQueryData<Doctor>(queryKey, (old) => (topic === null ? seen : mergeDoctor(old, topic, seen)));
      if (holdIds.length > 0) await client.invalidateQueries({ queryKey: ['holds'] });
    },
  });
  return {
    data,
    error,
    running: isPending ? (variables.topic ?? 'all') : null,
    run: () => mutate({ topic: null, holdIds: [] }),
    runTopic: (topic, holdIds) => mutate({ topic, holdIds }),
  };
}

/** Makes the redacted report, of one ad account or (null) of everything. */
export function useReport(account: string | null): () => Promise<SupportReport> {
  const ask = useAsk();
  return () => ask('doctor.report', account === null ? {} : { account });
}
