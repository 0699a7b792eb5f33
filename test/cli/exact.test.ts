import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Summary } from '../../preload/contract/summary.ts';
import { isBalanced, members, muster, setup, start, summaryOf } from './muster.ts';

const address = (i: number): string => `member.${i}@example.com`;
const digests = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => hash('sha256', address(from + i), 'hex')).toSorted();

test('25,000 people with duplicates and blank rows become exactly the members, in few requests; half of them leave again', async () => {
  const { data, sandbox, proxy, account, file, sync } = await setup();
  const lines = Array.from({ length: 25_000 }, (_, i) => address(i));
  const noise = [' MEMBER.7@Example.com ', address(24_999), '', 'n/a', '-'];
  const all = file('all of them.csv', `E-Mail\r\n${[...lines, ...noise].join('\r\n')}\r\n`);
  const half = file('half.csv', `email\n${lines.slice(0, 12_500).join('\n')}\n`);

  const added = await sync(all, '--account', account('healthy'), '--audience', 'Exact ✓');
  expect({ code: added.code, stderr: added.stderr }).toEqual({ code: 0, stderr: '' });
  expect(summaryOf(added)).toMatchObject({
    state: 'done',
    counters: { entered: 25_003, proceeded: 0, synced: 25_000, not_synced: 3, pending: 0, errored: 0, exited: 25_003 },
    rows: { read: 25_005, entered: 25_003, duplicates: 2, excluded: 0, unchanged: 0, unreadable: 0 },
    problems: { blank_row: 1, no_identifier: 2 },
  });
  expect(proxy.seen.uploads).toBeLessThanOrEqual(5);
  const audience = summaryOf(added).steps[0]?.audience.id ?? '';
  expect(await members(sandbox, audience)).toEqual(digests(0, 25_000));

  const removed = await sync(half, '--account', account('healthy'), '--audience', audience, '--action', 'remove');
  expect([removed.code, summaryOf(removed).counters.synced]).toEqual([0, 12_500]);
  expect(await members(sandbox, audience)).toEqual(digests(12_500, 25_000));

  const status = summaryOf(await muster(['status', '--json', '--data', data]));
  expect([status.counters.entered, status.steps.map((step) => step.action)]).toEqual([37_503, ['remove', 'add']]);
});

test('the data folder holds no address, digest or token of what was sent', async () => {
  const { data, sandbox, account, file, sync } = await setup();
  const people = file('people.csv', `Email,Phone,Vorname\n${address(1)},+49 30 901820,Zebulon\nbroken@,12,Quintus\n`);
  expect((await sync(people, '--account', account('healthy'), '--audience', 'Quiet')).code).toBe(0);
  const digest = hash('sha256', address(1));
  const secrets = [address(1), '30901820', '901820', 'ebulon', 'uintus', 'broken@', digest, sandbox.accessToken];
  const needles = [...secrets.map((text) => Buffer.from(text)), Buffer.from(digest, 'hex')];
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(2);
  for (const { name, parentPath } of files) {
    const bytes = readFileSync(join(parentPath, name));
    expect(
      needles.filter((needle) => bytes.includes(needle)).map((needle) => `${needle.toString()} in ${name}`),
    ).toEqual([]);
  }
});

test('two syncs at once on one data folder: one sends, the other follows, nobody is lost, and status balances meanwhile', async () => {
  const { data, sandbox, account, file, startSync } = await setup();
  const list = (from: number, to: number): string =>
    `Email\n${Array.from({ length: to - from }, (_, i) => address(from + i)).join('\n')}\n`;
  const to = ['--account', account('healthy'), '--audience', 'Together'];
  const syncs = [
    startSync(file('first.csv', list(0, 20_000)), ...to),
    startSync(file('second.csv', list(15_000, 25_000)), ...to),
  ];
  const watch = start(['status', '--watch', '--json', '--data', data]);
  const ended = await Promise.all(syncs.map((sync) => sync.ended));
  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: '' },
    { code: 0, stderr: '' },
  ]);
  watch.child.kill('SIGTERM');
  const { code, stdout } = await watch.ended;
  const seen = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Summary]));
  expect([code, seen.length > 2, seen.filter((summary) => !isBalanced(summary))]).toEqual([130, true, []]);
  const audiences = ended.map((one) => summaryOf(one).steps[0]?.audience.id ?? '');
  expect(audiences[1]).toBe(audiences[0]);
  expect(await members(sandbox, audiences[0] ?? '')).toEqual(digests(0, 25_000));
});

test('Ctrl-C ends a sync with code 130 in order, and the same command goes on where it stopped', async () => {
  const { sandbox, proxy, account, file, startSync, sync } = await setup();
  const list = file('long.csv', `Email\n${Array.from({ length: 50_000 }, (_, i) => address(i)).join('\n')}\n`);
  const to = ['--account', account('healthy'), '--audience', 'Interrupted'];
  const first = startSync(list, ...to);
  await expect.poll(() => proxy.seen.uploads, { interval: 10, timeout: 30_000 }).toBeGreaterThan(0);
  // A terminal and a wrapping program may both pass on the one key press.
  first.child.kill('SIGINT');
  first.child.kill('SIGINT');
  const interrupted = await first.ended;
  expect({ code: interrupted.code, stderr: interrupted.stderr }).toEqual({
    code: 130,
    stderr: expect.stringMatching(/^Interrupted, nothing is lost\. The same command goes on/),
  });
  expect(summaryOf(interrupted)).toSatisfy(isBalanced);
  const resumed = await sync(list, ...to);
  expect(resumed).toMatchObject({ code: 0, stderr: 'An unfinished run of this job goes on.\n' });
  expect(summaryOf(resumed).rows.read).toBe(50_000);
  expect(await members(sandbox, summaryOf(resumed).steps[0]?.audience.id ?? '')).toEqual(digests(0, 50_000));
});
