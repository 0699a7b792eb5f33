import { expect, test } from 'vitest';

import { soak } from './soak.ts';

/** Another seed every time; a failure names it, and MUSTER_SEED replays it. */
const SEED = Number(process.env['MUSTER_SEED'] ?? Date.now() % 1_000_000);
const KILLS = 10;

test(`killed again and again amid trouble, it loses nobody, counts nobody twice, and ends with the wanted people (seed ${SEED})`, async () => {
  const report = await soak(SEED, KILLS, () => undefined);
  expect(report).toMatchObject({
    ok: true,
    lost: 0,
    double_counted: 0,
    unbalanced_polls: 0,
    members_equal_wanted: true,
    integrity: 'ok',
    mishaps: [],
  });
  expect([report.runs, report.requests, report.polls].every((count) => count > 0)).toBe(true);
});
