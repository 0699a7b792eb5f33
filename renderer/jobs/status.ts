import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Clock,
  FileWarning,
  Gauge,
  Hand,
  LoaderCircle,
  RefreshCw,
  Scissors,
} from 'lucide-react';

import type { BatchState, OutcomeKind, RunState } from '../../preload/contract/counters.ts';
import type { BatchFacts, JobSummary } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import type { Status } from '../ui/chip.tsx';

/** States of jobs, runs, batches and answers as icon, word and family (the table "States" of the design). */
export interface Statuses {
  readonly job: (job: Pick<JobSummary, 'state' | 'heldBy' | 'lastRun' | 'counters'>) => Status;
  readonly run: (state: RunState, errored: number) => Status;
  readonly batch: (batch: BatchFacts) => Status;
  readonly outcome: (kind: OutcomeKind | null) => Status;
}

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
      cancelled: { family: 'off', icon: CirclePause, label: t('ui.state.cancelled') },
      source_changed: { family: 'warn', icon: FileWarning, label: t('ui.state.sourceChanged') },
      cut_short: { family: 'warn', icon: Scissors, label: t('ui.state.cutShort') },
    };
    return byState[state];
  };

  return {
    run,
    job({ state, heldBy, lastRun, counters }) {
      if (state === 'waiting') return { family: 'pending', icon: Clock, label: t('ui.state.waiting') };
      if (state === 'held') {
        const [reason] = heldBy;
        const label = reason ? t('ui.state.heldBy', { reason: t(`ui.held.${reason}`) }) : t('ui.state.held');
        return { family: 'held', icon: Hand, label };
      }
      if (state !== 'idle') return run(state, 0);
      return lastRun
        ? run(lastRun.state, counters.errored)
        : { family: 'off', icon: CircleDashed, label: t('ui.state.notRun') };
    },
    batch({ state, retryAt, errored }) {
      const retry = retryAt === null ? t('ui.state.retry') : t('ui.state.retryAt', { time: exact(retryAt) });
      const byState: Readonly<Record<BatchState, Status>> = {
        queued: { family: 'pending', icon: Clock, label: t('ui.state.queued') },
        sending: moving(t('ui.state.sending')),
        retry: { family: 'pending', icon: RefreshCw, label: retry },
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
