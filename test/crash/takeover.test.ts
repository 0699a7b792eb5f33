import { hash } from 'node:crypto';

import { expect, test } from 'vitest';

import { isBalanced, members, muster, setup, summaryOf } from '../cli/muster.ts';

const address = (i: number): string => `heir.${i}@example.com`;
const list = (from: number, to: number): string =>
  `Email\n${Array.from({ length: to - from }, (_, i) => address(from + i)).join('\n')}\n`;

test('the sync that sends is killed while another one follows: that one takes over, ends well, and what the dead one left is sent too', async () => {
  const { data, sandbox, proxy, account, file, startSync } = await setup();
  const to = ['--account', account('healthy'), '--audience', 'Heirs'];
  const sender = startSync(file('first.csv', list(0, 60_000)), ...to);
  await expect.poll(() => proxy.seen.uploads, { interval: 10, timeout: 60_000 }).toBeGreaterThan(0);
  const follower = startSync(file('second.csv', list(50_000, 65_000)), ...to);
  // It has handed over its list when the folder knows two jobs.
  const jobs = async () => (await muster(['jobs', '--json', '--data', data])).stdout.trim().split('\n').length;
  await expect.poll(jobs, { timeout: 60_000 }).toBe(2);
  sender.child.kill('SIGKILL');

  const ended = await follower.ended;
  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  expect(summaryOf(ended)).toMatchObject({ state: 'done', counters: { entered: 15_000, synced: 15_000 } });

  const rest = await muster(['work', '--drain', '--json', '--data', data]);
  expect(rest.code).toBe(0);
  expect(summaryOf(rest)).toSatisfy(isBalanced);
  expect(summaryOf(rest).counters).toMatchObject({ entered: 75_000, synced: 75_000, pending: 0 });
  const everybody = Array.from({ length: 65_000 }, (_, i) => hash('sha256', address(i), 'hex')).toSorted();
  expect(await members(sandbox, summaryOf(ended).steps[0]?.audience.id ?? '')).toEqual(everybody);
});
