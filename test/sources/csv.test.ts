import { PassThrough, Readable } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { openSource } from '../../main/sources/open.ts';
import { blocksOf, flat, folder, isHeader, readText } from './setup.ts';

function inPieces(text: string, size: number): Readable {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(Array.from({ length: count }, (_, at) => bytes.subarray(at * size, (at + 1) * size)));
}

/** Name, text, then what is handed out: each row with its line before its cells. */
type Case = readonly [
  rule: string,
  text: string,
  rows: readonly (readonly [number, ...string[]])[],
  unreadable?: readonly (readonly [number, string])[],
];

const cases: readonly Case[] = [
  ['a header line is no row', 'a,b\n1,2\n', [[2, '1', '2']]],
  ['a header alone gives no rows', 'a,b\n', []],
  ['the last line needs no line break', 'a,b\n1,2', [[2, '1', '2']]],
  [
    'CRLF, LF and lone CR may be mixed',
    'a,b\r\n1,2\n3,4\r5,6\r\n',
    [
      [2, '1', '2'],
      [3, '3', '4'],
      [4, '5', '6'],
    ],
  ],
  ['a file of lone CRs', 'a,b\r1,2\r', [[2, '1', '2']]],
  [
    'an empty line is a row of one empty cell',
    'a,b\n\n1,2\n\n',
    [
      [2, ''],
      [3, '1', '2'],
      [4, ''],
    ],
  ],
  ['blank lines above the header are no rows', '\n\na,b\n1,2\n', [[4, '1', '2']]],
  [
    'blank lines above data are rows',
    '\nx@y.z,2\n',
    [
      [1, ''],
      [2, 'x@y.z', '2'],
    ],
  ],
  ['quoted cells may hold delimiters and quotes', 'a,b\n"1,5","say ""hi"""\n', [[2, '1,5', 'say "hi"']]],
  [
    'quoted line breaks of all kinds count as lines',
    'a,b\n"1\r\n2\n3\r4",5\n6,7\n',
    [
      [2, '1\r\n2\n3\r4', '5'],
      [6, '6', '7'],
    ],
  ],
  ['a quote inside an unquoted cell is a letter', 'a,b\n5" pipe,6\n', [[2, '5" pipe', '6']]],
  ['text behind a closing quote makes the cell literal', 'a,b\n"x" y,2\n', [[2, '"x" y', '2']]],
  ['an empty quoted cell', 'a,b\n"",""', [[2, '', '']]],
  ['missing cells are left to the reader', 'a,b,c\n1\n', [[2, '1']]],
  [
    'surplus cells that are blank are cut',
    'a,b\n1,2,, \n"1",2,,\n',
    [
      [2, '1', '2'],
      [3, '1', '2'],
    ],
  ],
  ['a row with too many cells is unreadable', 'a,b\n1,2,3\n4,5\n', [[3, '4', '5']], [[2, 'too_many_cells']]],
  [
    'an open quote costs its line only, at the end of the file',
    'a,b\n1,"2\n3,4\n5,6',
    [
      [3, '3', '4'],
      [4, '5', '6'],
    ],
    [[2, 'broken_quote']],
  ],
  [
    'an open quote does not close at the next opening one',
    'a,b\n1,"2\n3,4\n5,"6"\n',
    [
      [3, '3', '4'],
      [4, '5', '6'],
    ],
    [[2, 'broken_quote']],
  ],
  ['an open quote in the last line', 'a,b\n1,2\n3,"4', [[2, '1', '2']], [[3, 'broken_quote']]],
  [
    'unreadable lines are in order',
    'a,b\n1,2,3\n4,"5\n6,7,8\n9,"1"\n',
    [[5, '9', '1']],
    [
      [2, 'too_many_cells'],
      [3, 'broken_quote'],
      [4, 'too_many_cells'],
    ],
  ],
  [
    'NULs stay in their cells',
    'email,name\na\0@b.c,Jo\0hn\n"q\0",x\n',
    [
      [2, 'a\0@b.c', 'Jo\0hn'],
      [3, 'q\0', 'x'],
    ],
  ],
  ['a line "sep=" of Excel names the delimiter and is no row', 'sep=;\r\na,b;c\r\n1,2;3\r\n', [[3, '1,2', '3']]],
  [
    'a list without a header begins with its first line',
    'x@y.z,1\nv@w.z,2\n',
    [
      [1, 'x@y.z', '1'],
      [2, 'v@w.z', '2'],
    ],
  ],
];

test.each(cases.map((one) => ({ rule: one[0], one })))('$rule', async ({ one: [, text, rows, unreadable = []] }) => {
  const read = await readText(text);
  expect({ rows: read.rows, unreadable: read.unreadable }).toEqual({ rows, unreadable });
});

describe('shape', () => {
  test.each<[string, string, string, readonly string[] | null]>([
    ['comma', 'a,b\n1,2\n', ',', ['a', 'b']],
    ['semicolon', 'a;b\n1;2\n', ';', ['a', 'b']],
    ['tab', 'a\tb\n1\t2\n', '\t', ['a', 'b']],
    ['pipe', 'a|b\n1|2\n', '|', ['a', 'b']],
    ['one column', 'email\nx@y.z\n', ',', ['email']],
    ['one column with a few commas in it', 'name\nDoe, John\nSmith\n', ',', ['name']],
    ['decimal commas in a semicolon list', 'id;price;tax\n1;2,5;0,5\n2;3,5;0,7\n', ';', ['id', 'price', 'tax']],
    ['decimal commas and no header', 'x@y.z;2,5\nv@w.z;3,5\n', ';', null],
    ['commas inside quotes', '"name";"mail"\n"Doe, John";x@y.z\n"Roe, Jane";v@w.z\n', ';', ['name', 'mail']],
    ['semicolons inside quotes', 'mail,tags\nx@y.z,"a;b;c"\nv@w.z,"d;e;f"\n', ',', ['mail', 'tags']],
    ['a quoted line break', 'a;b\n"1\n2,3,4";5\n', ';', ['a', 'b']],
    ['ragged rows', 'a;b;c\n1;2,5\n1\n1;2,5;3\n', ';', ['a', 'b', 'c']],
    ['duplicate and empty names', 'email,,email\n1,2,3\n', ',', ['email', '', 'email']],
    ['a title above the header', 'List\n\na;b\n1;2\n3;4\n', ';', ['List']],
    ['a sep line that a spreadsheet has saved again', 'sep=;;;\na;b\n1;2\n', ';', ['a', 'b']],
    ['a quoted sep line', '"sep=\t"\na;b\tc\n', '\t', ['a;b', 'c']],
  ])('delimiter: %s', async (_rule, text, delimiter, header) => {
    const { shape } = await readText(text);
    expect([shape.delimiter, shape.header, shape.width]).toEqual([delimiter, header, (header ?? ['', '']).length]);
  });

  test('a title is no row, on every pass', async () => {
    await using temporary = await folder();
    const text = 'Export, all\n\n\na;b\n1;2\n3;4;5\n6;7\n';
    const source = await openSource(await temporary.file(text), { isHeader, titleLines: () => 1 });
    const passes = [flat(await blocksOf(source)), flat(await blocksOf(source))];
    const read = {
      rows: [
        [5, '1', '2'],
        [7, '6', '7'],
      ],
      unreadable: [[6, 'too_many_cells']],
    };
    expect([source.shape.header, source.shape.sample, passes]).toEqual([
      ['a', 'b'],
      [
        ['1', '2'],
        ['6', '7'],
      ],
      [read, read],
    ]);
    await source.close();
  });

  test('tells size, time and a sample of at most 1,000 rows', async () => {
    await using temporary = await folder();
    const text = `a,b\n${'1,2\n'.repeat(2500)}`;
    const source = await openSource(await temporary.file(text), { isHeader });
    const { mtimeMs, sample, ...rest } = source.shape;
    expect([rest, sample.length, sample[0], Number.isInteger(mtimeMs)]).toEqual([
      { workbook: null, encoding: 'utf-8', delimiter: ',', header: ['a', 'b'], width: 2, size: text.length },
      1000,
      ['1', '2'],
      true,
    ]);
    await source.close();
  });
});

describe('size', () => {
  test('a field of 1 MB with line breaks in it is read', async () => {
    const field = 'line of text\r\n'.repeat(80_000);
    const { rows, unreadable } = await readText(`a,b\n1,"${field}"\n2,3\n`);
    expect([rows.length, rows[0]?.[2] === field, rows[1], unreadable]).toEqual([2, true, [80_003, '2', '3'], []]);
  });

  test('a line longer than any record is skipped, however long', async () => {
    const { rows, unreadable } = await readText(`a,b\n1,2\n${'x'.repeat(20_000_000)}\r\n3,4\n`);
    expect({ rows, unreadable }).toEqual({
      rows: [
        [2, '1', '2'],
        [4, '3', '4'],
      ],
      unreadable: [[3, 'row_too_long']],
    });
  });

  test('an open quote is given up after a few MB and costs one line', async () => {
    const lines = 400_000;
    const { rows, unreadable } = await readText(`a,b\n1,"2\n${'1234567890,1234567890123\n'.repeat(lines)}`);
    expect([rows.length, rows[0], unreadable]).toEqual([
      lines,
      [3, '1234567890', '1234567890123'],
      [[2, 'broken_quote']],
    ]);
  });

  test('a file of stray quotes is not looked through again from each line', async () => {
    // From inside the quotes that line 2 opens, every line closes them and opens others, so no record ends for megabytes.
    const lines = 1_000_000;
    const { rows, unreadable } = await readText(`a,b\n1,"\n${'x","\n'.repeat(lines)}`);
    expect([rows.length, unreadable.length]).toEqual([0, lines + 1]);
  });

  test('a pass yields blocks of 2,000 rows and lets the event loop turn before each', async () => {
    await using temporary = await folder();
    const source = await openSource(await temporary.file(`a,b\n${'1,2\n'.repeat(5500)}`), { isHeader });
    let turns = 0;
    const seen: (readonly [rows: number, hasTurned: boolean])[] = [];
    for await (const { rows } of source.rows(null)) {
      seen.push([rows.length, turns > 0]);
      turns = 0;
      setImmediate(() => (turns += 1));
    }
    await source.close();
    expect(seen).toEqual([
      [1000, false],
      [2000, true],
      [2000, true],
      [500, true],
    ]);
  });
});

describe('streams', () => {
  test('a stream gives the same rows as a file, however it is cut', async () => {
    const text = '\uFEFFname;mail\r\n"Zoë\r\nX";x@y.z\r\n€;"v@w.z"\r\n';
    const fromFile = await readText(text);
    const source = await openSource(inPieces(text, 1), { isHeader });
    expect({ ...flat(await blocksOf(source)), shape: source.shape }).toEqual({
      ...fromFile,
      shape: { ...fromFile.shape, size: null, mtimeMs: null },
    });
    await source.close();
  });

  test('a stream can be read once, from its beginning', async () => {
    const source = await openSource(inPieces('a,b\n1,2\n', 3), { isHeader });
    const [block] = await blocksOf(source);
    await expect(blocksOf(source, block?.position)).rejects.toMatchObject({
      name: 'SourceError',
      code: 'cannot_resume',
    });
  });

  test('an abort ends a wait for standard input', async () => {
    const stop = new AbortController();
    const opening = openSource(new PassThrough(), { isHeader, signal: stop.signal });
    stop.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('an abort ends a pass over a file', async () => {
    await using temporary = await folder();
    const stop = new AbortController();
    const source = await openSource(await temporary.file('a,b\n1,2\n'), { isHeader, signal: stop.signal });
    stop.abort();
    await expect(blocksOf(source)).rejects.toMatchObject({ name: 'AbortError' });
    await source.close();
  });
});
