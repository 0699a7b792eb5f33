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

import type { OutcomeKind, RunState } from '../../preload/contract/counters.ts';
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
  const erroredStatus = (count: number): Status => ({
    family: 'bad',
    icon: CircleX,
    label: t('ui.state.errored', { count: number(count) }),
  });
  const run = (state: RunState, errored: number): Status => {
    switch (state) {
      case 'reading':
        return { family: 'pending', icon: LoaderCircle, isTurning: true, label: t('ui.state.reading') };
      case 'sending':
        return { family: 'pending', icon: LoaderCircle, isTurning: true, label: t('ui.state.sending') };
      case 'done':
        return { family: 'ok', icon: CircleCheck, label: t('ui.state.done') };
      case 'done_with_problems':
        return errored > 0 ? erroredStatus(errored) : { family: 'ok', icon: CircleCheck, label: t('ui.state.done') };
      case 'cancelled':
        return { family: 'off', icon: CirclePause, label: t('ui.state.cancelled') };
      case 'source_changed':
        return { family: 'warn', icon: FileWarning, label: t('ui.state.sourceChanged') };
      case 'cut_short':
        return { family: 'warn', icon: Scissors, label: t('ui.state.cutShort') };
    }
  };
  return {
    run,
    job({ state, heldBy, lastRun, counters }) {
      switch (state) {
        case 'reading':
        case 'sending':
          return run(state, 0);
        case 'waiting':
          return { family: 'pending', icon: Clock, label: t('ui.state.waiting') };
        case 'held': {
          const [reason] = heldBy;
          return {
            family: 'held',
            icon: Hand,
            label: reason ? t('ui.state.heldBy', { reason: t(`ui.held.${reason}`) }) : t('ui.state.held'),
          };
        }
        case 'idle':
          return lastRun
            ? run(lastRun.state, counters.errored)
            : { family: 'off', icon: CircleDashed, label: t('ui.state.notRun') };
      }
    },
    batch({ state, retryAt, errored }) {
      switch (state) {
        case 'queued':
          return { family: 'pending', icon: Clock, label: t('ui.state.queued') };
        case 'sending':
          return { family: 'pending', icon: LoaderCircle, isTurning: true, label: t('ui.state.sending') };
        case 'retry':
          return {
            family: 'pending',
            icon: RefreshCw,
            label: retryAt === null ? t('ui.state.retry') : t('ui.state.retryAt', { time: exact(retryAt) }),
          };
        case 'synced':
          return errored > 0
            ? erroredStatus(errored)
            : { family: 'ok', icon: CircleCheck, label: t('ui.state.synced') };
        case 'errored':
          return erroredStatus(errored);
      }
    },
    outcome(kind) {
      switch (kind) {
        case null:
          return { family: 'pending', icon: LoaderCircle, isTurning: true, label: t('ui.outcome.open') };
        case 'synced':
          return { family: 'ok', icon: CircleCheck, label: t('ui.outcome.synced') };
        case 'retry':
          return { family: 'pending', icon: RefreshCw, label: t('ui.outcome.retry') };
        case 'throttled':
          return { family: 'pending', icon: Gauge, label: t('ui.outcome.throttled') };
        case 'held':
          return { family: 'held', icon: Hand, label: t('ui.outcome.held') };
        case 'refused':
          return { family: 'bad', icon: CircleX, label: t('ui.outcome.refused') };
      }
    },
  };
}
