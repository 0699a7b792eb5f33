import { Cron } from 'croner';

import {
  CRON_FIELDS,
  type NextRun,
  type Schedule,
  type SchedulePreview,
  type ScheduleProblem,
} from '../../../preload/contract/schedule.ts';

const SHOWN = 5;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The first time after `after` (epoch ms) that a schedule names; null when there is none. A time of day that summer time leaves out is made
 * up for when the clock has moved on, one that comes twice counts the first time; hourly schedules run in every hour that passes.
 */
export function nextTime(schedule: Schedule, after: number): number | null {
  return timesAfter(schedule, after, 1)[0] ?? null;
}

/** The next five runs, or what is wrong with a cron text. */
export function previewSchedule(schedule: Schedule, now: number): SchedulePreview {
  const problem = schedule.kind === 'cron' ? problemIn(schedule.text) : null;
  if (problem) return { ok: false, problem };
  const runs = timesAfter(schedule, now, SHOWN).map((at): NextRun => ({
    at,
    clockChange: clockChangeAt(at, schedule.zone),
  }));
  return runs.length === 0 ? { ok: false, problem: { kind: 'never' } } : { ok: true, runs };
}

/** Five fields. Texts that problemIn finds fault with throw. */
function cronOf(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'hourly':
      return `${schedule.minute} * * * *`;
    case 'daily': {
      const [hour, minute] = schedule.time.split(':').map(Number);
      return `${minute} ${hour} * * ${[...new Set(schedule.weekdays)].join(',')}`;
    }
    case 'cron':
      return schedule.text;
  }
}

function timesAfter(schedule: Schedule, after: number, count: number): readonly number[] {
  const cron = new Cron(cronOf(schedule), { mode: '5-part', timezone: schedule.zone, paused: true });
  return cron.nextRuns(count, new Date(after)).map((date) => date.getTime());
}

/** null when nothing is wrong. The library tells of one field at a time, and not where it is, so each is tried alone. */
function problemIn(text: string): ScheduleProblem | null {
  const fields = [...text.matchAll(/\S+/g)];
  if (fields.length !== CRON_FIELDS.length) return { kind: 'fields', count: fields.length };
  for (const [index, field] of CRON_FIELDS.entries()) {
    const [own = '', from = 0] = [fields[index]?.[0], fields[index]?.index];
    const alone = CRON_FIELDS.map((_, at) => (at === index ? own : '*')).join(' ');
    if (!isCron(alone)) return { kind: 'field', field, text: own, from, length: own.length };
  }
  return null;
}

function isCron(text: string): boolean {
  try {
    return new Cron(text, { mode: '5-part', paused: true }).getPattern() !== undefined;
  } catch {
    return false;
  }
}

/** How the clock of a zone is changed on the day, there, of this moment. */
function clockChangeAt(at: number, zone: string): NextRun['clockChange'] {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const read = (ms: number): { readonly day: string; readonly offset: number } => {
    const parts = Object.fromEntries(clock.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
    return { day: `${year}-${month}-${day}`, offset: Date.UTC(year, month - 1, day, hour, minute, second) - ms };
  };
  // Whole seconds, so that offsets are exact.
  const moment = Math.floor(at / 1000) * 1000;
  const { day } = read(moment);
  const offsets = [];
  for (let ms = moment - DAY_MS - HOUR_MS; ms <= moment + DAY_MS + HOUR_MS; ms += HOUR_MS / 2) {
    const then = read(ms);
    if (then.day === day) offsets.push(then.offset);
  }
  const [first = 0, last = 0] = [offsets[0], offsets.at(-1)];
  return first === last ? null : first < last ? 'forward' : 'back';
}
