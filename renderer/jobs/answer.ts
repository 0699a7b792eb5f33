import type { AttemptFacts } from '../../preload/contract/jobs.ts';
import { useFigures } from '../clock.ts';
import { useTexts } from '../text.ts';

/** An attempt in one line: `200, received 10,000, invalid 212`, or what went wrong. */
export function useAnswer(): (attempt: AttemptFacts) => string {
  const { t } = useTexts();
  const { number, exact } = useFigures();
  return (attempt) => {
    if (attempt.outcome === null) return t('ui.answer.open', { time: exact(attempt.startedAt) });
    if (attempt.received !== null) {
      return t('ui.answer.received', {
        status: attempt.httpStatus ?? '–',
        received: number(attempt.received),
        invalid: number(attempt.invalid ?? 0),
      });
    }
    const code = [attempt.code, attempt.subcode].filter((part) => part !== null).join('/');
    return (
      [attempt.httpStatus, code, code === '' ? attempt.said : ''].filter(Boolean).join(', ') || t('ui.answer.none')
    );
  };
}
