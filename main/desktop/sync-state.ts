import type { Activity } from '../../preload/contract/activity.ts';
import type { EngineStatus } from '../../preload/contract/contract.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type { JobSummary } from '../../preload/contract/jobs.ts';
import { processLocale, text } from '../../preload/messages/text.ts';
import type { EngineHealth } from '../hosted/hosted-engine.ts';

/** What the desktop knows of the engine, read at one moment. */
export interface Snapshot {
  readonly status: EngineStatus;
  readonly holds: readonly Hold[];
  readonly jobs: readonly JobSummary[];
  /** The last alert that the settings wished; null = there was none yet. */
  readonly alert: Activity | null;
}

export type SyncState =
  | 'starting'
  | 'restarting'
  | 'down'
  | 'trouble'
  | 'paused'
  | 'held'
  | 'offline'
  | 'working'
  | 'waiting'
  | 'idle';

/** The one word for all that goes on: what a person must do something about comes before what goes on by itself. */
export function syncStateOf(health: EngineHealth | 'starting', snapshot: Snapshot | null): SyncState {
  if (health !== 'ready') return health;
  if (!snapshot) return 'starting';
  const { trouble, pauses, held, offline, sendingBatches, readingRuns, pending } = snapshot.status;
  if (trouble) return 'trouble';
  if (isAllPaused(snapshot)) return 'paused';
  if (sendingBatches > 0 || readingRuns > 0) return 'working';
  if (held > 0) return 'held';
  if (pending > 0 && offline.length > 0) return 'offline';
  return pending > 0 && pauses.length === 0 ? 'waiting' : 'idle';
}

/** The user stopped everything. */
export function isAllPaused({ status }: Snapshot): boolean {
  return status.pauses.some(({ scope }) => scope === 'everything');
}

/** Something goes on that a sleeping computer would break off. */
function isWorking(state: SyncState): boolean {
  return state === 'working';
}

/** The state in words, with how many people wait. */
export function stateText(state: SyncState, snapshot: Snapshot | null): string {
  const pending = snapshot?.status.pending ?? 0;
  const line = text(`desktop.state.${state}`);
  return pending > 0
    ? text('desktop.state.pending', { state: line, people: pending.toLocaleString(processLocale()) })
    : line;
}

/** How far the work that goes on has come, for the task bar: 0 to 1, or null when nothing does. Counts the newest run of each job. */
export function progressOf(state: SyncState, snapshot: Snapshot | null): number | null {
  if (!isWorking(state) || !snapshot) return null;
  const running = snapshot.jobs.filter(({ lastRun }) => lastRun !== null && lastRun.endedAt === null);
  const entered = running.reduce((sum, { counters }) => sum + counters.entered, 0);
  const pending = running.reduce((sum, { counters }) => sum + counters.pending, 0);
  return entered === 0 ? 0 : (entered - pending) / entered;
}
