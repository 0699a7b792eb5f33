import { expect, test } from 'vitest';

import { progressText } from '../../main/commands/progress.ts';

test('a progress line tells share, rows, rows per second and the time left', () => {
  expect([
    progressText(250_000, 25, 100, 5),
    progressText(1_000, 1, 1_000, 10),
    progressText(10, 100, 100, 0.5),
    progressText(1_234, 99, null, 2),
    progressText(0, 0, 100, 0),
  ]).toEqual([
    '[████████······················] 25 %  250,000 rows, 50,000 rows/s, 15 s left',
    '[······························] 0 %  1,000 rows, 100 rows/s, 2 h 46 min left',
    '[██████████████████████████████] 100 %  10 rows, 20 rows/s, 0 s left',
    '1,234 rows, 617 rows/s',
    '[······························] 0 %  0 rows, 0 rows/s',
  ]);
});
