import { expect, test } from 'vitest';

import { pauseOf, targetKey } from '../../renderer/queue/target.ts';

const TARGETS = [
  { scope: 'everything' },
  { scope: 'ad_account', account: 'act_1' },
  { scope: 'ad_account', account: 'act_2' },
  { scope: 'job', jobId: 1 },
  { scope: 'job', jobId: 2 },
  { scope: 'step', stepId: 1 },
  { scope: 'step', stepId: 2 },
] as const;
const pauses = TARGETS.map((target, since) => ({ ...target, since }));

test('a pause is of exactly one target, whatever else is paused', () => {
  expect(TARGETS.map((target) => pauseOf(pauses, target)?.since)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(TARGETS.map((target, at) => pauseOf(pauses.toSpliced(at, 1), target))).toEqual(TARGETS.map(() => undefined));
});

test('no two targets share a name', () => {
  expect(new Set(TARGETS.map(targetKey)).size).toBe(TARGETS.length);
});
