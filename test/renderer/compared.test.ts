import { expect, test } from 'vitest';

import type { RunFacts, StepFacts } from '../../preload/contract/jobs.ts';
import { compareRuns } from '../../renderer/jobs/compared.ts';

const counters = { entered: 3, proceeded: 0, synced: 2, not_synced: 1, pending: 0, errored: 0, exited: 3 };
const step = (stepId: number): StepFacts => ({ stepId, counters }) as StepFacts;
const run = (facts: Partial<RunFacts>): RunFacts =>
  ({
    startedAt: 1000,
    endedAt: 3000,
    rows: { read: 4, entered: 3, duplicates: 1, excluded: 0, unchanged: 0, unreadable: 0 },
    steps: [step(1)],
    problems: {},
    ...facts,
  }) as RunFacts;

test('two runs are compared figure by figure: steps by their id, codes by their weight, and what both lack is left out', () => {
  const before = run({ problems: { not_an_email: 2 } });
  const after = run({ endedAt: null, steps: [step(2), step(1)], problems: { not_an_email: 1, phone_too_short: 9 } });
  const groups = compareRuns(before, after);
  expect(groups.map(({ kind, step: of }) => [kind, of?.stepId ?? null])).toEqual([
    ['time', null],
    ['rows', null],
    ['step', 2],
    ['step', 1],
    ['problems', null],
  ]);
  expect(groups[0]?.lines).toEqual([{ name: 'took', before: 2000, after: null }]);
  expect(groups[1]?.lines.map(({ name }) => name)).toEqual(['read', 'entered', 'duplicates']);
  expect(groups[2]?.lines[1]).toEqual({ name: 'synced', before: null, after: 2 });
  expect(groups[4]?.lines).toEqual([
    { name: 'phone_too_short', before: 0, after: 9 },
    { name: 'not_an_email', before: 2, after: 1 },
  ]);
});
