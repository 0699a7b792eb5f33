import type { Action, Counters, OutcomeKind, RowCounts } from './counters.ts';

/** Last line of demo, sync, work and status (DESIGN section 8); names are a stable surface. */
export interface Summary {
  readonly event: 'summary';
  readonly state: 'done' | 'problems' | 'held' | 'waiting' | 'cancelled';
  readonly counters: Counters;
  readonly rows: RowCounts;
  readonly steps: readonly SummaryStep[];
  readonly problems: Readonly<Record<string, number>>;
}

export interface SummaryStep {
  readonly account: string;
  readonly audience: { readonly id: string | null; readonly name: string };
  readonly action: Action;
  readonly counters: Counters;
  readonly pending_reasons: Readonly<Record<string, number>>;
  readonly errored_reasons: Readonly<Record<string, number>>;
  readonly holds: readonly {
    readonly reason: string;
    readonly scope: string;
    readonly title: string;
    readonly action: string;
    readonly url: string | null;
  }[];
  readonly retry_at: number | null;
  readonly last_outcome: {
    readonly kind: OutcomeKind;
    readonly code: number | null;
    readonly subcode: number | null;
  } | null;
}
