import { useId } from 'react';

import type { Schedule, Weekday } from '../../preload/contract/schedule.ts';
import { useTexts } from '../text.ts';
import { Button } from '../ui/button.tsx';
import { useScheduleWords } from './schedule-words.ts';

import styles from './schedule-form.module.css';

type Daily = Extract<Schedule, { readonly kind: 'daily' }>;

/** The same as the contract's, which only the engine loads. */
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const WORK_DAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

interface DailyFieldsProps {
  readonly value: Daily;
  readonly onChange: (schedule: Daily) => void;
}

/** The time, and the days of the week; one at least. */
export function DailyFields({ value, onChange }: DailyFieldsProps) {
  const { t } = useTexts();
  const { weekday } = useScheduleWords();
  const id = useId();
  const set = (weekdays: readonly Weekday[]): void => onChange({ ...value, weekdays: [...weekdays] });
  return (
    <>
      <div className={styles['field']}>
        <label htmlFor={id}>{t('schedule.time')}</label>
        <input
          id={id}
          type="time"
          required
          data-testid="schedule-time"
          value={value.time}
          onChange={({ target }) => {
            // Empty while a part of it is typed.
            if (target.value !== '') onChange({ ...value, time: target.value.slice(0, 5) });
          }}
        />
      </div>
      <fieldset className={styles['days']}>
        <legend>{t('schedule.weekdays')}</legend>
        <div className={styles['week']}>
          {WEEKDAYS.map((day) => {
            const isOn = value.weekdays.includes(day);
            return (
              <label key={day} title={weekday(day, 'long')}>
                <input
                  type="checkbox"
                  aria-label={weekday(day, 'long')}
                  data-testid={`schedule-day-${day}`}
                  checked={isOn}
                  disabled={isOn && value.weekdays.length === 1}
                  onChange={() => set(WEEKDAYS.filter((each) => value.weekdays.includes(each) !== (each === day)))}
                />
                <span aria-hidden>{weekday(day, 'short')}</span>
              </label>
            );
          })}
          <Button kind="ghost" size="small" testId="schedule-work-days" onPress={() => set(WORK_DAYS)}>
            {t('schedule.weekdays.work')}
          </Button>
          <Button kind="ghost" size="small" testId="schedule-all-days" onPress={() => set(WEEKDAYS)}>
            {t('schedule.weekdays.all')}
          </Button>
        </div>
      </fieldset>
    </>
  );
}
