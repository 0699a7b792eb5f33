import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';

import type { Activity, CsvPart, Egress } from '../../preload/contract/activity.ts';
import type { Input } from '../../preload/contract/contract.ts';
import { useAsk } from '../engine.tsx';
import type { PagedReading, Reading } from '../queries.ts';

type Place = { readonly beforeId?: number; readonly afterId?: number };
type ActivityFilter = Pick<Input<'activity.list'>, 'noun' | 'jobId'>;
type EgressFilter = Pick<Input<'egress.list'>, 'search' | 'isUpload'>;

/** A log as far as it was read, newest first, and what is told of all of it. */
export interface Log<T, Total> extends PagedReading<T> {
  readonly sum: Total | undefined;
}

const PAGE = 500;
const NEWEST: Place = {};

/** Who did what. */
export function useActivity(filter: ActivityFilter): Log<Activity, number> {
  const ask = useAsk();
  return useLog('activity', filter, (order) => ask('activity.list', order));
}

/** What left this computer. */
export function useEgress(filter: EgressFilter): Log<Egress, { requests: number; entries: number; bytes: number }> {
  const ask = useAsk();
  return useLog('egress', filter, (order) => ask('egress.list', order));
}

/**
 * Lines of a log never change, so that those that were read stay as they are: an event has the newest line read again, and only when it
 * is another one those between are read too.
 */
function useLog<T extends { readonly id: number }, Total, F extends object>(
  name: 'activity' | 'egress',
  filter: F,
  ask: (
    order: F & Place & { readonly limit: number },
  ) => Promise<{ readonly total: Total; readonly rows: readonly T[] }>,
): Log<T, Total> {
  const head = useQuery({
    queryKey: [name, filter],
    queryFn: () => ask({ ...filter, limit: 1 }),
    placeholderData: keepPreviousData,
  });
  const lines = useInfiniteQuery({
    queryKey: [`${name} lines`, filter],
    queryFn: async ({ pageParam }) => (await ask({ ...filter, ...pageParam, limit: PAGE })).rows,
    initialPageParam: NEWEST,
    getNextPageParam: (page) => (page.length < PAGE ? null : { beforeId: page.at(-1)?.id ?? 0 }),
    getPreviousPageParam: (page) => ({ afterId: page[0]?.id ?? 0 }),
    placeholderData: keepPreviousData,
  });
  const data = useMemo(() => lines.data?.pages.flat(), [lines.data]);
  const { isFetching, isPlaceholderData, fetchPreviousPage, refetch } = lines;
  const newest = head.isPlaceholderData ? undefined : head.data && (head.data.rows[0]?.id ?? 0);
  const known = isPlaceholderData ? undefined : data && (data[0]?.id ?? 0);
  useEffect(() => {
    if (newest === undefined || known === undefined || isFetching) return;
    if (newest > known) void fetchPreviousPage();
    // A line of something that turned out not to have left was taken back.
    if (newest < known) void refetch();
  }, [newest, known, isFetching, fetchPreviousPage, refetch]);
  return {
    data,
    error: lines.error,
    refetch,
    total: null,
    hasMore: lines.hasNextPage,
    isLoadingMore: lines.isFetchingNextPage,
    loadMore: lines.fetchNextPage,
    sum: head.data?.total,
  };
}

/** All lines that match as CSV, in parts. */
export function useExport(): {
  readonly activity: (filter: ActivityFilter) => Promise<readonly string[]>;
  readonly egress: (filter: EgressFilter) => Promise<readonly string[]>;
} {
  const ask = useAsk();
  return {
    activity: useCallback((filter) => inParts((place) => ask('activity.export', { ...filter, ...place })), [ask]),
    egress: useCallback((filter) => inParts((place) => ask('egress.export', { ...filter, ...place })), [ask]),
  };
}

async function inParts(read: (place: Place & { limit: number }) => Promise<CsvPart>): Promise<readonly string[]> {
  const parts: string[] = [];
  for (let beforeId: number | null = 0; beforeId !== null;) {
    const part: CsvPart = await read({ limit: 2_000, ...(beforeId === 0 ? {} : { beforeId }) });
    parts.push(part.text);
    beforeId = part.nextId;
  }
  return parts;
}

/** The last alert that the settings wished; null = there was none yet. */
export function useNewestAlert(): Reading<Activity | null> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['activity', 'alert'],
    queryFn: async () => (await ask('activity.list', { noun: 'alert', limit: 1 })).rows[0] ?? null,
  });
}
