import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { expect, test } from 'vitest';

import { startSandbox } from '../../main/sandbox/sandbox.ts';
import { muster, setup, summaryOf } from './muster.ts';

test('several audiences of one name are refused with their ids; one is found by its name, also one of many scripts', async () => {
  const { sandbox, account, file, sync } = await setup();
  const list = file('ünï – list.csv', 'Email\nann@example.com\n');
  const id = account('healthy');
  const make = async (name: string): Promise<string> => {
    const response = await fetch(`${sandbox.graphUrl}/v26.0/${id}/customaudiences`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, subtype: 'CUSTOM', customer_file_source: 'USER_PROVIDED_ONLY' }),
    });
    return ((await response.json()) as { id: string }).id;
  };
  const twins = [await make('Twin'), await make('Twin')];
  const refused = await sync(list, '--account', id, '--audience', 'Twin');
  expect([refused.code, refused.stdout, twins.every((twin) => refused.stderr.includes(twin))]).toEqual([2, '', true]);
  const name = 'Été 🎉 “VIP” — 顧客';
  const known = await make(name);
  const [byName, byId] = [
    await sync(list, '--account', id, '--audience', name),
    await sync(list, '--account', id.replace('act_', ''), '--audience', twins[0] ?? ''),
  ];
  expect([byName, byId].map((ended) => [ended.code, summaryOf(ended).steps[0]?.audience.id])).toEqual([
    [0, known],
    [0, twins[0]],
  ]);
});

test('jobs and problems tell one line each, never a value; an empty data folder says what to do', async () => {
  const { data, account, file, sync } = await setup();
  const list = file('list.csv', 'Email,Phone\nann@example.com,12\nnot an address,\nbob@example.com,\n');
  expect((await sync(list, '--account', account('healthy'), '--audience', 'A')).code).toBe(0);
  const of = (...args: string[]) => muster([...args, '--data', data]);
  const [job, problems, one, none, human, csv, fresh] = await Promise.all([
    of('jobs', '--json'),
    of('problems', '--json'),
    of('problems', '--json', '--code', 'not_an_email', '--limit', '5'),
    of('problems', '--code', 'two_values'),
    of('problems'),
    of('problems', '--csv', '--code', 'not_an_email'),
    muster(['jobs', '--data', `${data} new`]),
  ]);
  expect(JSON.parse(job.stdout)).toMatchObject({
    event: 'job',
    sourceName: 'list.csv',
    account: account('healthy'),
    state: 'idle',
    steps: [{ action: 'add', audience: 'A' }],
    counters: { entered: 3, synced: 2, not_synced: 1 },
  });
  const rows = problems.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { line: number; column: string | null; code: string });
  expect(rows.map(({ line, column, code }) => [line, column, code])).toEqual([
    [2, 'Phone', 'phone_too_short'],
    [3, 'Email', 'not_an_email'],
    [3, null, 'no_identifier'],
  ]);
  expect(one.stdout.split('\n').length).toBe(2);
  expect([none.stdout, none.stderr]).toEqual(['', expect.stringContaining('has no problem “two_values”. It has: ')]);
  expect(human.stdout).toContain('line 3, Email: not_an_email. Not an e-mail address');
  expect(csv.stdout).toMatch(
    /^\ufefffile,line,last_line,column,key,code,remedy\r\nlist\.csv,3,,Email,EMAIL,not_an_email,.*\r\n$/,
  );
  expect([fresh.code, fresh.stdout]).toEqual([0, expect.stringContaining('muster demo')]);
});

test('a sandbox that comes back on another port with the same file is still the same', async () => {
  const { dir, data, account, file, sandbox, token } = await setup();
  const list = file('list.csv', 'Email\nann@example.com\n');
  const sync = (graphUrl: string) =>
    muster(
      [
        'sync',
        list,
        '--json',
        '--account',
        account('healthy'),
        '--audience',
        'A',
        '--data',
        data,
        '--graph-url',
        graphUrl,
      ],
      token,
    );
  const first = summaryOf(await sync(sandbox.graphUrl));
  await sandbox.close();
  const moved = await startSandbox({ file: `${dir}/meta.db` });
  try {
    const second = await sync(moved.graphUrl);
    expect([second.code, summaryOf(second).steps[0]?.audience.id]).toEqual([0, first.steps[0]?.audience.id]);
  } finally {
    await moved.close();
  }
});

test('the documented way through npm works and prints nothing else', () => {
  const root = resolve(import.meta.dirname, '../..');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const ended = spawnSync(npm, ['run', '--silent', 'muster', '--', '--version'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  expect([ended.status, ended.stdout, ended.stderr]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/), '']);
});
