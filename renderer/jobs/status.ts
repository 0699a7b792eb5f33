import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Clock,
  FileWarning,
  Gauge,
  GitFork,
  Hand,
  LoaderCircle,
  RefreshCw,
  Scissors,
  WifiOff,
} from 'lucide-react';

import type { BatchState, OutcomeKind, PendingReason, RunState } from '../../preload/contract/counters.ts';
import type { BatchFacts, JobSummary } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import type { Status } from '../ui/chip.tsx';

/** States of jobs, runs, batches and answers as icon, word and family (the table "States" of the design). */
export interface Statuses {
  readonly job: (job: Pick<JobSummary, 'state' | 'isPaused' | 'heldBy' | 'lastRun' | 'counters'>) => Status;
  /** Whether the state of a job says that it is paused; else a pause has to be said beside it. */
  readonly saysPaused: (job: Pick<JobSummary, 'state' | 'isPaused' | 'counters'>) => boolean;
  readonly run: (state: RunState, errored: number) => Status;
  /** `stopped`: what keeps every waiting batch of its step, where one thing does. */
  readonly batch: (batch: BatchFacts, stopped: Stop | null) => Status;
  readonly outcome: (kind: OutcomeKind | null) => Status;
}

/** What keeps batches waiting other than their turn. */
export type Stop = Extract<PendingReason, 'held' | 'paused' | 'offline' | 'throttled'>;

/** Status words in the reader's language. */
export function useStatuses(): Statuses {
  const { t } = useTexts();
  const { exact, number } = useFigures();

  /** Fine, unless people errored: then their number is the state. */
  const settled = (label: string, errored: number): Status =>
    errored > 0
      ? { family: 'bad', icon: CircleX, label: t('ui.state.errored', { count: number(errored) }) }
      : { family: 'ok', icon: CircleCheck, label };

  const run: Statuses['run'] = (state, errored) => {
    const byState: Readonly<Record<RunState, Status>> = {
      reading: moving(t('ui.state.reading')),
      sending: moving(t('ui.state.sending')),
      done: settled(t('ui.state.done'), errored),
      done_with_problems: settled(t('ui.state.done'), errored),
      cancelled: { family: 'off', icon: Ban, label: t('ui.state.cancelled') },
      source_changed: { family: 'warn', icon: FileWarning, label: t('ui.state.sourceChanged') },
      cut_short: { family: 'warn', icon: Scissors, label: t('ui.state.cutShort') },
    };
    return byState[state];
  };

  const stops: Readonly<Record<Stop, Status>> = {
    held: { family: 'held', icon: Hand, label: t('ui.state.held') },
    paused: { family: 'off', icon: CirclePause, label: t('ui.state.paused') },
    offline: { family: 'warn', icon: WifiOff, label: t('ui.state.offline') },
    throttled: { family: 'pending', icon: Gauge, label: t('ui.state.slowed') },
  };

  /** What errored in a job that rests outlives its pause. */
  const saysPaused: Statuses['saysPaused'] = ({ state, isPaused, counters }) =>
    state === 'paused' || (state === 'idle' && isPaused && counters.errored === 0);

  return {
    run,
    saysPaused,
    job({ state, isPaused, heldBy, lastRun, counters }) {
      switch (state) {
        case 'reading':
        case 'sending':
          return run(state, 0);
        case 'waiting':
          return { family: 'pending', icon: Clock, label: t('ui.state.waiting') };
        case 'held': {
          const [reason] = heldBy;
          const label = reason ? t('ui.state.heldBy', { reason: t(`ui.held.${reason}`) }) : t('ui.state.held');
          return { family: 'held', icon: Hand, label };
        }
        case 'offline':
        case 'paused':
          return stops[state];
        case 'idle':
          if (saysPaused({ state, isPaused, counters })) return stops.paused;
          return lastRun
            ? run(lastRun.state, counters.errored)
            : { family: 'off', icon: CircleDashed, label: t('ui.state.notRun') };
      }
    },
    batch({ state, retryAt, errored, lastAttempt }, stopped) {
      const retry = retryAt === null ? t('ui.state.retry') : t('ui.state.retryAt', { time: exact(retryAt) });
      const waiting: Status = stopped
        ? stops[stopped]
        : lastAttempt?.outcome === 'refused'
          ? { family: 'pending', icon: GitFork, label: t('ui.state.inParts') }
          : { family: 'pending', icon: Clock, label: t('ui.state.queued') };
      const byState: Readonly<Record<BatchState, Status>> = {
        queued: waiting,
        sending: moving(t('ui.state.sending')),
        retry: stopped && stopped !== 'throttled' ? waiting : { family: 'pending', icon: RefreshCw, label: retry },
        synced: settled(t('ui.state.synced'), errored),
        errored: settled(t('ui.state.synced'), errored),
      };
      return byState[state];
    },
    outcome(kind) {
      if (kind === null) return moving(t('ui.outcome.open'));
      const byKind: Readonly<Record<OutcomeKind, Status>> = {
        synced: { family: 'ok', icon: CircleCheck, label: t('ui.outcome.synced') },
        retry: { family: 'pending', icon: RefreshCw, label: t('ui.outcome.retry') },
        throttled: { family: 'pending', icon: Gauge, label: t('ui.outcome.throttled') },
        held: { family: 'held', icon: Hand, label: t('ui.outcome.held') },
        refused: { family: 'bad', icon: CircleX, label: t('ui.outcome.refused') },
      };
      return byKind[kind];
    },
  };
}

function moving(label: string): Status {
  return { family: 'pending', icon: LoaderCircle, isTurning: true, label };
}
