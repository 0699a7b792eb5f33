import type { Hold } from '../../preload/contract/holds.ts';
import type { TermsKind, TermsOfAccount } from '../../preload/contract/terms.ts';

type Holding = Pick<Hold, 'account' | 'reason'>;

/** Terms that stand in the way: those of value-based audiences only where somebody waits for them. */
export function missingKinds({ account, kinds }: TermsOfAccount, holds: readonly Holding[]): readonly TermsKind[] {
  const waits = holds.some((hold) => hold.account === account && hold.reason === 'value_terms');
  return kinds
    .filter(({ kind, state }) => state !== 'accepted' && (kind === 'customer_list' || waits))
    .map(({ kind }) => kind);
}

/** What stands in the way first, and in the order of Meta's list otherwise. */
export function needyFirst(accounts: readonly TermsOfAccount[], holds: readonly Holding[]): readonly TermsOfAccount[] {
  const rank = (one: TermsOfAccount): number => (missingKinds(one, holds).length > 0 ? 0 : 1);
  return accounts.toSorted((a, b) => rank(a) - rank(b));
}

/** For whom one signs, as it is called; null where the ad account belongs to nobody. */
export function businessOf({ business }: TermsOfAccount): string | null {
  return business && (business.name ?? business.id);
}
