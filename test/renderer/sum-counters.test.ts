import fc from 'fast-check';
import { expect, test } from 'vitest';

import { sumCounters } from '../../renderer/home/sum-counters.ts';
import { counters } from './fake-world.ts';

test('the sum of balanced ledgers balances', () => {
  const count = fc.nat(1e6);
  const ledger = fc
    .tuple(count, count, count, count, fc.boolean())
    .map(([synced, notSynced, errored, pending, isLast]) =>
      counters(synced + notSynced + errored + pending, synced, notSynced, errored, isLast),
    );
  const job = fc.record({ counters: ledger, state: fc.constantFrom('idle' as const, 'held' as const) });
  fc.assert(
    fc.property(fc.array(job), (jobs) => {
      const { counters: sum, held } = sumCounters(jobs);
      expect(sum.synced + sum.not_synced + sum.pending + sum.errored).toBe(sum.entered);
      expect(sum.proceeded + sum.exited).toBe(sum.entered);
      expect(held).toBeLessThanOrEqual(sum.pending);
    }),
  );
});
