import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { Draft } from '../../preload/contract/wizard.ts';
import { useAsk } from '../engine.tsx';
import type { Reading } from '../queries.ts';

/** Jobs that are being set up, the one saved last first. */
export function useDrafts(): Reading<readonly Draft[]> {
  const ask = useAsk();
  return useQuery({ queryKey: ['drafts'], queryFn: () => ask('drafts.list', {}) });
}

/** One draft as it was saved, read once when the wizard opens it; null = a new one. */
export function useStoredDraft(draftId: number | null): Reading<Draft> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['stored draft', draftId],
    queryFn: () => ask('drafts.get', { draftId: draftId ?? 0 }),
    enabled: draftId !== null,
    gcTime: 0,
  });
}

/** Deletes a draft, and makes it again from what it was. */
export function useDraftRemoval(): {
  readonly remove: (draft: Draft) => void;
  readonly restore: (draft: Draft) => void;
} {
  const ask = useAsk();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: ['drafts'] });
  const removal = useMutation({ mutationFn: ({ id }: Draft) => ask('drafts.delete', { draftId: id }), onSettled });
  const restoration = useMutation({
    mutationFn: ({ place, settings }: Draft) => ask('drafts.save', { place, settings }),
    onSettled,
  });
  return { remove: removal.mutate, restore: restoration.mutate };
}
