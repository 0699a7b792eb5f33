import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { CsvPart } from '../../preload/contract/activity.ts';
import type { Input } from '../../preload/contract/contract.ts';
import type { ProblemRow } from '../../preload/contract/jobs.ts';
import type { PersonHit } from '../../preload/contract/people.ts';
import type { RequestFacts, RequestRows } from '../../preload/contract/requests.ts';
import type { AnswersOverTime, Paces, RunLine } from '../../preload/contract/runs.ts';
import { useAsk } from '../engine.tsx';
import type { PagedReading, Reading, ThroughputRange } from '../queries.ts';

/** Which row problems are looked at; `code` null = of every code. */
export interface ProblemFilter {
  readonly runId: number;
  readonly code: string | null;
  readonly search: string;
}

const PROBLEM_PAGE = 1000;
const RUN_PAGE = 50;

function orderOf({ runId, code, search }: ProblemFilter): Pick<Input<'problems.list'>, 'runId' | 'code' | 'search'> {
  return { runId, search, ...(code === null ? {} : { code }) };
}

/**
 * Row problems of a run in the order of the file. Rows only come to the end, so those that were read stay as they are; `counted` is what
 * the run counts now, and tells that there are more.
 */
export function useProblems(filter: ProblemFilter, counted: number): PagedReading<ProblemRow> {
  const ask = useAsk();
  const query = useInfiniteQuery({
    queryKey: ['problem rows', filter.runId, filter.code, filter.search],
    queryFn: async ({ pageParam }) => ({
      rows: await ask('problems.list', { ...orderOf(filter), afterId: pageParam, limit: PROBLEM_PAGE }),
      counted,
    }),
    initialPageParam: 0,
    getNextPageParam: ({ rows }, _pages, afterId) => rows.at(-1)?.id ?? afterId,
    placeholderData: keepPreviousData,
    // Comparing a hundred thousand rows with themselves at each page would be felt.
    structuralSharing: false,
  });
  const data = useMemo(() => query.data?.pages.flatMap(({ rows }) => rows), [query.data]);
  const last = query.data?.pages.at(-1);
  return {
    data,
    error: query.error,
    refetch: query.refetch,
    total: null,
    hasMore: last !== undefined && (last.rows.length === PROBLEM_PAGE || last.counted < counted),
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
  };
}

/** All row problems that match as CSV, in parts. */
export function useProblemsCsv(): (filter: ProblemFilter) => Promise<readonly string[]> {
  const ask = useAsk();
  return useCallback(
    async (filter) => {
      const parts: string[] = [];
      for (let afterId: number | null = 0; afterId !== null;) {
        const part: CsvPart = await ask('problems.export', { ...orderOf(filter), afterId, limit: 1000 });
        parts.push(part.text);
        afterId = part.nextId;
      }
      return parts;
    },
    [ask],
  );
}

/** The runs of a job with their sums, newest first. */
export function useRuns(jobId: number): PagedReading<RunLine> {
  const ask = useAsk();
  const query = useInfiniteQuery({
    queryKey: ['job', jobId, 'runs'],
    queryFn: ({ pageParam }) =>
      ask('runs.list', { jobId, limit: RUN_PAGE, ...(pageParam === null ? {} : { beforeId: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ runs }) => (runs.length < RUN_PAGE ? null : (runs.at(-1)?.id ?? null)),
  });
  const data = useMemo(() => query.data?.pages.flatMap(({ runs }) => runs), [query.data]);
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

/** The request of a batch as it leaves. */
export function useRequest(runId: number, batchId: number): Reading<RequestFacts> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['attempts', runId, batchId, 'request'],
    queryFn: () => ask('batches.request', { batchId }),
  });
}

/** The first rows of a batch, read only when somebody asks for them, and not kept. */
export function useRequestRows(batchId: number, isWanted: boolean): Reading<RequestRows> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['request rows', batchId],
    queryFn: () => ask('batches.rows', { batchId }),
    enabled: isWanted,
    gcTime: 0,
  });
}

/** What Meta answered to all runs of a job over time, with the range that was asked for. */
export function useAnswersOverTime(
  jobId: number,
  range: ThroughputRange,
): Reading<AnswersOverTime & { readonly range: ThroughputRange }> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['throughput', jobId, 'answers', range],
    queryFn: async () => ({ ...(await ask('runs.answers', { jobId, range })), range }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });
}

/** People settled lately; read again every 15 s, because the right edge is now. */
export function usePaces(jobId: number): Reading<Paces> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['throughput', jobId, 'paces'],
    queryFn: () => ask('throughput.paces', { jobId }),
    refetchInterval: 15_000,
  });
}

/** A search of one person as far as it is. Nothing of it outlives the page. */
export interface PersonSearch {
  readonly isRunning: boolean;
  readonly readAs: readonly string[];
  readonly hits: readonly PersonHit[];
  readonly looked: number;
  readonly of: number;
  readonly gone: number;
  readonly error: Error | null;
}

const NOTHING: PersonSearch = { isRunning: true, readAs: [], hits: [], looked: 0, of: 0, gone: 0, error: null };

/** Looks for one person stretch by stretch, newest first, until the end or until it is stopped. */
export function usePersonSearch(): {
  readonly search: PersonSearch | null;
  readonly find: (order: { readonly value: string; readonly jobId: number; readonly isEveryJob: boolean }) => void;
  readonly stop: () => void;
} {
  const ask = useAsk();
  const [search, setSearch] = useState<PersonSearch | null>(null);
  // Answers of a search that was stopped or followed by another one are let go.
  const current = useRef(0);
  const stop = useCallback(() => {
    current.current += 1;
    setSearch((old) => old && { ...old, isRunning: false });
  }, []);
  useEffect(() => () => void (current.current += 1), []);
  const find = useCallback(
    async (order: Omit<Input<'people.find'>, 'beforeId'>) => {
      current.current += 1;
      const own = current.current;
      let found = NOTHING;
      setSearch(found);
      try {
        for (let beforeId: number | undefined; found.isRunning;) {
          const page = await ask('people.find', { ...order, ...(beforeId === undefined ? {} : { beforeId }) });
          if (own !== current.current) return;
          found = {
            isRunning: page.nextId !== null,
            readAs: page.readAs,
            hits: [...found.hits, ...page.hits],
            looked: found.looked + page.looked,
            of: page.of,
            gone: found.gone + page.gone,
            error: null,
          };
          setSearch(found);
          beforeId = page.nextId ?? undefined;
        }
      } catch (error) {
        if (own !== current.current) return;
        setSearch({ ...found, isRunning: false, error: error instanceof Error ? error : new Error(String(error)) });
      }
    },
    [ask],
  );
  return { search, find: (order) => void find(order), stop };
}
