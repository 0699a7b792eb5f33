import { keepPreviousData, useQuery } from '@tanstack/react-query';

import type { Input } from '../../preload/contract/contract.ts';
import type { Preview, PreviewOrder, PreviewRow, SourceCount } from '../../preload/contract/sources.ts';
import type { DraftSettings } from '../../preload/contract/wizard.ts';
import { useAsk } from '../engine.tsx';
import type { Reading } from '../queries.ts';

/** How the draft's source is read; null = there is none. */
export function readingOf({ source, sheet, overrides, country, connectionId }: DraftSettings): PreviewOrder | null {
  return source && { source, sheet, overrides, country, connectionId };
}

const NOTHING: PreviewOrder = {
  source: { kind: 'drop', dropId: 'none' },
  sheet: null,
  overrides: [],
  country: null,
  connectionId: null,
};

/** Columns, problems and counts of the first rows. While another reading of them is made, the one before stays. */
export function usePreview(reading: PreviewOrder | null): Reading<Preview> & { readonly isRenewing: boolean } {
  const ask = useAsk();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['preview', reading && placeOf(reading), reading?.overrides, reading?.country, reading?.connectionId],
    queryFn: () => ask('sources.preview', reading ?? NOTHING),
    enabled: reading !== null,
    placeholderData: (before, query) =>
      isSame(query?.queryKey[1], reading && placeOf(reading)) ? keepPreviousData(before) : undefined,
  });
  return { data, error, refetch, isRenewing: isFetching };
}

/** Whose rows they are: another sheet has others. */
function placeOf({ source, sheet }: Pick<PreviewOrder, 'source'> & { readonly sheet?: string | null | undefined }) {
  return [source, sheet ?? null] as const;
}

function placeIn(order: Input<'sources.row'> | null) {
  return order && placeOf(order);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One of the first rows on its way to Meta. Raw values: nothing of it is kept when the screen goes. */
export function useRow(order: Input<'sources.row'> | null): Reading<PreviewRow> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['row', order],
    queryFn: () => ask('sources.row', order ?? NOTHING),
    enabled: order !== null,
    gcTime: 0,
    placeholderData: (before, query) =>
      isSame(placeIn(query?.queryKey[1] as typeof order), placeIn(order)) ? keepPreviousData(before) : undefined,
  });
}

/** Counts the whole source, asking twice a second until it is counted; the engine stops when nobody asks any more. */
export function useCount(reading: PreviewOrder | null): Reading<SourceCount> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['count', reading && placeOf(reading), reading?.overrides, reading?.country],
    queryFn: () => ask('sources.count', reading ?? NOTHING),
    enabled: reading !== null,
    // A file may have grown since.
    refetchOnMount: 'always',
    refetchInterval: ({ state: { data } }) => (data?.state === 'counting' ? 500 : false),
  });
}
