import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { expect, test } from 'vitest';

import { type Progress, progressText } from '../../main/commands/progress.ts';
import { setup } from './muster.ts';

const rows = (count: number, done: number, total: number | null): Progress => ({ count, unit: 'rows', done, total });

test('a progress line tells share, rows, rows per second and the time left', () => {
  expect([
    progressText('Reading', rows(250_000, 25, 100), 5, 100),
    progressText('Reading', rows(1_000, 1, 1_000), 10, 100),
    progressText('Checking', rows(10, 100, 100), 0.5, 100),
    progressText('Reading', rows(1_234, 99, null), 2, 100),
    progressText('Reading', rows(0, 0, 100), 0, 100),
    progressText('Sending', { count: 9_000, unit: 'people', done: 9_000, total: 90_000 }, 3, 100),
  ]).toEqual([
    'Reading [████████······················] 25 %  250,000 rows, 50,000 rows/s, 15 s left',
    'Reading [······························] 0 %  1,000 rows, 100 rows/s, 2 h 46 min left',
    'Checking [██████████████████████████████] 100 %  10 rows, 20 rows/s, 0 s left',
    'Reading 1,234 rows, 617 rows/s',
    'Reading [······························] 0 %  0 rows, 0 rows/s',
    'Sending [███···························] 10 %  9,000 people, 3,000 people/s, 27 s left',
  ]);
});

test('a progress line never wraps: the bar gives way first, then the end of the line', () => {
  const lines = [80, 60, 20].map((columns) => progressText('Reading', rows(250_000, 50, 100), 5, columns));
  expect(lines).toEqual([
    'Reading [█████████████············] 50 %  250,000 rows, 50,000 rows/s, 5 s left',
    'Reading [███··] 50 %  250,000 rows, 50,000 rows/s, 5 s left',
    'Reading [███··] 50 ',
  ]);
});

/** Gives a command a terminal; other systems have one of that name with other options. */
const SCRIPT = '/usr/bin/script';
const hasTerminal = process.platform === 'linux' && existsSync(SCRIPT);

test.runIf(hasTerminal)('a terminal sees the bar, which is wiped before the result; a pipe sees none', async () => {
  const { data, file } = await setup();
  const list = file('list.csv', `Email\n${Array.from({ length: 50_000 }, (_, i) => `p${i}@example.com`).join('\n')}\n`);
  const cli = resolve(import.meta.dirname, '../../main/cli.ts');
  const command = [process.execPath, cli, 'check', list, '--data', data].map((word) => `'${word}'`).join(' ');
  const terminal = spawnSync(SCRIPT, ['-qec', command, '/dev/null'], { encoding: 'utf8' });
  const drawn = terminal.stdout.split('\r\u001B[2K');
  expect(drawn.slice(1, -1).filter((line) => !/^Checking .* rows\/s/.test(line))).toEqual([]);
  expect([drawn.length > 2, drawn.at(-1)]).toEqual([true, expect.stringMatching(/^list\.csv, 50,000 rows read/)]);
  const piped = spawnSync(process.execPath, [cli, 'check', list, '--data', data], { encoding: 'utf8' });
  expect([piped.stderr, piped.stdout.includes('\r')]).toEqual(['', false]);
});
