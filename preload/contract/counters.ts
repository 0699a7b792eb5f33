/**
 * The seven counters of DESIGN section 3. At every instant
 * entered = synced + not_synced + pending + errored, and entered = proceeded + exited.
 */
export interface Counters {
  readonly entered: number;
  readonly proceeded: number;
  readonly synced: number;
  readonly not_synced: number;
  readonly pending: number;
  readonly errored: number;
  readonly exited: number;
}

/** What became of the lines of a source; read = the sum of the other five. */
export interface RowCounts {
  readonly read: number;
  readonly entered: number;
  readonly duplicates: number;
  readonly excluded: number;
  readonly unchanged: number;
  readonly unreadable: number;
}

/** Why people are Pending. Derived from batch states, holds, cool-downs and pauses, never stored. */
export type PendingReason = 'queued' | 'sending' | 'retry' | 'throttled' | 'offline' | 'paused' | 'held';

/** Why people are Errored; all of them can be queued again. */
export type ErroredReason =
  | 'refused'
  | 'invalid'
  | 'invalid_unnamed'
  | 'horizon'
  | 'cancelled'
  | 'superseded'
  | 'hold_expired';

/** Where a run stands. `reading` and `sending` are under way, the others have ended. */
export type RunState =
  | 'reading'
  | 'sending'
  | 'done'
  | 'done_with_problems'
  | 'cancelled'
  | 'source_changed'
  | 'cut_short';

export type BatchState = 'queued' | 'sending' | 'retry' | 'synced' | 'errored';

/** What an answer of the Graph API means (DESIGN section 2). */
export type OutcomeKind = 'synced' | 'retry' | 'throttled' | 'held' | 'refused';

export type Action = 'add' | 'remove';
