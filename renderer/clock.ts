import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';

import { useTexts } from './text.ts';

/** The time of day, renewed every `everyMs`; 0 stands still and costs nothing. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === 0) return undefined;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Times and sizes as the page writes them; all instants are epoch ms. */
export interface Figures {
  readonly number: (value: number) => string;
  /** One decimal on demand, and never 100 % (or 0 %) unless it is all (or nothing). */
  readonly percent: (part: number, whole: number, decimals: 0 | 1) => string;
  /** `14:05`, with the day in front when it is not today. */
  readonly moment: (at: number) => string;
  /** `14:32:10`, where something is tried again; with the day in front when it is not today. */
  readonly exact: (at: number) => string;
  /** `2.1 s`, `340 ms`, `5 min 3 s` */
  readonly duration: (ms: number) => string;
  /** `in 4 minutes`, `in 3 days`: how far away a moment is, seen from `now`. What is past is now. */
  readonly away: (at: number, now: number) => string;
  readonly bytes: (bytes: number) => string;
}

/** Figures in the reader's locale. */
export function useFigures(): Figures {
  const intl = useIntl();
  const { t } = useTexts();
  const number = (value: number): string => intl.formatNumber(value);
  const day = (at: number): string => {
    const date = new Date(at);
    const now = new Date();
    if (date.toDateString() === now.toDateString()) return '';
    return `${intl.formatDate(date, { day: 'numeric', month: 'short', ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }) })}, `;
  };
  const unit = (value: number, name: string, digits = 0): string =>
    intl.formatNumber(value, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
  return {
    number,
    percent(part, whole, decimals) {
      const least = decimals === 1 ? 0.001 : 0.01;
      const share = whole === 0 ? 0 : part / whole;
      const shown = part === whole || part === 0 ? share : Math.min(1 - least, Math.max(least, share));
      const digits = shown === 0 || shown === 1 ? 0 : decimals;
      return `${intl.formatNumber(shown * 100, { minimumFractionDigits: digits, maximumFractionDigits: digits })}\u00a0%`;
    },
    moment: (at) => day(at) + intl.formatTime(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    exact: (at) =>
      day(at) + intl.formatTime(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    duration(ms) {
      if (ms < 1000) return t('ui.unit.ms', { n: number(Math.round(ms)) });
      if (ms < 60_000) return t('ui.unit.s', { n: intl.formatNumber(ms / 1000, { maximumFractionDigits: 1 }) });
      const seconds = Math.round(ms / 1000);
      const minutes = t('ui.unit.min', { n: number(Math.floor(seconds / 60)) });
      return seconds % 60 === 0 ? minutes : `${minutes} ${t('ui.unit.s', { n: number(seconds % 60) })}`;
    },
    away(at, now) {
      const seconds = Math.max(0, Math.round((at - now) / 1000));
      const [value, name] =
        seconds < 90
          ? ([seconds, 'second'] as const)
          : seconds < 90 * 60
            ? ([Math.round(seconds / 60), 'minute'] as const)
            : seconds < 36 * 3600
              ? ([Math.round(seconds / 3600), 'hour'] as const)
              : ([Math.round(seconds / 86_400), 'day'] as const);
      return intl.formatRelativeTime(value, name, { numeric: value === 0 ? 'auto' : 'always' });
    },
    bytes(bytes) {
      if (bytes < 1000) return unit(bytes, 'byte');
      if (bytes < 1_000_000) return unit(bytes / 1000, 'kilobyte', 1);
      return bytes < 1e9 ? unit(bytes / 1_000_000, 'megabyte', 1) : unit(bytes / 1e9, 'gigabyte', 1);
    },
  };
}
