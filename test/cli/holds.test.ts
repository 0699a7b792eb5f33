import { expect, test } from 'vitest';

import { acceptTerms, muster, setup, summaryOf, type Ended } from './muster.ts';

const holdOf = (ended: Ended) => {
  const { state, counters, steps } = summaryOf(ended);
  return [ended.code, state, counters.pending, steps[0]?.holds.map(({ reason, scope }) => `${reason} ${scope}`)];
};

test('who must act is told by code 3 and in words; once that is done, work sends what waited', async () => {
  const { data, sandbox, account, file, proxy, token, sync } = await setup();
  const list = file('p.csv', 'Email\nann@example.com\n');
  const to = (state: string): string[] => ['--account', account(state), '--audience', 'Newsletter readers'];

  const held = await sync(list, ...to('no_terms'));
  expect(held.stderr).toBe('Nothing is lost. Once that is done, run the same command again.\n');
  expect(summaryOf(held)).toMatchObject({
    state: 'held',
    counters: { entered: 1, pending: 1 },
    steps: [
      {
        pending_reasons: { held: 1 },
        holds: [
          {
            reason: 'terms',
            scope: 'ad_account',
            title: 'Custom Audience terms not accepted',
            action: expect.stringContaining(account('no_terms')),
            url: expect.stringContaining(account('no_terms').replace('act_', '')),
          },
        ],
        last_outcome: { kind: 'held', code: 200, subcode: 1870090 },
      },
    ],
  });
  expect(proxy.seen.uploads).toBe(1);
  const common = ['--json', '--data', data];
  const waited = await sync(list, ...to('no_terms'), '--wait', '--timeout', '2');
  expect(holdOf(waited)).toEqual([3, 'held', 1, ['terms ad_account']]);
  expect(holdOf(await muster(['work', '--drain', ...common]))).toEqual([3, 'held', 1, ['terms ad_account']]);

  const status = await muster(['status', '--data', data]);
  expect(status.stdout).toContain('Held: Custom Audience terms not accepted\n    Ask Sam Sandbox');
  const holds = await muster(['holds', '--data', data]);
  expect(holds.stdout).toContain('Ask Sam Sandbox to open the terms page');
  for (const { stdout } of [status, holds]) expect(stdout).not.toMatch(/\{\w+\}/);
  const jobs = await muster(['jobs', ...common]);
  expect(JSON.parse(jobs.stdout)).toMatchObject({ event: 'job', state: 'held', heldBy: ['terms'], isSandbox: true });

  await acceptTerms(sandbox, account('no_terms'));
  const sent = await muster(['work', '--drain', ...common, '--graph-url', proxy.url], token);
  expect([sent.code, summaryOf(sent).counters]).toMatchObject([0, { entered: 1, synced: 1, pending: 0 }]);
});

test('accounts in every state and a wrong token hold at once, and a fresh token goes on', async () => {
  const { account, data, file, proxy, sync } = await setup();
  const list = file('p.csv', 'Email\nann@example.com\n');
  const to = (id: string): string[] => ['--account', id, '--audience', 'A'];
  expect(holdOf(await sync(list, ...to(account('no_business'))))).toEqual([3, 'held', 1, ['business ad_account']]);
  expect(holdOf(await sync(list, ...to(account('disabled')))).slice(0, 3)).toEqual([3, 'held', 1]);
  expect(holdOf(await sync(list, ...to('act_999999999999999'))).slice(0, 3)).toEqual([3, 'held', 1]);

  const args = ['sync', list, '--json', '--data', `${data} 2`, '--graph-url', proxy.url, ...to(account('healthy'))];
  const wrong = await muster(args, { MUSTER_ACCESS_TOKEN: 'EAAwrong' });
  expect(holdOf(wrong)).toEqual([3, 'held', 1, ['token connection']]);
  expect(await sync(list, '--data', `${data} 2`, ...to(account('healthy')))).toMatchObject({
    code: 0,
    stderr: 'An unfinished run of this job goes on.\n',
  });
});

test('--timeout ends with code 4 while the Graph API cannot be reached, and nothing is lost', async () => {
  const { data, token, account, file, sync } = await setup();
  const list = file('p.csv', 'Email\nann@example.com\n');
  const to = ['--account', account('healthy'), '--audience', 'A'];
  const nowhere = ['--json', '--data', data, '--graph-url', 'http://127.0.0.1:9', '--timeout', '2'];
  const late = await muster(['sync', list, ...to, ...nowhere], token);
  expect([late.code, late.stderr, summaryOf(late).state]).toEqual([
    4,
    'Time is up, nothing is lost. The same command, or “muster work --drain”, goes on.\n',
    'waiting',
  ]);
  expect(holdOf(await sync(list, ...to))).toEqual([0, 'done', 0, []]);
});
