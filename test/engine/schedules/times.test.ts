import fc from 'fast-check';
import { expect, test } from 'vitest';

import { nextTime, previewSchedule } from '../../../main/engine/schedules/times.ts';
import { type Schedule, type Weekday, WEEKDAYS } from '../../../preload/contract/schedule.ts';

const zone = 'Europe/Berlin';
const daily = (time: string, weekdays: readonly Weekday[] = WEEKDAYS): Schedule => ({
  kind: 'daily',
  time,
  weekdays: [...weekdays],
  zone,
});

/** The next five runs as clocks in Berlin show them, and how they are changed that day. */
function runs(schedule: Schedule, after: string): readonly string[] {
  const preview = previewSchedule(schedule, Date.parse(after));
  if (!preview.ok) throw new Error(preview.problem.kind);
  return preview.runs.map(({ at, clockChange }) => {
    const clock = new Date(at).toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    return `${clock}${clockChange === null ? '' : ` ${clockChange}`}`;
  });
}

test('a time of day is kept when summer time begins; one that is left out that night is made up for at once', () => {
  expect(runs(daily('09:00'), '2026-03-28T08:00Z')).toEqual([
    '2026-03-29 09:00 forward',
    '2026-03-30 09:00',
    '2026-03-31 09:00',
    '2026-04-01 09:00',
    '2026-04-02 09:00',
  ]);
  expect(runs(daily('02:30'), '2026-03-28T12:00Z').slice(0, 2)).toEqual([
    '2026-03-29 03:00 forward',
    '2026-03-30 02:30',
  ]);
});

test('a time that comes twice when summer time ends counts once', () => {
  expect(runs(daily('02:30'), '2026-10-24T12:00Z').slice(0, 2)).toEqual(['2026-10-25 02:30 back', '2026-10-26 02:30']);
});

test('hourly runs come in every hour that passes, also in the one that is there twice', () => {
  const hourly: Schedule = { kind: 'hourly', minute: 30, zone };
  const change = Date.parse('2026-10-24T22:30Z');
  const times = [change];
  for (let run = 0; run < 4; run += 1) times.push(nextTime(hourly, times.at(-1) ?? 0) ?? 0);
  expect(times.map((at) => (at - change) / 60_000)).toEqual([0, 60, 120, 180, 240]);
  expect(runs(hourly, '2026-10-24T22:00Z')).toEqual([
    '2026-10-25 00:30 back',
    '2026-10-25 01:30 back',
    '2026-10-25 02:30 back',
    '2026-10-25 02:30 back',
    '2026-10-25 03:30 back',
  ]);
});

test('weekdays are those of the time zone', () => {
  // Sunday evening in Berlin, and in Auckland Monday morning.
  const mondays: Schedule = { kind: 'daily', time: '08:00', weekdays: [1], zone: 'Pacific/Auckland' };
  expect(new Date(nextTime(mondays, Date.parse('2026-06-07T18:00Z')) ?? 0).toISOString()).toBe(
    '2026-06-07T20:00:00.000Z',
  );
  expect(runs(daily('08:00', [1, 5]), '2026-06-07T18:00Z').slice(0, 2)).toEqual([
    '2026-06-08 08:00',
    '2026-06-12 08:00',
  ]);
});

test('a cron text says where it is wrong', () => {
  const problem = (text: string) => {
    const preview = previewSchedule({ kind: 'cron', text, zone: 'UTC' }, 0);
    return preview.ok ? 'fine' : preview.problem;
  };
  expect(['*/15 8-18 * * 1-5', '0 6 1 JAN,JUL *', '0 6 L * *'].map(problem)).toEqual(['fine', 'fine', 'fine']);
  expect(problem('0 6 * *')).toEqual({ kind: 'fields', count: 4 });
  expect(problem('@daily')).toEqual({ kind: 'fields', count: 1 });
  expect(problem('0  6,25 * * 1')).toEqual({ kind: 'field', field: 'hour', text: '6,25', from: 3, length: 4 });
  expect(problem('0 6 * * MONDAY')).toEqual({ kind: 'field', field: 'weekday', text: 'MONDAY', from: 8, length: 6 });
  expect(problem('0 6 30 2 *')).toEqual({ kind: 'never' });
});

test('the next time is always later, and later still after itself', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
  const schedules: fc.Arbitrary<Schedule> = fc.oneof(
    fc.record({ kind: fc.constant('hourly' as const), minute: fc.nat(59), zone: fc.constantFrom(...zones) }),
    fc.record({
      kind: fc.constant('daily' as const),
      time: fc.tuple(fc.nat(23), fc.nat(59)).map((pair) => pair.map((n) => String(n).padStart(2, '0')).join(':')),
      weekdays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
      zone: fc.constantFrom(...zones),
    }),
  );
  const law = fc.property(schedules, fc.integer({ min: 1.7e12, max: 2e12 }), (schedule, after) => {
    const first = nextTime(schedule, after) ?? 0;
    const second = nextTime(schedule, first) ?? 0;
    const most = schedule.kind === 'hourly' ? 61 * 60_000 : 8 * 24 * 60 * 60_000;
    return first > after && second > first && first - after <= most && nextTime(schedule, first - 1) === first;
  });
  fc.assert(law, { numRuns: 100 });
});
