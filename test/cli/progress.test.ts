import { expect, test } from 'vitest';

import { type Progress, progressText } from '../../main/commands/progress.ts';

const rows = (count: number, done: number, total: number | null): Progress => ({ count, unit: 'rows', done, total });

test('a progress line tells share, rows, rows per second and the time left', () => {
  expect([
    progressText('Reading', rows(250_000, 25, 100), 5, 100),
    progressText('Reading', rows(1_000, 1, 1_000), 10, 100),
    progressText('Checking', rows(10, 100, 100), 0.5, 100),
    progressText('Reading', rows(1_234, 99, null), 2, 100),
    progressText('Reading', rows(0, 0, 100), 0, 100),
    progressText('Sending', { count: 9_000, unit: 'people', done: 9_000, total: 90_000 }, 3, 100),
  ]).toEqual([
    'Reading [████████······················] 25 %  250,000 rows, 50,000 rows/s, 15 s left',
    'Reading [······························] 0 %  1,000 rows, 100 rows/s, 2 h 46 min left',
    'Checking [██████████████████████████████] 100 %  10 rows, 20 rows/s, 0 s left',
    'Reading 1,234 rows, 617 rows/s',
    'Reading [······························] 0 %  0 rows, 0 rows/s',
    'Sending [███···························] 10 %  9,000 people, 3,000 people/s, 27 s left',
  ]);
});

test('a progress line never wraps: the bar gives way first, then the end of the line', () => {
  const lines = [80, 60, 20].map((columns) => progressText('Reading', rows(250_000, 50, 100), 5, columns));
  expect(lines).toEqual([
    'Reading [█████████████············] 50 %  250,000 rows, 50,000 rows/s, 5 s left',
    'Reading [███··] 50 %  250,000 rows, 50,000 rows/s, 5 s left',
    'Reading [███··] 50 ',
  ]);
});
