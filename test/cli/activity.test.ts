import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';

import { muster, setup } from './muster.ts';

test('activity and what left are told as lines, JSON and CSV, and hold neither an address nor the token', async () => {
  const { data, account, file, sandbox, sync } = await setup();
  const list = file('p.csv', 'Email\nann@example.com\nbob@example.com\n');
  expect((await sync(list, '--account', account('healthy'), '--audience', 'A')).code).toBe(0);
  const run = (...args: string[]) => muster(['activity', '--data', data, ...args]);

  const [lines, json, csv, egress] = await Promise.all([
    run(),
    run('--json', '--limit', '1'),
    run('--csv'),
    run('--egress', '--csv'),
  ]);
  expect(lines.stdout).toMatch(/^\S+ \S+ {2}muster {2}run\.ended .*synced=2/);
  expect(
    json.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([expect.objectContaining({ event: 'activity', kind: 'run.ended' })]);
  const read = (text: string) => parse(text, { bom: true, columns: true }) as readonly Record<string, string>[];
  const order = ['run.ended', 'job.launched', 'connection.added'];
  expect(read(csv.stdout).flatMap(({ kind }) => (kind && order.includes(kind) ? [kind] : []))).toEqual(order);
  expect(read(egress.stdout).filter(({ entries }) => entries !== '0')).toEqual([
    expect.objectContaining({ method: 'POST', keys: 'EMAIL', entries: '2' }),
  ]);
  const all = [lines, json, csv, egress].map(({ stdout }) => stdout).join('');
  expect(['ann@example.com', sandbox.accessToken].filter((secret) => all.includes(secret))).toEqual([]);
});
