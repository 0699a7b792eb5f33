import { useQuery } from '@tanstack/react-query';

import type { TermsCheck, TermsKind } from '../../preload/contract/terms.ts';
import type { DraftSettings } from '../../preload/contract/wizard.ts';
import { useAsk } from '../engine.tsx';
import type { Reading } from '../queries.ts';

/** The terms that the draft's job needs: those of value-based audiences only for such a one. */
export function neededKinds({ steps }: DraftSettings): readonly TermsKind[] {
  return steps.some(({ audience }) => audience?.isValueBased) ? ['customer_list', 'value_based'] : ['customer_list'];
}

/** Needed kinds that Meta does not call accepted; null = nothing is known. */
export function missingTerms(check: TermsCheck | undefined, needed: readonly TermsKind[]): readonly TermsKind[] | null {
  if (!check?.terms) return null;
  return check.terms.kinds
    .filter(({ kind, state }) => needed.includes(kind) && state !== 'accepted')
    .map(({ kind }) => kind);
}

/**
 * The terms of the draft's ad account, asked again every 5 s until those needed are accepted. `isWatching` false: what was read last.
 * Reading them also releases what was held for them.
 */
export function useAccountTerms(
  connectionId: number | null,
  account: string | null,
  needed: readonly TermsKind[],
  isWatching: boolean,
): Reading<TermsCheck> & { readonly isAsking: boolean } {
  const ask = useAsk();
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['account terms', connectionId, account],
    queryFn: () => ask('terms.check', { connectionId: connectionId ?? 0, account: account ?? '' }),
    enabled: isWatching && connectionId !== null && account !== null,
    // What was read when somebody last looked says nothing of now.
    refetchOnMount: 'always',
    refetchInterval: ({ state: { data: check } }) =>
      check && missingTerms(check, needed)?.length === 0 ? false : 5000,
  });
  return { data, error, refetch, isAsking: isFetching };
}
