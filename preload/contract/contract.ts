import { z } from 'zod';

import { ActivityOrder, type ActivityPage, type CsvPart, EgressOrder, type EgressPage } from './activity.ts';
import { type Audit, AuditOrder } from './audit.ts';
import {
  type AccountList,
  AccountsOrder,
  AttemptRef,
  type Begun,
  CancelOrder,
  ChooseOrder,
  type ConnectAttempt,
  type Connection,
  ConnectionRef,
  ConnectOrder,
  type ConnectResult,
  type Disconnected,
  DisconnectOrder,
  FinishOrder,
  PasteOrder,
} from './connections.ts';
import { type Doctor, DoctorOrder, type SupportReport } from './doctor.ts';
import type { Hold, HoldCheck } from './holds.ts';
import { JobChange, JobRef, type RunBegun, StepChange, StepMove, StepOrder, StepRef } from './job-changes.ts';
import type {
  AttemptFacts,
  BatchFacts,
  JobDetail,
  JobSummary,
  OutcomeCount,
  ProblemRow,
  RunFacts,
  ThroughputBucket,
} from './jobs.ts';
import { MappingRef } from './mappings.ts';
import { type PersonPage, PersonOrder } from './people.ts';
import { ProblemsOrder } from './problems.ts';
import { type Pause, QueueTarget, type Requeued, RequeueOrder } from './queue.ts';
import { BatchRef, type RequestFacts, type RequestRows } from './requests.ts';
import { AnswersOrder, type AnswersOverTime, type Paces, RunsOrder, type RunsPage } from './runs.ts';
import { Schedule, type SchedulePreview } from './schedule.ts';
import { type Settings, SettingsChange } from './settings.ts';
import {
  DropOrder,
  DropPart,
  type DropState,
  FileRef,
  type FolderList,
  FolderOrder,
  type PickedFile,
  type Preview,
  PreviewOrder,
  type PreviewRow,
  Reading,
  RowOrder,
  type SourceCount,
} from './sources.ts';
import type { Summary } from './summary.ts';
import { type AcceptAnswer, AcceptOrder, type TermsCheck, type TermsList, TermsOrder } from './terms.ts';
import {
  type AudienceList,
  AudienceSearch,
  type Draft,
  DraftRef,
  DraftSave,
  type Launched,
  LaunchOrder,
  type NameNote,
  NameOrder,
  type Review,
} from './wizard.ts';

const returns = <T>(): { readonly _?: T } => ({});
const Id = z.number().int().positive();

/** Overall state, for the status bar and the overview. */
export interface EngineStatus {
  readonly version: string;
  readonly apiVersion: string;
  /** This process sends; false when another Muster holds the data folder and this one only reads. */
  readonly isSender: boolean;
  readonly keyStore: 'keyring' | 'file';
  readonly pending: number;
  readonly sendingBatches: number;
  readonly readingRuns: number;
  readonly held: number;
  /** Next retry or cool-down end, epoch ms. */
  readonly nextDueAt: number | null;
  /** Graph hosts that cannot be reached, with the time since when; everything for them waits and nothing is used up. */
  readonly offline: readonly { readonly host: string; readonly since: number; readonly said: string }[];
  readonly pauses: readonly Pause[];
  /** The database cannot be written just now (a full disk, a lock of another program): work waits until it can. */
  readonly trouble: { readonly kind: 'disk_full' | 'locked' | 'unwritable' | 'damaged'; readonly since: number } | null;
  readonly accounts: readonly {
    readonly account: string;
    readonly name: string | null;
    readonly isSandbox: boolean;
    /** Highest usage figure Meta last reported, per cent; null before the first header. */
    readonly usagePercent: number | null;
    readonly usageAt: number | null;
    readonly tier: 'full' | 'limited' | 'unknown';
    /** Cooling down until, epoch ms. */
    readonly coolDownUntil: number | null;
  }[];
}

/** Every call that a renderer or the command line can make: `noun.verb`, input checked at the door. */
export const calls = {
  'status.get': { input: z.object({}), output: returns<EngineStatus>() },
  'status.summary': { input: z.object({ runId: Id.optional() }), output: returns<Summary>() },
  'jobs.list': { input: z.object({}), output: returns<readonly JobSummary[]>() },
  'jobs.get': { input: z.object({ jobId: Id }), output: returns<JobDetail>() },
  'jobs.runSample': { input: z.object({}), output: returns<{ readonly jobId: number; readonly runId: number }>() },
  /** Checks anew what holds the job. */
  'jobs.change': { input: JobChange, output: returns<{ readonly changed: boolean }>() },
  /** Makes a draft with the same settings. */
  'jobs.duplicate': { input: JobRef, output: returns<{ readonly draftId: number }>() },
  /** Cancels what is pending first; `people` = whom that ended. Its rows go after a day, until then it can be restored. */
  'jobs.delete': { input: JobRef, output: returns<{ readonly people: number }>() },
  'jobs.restore': { input: JobRef, output: returns<{ readonly changed: boolean }>() },
  /** People of runs that have begun keep their steps. */
  'steps.add': { input: StepOrder, output: returns<{ readonly stepId: number }>() },
  'steps.change': { input: StepChange, output: returns<{ readonly changed: boolean }>() },
  'steps.move': { input: StepMove, output: returns<{ readonly changed: boolean }>() },
  'steps.remove': { input: StepRef, output: returns<{ readonly changed: boolean }>() },
  'schedules.preview': { input: z.object({ schedule: Schedule }), output: returns<SchedulePreview>() },
  /** Runs a job now. */
  'runs.start': { input: JobRef, output: returns<RunBegun>() },
  'runs.get': { input: z.object({ runId: Id }), output: returns<RunFacts>() },
  'runs.outcomes': { input: z.object({ runId: Id }), output: returns<readonly OutcomeCount[]>() },
  'batches.list': {
    input: z.object({ runId: Id, beforeId: Id.optional(), limit: z.number().int().min(1).max(500).default(100) }),
    output: returns<{ readonly total: number; readonly batches: readonly BatchFacts[] }>(),
  },
  'batches.attempts': { input: z.object({ batchId: Id }), output: returns<readonly AttemptFacts[]>() },
  'throughput.list': {
    input: z.object({ jobId: Id.optional(), range: z.enum(['hour', 'day', 'month']) }),
    output: returns<{
      readonly bucketMs: number;
      readonly now: number;
      readonly buckets: readonly ThroughputBucket[];
    }>(),
  },
  'throughput.paces': { input: z.object({ jobId: Id }), output: returns<Paces>() },
  'runs.list': { input: RunsOrder, output: returns<RunsPage>() },
  'runs.answers': { input: AnswersOrder, output: returns<AnswersOverTime>() },
  'batches.request': { input: BatchRef, output: returns<RequestFacts>() },
  'batches.rows': { input: BatchRef, output: returns<RequestRows>() },
  'people.find': { input: PersonOrder, output: returns<PersonPage>() },
  'problems.list': { input: ProblemsOrder, output: returns<readonly ProblemRow[]>() },
  /** `nextId` is the `afterId` of the next part. */
  'problems.export': { input: ProblemsOrder, output: returns<CsvPart>() },
  'holds.list': { input: z.object({}), output: returns<readonly Hold[]>() },
  'holds.check': { input: z.object({ holdId: Id }), output: returns<HoldCheck>() },
  'queue.pause': { input: QueueTarget, output: returns<{ readonly changed: boolean }>() },
  'queue.resume': { input: QueueTarget, output: returns<{ readonly changed: boolean }>() },
  /** Ends what is pending as Errored (`cancelled`), and reading of what is not read yet. */
  'queue.cancel': { input: QueueTarget, output: returns<{ readonly people: number }>() },
  'queue.requeue': { input: RequeueOrder, output: returns<Requeued>() },
  'connections.list': { input: z.object({}), output: returns<readonly Connection[]>() },
  'connections.begin': { input: ConnectOrder, output: returns<Begun>() },
  'connections.attempt': { input: AttemptRef, output: returns<ConnectAttempt>() },
  'connections.finish': { input: FinishOrder, output: returns<ConnectAttempt>() },
  'connections.cancel': { input: CancelOrder, output: returns<ConnectAttempt>() },
  'connections.paste': { input: PasteOrder, output: returns<ConnectResult>() },
  'connections.sandbox': { input: z.object({}), output: returns<ConnectResult>() },
  'connections.check': { input: ConnectionRef, output: returns<Connection>() },
  'connections.accounts': { input: AccountsOrder, output: returns<AccountList>() },
  /** Exactly these are worked with; jobs of those that fall out pause. */
  'connections.choose': {
    input: ChooseOrder,
    output: returns<{ readonly chosen: number; readonly pausedJobs: number }>(),
  },
  'connections.disconnect': { input: DisconnectOrder, output: returns<Disconnected>() },
  /** Reads Meta now; the newest result of each ad account is kept while the engine runs, for `audit.list`. */
  'audit.run': { input: AuditOrder, output: returns<Audit>() },
  'audit.list': { input: z.object({}), output: returns<readonly Audit[]>() },
  'terms.list': { input: z.object({ connectionId: Id }), output: returns<TermsList>() },
  'terms.check': { input: TermsOrder, output: returns<TermsCheck>() },
  /** Best effort: what Meta answers is shown as it is, and a `terms.check` afterwards tells whether it helped. */
  'terms.tryAccept': { input: AcceptOrder, output: returns<readonly AcceptAnswer[]>() },
  'activity.list': { input: ActivityOrder, output: returns<ActivityPage>() },
  'activity.export': { input: ActivityOrder, output: returns<CsvPart>() },
  /** Every request that left this computer; its totals go over all that match. */
  'egress.list': { input: EgressOrder, output: returns<EgressPage>() },
  'egress.export': { input: EgressOrder, output: returns<CsvPart>() },
  'settings.get': { input: z.object({}), output: returns<Settings>() },
  'settings.change': { input: SettingsChange, output: returns<Settings>() },
  'doctor.run': { input: DoctorOrder, output: returns<Doctor>() },
  'doctor.report': { input: DoctorOrder, output: returns<SupportReport>() },
  /** Files of this computer by ids that say nothing, for hosts without a dialog of the system's. */
  'files.list': { input: FolderOrder, output: returns<FolderList>() },
  'files.pick': { input: FileRef, output: returns<PickedFile>() },
  'drops.begin': { input: DropOrder, output: returns<{ readonly dropId: string }>() },
  /** Answers when the next part may come. */
  'drops.write': { input: DropPart, output: returns<DropState>() },
  /** What the first rows say; raw values of it are for the screen only. */
  'sources.preview': { input: PreviewOrder, output: returns<Preview>() },
  'sources.row': { input: RowOrder, output: returns<PreviewRow>() },
  /** Begins to count the whole source, or tells how far that is. */
  'sources.count': { input: Reading, output: returns<SourceCount>() },
  /** Takes back what was kept of a list's mapping; lists that use it keep theirs. */
  'mappings.forget': { input: MappingRef, output: returns<{ readonly forgotten: boolean }>() },
  'audiences.search': { input: AudienceSearch, output: returns<AudienceList>() },
  'audiences.lint': { input: NameOrder, output: returns<readonly NameNote[]>() },
  'drafts.list': { input: z.object({}), output: returns<readonly Draft[]>() },
  'drafts.get': { input: DraftRef, output: returns<Draft>() },
  'drafts.save': { input: DraftSave, output: returns<Draft>() },
  'drafts.delete': { input: DraftRef, output: returns<{ readonly deleted: boolean }>() },
  /** Reads Meta now. */
  'drafts.review': { input: DraftRef, output: returns<Review>() },
  /** Makes the job with its audiences as drafts and its first run; the draft is gone afterwards. */
  'drafts.launch': { input: LaunchOrder, output: returns<Launched>() },
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: unknown }>;

export type CallName = keyof typeof calls;
/** What a caller passes; defaults may be left out. */
export type Input<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type Output<N extends CallName> = NonNullable<(typeof calls)[N]['output']['_']>;

/** Facts that changed; carries ids, never data. Readers read again. At most ten a second each. */
export type EngineEvent =
  | { readonly event: 'jobs.changed' }
  | { readonly event: 'run.changed'; readonly runId: number; readonly jobId: number }
  | { readonly event: 'holds.changed' }
  | { readonly event: 'connections.changed' }
  | { readonly event: 'drafts.changed' }
  | { readonly event: 'settings.changed' }
  | { readonly event: 'status.changed' };

/** An answer across a process border: never a thrown Error. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** All that a renderer ever sees of the engine. */
export interface Bridge {
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<Output<N>>>;
  /** Returns the function that stops listening. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
}
