import { expect, test } from 'vitest';

import { accountsOf } from '../../renderer/home/hold-accounts.ts';

const step = (id: number) => ({ id, action: 'add' as const, audience: 'A' });
const jobs = [
  { account: 'act_1', steps: [step(11), step(12)] },
  { account: 'act_1', steps: [step(13)] },
  { account: 'act_2', steps: [step(21)] },
];

test('a hold of an ad account is about that one, a hold of a connection about those whose jobs it stops', () => {
  const accounts = (account: string, stepIds: readonly number[]) => accountsOf({ account, stepIds }, jobs);
  expect([
    accounts('act_2', [11]),
    accounts('', [12]),
    accounts('', [11, 13]),
    accounts('', [13, 21]),
    accounts('', []),
  ]).toEqual([['act_2'], ['act_1'], ['act_1'], ['act_1', 'act_2'], []]);
});
