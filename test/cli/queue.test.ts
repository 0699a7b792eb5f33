import { expect, test } from 'vitest';

import { acceptTerms, type Ended, members, muster, setup, summaryOf } from './muster.ts';

const linesOf = ({ stdout }: Ended): readonly unknown[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('a paused job says so and how it goes on; cancelled people can be queued again, and another process sends them', async () => {
  const { data, account, file, sandbox, proxy, sync } = await setup();
  const healthy = account('healthy');
  const to = ['--account', healthy, '--audience', 'A'];
  const list = file('p.csv', 'Email\nann@example.com\nbob@example.com\n');
  const run = (...args: string[]) => muster([...args, '--data', data]);
  expect((await sync(file('first.csv', 'Email\neve@example.com\n'), ...to)).code).toBe(0);

  const paused = await run('pause', '--account', healthy.replace('act_', ''), '--json');
  expect([paused.code, linesOf(paused)]).toEqual([
    0,
    [{ event: 'pause', scope: 'ad_account', account: healthy, changed: true }],
  ]);
  const held = await sync(list, ...to);
  expect([held.code, summaryOf(held).state, summaryOf(held).counters.pending, held.stderr]).toEqual([
    3,
    'held',
    2,
    `Paused: ad account ${healthy}. “muster resume --account ${healthy}” goes on.\nNothing is lost. Once that is done, run the same command again.\n`,
  ]);
  const [status, jobs] = await Promise.all([run('status'), run('jobs')]);
  expect(status.stdout).toContain(`2 paused\n`);
  expect(status.stdout).toContain(`Paused: ad account ${healthy}. `);
  expect(jobs.stdout).toContain('2  p.csv: add to “A” (step 2) of');
  expect(jobs.stdout).toContain('  paused; run 2 of');

  const unasked = await run('cancel', '--job', '2');
  expect([unasked.code, unasked.stdout, unasked.stderr]).toEqual([
    2,
    '',
    'Nobody can be asked here. Give --yes to cancel job 2 without being asked.\n',
  ]);
  expect(linesOf(await run('cancel', '--job', '2', '--yes', '--json'))).toEqual([
    { event: 'cancel', scope: 'job', jobId: 2, people: 2 },
  ]);
  const again = await run('requeue', '--job', '2', '--reason', 'cancelled');
  expect([again.code, again.stdout]).toEqual([
    0,
    'Queued again: 2 people. A Muster that runs sends them; when none runs, “muster work --drain” does.\n',
  ]);
  expect((await run('resume', '--all')).stdout).toBe(
    `Was not paused: everything.\nPaused: ad account ${healthy}. “muster resume --account ${healthy}” goes on.\n`,
  );
  expect(linesOf(await run('resume', '--account', healthy, '--json'))).toEqual([
    { event: 'resume', scope: 'ad_account', account: healthy, changed: true },
  ]);
  const sent = await run('work', '--drain', '--json', '--graph-url', proxy.url);
  const audience = summaryOf(sent).steps[0]?.audience.id ?? '';
  expect([sent.code, (await members(sandbox, audience)).length]).toEqual([0, 3]);
  expect(linesOf(await run('requeue', '--job', '2', '--json'))).toEqual([
    { event: 'requeue', jobId: 2, people: 0, gone: 0 },
  ]);
});

test('what is not there, or not said, ends with code 2 and what there is', async () => {
  const { data, account, file, sync } = await setup();
  await sync(file('p.csv', 'Email\nann@example.com\n'), '--account', account('healthy'), '--audience', 'A');
  const cases: readonly (readonly [args: readonly string[], says: string])[] = [
    [['pause'], 'Say what to pause: --job ID, --step ID, --account act_… or --all. “muster jobs” shows the ids.'],
    [['resume', '--all', '--job', '1'], 'Give only one of --job, --step, --account and --all.'],
    [['pause', '--job', '7'], 'There is no job 7. There are: 1.'],
    [['cancel', '--step', '7', '--yes'], 'There is no step 7. There are: 1.'],
    [['pause', '--account', 'act_7'], `There is no ad account act_7. There are: ${account('healthy')}.`],
    [['pause', '--account', 'mine'], '“mine” is no ad account. It looks like act_1234567890.'],
    [['requeue', '--run', '7'], 'There is no run 7. There are: 1.'],
    [['requeue', '--batch', '7'], 'There is no batch 7. There are: 1.'],
    [['requeue'], 'Say what to queue again: --job ID, --step ID, --run ID, --batch ID or --reason NAME.'],
    [['requeue', '--reason', 'lost'], 'Allowed choices are refused, invalid, invalid_unnamed, horizon, cancelled'],
    [['holds', '--check', '7'], 'There is no hold 7; there is none at all.'],
  ];
  const ended = [];
  for (const [args] of cases) ended.push(await muster([...args, '--data', data]));
  expect(
    ended.map(({ code, stdout, stderr }, i) => [code, stdout, stderr.includes(cases[i]?.[1] ?? '?') || stderr]),
  ).toEqual(cases.map(() => [2, '', true]));
});

test('holds tell who must act and where, and a check tells what came of it', async () => {
  const { data, account, file, sandbox, sync } = await setup();
  const noTerms = account('no_terms');
  const run = (...args: string[]) => muster([...args, '--data', data]);
  expect((await run('holds')).stdout).toBe('Nothing is held.\n');
  const list = file('p.csv', 'Email\nann@example.com\n');
  expect((await sync(list, '--account', noTerms, '--audience', 'A')).code).toBe(3);

  const [human, json] = [await run('holds'), await run('holds', '--json')];
  const [hold] = linesOf(json) as readonly { readonly id: number; readonly url: string }[];
  expect(hold).toMatchObject({ event: 'hold', reason: 'terms', scope: 'ad_account', account: noTerms, people: 1 });
  const said = [
    `Custom Audience terms not accepted: ${noTerms}, since `,
    'people who wait: 1',
    hold?.url ?? '?',
    'asks Meta again at ',
  ];
  expect(said.filter((part) => !human.stdout.includes(part))).toEqual([]);

  const id = String(hold?.id);
  const standing = await run('holds', '--check', id);
  expect([standing.code, standing.stdout]).toEqual([
    3,
    'Still held: Custom Audience terms not accepted.\n  Meta still says that nobody of this business has accepted the terms\n',
  ]);
  await acceptTerms(sandbox, noTerms);
  const lifted = await run('holds', '--check', id, '--json');
  expect([lifted.code, linesOf(lifted)]).toEqual([
    0,
    [{ event: 'hold_check', id: Number(id), reason: 'terms', released: true, said: null }],
  ]);
  expect((await run('work', '--drain', '--json')).code).toBe(0);
});
