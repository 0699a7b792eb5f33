import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import type { Sandbox } from '../../main/sandbox/sandbox.ts';
import { startSandboxThread } from '../../main/sandbox/thread.ts';
import type { Summary } from '../../preload/contract/summary.ts';
import { startFaultyProxy } from '../crash/faulty-proxy.ts';

const CLI = resolve(import.meta.dirname, '../../main/cli.ts');

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as a user would; what it prints is data for the next. */
function muster(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (part: Buffer) => (stdout += part.toString()));
  child.stderr.on('data', (part: Buffer) => (stderr += part.toString()));
  child.stdin.end(input);
  return new Promise((done) => child.on('close', (code) => done({ code, stdout, stderr })));
}

const summaryOf = ({ stdout }: Ended): Summary => JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Summary;

async function setup() {
  const dir = mkdtempSync(join(tmpdir(), 'muster cli '));
  const sandbox = await startSandboxThread({ file: join(dir, 'meta.db') });
  // No trouble, only a look at what passes by.
  const proxy = await startFaultyProxy(sandbox.graphUrl, 0, () => 0.5);
  onTestFinished(async () => {
    await proxy.close();
    await sandbox.close();
    rmSync(dir, { recursive: true });
  });
  const account = (state: string): string => sandbox.accounts.find((a) => a.state === state)?.id ?? '';
  const data = join(dir, 'data');
  const sync = (file: string, ...more: readonly string[]): Promise<Ended> =>
    muster(['sync', file, '--json', '--data', data, '--graph-url', proxy.url, ...more], {
      MUSTER_ACCESS_TOKEN: sandbox.accessToken,
    });
  return { dir, data, sandbox, proxy, account, sync };
}

async function members(sandbox: Sandbox, audience: string): Promise<readonly string[]> {
  const response = await fetch(`${sandbox.graphUrl}/_sandbox/audiences/${audience}/members`, {
    headers: { authorization: `Bearer ${sandbox.accessToken}` },
  });
  const { entries } = (await response.json()) as { entries: { EMAIL: string }[] };
  return entries.map(({ EMAIL }) => EMAIL).toSorted();
}

const address = (i: number): string => `member.${i}@example.com`;
const digests = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => hash('sha256', address(from + i), 'hex')).toSorted();

test('25,000 people with duplicates and blank rows become exactly the members, in few requests; half of them leave again', async () => {
  const { dir, data, sandbox, proxy, account, sync } = await setup();
  const lines = Array.from({ length: 25_000 }, (_, i) => address(i));
  const all = join(dir, 'all of them.csv');
  const noise = [' MEMBER.7@Example.com ', address(24_999), '', 'n/a', '-'];
  writeFileSync(all, `E-Mail\r\n${[...lines, ...noise].join('\r\n')}\r\n`);
  const half = join(dir, 'half.csv');
  writeFileSync(half, `email\n${lines.slice(0, 12_500).join('\n')}\n`);

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
  const { dir, data, sandbox, account, sync } = await setup();
  const file = join(dir, 'people.csv');
  writeFileSync(file, `Email,Phone,Vorname\n${address(1)},+49 30 901820,Zebulon\nbroken@,12,Quintus\n`);
  expect((await sync(file, '--account', account('healthy'), '--audience', 'Quiet')).code).toBe(0);
  const digest = hash('sha256', address(1));
  const secrets = [address(1), '30901820', '901820', 'ebulon', 'uintus', 'broken@', digest, sandbox.accessToken];
  const needles = [...secrets.map((text) => Buffer.from(text)), Buffer.from(digest, 'hex')];
  for (const name of readdirSync(data)) {
    const bytes = readFileSync(join(data, name));
    expect(
      needles.filter((needle) => bytes.includes(needle)).map((needle) => `${needle.toString()} in ${name}`),
    ).toEqual([]);
  }
});

test('who must act is told by the exit code and in words; nothing is sent again until asked', async () => {
  const { dir, proxy, account, sync } = await setup();
  const file = join(dir, 'p.csv');
  writeFileSync(file, `Email\n${address(1)}\n`);
  const held = await sync(file, '--account', account('no_terms'), '--audience', 'Newsletter readers');
  expect([held.code, proxy.seen.uploads]).toEqual([3, 1]);
  expect(summaryOf(held)).toMatchObject({
    state: 'held',
    counters: { pending: 1 },
    steps: [
      {
        pending_reasons: { held: 1 },
        holds: [{ reason: 'terms', scope: 'ad_account', title: 'Custom Audience terms not accepted' }],
        last_outcome: { kind: 'held', code: 200, subcode: 1870090 },
      },
    ],
  });
  const noBusiness = await sync(file, '--account', account('no_business'), '--audience', 'X', '--timeout', '20');
  expect([noBusiness.code, summaryOf(noBusiness).steps[0]?.holds[0]?.reason]).toEqual([3, 'business']);
});

test('what cannot be used ends with code 2, names the file and says what to do', async () => {
  const { dir, account, sync } = await setup();
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  const good = file('good.csv', `Email\n${address(1)}\n`);
  const healthy = ['--account', account('healthy'), '--audience', 'A'];
  const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [[join(dir, 'missing.csv'), ...healthy], /missing\.csv does not exist\. Check the path/],
    [[dir, ...healthy], /is a folder\. Choose a CSV file/],
    [[file('empty.csv', ''), ...healthy], /empty\.csv/],
    [[file('book.xlsx', Buffer.from('504b0304140000000800', 'hex')), ...healthy], /book\.xlsx[^]*CSV/],
    [[file('colours.csv', 'Colour,Size\nred,3\n'), ...healthy], /no column that names people[^]*“Colour”[^]*--map/],
    [[good, ...healthy, '--map', 'Nope=EMAIL'], /Nope[^]*Email/],
    [[good, ...healthy, '--keys', 'PHONE'], /No column of good\.csv is mapped to PHONE/],
    [[good, ...healthy, '--keys', 'SHOE'], /SHOE/],
    [[good, '--account', 'mine', '--audience', 'A'], /“mine” is no ad account/],
    [[good, ...healthy, '--action', 'mirror'], /mirror[^]*add, remove/],
    [[good, ...healthy, '--country', 'Germany'], /two letters/],
    [[good, '--account', account('healthy')], /--audience/],
  ];
  for (const [args, says] of cases) {
    const [path = '', ...more] = args;
    const ended = await sync(path, ...more);
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(says);
  }
});
