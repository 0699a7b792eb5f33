import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { AudienceList, FoundAudience, NameNote } from '../../preload/contract/wizard.ts';
import { useAsk } from '../engine.tsx';
import type { Reading } from '../queries.ts';

/** Where an audience is, or will be. */
export interface AudiencePlace {
  readonly connectionId: number;
  readonly account: string;
}

const TYPING_MS = 200;

/** A text as it was when the typing last paused. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** Audiences of the ad account whose name holds `search`, or whose id begins with it; what was found last stays while it is asked anew. */
export function useAudiences({ connectionId, account }: AudiencePlace, search: string): Reading<AudienceList> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['audiences', connectionId, account, search],
    queryFn: () => ask('audiences.search', { connectionId, account, search }),
    placeholderData: keepPreviousData,
  });
}

/** What is known of one audience; null = the ad account has none of that id. */
export function useAudience({ connectionId, account }: AudiencePlace, id: string): Reading<FoundAudience | null> {
  const ask = useAsk();
  return useQuery({
    queryKey: ['audiences', connectionId, account, 'one', id],
    async queryFn() {
      const { audiences } = await ask('audiences.search', { connectionId, account, search: id });
      return audiences.find((one) => one.id === id) ?? null;
    },
  });
}

/** Has Meta's list read again. */
export function useAudiencesAgain({ connectionId, account }: AudiencePlace): {
  readonly isPending: boolean;
  readonly read: () => void;
} {
  const ask = useAsk();
  const client = useQueryClient();
  const { isPending, mutate } = useMutation({
    mutationFn: () => ask('audiences.search', { connectionId, account, refreshes: true }),
    onSettled: () => client.invalidateQueries({ queryKey: ['audiences', connectionId, account] }),
  });
  return { isPending, read: () => mutate() };
}

/** What is to be said about the name and description of a new audience; nothing of a name that is empty. */
export function useNameNotes(
  { connectionId, account }: AudiencePlace,
  name: string,
  description: string,
): readonly NameNote[] {
  const ask = useAsk();
  const { data } = useQuery({
    queryKey: ['audiences', connectionId, account, 'lint', name, description],
    queryFn: () => ask('audiences.lint', { connectionId, account, name, description }),
    enabled: name.trim() !== '',
    placeholderData: keepPreviousData,
  });
  return name.trim() === '' ? [] : (data ?? []);
}
