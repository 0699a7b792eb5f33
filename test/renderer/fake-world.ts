import type { EngineStatus } from '../../preload/contract/contract.ts';
import type { Counters } from '../../preload/contract/counters.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type {
  AttemptFacts,
  BatchFacts,
  JobDetail,
  OutcomeCount,
  RunFacts,
  StepFacts,
} from '../../preload/contract/jobs.ts';

const MINUTE = 60_000;
const UK = { account: 'act_1087542206314', accountName: 'Alder & Pine UK' };
const TRADE = { account: 'act_2299110044', accountName: 'Alder & Pine Wholesale' };
const PRACTICE = { account: 'act_100000001', accountName: 'Sandbox account' };
const WIDE = ['EMAIL', 'PHONE', 'FN', 'LN', 'ZIP', 'COUNTRY'];
const NARROW = ['EMAIL', 'PHONE'];

/** Everything the fake engine knows; the bridge changes it as a run moves. */
export interface World {
  readonly jobs: JobDetail[];
  readonly runs: RunFacts[];
  readonly holds: Hold[];
  readonly batches: Map<number, readonly BatchFacts[]>;
  status: EngineStatus;
}

/** A balanced step: what is not settled is pending, and people proceed unless the step is the last. */
export function counters(
  entered: number,
  synced: number,
  notSynced: number,
  errored: number,
  isLast: boolean,
): Counters {
  const pending = entered - synced - notSynced - errored;
  return {
    entered,
    synced,
    not_synced: notSynced,
    pending,
    errored,
    proceeded: isLast ? 0 : entered,
    exited: isLast ? entered : 0,
  };
}

/** No job, nothing held. */
export function emptyWorld(): World {
  return { jobs: [], runs: [], holds: [], batches: new Map(), status: status(0, 0, []) };
}

/** A two-step job that sends, a job held for its terms, a sample job that is done, one that errored, one never run. */
export function fullWorld(now: number): World {
  const runs = [sendingRun(now), ...sampleRuns(now), heldRun(now), erroredRun(now)];
  const jobs: JobDetail[] = [
    job(1, 'Purchasers, 180 days', UK, 'sending', runs, [
      { id: 11, action: 'add', audience: 'UK · Purchasers 180 d' },
      { id: 12, action: 'remove', audience: 'UK · Prospecting seed' },
    ]),
    {
      ...job(2, 'Trade accounts', TRADE, 'held', runs, [{ id: 21, action: 'add', audience: 'Trade accounts' }]),
      heldBy: ['terms'],
    },
    {
      ...job(3, 'Sample: spring customers', PRACTICE, 'idle', runs, [
        { id: 31, action: 'add', audience: 'Spring customers' },
      ]),
      isSample: true,
      isSandbox: true,
    },
    {
      ...job(4, 'Loyalty members', UK, 'idle', runs, [{ id: 41, action: 'add', audience: 'UK · Loyalty' }]),
      schedule: { kind: 'daily', time: '06:00', weekdays: [1, 2, 3, 4, 5], zone: 'Europe/London' },
      nextRunAt: now + 15 * 60 * MINUTE,
    },
    job(5, 'Store event RSVPs', UK, 'idle', runs, [{ id: 51, action: 'add', audience: 'Store events' }]),
  ];
  const holds: Hold[] = [
    {
      id: 1,
      reason: 'terms',
      scope: 'ad_account',
      account: TRADE.account,
      stepIds: [21],
      since: now - 312 * MINUTE,
      person: null,
      probeAt: now + 96_000,
      expiresAt: now + 30 * 24 * 60 * MINUTE,
      url: 'https://business.facebook.com/ads/manage/customaudiences/tos/?act=2299110044',
      code: 200,
      subcode: 1870090,
      found: null,
      said: 'Custom Audience terms not accepted',
      people: 12_406,
    },
  ];
  const accounts = [
    accountOf(UK, false, 78, now),
    accountOf(TRADE, false, 1, now),
    { ...accountOf(PRACTICE, true, null, now), tier: 'unknown' as const },
  ];
  return {
    jobs,
    runs,
    holds,
    batches: new Map([[218, batchesOf(now)]]),
    status: status(24_622 + 12_406, 12_406, accounts, now + 284_000),
  };
}

function status(
  pending: number,
  held: number,
  accounts: EngineStatus['accounts'],
  nextDueAt: number | null = null,
): EngineStatus {
  return {
    version: '0.1.0',
    apiVersion: 'v26.0',
    isSender: true,
    keyStore: 'keyring',
    pending,
    sendingBatches: pending > 0 ? 1 : 0,
    readingRuns: 0,
    held,
    nextDueAt,
    offline: [],
    pauses: [],
    trouble: null,
    accounts,
  };
}

function accountOf(
  { account, accountName }: typeof UK,
  isSandbox: boolean,
  usagePercent: number | null,
  now: number,
): EngineStatus['accounts'][number] {
  return {
    account,
    name: accountName,
    isSandbox,
    usagePercent,
    usageAt: usagePercent === null ? null : now - 20_000,
    tier: 'limited',
    coolDownUntil: null,
  };
}

function job(
  id: number,
  name: string,
  at: typeof UK,
  state: JobDetail['state'],
  runs: readonly RunFacts[],
  steps: JobDetail['steps'],
): JobDetail {
  const mine = runs.filter((run) => run.jobId === id);
  const [last] = mine;
  return {
    id,
    name,
    isSample: false,
    isSandbox: false,
    sourceName: `${name.toLowerCase().replaceAll(/\W+/g, '_')}.csv`,
    ...at,
    steps,
    state,
    isPaused: false,
    heldBy: [],
    counters: sumOf(last),
    isRepeatable: true,
    schedule: null,
    nextRunAt: null,
    lastRun: last ?? null,
    settings: settingsOf(id, at, name, last),
    mapping: [
      { column: 'Email', key: 'EMAIL', confidence: 1 },
      { column: 'Mobile', key: 'PHONE', confidence: 0.97 },
      { column: 'First name', key: 'FN', confidence: 0.99 },
      { column: 'Ort', key: 'CT', confidence: 0.62 },
      { column: 'Total spent', key: null, confidence: 0.2 },
    ],
    runs: mine.map((run) => ({ ...run, entered: run.rows.entered })),
  };
}

/** What the next run would be done with, as the steps of the last one were. */
function settingsOf(id: number, at: typeof UK, name: string, last: RunFacts | undefined): JobDetail['settings'] {
  return {
    connectionId: 1,
    person: 'Sam Sandbox',
    source: { sourceId: id, kind: 'file', name: `${name.toLowerCase().replaceAll(/\W+/g, '_')}.csv`, sheet: null },
    overrides: [],
    country: 'GB',
    flushMs: 5_000,
    zeroValue: false,
    steps: (last?.steps ?? []).map(({ stepId, audience, action }) => ({
      id: stepId,
      ...at,
      audience: { id: audience.id, name: audience.name, isValueBased: false },
      action,
      keys: null,
    })),
  };
}

/** Sums over the steps of a run, as a job shows them. */
export function sumOf(run: RunFacts | undefined): Counters {
  const zero = counters(0, 0, 0, 0, true);
  return (run?.steps ?? []).reduce<Counters>(
    (sum, step) => ({
      entered: sum.entered + step.counters.entered,
      proceeded: sum.proceeded + step.counters.proceeded,
      synced: sum.synced + step.counters.synced,
      not_synced: sum.not_synced + step.counters.not_synced,
      pending: sum.pending + step.counters.pending,
      errored: sum.errored + step.counters.errored,
      exited: sum.exited + step.counters.exited,
    }),
    zero,
  );
}

function stepOf(stepId: number, position: number, at: typeof UK, audience: string, of: Counters): StepFacts {
  return {
    stepId,
    position,
    ...at,
    audience: {
      id: '23851234567890123',
      name: audience,
      isValueBased: false,
      size: { lower: 41_200, upper: 48_500 },
      operation: { code: 441, description: 'Populating' },
      delivery: { code: 200, description: 'Ready' },
      readAt: Date.now() - 42 * MINUTE,
    },
    action: position === 2 ? 'remove' : 'add',
    keys: position === 2 ? NARROW : WIDE,
    counters: of,
    pendingReasons: of.pending > 0 ? { queued: of.pending } : {},
    erroredReasons: of.errored > 0 ? { invalid_unnamed: of.errored } : {},
    holdIds: [],
    isPaused: false,
    retryAt: null,
    etaAt: null,
    lastOutcome: null,
  };
}

/** A finished or running pass; rows follow from the first step. */
function runOf(
  id: number,
  jobId: number,
  number: number,
  startedAt: number,
  steps: readonly StepFacts[],
  over: Partial<RunFacts> = {},
): RunFacts {
  const entered = steps[0]?.counters.entered ?? 0;
  return {
    id,
    jobId,
    number,
    state: 'done',
    startedAt,
    endedAt: startedAt + 3 * MINUTE,
    failure: null,
    rows: { read: entered + 640, entered, duplicates: 552, excluded: 0, unchanged: 0, unreadable: 88 },
    progress: { bytes: 6_600_000, total: 6_600_000 },
    steps,
    problems: {
      not_an_email: 846,
      phone_too_short: 611,
      rounded_number: 287,
      impossible_date: 214,
      unknown_country: 163,
    },
    ...over,
  };
}

function sendingRun(now: number): RunFacts {
  const first = stepOf(11, 1, UK, 'UK · Purchasers 180 d', counters(48_212, 41_380, 1904, 212, false));
  const second = stepOf(12, 2, UK, 'UK · Prospecting seed', counters(48_212, 26_408, 1898, 0, true));
  return runOf(
    218,
    1,
    218,
    now - 22 * MINUTE,
    [
      { ...first, pendingReasons: { retry: 4716 }, retryAt: now + 284_000 },
      { ...second, pendingReasons: { sending: 10_000, queued: 9906 }, etaAt: now + 6 * MINUTE },
    ],
    { state: 'sending', endedAt: null },
  );
}

function heldRun(now: number): RunFacts {
  const held = stepOf(21, 1, TRADE, 'Trade accounts', counters(12_640, 0, 234, 0, true));
  return runOf(42, 2, 1, now - 312 * MINUTE, [{ ...held, pendingReasons: { held: 12_406 }, holdIds: [1] }], {
    state: 'sending',
    endedAt: null,
    problems: {},
  });
}

function erroredRun(now: number): RunFacts {
  return runOf(
    77,
    4,
    9,
    now - 30 * 60 * MINUTE,
    [
      {
        ...stepOf(41, 1, UK, 'UK · Loyalty', counters(8115, 7530, 197, 388, true)),
        erroredReasons: { invalid_unnamed: 212, horizon: 176 },
      },
    ],
    { state: 'done_with_problems' },
  );
}

/** Two finished passes of the sample, newest first. */
export function sampleRuns(now: number): RunFacts[] {
  const steps = [stepOf(31, 1, PRACTICE, 'Spring customers', counters(5012, 4868, 144, 0, true))];
  return [runOf(32, 3, 2, now - 50 * MINUTE, steps), runOf(31, 3, 1, now - 1500 * MINUTE, steps)];
}

/** One batch of every state. */
function batchesOf(now: number): readonly BatchFacts[] {
  const batch = (id: number, over: Partial<BatchFacts>): BatchFacts => ({
    id,
    stepId: 11,
    position: 1,
    action: 'add',
    state: 'synced',
    people: 10_000,
    entries: 10_400,
    keys: WIDE,
    firstLine: (id - 140) * 10_000,
    lastLine: (id - 139) * 10_000 - 1,
    attempts: 1,
    retryAt: null,
    synced: 10_000,
    errored: 0,
    createdAt: now - 20 * MINUTE,
    lastAttempt: attemptsOf(now).at(-1) ?? null,
    ...over,
  });
  const second = { stepId: 12, position: 2, action: 'remove' as const, keys: NARROW };
  return [
    batch(152, { ...second, people: 9906, state: 'queued', attempts: 0, synced: 0, lastAttempt: null }),
    batch(151, {
      ...second,
      state: 'sending',
      synced: 0,
      lastAttempt: { ...attempt(9, now), outcome: null, ms: null, received: null },
    }),
    batch(147, {
      people: 4716,
      state: 'retry',
      attempts: 2,
      retryAt: now + 284_000,
      synced: 0,
      lastAttempt: attemptsOf(now)[0] ?? null,
    }),
    batch(144, { synced: 9788, errored: 212 }),
    batch(143, {}),
  ];
}

function attempt(id: number, startedAt: number): AttemptFacts {
  return {
    id,
    startedAt,
    ms: 2100,
    outcome: 'synced',
    httpStatus: 200,
    code: null,
    subcode: null,
    received: 10_000,
    invalid: 0,
    bytes: 1_930_000,
    said: null,
    traceId: 'AbC1dEf2GhI',
  };
}

/** First no answer, then asked to slow down, then accepted. */
export function attemptsOf(now: number): readonly AttemptFacts[] {
  const failed = { httpStatus: null, received: null, invalid: null, traceId: null };
  return [
    { ...attempt(1, now - 9 * MINUTE), ...failed, ms: 60_000, outcome: 'retry', said: 'No answer in 60 s' },
    {
      ...attempt(2, now - 7 * MINUTE),
      ...failed,
      outcome: 'throttled',
      httpStatus: 400,
      code: 80_003,
      subcode: 2_446_079,
      said: 'There have been too many calls from this ad-account',
    },
    { ...attempt(3, now - 2 * MINUTE), invalid: 212 },
  ];
}

/** By meaning and code. */
export function outcomesOf(now: number): readonly OutcomeCount[] {
  return [
    { stepId: 11, kind: 'synced', code: null, subcode: null, attempts: 5, lastAt: now - 40_000 },
    { stepId: 11, kind: 'retry', code: null, subcode: null, attempts: 2, lastAt: now - 60_000 },
    { stepId: 12, kind: 'throttled', code: 80_003, subcode: 2_446_079, attempts: 1, lastAt: now - 300_000 },
    { stepId: 12, kind: 'synced', code: null, subcode: null, attempts: 3, lastAt: now - 20_000 },
  ];
}
