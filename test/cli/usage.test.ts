import { join } from 'node:path';

import { expect, test } from 'vitest';

import { muster, setup, start } from './muster.ts';

/** Many short processes; two at a time are what a small machine can take. */
async function inPairs<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += 2) results.push(...(await Promise.all(items.slice(at, at + 2).map(work))));
  return results;
}

test('what cannot be used ends with code 2, names the file or option and says what to do', async () => {
  const { dir, account, file, sync, proxy } = await setup();
  const good = file('good.csv', 'Email\nann@example.com\n');
  const healthy = ['--account', account('healthy'), '--audience', 'A'];
  const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [[join(dir, 'missing.csv'), ...healthy], /missing\.csv does not exist\. Check the path/],
    [[dir, ...healthy], /is a folder\. Choose a CSV file/],
    [[file('empty.csv', ''), ...healthy], /empty\.csv is empty\. Export the list again/],
    [
      [file('noise.csv', Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 37) % 256))), ...healthy],
      /noise\.csv is not text/,
    ],
    [
      [file('book.xlsx', Buffer.from('504b0304140000000800', 'hex')), ...healthy],
      /book\.xlsx[^]*save the sheet as CSV/,
    ],
    [[file('colours.csv', 'Colour,Size\nred,3\n'), ...healthy], /no column that names people[^]*“Colour”[^]*--map/],
    [[good, ...healthy, '--map', 'Nope=EMAIL'], /Nope[^]*Columns: Email/],
    [[good, ...healthy, '--map', 'Email=MAIL'], /no key "MAIL"\. Keys: [^]*EMAIL/],
    [[good, ...healthy, '--map', 'Email='], /no column that names people/],
    [[good, ...healthy, '--keys', 'PHONE'], /No column of good\.csv is mapped to PHONE\. Mapped: EMAIL/],
    [[good, ...healthy, '--keys', 'SHOE'], /“SHOE” is not one of Meta’s keys/],
    [[good, '--account', 'mine', '--audience', 'A'], /“mine” is no ad account\. It looks like act_/],
    [[good, '--account', account('healthy'), '--audience', ' '], /--audience is empty/],
    [[good, '--account', account('healthy')], /--audience/],
    [[good, ...healthy, '--action', 'mirror'], /mirror[^]*add, remove/],
    [[good, ...healthy, '--country', 'Germany'], /two letters/],
    [[good, ...healthy, '--timeout', 'soon'], /“soon” is not a number of seconds/],
    [[good, ...healthy, '--data', good], /good\.csv cannot be used: it is a file where a folder is needed/],
    [[good, ...healthy, '--graph-url', 'http://graph.example'], /--graph-url takes an address on this computer only/],
    [['-', ...healthy, '--token-stdin'], /cannot be both/],
    [['-', ...healthy], /standard input is empty/],
    [[good, ...healthy, '--acount', '1'], /unknown option '--acount'/],
  ];
  const ended = await inPairs(cases, ([[path = '', ...more], says]) =>
    sync(path, ...more).then(({ code, stdout, stderr }) => ({ code, stdout, isTold: says.test(stderr), stderr, says })),
  );
  expect(ended.filter(({ code, stdout, isTold }) => code !== 2 || stdout !== '' || !isTold)).toEqual([]);
  expect(proxy.seen.uploads).toBe(0);
});

test('a token comes from the environment, from standard input or a stored connection, and is asked for when there is none', async () => {
  const { data, sandbox, account, file, proxy } = await setup();
  const list = file('list.csv', 'Email\nann@example.com\n');
  const args = ['sync', list, '--json', '--data', data, '--graph-url', proxy.url, '--account', account('healthy')];
  const withAudience = [...args, '--audience', 'A'];
  const none = await muster(withAudience);
  expect([none.code, none.stderr]).toEqual([
    2,
    'No access token. Put it into MUSTER_ACCESS_TOKEN, or pipe it in with --token-stdin.\n',
  ]);
  expect((await muster([...withAudience, '--token-stdin'], {}, '\n')).code).toBe(2);
  expect((await muster([...withAudience, '--token-stdin'], {}, `${sandbox.accessToken}\n`)).code).toBe(0);
  // A version at the end of the address is a likely slip, and still the same connection.
  expect((await muster([...withAudience, '--graph-url', `${proxy.url}/v26.0/`])).code).toBe(0);
});

const COMMANDS = ['demo', 'open', 'sandbox', 'normalize', 'check', 'sync', 'work', 'status', 'jobs', 'problems'];

test('every command explains itself; a wrong one does not run', async () => {
  const helps = await inPairs(COMMANDS, (name) => muster([name, '--help']));
  expect(helps.map(({ code, stdout, stderr }) => [code, stdout.split(/[ \n]/, 3).join(' '), stderr])).toEqual(
    COMMANDS.map((name) => [0, `Usage: muster ${name}`, '']),
  );
  expect(helps.filter(({ stdout }) => /default: (?:false|\[\])/.test(stdout))).toEqual([]);
  const [all, wrong, limit] = await Promise.all([
    muster(['--help']),
    muster(['snyc']),
    muster(['problems', '--limit', 'x']),
  ]);
  expect([all.code, COMMANDS.filter((name) => !all.stdout.includes(`\n  ${name} `))]).toEqual([0, []]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('(Did you mean sync?)')]);
  expect([limit.code, limit.stderr]).toEqual([2, expect.stringMatching(/^--limit takes a whole number/)]);
});

test('a reader that has seen enough is no failure to shout about', async () => {
  const lines = '{"key":"EMAIL","value":"ann@example.com"}\n'.repeat(50_000);
  const { child, ended } = start(['normalize'], {}, lines);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toMatchObject({ code: 130, stderr: '' });
});
