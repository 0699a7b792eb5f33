import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { CSV_START, csvLine } from '../../main/core/csv-text.ts';

const cells = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('=1+1', '+1', '-1', '@A1', '\t=1', '\r', '"', 'a,b', '\n')),
  {
    minLength: 2,
    maxLength: 6,
  },
);

/** How another reader understands lines of ours. */
function read(text: string): readonly (readonly string[])[] {
  return parse(text, { bom: true, relax_column_count: true, record_delimiter: '\r\n' });
}

test('another reader finds the same cells, but for an apostrophe before what would be a formula', () => {
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (lines) => {
      const found = read(CSV_START + lines.map(csvLine).join(''));
      expect(
        found.map((line) => line.map((cell, i) => cell === lines[found.indexOf(line)]?.[i] || cell.startsWith("'"))),
      ).toEqual(lines.map((line) => line.map(() => true)));
    }),
  );
});

test('no cell begins with what a spreadsheet takes for a formula', () => {
  fc.assert(
    fc.property(cells, (line) => {
      const [found = []] = read(csvLine(line));
      expect(found.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }),
  );
  expect(csvLine(['=1', ' -2', '＝3', null, 4, -5, 'a"b'])).toBe(`'=1,' -2,'＝3,,4,'-5,"a""b"\r\n`);
});
