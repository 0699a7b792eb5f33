import type { Snapshot } from '../../main/desktop/sync-state.ts';
import type { EngineStatus } from '../../preload/contract/contract.ts';
import type { RunState } from '../../preload/contract/counters.ts';
import type { Hold, HoldReason } from '../../preload/contract/holds.ts';
import type { JobSummary } from '../../preload/contract/jobs.ts';

const QUIET: EngineStatus = {
  version: '0.1.0',
  apiVersion: 'v26.0',
  isSender: true,
  keyStore: 'keyring',
  pending: 0,
  sendingBatches: 0,
  readingRuns: 0,
  held: 0,
  nextDueAt: null,
  offline: [],
  pauses: [],
  trouble: null,
  accounts: [],
};

/** What the desktop reads of an engine with nothing to do, but for what is given. */
export function snapshot(given: {
  readonly status?: Partial<EngineStatus>;
  readonly holds?: readonly Hold[];
  readonly jobs?: readonly JobSummary[];
  readonly alert?: Snapshot['alert'];
}): Snapshot {
  const { status, holds = [], jobs = [], alert = null } = given;
  return { status: { ...QUIET, ...status }, holds, jobs, alert };
}

export function hold(id: number, reason: HoldReason): Hold {
  return {
    id,
    reason,
    scope: 'ad_account',
    account: 'act_1',
    stepIds: [1],
    since: 1,
    person: 'Ana',
    probeAt: null,
    expiresAt: 2,
  } as unknown as Hold;
}

export function job(given: {
  readonly state: RunState;
  readonly isSandbox?: boolean;
  readonly synced?: number;
  readonly pending?: number;
  readonly errored?: number;
}): JobSummary {
  const { state, isSandbox = false, synced = 0, pending = 0, errored = 0 } = given;
  const entered = synced + pending + errored;
  const isOver = state !== 'reading' && state !== 'sending';
  return {
    id: 7,
    name: 'VIP',
    isSandbox,
    counters: { entered, proceeded: 0, synced, not_synced: 0, pending, errored, exited: entered },
    lastRun: { id: 1, state, startedAt: 1, endedAt: isOver ? 2 : null },
  } as unknown as JobSummary;
}
