import { useIntl } from 'react-intl';

import type { Schedule, Weekday } from '../../preload/contract/schedule.ts';
import { useTexts } from '../text.ts';

/** Schedules in words, in the reader's language. */
export interface ScheduleWords {
  /** `Every day at 09:00`, `Mon, Fri at 18:30`; without the time zone. */
  readonly said: (schedule: Schedule | null) => string;
  readonly weekday: (day: Weekday, style: 'short' | 'long') => string;
  /** A moment as clocks in a time zone show it. */
  readonly moment: (at: number, zone: string) => string;
}

/** The time zone of this computer. */
export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Monday, 1 January 2024; the days of a week follow it. */
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Words for schedules. */
export function useScheduleWords(): ScheduleWords {
  const intl = useIntl();
  const { t } = useTexts();
  const weekday: ScheduleWords['weekday'] = (day, style) =>
    intl.formatDate(A_MONDAY + (day - 1) * DAY_MS, { weekday: style, timeZone: 'UTC' });
  return {
    weekday,
    said(schedule) {
      if (schedule === null) return t('schedule.said.none');
      switch (schedule.kind) {
        case 'hourly':
          return t('schedule.said.hourly', { minute: String(schedule.minute).padStart(2, '0') });
        case 'daily': {
          const { time, weekdays } = schedule;
          if (weekdays.length === 7) return t('schedule.said.everyDay', { time });
          return t('schedule.said.days', {
            days: weekdays
              .toSorted((a, b) => a - b)
              .map((day) => weekday(day, 'short'))
              .join(', '),
            time,
          });
        }
        case 'cron':
          return t('schedule.said.cron', { text: schedule.text });
      }
    },
    moment: (at, timeZone) =>
      intl.formatDate(at, {
        timeZone,
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  };
}
