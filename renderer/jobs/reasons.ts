import type { ErroredReason, PendingReason } from '../../preload/contract/counters.ts';
import type { Hold } from '../../preload/contract/holds.ts';
import type { BatchFacts, StepFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';
import { useAnswer } from './answer.ts';
import type { Stop } from './status.ts';

/** What needs a person comes first, then what the person stopped, what moves by itself last. */
const PENDING_ORDER = [
  'held',
  'paused',
  'offline',
  'throttled',
  'retry',
  'sending',
  'queued',
] as const satisfies readonly PendingReason[];
export const ERRORED_ORDER = [
  'refused',
  'invalid',
  'invalid_unnamed',
  'horizon',
  'hold_expired',
  'superseded',
  'cancelled',
] as const satisfies readonly ErroredReason[];

/** What the sentence about waiting people draws on besides their step. */
interface Around {
  readonly holds: readonly Hold[];
  /** The newest batches of the run, as far as they are read. */
  readonly batches: readonly BatchFacts[];
  readonly now: number;
}

/** Why people of a step wait, and why others errored, as one sentence each. */
export function useReasons(): {
  readonly pending: (step: StepFacts, around: Around) => string;
  readonly errored: (step: StepFacts) => string;
} {
  const { t } = useTexts();
  const { number, exact, moment, away } = useFigures();
  const answer = useAnswer();

  /** The whole number stands in front of the sentence, so one reason alone does not repeat it. */
  const people = (count: number, whole: number, reason: string): string =>
    count === whole ? reason : t('ui.why.part', { count: number(count), reason });

  /** `batch 147, try 3; last answer: No answer in 60 s`, when the batch that goes next is known. */
  const nextTry = (step: StepFacts, batches: readonly BatchFacts[]): string | null => {
    const batch = batches.find(({ stepId, retryAt }) => stepId === step.stepId && retryAt === step.retryAt);
    const last = batch?.lastAttempt;
    return batch && last
      ? t('ui.why.try', { batch: batch.id, number: batch.attempts + 1, said: last.said ?? answer(last) })
      : null;
  };

  function pendingPart(reason: PendingReason, count: number, step: StepFacts, { holds, batches, now }: Around): string {
    const waiting = people(count, step.counters.pending, t(`pending.${reason}`));
    if (reason === 'held') {
      const titles = holds.filter(({ id }) => step.holdIds.includes(id)).map((hold) => t(`hold.${hold.reason}.title`));
      return titles.length === 0 ? waiting : t('ui.why.held', { people: waiting, titles: titles.join(', ') });
    }
    if (step.retryAt === null || (reason !== 'throttled' && reason !== 'retry')) return waiting;
    const at = { people: waiting, time: exact(step.retryAt), away: away(step.retryAt, now) };
    if (reason === 'throttled') return t('ui.why.until', at);
    const detail = nextTry(step, batches);
    return detail === null ? t('ui.why.at', at) : t('ui.why.at.try', { ...at, detail });
  }

  /** One sentence; the mark between its parts is the language's. */
  const sentence = (parts: readonly string[]): string =>
    parts.length === 0 ? '' : `${parts.reduce((first, rest) => t('ui.why.and', { first, rest }))}.`;

  return {
    pending(step, around) {
      const why = sentence(
        PENDING_ORDER.flatMap((reason) => {
          const count = step.pendingReasons[reason] ?? 0;
          return count > 0 ? [pendingPart(reason, count, step, around)] : [];
        }),
      );
      return step.etaAt === null ? why : `${why} ${t('ui.why.eta', { time: moment(step.etaAt) })}`;
    },
    errored: (step) =>
      sentence(
        ERRORED_ORDER.flatMap((reason) => {
          const count = step.erroredReasons[reason] ?? 0;
          return count > 0 ? [people(count, step.counters.errored, t(`errored.${reason}`))] : [];
        }),
      ),
  };
}

/** The one thing that keeps every waiting batch of a step, or null: a batch itself does not say. */
export function stopOf(step: Pick<StepFacts, 'pendingReasons'> | undefined): Stop | null {
  const waiting = PENDING_ORDER.filter((reason) => reason !== 'sending' && (step?.pendingReasons[reason] ?? 0) > 0);
  const stops = (['held', 'paused', 'offline', 'throttled'] as const).filter((reason) => waiting.includes(reason));
  return waiting.length === 1 ? (stops[0] ?? null) : null;
}
