import { guessMapping } from '../../../main/core/mapping/mapping.ts';

/** A column of an export: its name, the key it must find ('' = none) and its first cells. */
export type FixtureColumn = readonly [name: string, key: string, ...cells: string[]];

/** The columns whose key is not the expected one, as `name: wanted KEY, found KEY`; empty when the guess is right. */
export function wrong(...columns: readonly FixtureColumn[]): readonly string[] {
  const header = columns.map(([name]) => name);
  const height = Math.max(...columns.map((column) => column.length - 2));
  const rows = Array.from({ length: height }, (_, row) => columns.map((column) => column[row + 2] ?? ''));
  return guessMapping(header, rows, header.length).flatMap(({ column, index, key }) => {
    const wanted = columns[index]?.[1] ?? '';
    return wanted === (key ?? '') ? [] : [`${column}: wanted ${wanted || 'nothing'}, found ${key ?? 'nothing'}`];
  });
}

/** Columns that every such file must leave unmapped, with cells that could tempt. */
export function none(text: string): FixtureColumn[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [name = '', ...cells] = line.split('|').map((part) => part.trim());
      return [name, '', ...cells];
    });
}
