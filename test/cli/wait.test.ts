import { expect, test } from 'vitest';

import { acceptTerms, members, setup, summaryOf } from './muster.ts';

test('missing terms cost one upload; sync --wait stays, and ends well by itself once they are accepted', async () => {
  const { sandbox, account, file, proxy, sync, startSync } = await setup();
  const list = file('people.csv', 'Email\nann@example.com\nbob@example.com\n');
  const to = ['--account', account('no_terms'), '--audience', 'Newsletter readers'];

  const impatient = await sync(list, ...to);
  expect([impatient.code, summaryOf(impatient).state, proxy.seen.uploads]).toEqual([3, 'held', 1]);

  const patient = startSync(list, ...to, '--wait');
  const going = new Promise((resolve) => patient.child.stderr?.once('data', resolve));
  await going;
  expect([patient.child.exitCode, proxy.seen.uploads]).toEqual([null, 1]);

  await acceptTerms(sandbox, account('no_terms'));
  const ended = await patient.ended;
  expect([ended.code, ended.stderr, proxy.seen.uploads]).toEqual([0, 'An unfinished run of this job goes on.\n', 2]);
  expect(summaryOf(ended)).toMatchObject({ state: 'done', counters: { entered: 2, synced: 2, pending: 0 } });
  expect(await members(sandbox, summaryOf(ended).steps[0]?.audience.id ?? '')).toHaveLength(2);
});
