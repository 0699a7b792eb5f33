import fc from 'fast-check';
import { expect, test } from 'vitest';

import { BlockReader } from '../../main/sources/blocks.ts';
import { createDecoder } from '../../main/sources/decode.ts';
import { RecordScanner } from '../../main/sources/scan.ts';
import { TextWindow } from '../../main/sources/window.ts';

const nasty = fc
  .array(fc.constantFrom('"', '"', ',', '\n', '\r', '\0', 'a', ' ', 'é'), { maxLength: 24, size: 'max' })
  .map((letters) => letters.join(''));

interface Found {
  readonly text: string;
  readonly code: string;
  readonly lines: number;
}

/** Where the scanner cuts a text, the end of the text being known or not when it gets there. */
function cut(text: string): Found[] {
  const bytes = Buffer.from(text);
  const scanner = new RecordScanner(',');
  const found: Found[] = [];
  for (let start = 0; ; start = scanner.next) {
    const code = scanner.scan(bytes, start, bytes.length, true, 0);
    if (code === 'end') return found;
    found.push({
      text: bytes.toString('utf8', start, scanner.next),
      code,
      lines: code === 'record' ? scanner.lines : 1,
    });
  }
}

test('cutting into records loses no byte, and lines add up', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const found = cut(text);
      const lineBreaks = text.match(/\r\n|\n|\r/g)?.length ?? 0;
      const endsOpen = text !== '' && !/[\r\n]$/.test(text);
      expect(found.map((record) => record.text).join('')).toBe(text);
      expect(found.reduce((sum, { lines }) => sum + lines, 0)).toBe(lineBreaks + (endsOpen ? 1 : 0));
    }),
    { numRuns: 2000 },
  );
});

test('what is learned from a broken quote changes no later record', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const found = cut(text);
      for (let index = 1; index < found.length; index += 1) {
        const rest = found.slice(index);
        expect(cut(rest.map((record) => record.text).join(''))).toEqual(rest);
      }
    }),
    { numRuns: 2000 },
  );
});

test('the parser finds the same records as the scanner, in whatever pieces the text comes', async () => {
  await fc.assert(
    fc.asyncProperty(nasty, fc.integer({ min: 1, max: 7 }), async (text, size) => {
      const bytes = Buffer.from(text);
      let at = 0;
      const reader = {
        read: () => Promise.resolve(at < bytes.length ? bytes.subarray(at, (at += size)) : null),
      };
      const options = { name: 'list.csv', bom: 0, skip: 0, seen: null };
      const blocks = new BlockReader(new TextWindow(reader, createDecoder('utf-8'), options), {
        delimiter: ',',
        line: 1,
        width: Infinity,
        headerLine: 0,
      });
      const block = await blocks.next(Infinity, Infinity);
      const codes = cut(text).map(({ code }) => code);
      expect([block?.rows.length ?? 0, block?.unreadable.length ?? 0]).toEqual([
        codes.filter((code) => code === 'record').length,
        codes.filter((code) => code !== 'record').length,
      ]);
    }),
    { numRuns: 2000 },
  );
});
