import { Check, Compass } from 'lucide-react';
import { useEffect, useId } from 'react';

import { useMoments } from '../moments.ts';
import { useJobs } from '../queries.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';

import styles from './tour.module.css';

/** What is shown, and where it stands on the page of a job. */
const STOPS = [
  ['ledger', 'main [data-step]'],
  ['pending', 'main [data-counter="pending"]'],
  ['batches', 'main nav a[href*="/batches"]'],
  ['problems', 'main nav a[href*="/problems"]'],
  ['again', '[data-testid="run-sample"]'],
] as const;
/** The page draws its parts when their facts come, so the mark is set again. */
const LOOK_MS = 200;

/** A newcomer is shown around the sample's page, in a line above it that covers nothing and can be left at any stop. */
export function Tour() {
  const { t } = useTexts();
  const id = useId();
  const stop = useMoments((now) => now.tourStop);
  const route = useMoments((now) => now.route);
  const setStop = useMoments((now) => now.setTourStop);
  const { data: jobs } = useJobs();
  const isAtSample = route.screen === 'job' && (jobs?.some((job) => job.isSample && job.id === route.jobId) ?? false);
  const [name, selector] = (stop !== null && STOPS[stop]) || [null, null];
  useMark(isAtSample ? selector : null);
  if (stop === null || name === null || !isAtSample) return null;
  const isLast = stop === STOPS.length - 1;
  return (
    <section className={styles['tour']} aria-labelledby={id} data-testid="tour">
      <Compass size={16} aria-hidden />
      <h2 id={id}>{t('tour.title')}</h2>
      <span className={styles['place']}>{t('tour.place', { place: stop + 1, total: STOPS.length })}</span>
      <output>
        <b>{t(`tour.${name}`)}</b> {t(`tour.${name}.text`)}
      </output>
      <div className={styles['actions']}>
        {!isLast && (
          <Button size="small" kind="ghost" testId="tour-skip" onPress={() => setStop(null)}>
            {t('tour.skip')}
          </Button>
        )}
        {stop > 0 && (
          <Button size="small" testId="tour-back" onPress={() => setStop(stop - 1)}>
            {t('tour.back')}
          </Button>
        )}
        <Button
          size="small"
          testId="tour-next"
          {...(isLast ? { icon: Check } : {})}
          onPress={() => setStop(isLast ? null : stop + 1)}
        >
          {t(isLast ? 'tour.done' : 'tour.next')}
        </Button>
      </div>
    </section>
  );
}

/** Draws a ring around what is being spoken of, and brings it into view. */
function useMark(selector: string | null): void {
  useEffect(() => {
    if (selector === null) return undefined;
    let marked: Element | null = null;
    const look = (): void => {
      const found = document.querySelector(selector);
      if (found === marked) return;
      marked?.removeAttribute('data-toured');
      found?.setAttribute('data-toured', '');
      found?.scrollIntoView({ block: 'nearest' });
      marked = found;
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      marked?.removeAttribute('data-toured');
    };
  }, [selector]);
}
