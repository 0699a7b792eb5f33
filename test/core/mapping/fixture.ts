import { guessMapping } from '../../../main/core/mapping/mapping.ts';

/** A column of an export: its name, the key it must find ('' = none) and its first cells. */
export type FixtureColumn = readonly [name: string, key: string, ...cells: string[]];

/** The columns as `name = key` lines, expected and found, so that a failed test shows which column went wrong. */
export function compare(columns: readonly FixtureColumn[]): { readonly expected: string[]; readonly found: string[] } {
  const header = columns.map(([name]) => name);
  const height = Math.max(...columns.map((column) => column.length - 2));
  const rows = Array.from({ length: height }, (_, row) => columns.map((column) => column[row + 2] ?? ''));
  return {
    expected: columns.map(([name, key]) => `${name} = ${key}`),
    found: guessMapping(header, rows, header.length).map(({ key }, index) => `${header[index] ?? ''} = ${key ?? ''}`),
  };
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
