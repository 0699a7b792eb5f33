import { TriangleAlert } from 'lucide-react';

import type { Schedule, ScheduleProblem } from '../../preload/contract/schedule.ts';
import { useTexts } from '../text.ts';
import { Read } from '../ui/reading.tsx';
import { useSchedulePreview } from './schedule-queries.ts';
import { HERE, useScheduleWords } from './schedule-words.ts';

import text from '../ui/text.module.css';
import styles from './schedule-form.module.css';

/** The next five runs, with what the clocks do on those days; or what is wrong with the schedule and how it is mended. */
export function NextRuns({ schedule }: { readonly schedule: Schedule }) {
  const { t } = useTexts();
  const { moment } = useScheduleWords();
  const preview = useSchedulePreview(schedule);
  return (
    <Read of={preview} rows={5} failed={t('schedule.failed')}>
      {(found) =>
        found.ok ? (
          <section className={styles['next']} aria-label={t('schedule.next')} aria-live="polite">
            <h2>{t('schedule.next')}</h2>
            <ol data-testid="schedule-next">
              {found.runs.map(({ at, clockChange }) => (
                <li key={at} data-at={at}>
                  <b>{moment(at, schedule.zone)}</b>
                  {schedule.zone !== HERE && (
                    <span className={text['three']}>{t('schedule.here', { time: moment(at, HERE) })}</span>
                  )}
                  {clockChange !== null && (
                    <span className={styles['clock']}>{t(`schedule.clock.${clockChange}`)}</span>
                  )}
                </li>
              ))}
            </ol>
            <p className={text['sub']}>{t('schedule.missed')}</p>
          </section>
        ) : (
          <Problem of={found.problem} schedule={schedule} />
        )
      }
    </Read>
  );
}

function Problem({ of, schedule }: { readonly of: ScheduleProblem; readonly schedule: Schedule }) {
  const said = useProblem(of);
  return (
    <div className={styles['problem']} role="alert" data-testid="schedule-problem">
      <TriangleAlert size={14} aria-hidden />
      <div>
        {of.kind === 'field' && schedule.kind === 'cron' && (
          <code>
            {schedule.text.slice(0, of.from)}
            <mark>{schedule.text.slice(of.from, of.from + of.length)}</mark>
            {schedule.text.slice(of.from + of.length)}
          </code>
        )}
        <p>{said}</p>
      </div>
    </div>
  );
}

function useProblem(of: ScheduleProblem): string {
  const { t } = useTexts();
  switch (of.kind) {
    case 'fields':
      return t('schedule.problem.fields', { count: of.count });
    case 'field': {
      const field = t(`schedule.field.${of.field}`);
      const remedy = t(`schedule.field.${of.field}.remedy`);
      return t('schedule.problem.field', { text: of.text, field, at: of.from + 1, remedy });
    }
    case 'never':
      return t('schedule.problem.never');
  }
}
