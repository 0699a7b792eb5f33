import { hash } from 'node:crypto';

import { expect, test } from 'vitest';

import { members, muster, setup, summaryOf } from './muster.ts';

const address = (i: number): string => `guest.${i}@example.com`;
const PEOPLE = 10_000;
const list = `Email\n${Array.from({ length: PEOPLE }, (_, i) => address(i)).join('\n')}\n`;
/** Requests that one batch may cost to find its bad rows (DESIGN section 5). */
const MOST_REQUESTS = 64;

async function fault(sandbox: { readonly graphUrl: string; readonly accessToken: string }, order: object) {
  const response = await fetch(`${sandbox.graphUrl}/_sandbox/faults`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  expect(response.status).toBe(200);
}

test('one digest of 10,000 that Meta refuses is found: it alone is errored, with its line, and everybody else is in', async () => {
  const { data, sandbox, proxy, account, file, sync } = await setup();
  const poisoned = 6_543;
  await fault(sandbox, { name: 'bad_row', arg: hash('sha256', address(poisoned), 'hex').slice(0, 16) });

  const ended = await sync(file('guests.csv', list), '--account', account('healthy'), '--audience', 'Guests');
  const { state, counters, steps, problems } = summaryOf(ended);
  expect([ended.code, state, counters.synced, counters.errored, counters.pending]).toEqual([
    1,
    'problems',
    PEOPLE - 1,
    1,
    0,
  ]);
  expect([steps[0]?.errored_reasons, problems]).toEqual([{ refused: 1 }, { refused: 1 }]);
  expect(proxy.seen.uploads).toBeLessThanOrEqual(MOST_REQUESTS);
  expect(await members(sandbox, steps[0]?.audience.id ?? '')).toHaveLength(PEOPLE - 1);

  const told = await muster(['problems', '--json', '--data', data]);
  const [line, ...others] = told.stdout.trim().split('\n');
  expect([JSON.parse(line ?? ''), others]).toMatchObject([{ line: poisoned + 2, code: 'refused' }, []]);
});

test('when Meta refuses all of them it is the settings: few requests, nobody errored, and a person is asked', async () => {
  const { sandbox, proxy, account, file, sync } = await setup();
  await fault(sandbox, { name: 'bad_all' });
  const ended = await sync(file('guests.csv', list), '--account', account('healthy'), '--audience', 'Guests');
  const { state, counters, steps } = summaryOf(ended);
  expect([ended.code, state, counters.pending, counters.errored]).toEqual([3, 'held', PEOPLE, 0]);
  expect(steps[0]?.holds.map(({ reason, scope }) => [reason, scope])).toEqual([['settings_refused', 'step']]);
  expect(proxy.seen.uploads).toBeLessThanOrEqual(MOST_REQUESTS);
});
