import type {
  Action,
  BatchState,
  Counters,
  ErroredReason,
  OutcomeKind,
  PendingReason,
  RowCounts,
  RunState,
} from './counters.ts';
import type { HoldReason } from './holds.ts';
import type { Schedule } from './schedule.ts';

export type JobState = 'idle' | 'reading' | 'sending' | 'waiting' | 'held' | 'paused' | 'offline';

export interface JobSummary {
  readonly id: number;
  readonly name: string;
  readonly isSample: boolean;
  readonly isSandbox: boolean;
  readonly sourceName: string;
  readonly account: string;
  readonly accountName: string | null;
  readonly steps: readonly { readonly id: number; readonly action: Action; readonly audience: string }[];
  readonly state: JobState;
  /** The user paused this job, all of its steps, its account or everything. */
  readonly isPaused: boolean;
  /** Reasons of the holds that stop this job, most urgent first. */
  readonly heldBy: readonly HoldReason[];
  /** Sums over the steps of the last run; all zero before the first. */
  readonly counters: Counters;
  /** Its source can be read again; a dropped file or a standard input cannot. */
  readonly isRepeatable: boolean;
  /** When it runs by itself; null = only when somebody says so. */
  readonly schedule: Schedule | null;
  /** Epoch ms; what is past is due, and runs as soon as nothing stands against it. null = never by itself. */
  readonly nextRunAt: number | null;
  readonly lastRun: {
    readonly id: number;
    readonly state: RunState;
    readonly startedAt: number;
    readonly endedAt: number | null;
  } | null;
}

/** An audience of a step, and what Meta told of it when it was last read. */
export interface AudienceState {
  /** null = it is still to be made. */
  readonly id: string | null;
  readonly name: string;
  readonly isValueBased: boolean;
  /** People, as Meta estimates; null = not told or too few. */
  readonly size: { readonly lower: number; readonly upper: number } | null;
  readonly operation: { readonly code: number; readonly description: string | null } | null;
  readonly delivery: { readonly code: number; readonly description: string | null } | null;
  /** Epoch ms; null = never. */
  readonly readAt: number | null;
}

/** One step of a run with everything the funnel shows. */
export interface StepFacts {
  readonly stepId: number;
  /** 1-based place in the job. */
  readonly position: number;
  readonly account: string;
  readonly accountName: string | null;
  readonly audience: AudienceState;
  readonly action: Action;
  readonly keys: readonly string[];
  readonly counters: Counters;
  readonly pendingReasons: Readonly<Partial<Record<PendingReason, number>>>;
  readonly erroredReasons: Readonly<Partial<Record<ErroredReason, number>>>;
  readonly holdIds: readonly number[];
  /** The user paused this step, its job, its account or everything. */
  readonly isPaused: boolean;
  /** When the next retry or the end of a cool-down is due, epoch ms. */
  readonly retryAt: number | null;
  /** When all that is pending will have been sent at the pace that the account's quota allows, epoch ms; null = nobody can tell. */
  readonly etaAt: number | null;
  readonly lastOutcome: {
    readonly kind: OutcomeKind;
    readonly code: number | null;
    readonly subcode: number | null;
  } | null;
}

export interface RunFacts {
  readonly id: number;
  readonly jobId: number;
  /** 1-based number of the run within its job. */
  readonly number: number;
  readonly state: RunState;
  /** Why reading ended early, for display; null when it did not. */
  readonly failure: string | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly rows: RowCounts;
  /** Bytes read of bytes in the source; total is null for standard input. */
  readonly progress: { readonly bytes: number; readonly total: number | null };
  readonly steps: readonly StepFacts[];
  readonly problems: Readonly<Record<string, number>>;
}

/** What the next run of a job is done with. */
export interface JobSettings {
  readonly connectionId: number;
  /** Whose token it is; null = not told. */
  readonly person: string | null;
  readonly source: {
    readonly sourceId: number;
    readonly kind: 'file' | 'stdin' | 'sample';
    readonly name: string;
    /** Of a workbook; null = its first, or no workbook. */
    readonly sheet: string | null;
  };
  /** COL=KEY, as the guessed mapping was changed. */
  readonly overrides: readonly string[];
  readonly country: string | null;
  readonly flushMs: number;
  readonly zeroValue: boolean;
  /** In their order. */
  readonly steps: readonly {
    readonly id: number;
    readonly account: string;
    readonly accountName: string | null;
    readonly audience: { readonly id: string | null; readonly name: string; readonly isValueBased: boolean };
    readonly action: Action;
    /** null = all mapped keys. */
    readonly keys: readonly string[] | null;
  }[];
}

export interface JobDetail extends JobSummary {
  readonly settings: JobSettings;
  readonly mapping: readonly { readonly column: string; readonly key: string | null; readonly confidence: number }[];
  readonly runs: readonly {
    readonly id: number;
    readonly number: number;
    readonly state: RunState;
    readonly startedAt: number;
    readonly endedAt: number | null;
    readonly entered: number;
  }[];
}

export interface BatchFacts {
  readonly id: number;
  readonly stepId: number;
  readonly position: number;
  readonly action: Action;
  readonly state: BatchState;
  readonly people: number;
  readonly entries: number;
  readonly keys: readonly string[];
  readonly firstLine: number;
  readonly lastLine: number;
  readonly attempts: number;
  readonly retryAt: number | null;
  readonly synced: number;
  readonly errored: number;
  readonly createdAt: number;
  readonly lastAttempt: AttemptFacts | null;
}

export interface AttemptFacts {
  readonly id: number;
  readonly startedAt: number;
  readonly ms: number | null;
  /** null while the request is under way. */
  readonly outcome: OutcomeKind | null;
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly received: number | null;
  readonly invalid: number | null;
  readonly bytes: number;
  /** Meta's own words, or ours for a transport failure; never holds values of people. */
  readonly said: string | null;
  readonly traceId: string | null;
}

export interface OutcomeCount {
  readonly stepId: number;
  readonly kind: OutcomeKind;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly attempts: number;
  readonly lastAt: number;
}

export interface ProblemRow {
  readonly id: number;
  readonly line: number | null;
  /** Set when the problem is about all lines from `line` to here. */
  readonly lastLine: number | null;
  readonly column: string | null;
  readonly key: string | null;
  readonly code: string;
}

/** People settled per bucket, by event time. */
export interface ThroughputBucket {
  readonly at: number;
  readonly synced: number;
  readonly errored: number;
}
