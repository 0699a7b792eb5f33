import { Play } from 'lucide-react';
import { expect, test } from 'vitest';

import { find } from '../../renderer/palette/find.ts';
import type { Command } from '../../renderer/palette/find.ts';
import { fitOf } from '../../renderer/palette/fit.ts';

/** The text with brackets around what matched. */
function shown(text: string, typed: string): string | null {
  const fit = fitOf(text, typed);
  return (
    fit &&
    text
      .split('')
      .map((letter, at) => (fit.marks.has(at) ? `[${letter}]` : letter))
      .join('')
  );
}

function command(id: string, group: Command['group'], label: string, more: Partial<Command> = {}): Command {
  return { id, group, label, icon: Play, act: () => undefined, ...more };
}

test('typed words match in any order, whatever their accents and capitals', () => {
  expect([
    shown('Repurchase', 'pur'),
    shown('Pause “Émilie”', 'emi pau'),
    shown('Réglages', 'REG'),
    shown('Row problems of “Loyalty”', 'lo rp'),
    shown('Jobs', ''),
  ]).toEqual([
    'Re[p][u][r]chase',
    '[P][a][u]se “[É][m][i]lie”',
    '[R][é][g]lages',
    '[R]ow [p]roblems of “[L][o]yalty”',
    'Jobs',
  ]);
});

test('a word of which a letter is missing matches nothing, and letters far apart are no word', () => {
  expect([shown('Jobs', 'jobz'), shown('Jobs', 'overview'), shown('Purchasers of last summer', 'pr of lastx')]).toEqual(
    [null, null, null],
  );
  expect(shown('Purchasers of a very long summer', 'prx')).toBeNull();
  expect(shown('All settings of every client', 'as')).toBe('[A]ll [s]ettings of every client');
  expect(shown('All of the other things settle', 'as')).toBeNull();
});

test('the start of a name comes before the start of a word, that before the middle of one', () => {
  const costs = ['Purchasers', 'UK purchasers', 'Repurchase', 'Paper urchins'].map((name) => fitOf(name, 'pur')?.cost);
  expect(costs).toEqual(costs.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  expect(new Set(costs).size).toBe(4);
});

test('the group of the best match stands first; what only the note says comes last; deep commands wait to be typed for', () => {
  const all = [
    command('job', 'jobs', 'Store visits', { note: 'Settings Ltd' }),
    command('place', 'places', 'Settings'),
    command('deep', 'commands', 'Settings of “Store visits”', { isDeep: true }),
  ];
  const ids = (typed: string) => find(all, typed).map(([group, found]) => [group, found.map((one) => one.command.id)]);
  expect(ids('settings')).toEqual([
    ['places', ['place']],
    ['commands', ['deep']],
    ['jobs', ['job']],
  ]);
  expect(ids('')).toEqual([
    ['jobs', ['job']],
    ['places', ['place']],
  ]);
  expect(ids('nobody')).toEqual([]);
});
