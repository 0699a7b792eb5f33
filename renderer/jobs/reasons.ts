import type { ErroredReason, PendingReason } from '../../preload/contract/counters.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type { StepFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';

/** What needs a person comes first, what moves by itself last. */
const PENDING_ORDER = ['held', 'throttled', 'retry', 'sending', 'queued'] as const satisfies readonly PendingReason[];
const ERRORED_ORDER = [
  'refused',
  'invalid',
  'invalid_unnamed',
  'horizon',
  'hold_expired',
  'superseded',
  'cancelled',
] as const satisfies readonly ErroredReason[];

/** Why people of a step wait, and why others errored, as one sentence each. */
export function useReasons(): {
  readonly pending: (step: StepFacts, holds: readonly Hold[]) => string;
  readonly errored: (step: StepFacts) => string;
} {
  const { t } = useTexts();
  const { number, exact } = useFigures();

  /** The whole number stands in front of the sentence, so one reason alone does not repeat it. */
  const people = (count: number, whole: number, reason: string): string =>
    count === whole ? reason : t('ui.why.part', { count: number(count), reason });

  function pendingPart(reason: PendingReason, count: number, step: StepFacts, holds: readonly Hold[]): string {
    const waiting = people(count, step.counters.pending, t(`pending.${reason}`));
    if (reason === 'held') {
      const titles = holds.filter(({ id }) => step.holdIds.includes(id)).map((hold) => t(`hold.${hold.reason}.title`));
      return titles.length === 0 ? waiting : t('ui.why.held', { people: waiting, titles: titles.join(', ') });
    }
    if (step.retryAt === null) return waiting;
    if (reason === 'throttled') return t('ui.why.until', { people: waiting, time: exact(step.retryAt) });
    return reason === 'retry' ? t('ui.why.at', { people: waiting, time: exact(step.retryAt) }) : waiting;
  }

  return {
    pending: (step, holds) =>
      sentence(
        PENDING_ORDER.flatMap((reason) => {
          const count = step.pendingReasons[reason] ?? 0;
          return count > 0 ? [pendingPart(reason, count, step, holds)] : [];
        }),
      ),
    errored: (step) =>
      sentence(
        ERRORED_ORDER.flatMap((reason) => {
          const count = step.erroredReasons[reason] ?? 0;
          return count > 0 ? [people(count, step.counters.errored, t(`errored.${reason}`))] : [];
        }),
      ),
  };
}

function sentence(parts: readonly string[]): string {
  return `${parts.join('; ')}.`;
}
