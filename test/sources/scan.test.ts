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

/** Long enough to meet a limit of a few letters. */
const long = fc
  .array(fc.constantFrom('"', '"', ',', '\n', '\n', '\r', 'a'), { maxLength: 100, size: 'max' })
  .map((letters) => letters.join(''));

const maxBytes = 16;

function answerAt(scanner: RecordScanner, bytes: Buffer, at: number, end: number): readonly [string, number] {
  const code = scanner.scan(bytes, at, end, end === bytes.length, 0);
  return [code, code === 'row_too_long' || code === 'more' ? at : scanner.next];
}

test('an answer depends neither on what was scanned before nor on how much of the text is there', () => {
  fc.assert(
    fc.property(long, (text) => {
      const bytes = Buffer.from(text);
      const experienced = new RecordScanner(',', maxBytes);
      for (let at = 0; at < bytes.length;) {
        const answer = answerAt(experienced, bytes, at, bytes.length);
        const ends = [...Array.from({ length: 14 }, (_, index) => at + 1 + index * 7), bytes.length];
        for (const end of ends.filter((one) => one <= bytes.length)) {
          const early = answerAt(new RecordScanner(',', maxBytes), bytes, at, end);
          expect([['more', at], answer]).toContainEqual(early);
        }
        at = answer[0] === 'row_too_long' ? at + 1 : answer[1];
      }
    }),
    { numRuns: 500 },
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
