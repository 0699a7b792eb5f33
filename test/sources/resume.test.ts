import { appendFile, stat, utimes, writeFile } from 'node:fs/promises';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { openSource } from '../../main/sources/open.ts';
import { blocksOf, flat, folder, isHeader } from './setup.ts';

type Written = (text: string) => Buffer;
const encodings: Record<string, Written> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with mark': (text) => Buffer.from(`\uFEFF${text}`),
  'utf-16le': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'windows-1252': (text) => Buffer.from(text, 'latin1'),
};

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-zéü0-9 @.]{0,12}$/) },
  { weight: 2, arbitrary: fc.stringMatching(/^"[a-z,;é\n\r"]{0,8}"$/) },
  { weight: 1, arbitrary: fc.constantFrom('"', '""', '"open', 'a"b', '"x"y', '"two\r\nlines"', 'n\0l') },
);
const row = fc.oneof(
  { weight: 8, arbitrary: fc.array(cell, { minLength: 3, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(cell, { maxLength: 5 }) },
);
const file = fc.record({
  // Repeated, so that a short counterexample still makes a file of many blocks.
  rows: fc.array(row, { minLength: 1, maxLength: 30 }),
  times: fc.integer({ min: 1, max: 300 }),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineBreaks: fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 3 }),
  encoding: fc.constantFrom(...Object.entries(encodings)),
  hasHeader: fc.boolean(),
  stop: fc.nat(20),
});

describe('resume', () => {
  test('from the position of any block, exactly the rest is read, with the same lines', async () => {
    await using temporary = await folder();
    await fc.assert(
      fc.asyncProperty(file, async ({ rows, times, delimiter, lineBreaks, encoding, hasHeader, stop }) => {
        const body = Array.from({ length: times }, () => rows).flat();
        const first = hasHeader ? ['né', 'b', 'c'] : ['x@é', 'b', 'c'];
        const text = [first, ...body]
          .map((cells, at) => cells.join(delimiter) + (lineBreaks[at % lineBreaks.length] ?? '\n'))
          .join('');
        const path = await temporary.file(encoding[1](text), 'list.csv');
        const before = await openSource(path, { isHeader });
        const blocks = await blocksOf(before);
        const { size, mtimeMs } = before.shape;
        const again = flat(await blocksOf(before));
        await before.close();

        const taken = blocks.slice(0, (stop % Math.max(1, blocks.length)) + 1);
        const position = taken.at(-1)?.position ?? null;
        const after = await openSource(path, { isHeader, expect: { size: size ?? 0, mtimeMs: mtimeMs ?? 0 } });
        const rest = await blocksOf(after, position);
        await after.close();

        const whole = flat(blocks);
        expect(again).toEqual(whole);
        expect(flat([...taken, ...rest])).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test('goes on behind a broken quote and a line that is too long', async () => {
    await using temporary = await folder();
    const text = `a,b\n${'1,2\n'.repeat(3000)}3,"4\n${'x'.repeat(9_000_000)}\n${'5,6\n'.repeat(2000)}7,"8"9"\n`;
    const source = await openSource(await temporary.file(text), { isHeader });
    const blocks = await blocksOf(source);
    const at = blocks.findIndex(({ unreadable }) => unreadable.length > 0);
    const rest = flat(await blocksOf(source, blocks[at - 1]?.position ?? null));
    await source.close();
    expect(rest.unreadable).toEqual([
      [3002, 'broken_quote'],
      [3003, 'row_too_long'],
    ]);
    expect(rest).toEqual(flat(blocks.slice(at)));
  });

  const changes: Record<string, (path: string) => Promise<void>> = {
    'has grown': (path) => appendFile(path, '5,6\n'),
    'was touched': (path) => utimes(path, 1, 1),
    'has become another of the same size and time': async (path) => {
      const { atime, mtime } = await stat(path);
      await writeFile(path, 'a,b\n9,9\n3,4\n');
      await utimes(path, atime, mtime);
    },
  };

  test.each(Object.entries(changes))('is refused when the file %s', async (_how, change) => {
    await using temporary = await folder();
    const path = await temporary.file('a,b\n1,2\n3,4\n');
    // A whole number of milliseconds, which utimes can put back exactly.
    await utimes(path, 1_700_000_000, 1_700_000_000);
    const before = await openSource(path, { isHeader });
    const [block] = await blocksOf(before);
    await before.close();
    await change(path);
    const resumed = (async () => {
      const { size, mtimeMs } = before.shape;
      const after = await openSource(path, { isHeader, expect: { size: size ?? 0, mtimeMs: mtimeMs ?? 0 } });
      try {
        return await blocksOf(after, block?.position ?? null);
      } finally {
        await after.close();
      }
    })();
    await expect(resumed).rejects.toMatchObject({ name: 'SourceChangedError', code: 'changed' });
  });
});
