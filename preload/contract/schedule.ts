import { z } from 'zod';

/** Days as ISO counts them: 1 = Monday, 7 = Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Name of an IANA time zone, such as Europe/Paris. */
const Zone = z.string().max(60).refine(isZone);

/** When a job runs by itself. What a clock shows in its time zone counts, also across the changes of summer time. */
export const Schedule = z.discriminatedUnion('kind', [
  /** Every hour, so many minutes past it. */
  z.object({ kind: z.literal('hourly'), minute: z.number().int().min(0).max(59), zone: Zone }),
  z.object({
    kind: z.literal('daily'),
    /** HH:MM. */
    time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
    weekdays: z.array(z.literal(WEEKDAYS)).min(1).max(7),
    zone: Zone,
  }),
  /** Five fields: minute, hour, day of the month, month, weekday. */
  z.object({ kind: z.literal('cron'), text: z.string().trim().max(200), zone: Zone }),
]);
export type Schedule = z.output<typeof Schedule>;

export const CRON_FIELDS = ['minute', 'hour', 'day', 'month', 'weekday'] as const;

/** One of the next runs. */
export interface NextRun {
  /** Epoch ms. */
  readonly at: number;
  /** The clock of the time zone is changed on that day: `forward`, as in spring, or `back`. */
  readonly clockChange: 'forward' | 'back' | null;
}

/** What is wrong with the text of a cron schedule. Texts: `schedule.problem.<kind>`. */
export type ScheduleProblem =
  /** It has not five fields, but so many. */
  | { readonly kind: 'fields'; readonly count: number }
  /** Where the field begins in the text, and how long it is. */
  | {
      readonly kind: 'field';
      readonly field: (typeof CRON_FIELDS)[number];
      readonly text: string;
      readonly from: number;
      readonly length: number;
    }
  /** No day of any year fits. */
  | { readonly kind: 'never' };

export type SchedulePreview =
  /** The next five runs. */
  { readonly ok: true; readonly runs: readonly NextRun[] } | { readonly ok: false; readonly problem: ScheduleProblem };

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
