import { hash } from 'node:crypto';

import { expect, test } from 'vitest';

import { setup, summaryOf } from './muster.ts';

const address = (i: number): string => `buyer.${i}@example.com`;

test('sync --value-based takes those with a value; --zero-value takes all; no other audience gets values or becomes value-based', async () => {
  const { sandbox, account, file, sync } = await setup();
  const list = file('buyers.csv', `Email,Worth\n${address(1)},12.50\n${address(2)},\n`);
  const to = ['--account', account('healthy'), '--map', 'Worth=LOOKALIKE_VALUE', '--audience'];
  const members = async (id: string | null | undefined): Promise<unknown> => {
    const response = await fetch(`${sandbox.graphUrl}/_sandbox/audiences/${id}/members`, {
      headers: { authorization: `Bearer ${sandbox.accessToken}` },
    });
    return ((await response.json()) as { entries: unknown }).entries;
  };
  const entry = (i: number, value: string) => ({ EMAIL: hash('sha256', address(i), 'hex'), LOOKALIKE_VALUE: value });

  const some = await sync(list, ...to, 'Best buyers', '--value-based');
  const { steps, counters, problems } = summaryOf(some);
  expect([some.code, counters.synced, counters.not_synced, problems]).toEqual([0, 1, 1, { value_missing: 1 }]);
  expect(await members(steps[0]?.audience.id)).toEqual([entry(1, '12.5')]);

  expect((await sync(list, ...to, 'Best buyers', '--zero-value')).code).toBe(0);
  expect(await members(steps[0]?.audience.id)).toEqual(expect.arrayContaining([entry(1, '12.5'), entry(2, '0')]));

  const plain = await sync(list, ...to, 'Everybody');
  expect(await members(summaryOf(plain).steps[0]?.audience.id)).toEqual([
    { EMAIL: hash('sha256', address(1), 'hex') },
    { EMAIL: hash('sha256', address(2), 'hex') },
  ]);
  const refused = await sync(list, ...to, 'Everybody', '--value-based');
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('“Everybody” is not value-based')]);
});
