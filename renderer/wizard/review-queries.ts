import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { DraftSettings, Launched, Review } from '../../preload/contract/wizard.ts';
import { useAsk } from '../engine.tsx';
import type { Reading } from '../queries.ts';
import { useDraft } from './use-draft.tsx';

/** Whether the draft can go, read from Meta for what is chosen and saved now. Nothing is read before anything was chosen. */
export function useReview(): Reading<Review> & { readonly isRenewing: boolean } {
  const ask = useAsk();
  const { draftId, settings, isDirty, isSourceGone } = useDraft();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['review', draftId, settings],
    queryFn: () => ask('drafts.review', { draftId: draftId ?? 0 }),
    enabled: draftId !== null && !isDirty,
    // What Meta said then says nothing about now.
    gcTime: 0,
    placeholderData: (before, query) => (query?.queryKey[1] === draftId ? before : undefined),
  });
  return { data: data && isSourceGone ? withLostFile(data, settings) : data, error, refetch, isRenewing: isFetching };
}

/** The engine still has the first bytes of a dropped file, and does not know that the page which has the rest is gone. */
function withLostFile(review: Review, { sourceName }: DraftSettings): Review {
  if (review.notes.some(({ kind }) => kind === 'source_gone')) return review;
  const values = { source: sourceName ?? '' };
  return {
    ...review,
    notes: [{ kind: 'source_gone', weight: 'blocks', step: 'source', index: null, values }, ...review.notes],
  };
}

/** Launches the draft once everything is saved. `waits`: the person has seen that people will wait. */
export function useLaunch(onLaunched: (launched: Extract<Launched, { readonly state: 'launched' }>) => void): {
  readonly isPending: boolean;
  readonly error: Error | null;
  /** Why it was refused; null = it was not. */
  readonly refused: Extract<Launched, { readonly state: 'refused' }> | null;
  readonly launch: (waits: boolean) => void;
} {
  const ask = useAsk();
  const client = useQueryClient();
  const { draftId, flush } = useDraft();
  const { isPending, error, data, mutate } = useMutation({
    async mutationFn(waits: boolean) {
      await flush();
      return ask('drafts.launch', { draftId: draftId ?? 0, waits });
    },
    async onSuccess(launched) {
      if (launched.state === 'refused') {
        await client.invalidateQueries({ queryKey: ['review', draftId] });
        return;
      }
      // The new job has to be in the list before the page turns to it.
      await Promise.all(
        ['jobs', 'job', 'drafts', 'status'].map((noun) => client.invalidateQueries({ queryKey: [noun] })),
      );
      onLaunched(launched);
    },
  });
  return { isPending, error, refused: data?.state === 'refused' ? data : null, launch: mutate };
}
