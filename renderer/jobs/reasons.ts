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
  const sentence = (parts: readonly string[]): string => `${parts.join('; ')}.`;

  function pendingPart(reason: PendingReason, count: number, step: StepFacts, holds: readonly Hold[]): string {
    const people = t('ui.why.part', { count: number(count), reason: t(`pending.${reason}`) });
    switch (reason) {
      case 'held': {
        const titles = holds
          .filter(({ id }) => step.holdIds.includes(id))
          .map((hold) => t(`hold.${hold.reason}.title`));
        return titles.length === 0 ? people : t('ui.why.held', { people, titles: titles.join(', ') });
      }
      case 'throttled':
        return step.retryAt === null ? people : t('ui.why.until', { people, time: exact(step.retryAt) });
      case 'retry':
        return step.retryAt === null ? people : t('ui.why.at', { people, time: exact(step.retryAt) });
      case 'sending':
      case 'queued':
        return people;
    }
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
          return count > 0 ? [t('ui.why.part', { count: number(count), reason: t(`errored.${reason}`) })] : [];
        }),
      ),
  };
}
