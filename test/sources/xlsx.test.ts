import { rename, utimes } from 'node:fs/promises';
import { Readable } from 'node:stream';

import { utils, write, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { titleLines } from '../../main/core/mapping/header.ts';
import { SourceError } from '../../main/sources/fault.ts';
import { openSource } from '../../main/sources/open.ts';
import type { OpenSource, ReadOptions } from '../../main/sources/source.ts';
import { workbookOf, zipOf } from './archive.ts';
import { blocksOf, flat, folder, isHeader } from './setup.ts';

const HEAD = ['Email', 'Zip'];

function bytesOf(sheets: Readonly<Record<string, WorkSheet>>, workbook: Partial<WorkBook> = {}): Buffer {
  return write(
    { SheetNames: Object.keys(sheets), Sheets: { ...sheets }, ...workbook },
    { type: 'buffer', bookType: 'xlsx', bookSST: true, compression: true },
  ) as Buffer;
}

const sheetOf = (rows: readonly (readonly unknown[])[]): WorkSheet => utils.aoa_to_sheet(rows.map((row) => [...row]));

async function opened(bytes: Buffer, options: Partial<ReadOptions> = {}): Promise<OpenSource> {
  return openSource(Readable.from([bytes]), { isHeader, titleLines, name: 'people.xlsx', ...options });
}

/** Rows of a workbook that comes as a stream, each with its line. */
async function rowsIn(bytes: Buffer, options: Partial<ReadOptions> = {}) {
  const source = await opened(bytes, options);
  return flat(await blocksOf(source)).rows;
}

async function refusal(bytes: Buffer, options: Partial<ReadOptions> = {}): Promise<readonly [string, string]> {
  const error = await rowsIn(bytes, options).catch((reason: unknown) => reason);
  if (!(error instanceof SourceError)) throw new Error('was expected to be refused', { cause: error });
  return [error.code, error.message];
}

describe('cells are read as a person sees them', () => {
  test.each<[string, CellObject, string]>([
    ['a text', { t: 's', v: ' Zoë 李 <&> "x" ' }, ' Zoë 李 <&> "x" '],
    ['a text of digits', { t: 's', v: '00123' }, '00123'],
    ['a whole number', { t: 'n', v: 33_612_345_678 }, '33612345678'],
    ['a number that is shown with an exponent', { t: 'n', v: 336_123_456_789_012, z: '0.00E+00' }, '336123456789012'],
    ['a number with leading zeros', { t: 'n', v: 501, z: '00000' }, '00501'],
    ['a phone number', { t: 'n', v: 2_025_550_123, z: '(000) 000-0000' }, '(202) 555-0123'],
    ['a number with a sign of its format', { t: 'n', v: 4_930_123_456, z: '"+"0' }, '+4930123456'],
    ['an amount', { t: 'n', v: 1_234.5, z: '#,##0.00 "€"' }, '1234.5'],
    ['an amount without decimals', { t: 'n', v: 1_234, z: '#,##0' }, '1234'],
    ['a sum with the noise of doubles', { t: 'n', v: 0.1 + 0.2 }, '0.3'],
    ['a tiny number', { t: 'n', v: 0.000_000_12 }, '0.00000012'],
    ['a huge number', { t: 'n', v: 1e21 }, '1000000000000000000000'],
    ['a date', { t: 'n', v: 31_108, z: 'dd/mm/yyyy' }, '1985-03-02'],
    ['a date of the system', { t: 'n', v: 31_108, z: 'm/d/yy' }, '1985-03-02'],
    ['a date with its time', { t: 'n', v: 45_000.75, z: 'yyyy-mm-dd hh:mm' }, '2023-03-15 18:00:00'],
    ['a time', { t: 'n', v: 0.5, z: 'hh:mm' }, '12:00:00'],
    ['no day', { t: 'n', v: 0, z: 'dd.mm.yyyy' }, '1900-01-00'],
    ['a formula with its result', { t: 'n', v: 42, f: '6*7' }, '42'],
    ['a formula that makes a text', { t: 's', v: 'a@b.example', f: 'LOWER("A@B.EXAMPLE")' }, 'a@b.example'],
    ['yes', { t: 'b', v: true }, 'TRUE'],
    ['no', { t: 'b', v: false }, 'FALSE'],
    ['an error', { t: 'e', v: 42 }, '#N/A'],
  ])('%s', async (_rule, cell, text) => {
    const sheet = sheetOf([['Name', 'Other'], ['x']]);
    sheet['B2'] = cell;
    sheet['!ref'] = 'A1:B2';
    expect(await rowsIn(bytesOf({ People: sheet }))).toEqual([[2, 'x', text]]);
  });

  test('days are counted from 1904 where the workbook says so', async () => {
    const sheet = sheetOf([['Name', 'Birthday'], ['x']]);
    sheet['B2'] = { t: 'n', v: 29_646, z: 'yyyy-mm-dd' };
    sheet['!ref'] = 'A1:B2';
    const bytes = bytesOf({ People: sheet }, { Workbook: { WBProps: { date1904: true } } });
    expect(await rowsIn(bytes)).toEqual([[2, 'x', '1985-03-02']]);
  });
});

describe('the table of a sheet', () => {
  test('empty rows are none, lines are the rows of the sheet, and short rows are filled up', async () => {
    const bytes = bytesOf({ People: sheetOf([HEAD, ['a@x.example'], [], ['', null], ['b@x.example', '2']]) });
    expect(await rowsIn(bytes)).toEqual([
      [2, 'a@x.example', ''],
      [5, 'b@x.example', '2'],
    ]);
  });

  test('a title above, a column without a name, and what lies below', async () => {
    const source = await opened(
      bytesOf({
        People: sheetOf([
          ['Export of November'],
          [],
          ['Email', 'City'],
          ['a@x.example', 'Rome', 'note'],
          ['b@x.example'],
        ]),
      }),
    );
    const { header, width } = source.shape;
    expect([header, width, flat(await blocksOf(source)).rows]).toEqual([
      ['Email', 'City', ''],
      3,
      [
        [4, 'a@x.example', 'Rome', 'note'],
        [5, 'b@x.example', '', ''],
      ],
    ]);
  });

  test('names that span two lines of a header belong to the lower one', async () => {
    const sheet = sheetOf([
      ['Customer ID', 'Contact'],
      [null, 'Email', 'Phone'],
      ['7', 'a@x.example', '1'],
    ]);
    sheet['!merges'] = [utils.decode_range('A1:A2'), utils.decode_range('B1:C1')];
    const source = await opened(bytesOf({ People: sheet }));
    expect([source.shape.header, flat(await blocksOf(source)).rows]).toEqual([
      ['Customer ID', 'Email', 'Phone'],
      [[3, '7', 'a@x.example', '1']],
    ]);
  });

  test('without a header the first row is data', async () => {
    expect(
      await rowsIn(
        bytesOf({
          People: sheetOf([
            ['a@x.example', 1],
            ['b@x.example', 2],
          ]),
        }),
      ),
    ).toEqual([
      [1, 'a@x.example', '1'],
      [2, 'b@x.example', '2'],
    ]);
  });
});

describe('the sheets of a workbook', () => {
  const sheets = {
    Cover: sheetOf([]),
    Secret: sheetOf([HEAD, ['s@x.example', 1]]),
    'Kundinnen & Kunden': sheetOf([HEAD, ['a@x.example', 2], ['b@x.example', 3]]),
  };
  const bytes = bytesOf(sheets, { Workbook: { Sheets: [{ Hidden: 0 }, { Hidden: 1 }, { Hidden: 0 }] } });

  test('all are told; the first that can be seen and has rows is read', async () => {
    const source = await opened(bytes);
    expect([source.shape.workbook, flat(await blocksOf(source)).rows]).toEqual([
      {
        sheet: 'Kundinnen & Kunden',
        sheets: [
          { name: 'Cover', rows: null, isHidden: false },
          { name: 'Secret', rows: 2, isHidden: true },
          { name: 'Kundinnen & Kunden', rows: 3, isHidden: false },
        ],
      },
      [
        [2, 'a@x.example', '2'],
        [3, 'b@x.example', '3'],
      ],
    ]);
  });

  test('another is read by its name, also a hidden one', async () => {
    expect(await rowsIn(bytes, { sheet: ' secret' })).toEqual([[2, 's@x.example', '1']]);
  });

  test('a name that none has is refused with those there are', async () => {
    expect(await refusal(bytes, { sheet: 'People' })).toEqual([
      'no_sheet',
      'people.xlsx has no sheet “People”. Sheets: “Cover”, “Secret” (hidden), “Kundinnen & Kunden”. Choose one of them.',
    ]);
  });
});

describe('what other programs write', () => {
  const rows = (...given: readonly string[]): string => given.join('');

  test('a prefix on every name, rows without numbers, strings in the cells', async () => {
    const text = (value: string): string => `<x:c t="inlineStr"><x:is><x:t>${value}</x:t></x:is></x:c>`;
    const sheet = `<x:worksheet xmlns:x="m"><x:sheetData>${rows(
      `<x:row>${text('Email')}${text('Zip')}</x:row>`,
      `<x:row>${text('a@x.example')}<x:c><x:v>1</x:v></x:c></x:row>`,
    )}</x:sheetData></x:worksheet>`;
    expect(await rowsIn(zipOf(workbookOf(sheet)))).toEqual([[2, 'a@x.example', '1']]);
  });

  test('rows without numbers keep counting from slice to slice, and each slice finds its own strings', async () => {
    const count = 12_345;
    const strings = Array.from({ length: count }, (_, at) => `<si><t>p${at}@x.example</t></si>`);
    const body = strings.map((_, at) => `<row><c t="s"><v>${count - at}</v></c><c><v>${at}</v></c></row>`);
    const bytes = zipOf(
      workbookOf(
        `<worksheet><sheetData><row><c t="s"><v>0</v></c></row>${body.join('')}</sheetData></worksheet>`,
        `<sst><si><t>Email</t></si>${strings.join('')}</sst>`,
      ),
    );
    const read = await rowsIn(bytes);
    expect(read).toEqual(strings.map((_, at) => [at + 2, `p${count - 1 - at}@x.example`, String(at)]));
  });

  test('a string in pieces, an empty one, and one that is named in an unusual way', async () => {
    const sheet = `<worksheet><sheetData>${rows(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>4</v></c></row>',
      '<row r="2"><c r="A2" t="s"><f>A1</f><v>2</v></c><c r="B2" t="s"><v>3</v></c><c r="C2"><v>9</v></c></row>',
    )}</sheetData></worksheet>`;
    const strings =
      '<sst><si><t>Email</t></si><si><r><t>First </t></r><r><t>name</t></r></si><si><t>a@x.example</t></si><si><t></t></si><si><t>Zip</t></si></sst>';
    const source = await opened(zipOf(workbookOf(sheet, strings)));
    expect([source.shape.header, flat(await blocksOf(source)).rows]).toEqual([
      ['Email', 'First name', 'Zip'],
      [[2, 'a@x.example', '', '9']],
    ]);
  });
});

describe('what cannot be read is refused by name, with a remedy', () => {
  const sheet = (body: string): string => `<worksheet><sheetData>${body}</sheetData></worksheet>`;
  const row = '<row><c t="str"><v>Email</v></c></row>';
  const whole = zipOf(workbookOf(sheet(row.repeat(3))));
  const protectedBook = Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ]);

  test.each<[string, Buffer, string, string]>([
    ['half a workbook', whole.subarray(0, whole.length / 2), 'damaged', 'Copy or export it again'],
    ['a bit that fell over', flipped(whole), 'damaged', 'Copy or export it again'],
    ['a workbook behind a password', protectedBook, 'protected', 'save it without one'],
    ['an archive behind a password', zipOf({ 'a.csv': 'a' }, { flags: 1 }), 'protected', 'save it without one'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'binary', 'save it as XLSX'],
    ['an OpenDocument sheet', zipOf({ 'content.xml': '<x/>' }), 'binary', 'save it as XLSX'],
    ['an archive of lists', zipOf({ 'people.csv': 'Email\n' }), 'binary', 'unpack it first'],
    [
      'a sheet without rows',
      zipOf(workbookOf('<worksheet><sheetData/></worksheet>')),
      'empty',
      'Export the list again',
    ],
    ['a sheet that breaks off', zipOf(workbookOf('<worksheet><sheetData><row>')), 'damaged', 'Copy or export it again'],
    [
      'no sheet at all',
      zipOf({ ...workbookOf(''), 'xl/worksheets/sheet1.xml': '<html/>' }),
      'damaged',
      'Copy or export',
    ],
    [
      'a row beyond the last',
      zipOf(workbookOf(sheet(`${row}<row r="4000000000"><c t="str"><v>x</v></c></row>`))),
      'damaged',
      'Copy',
    ],
    [
      'a string that is not there',
      zipOf(workbookOf(sheet('<row><c t="s"><v>7</v></c></row>'), '<sst></sst>')),
      'damaged',
      'Copy',
    ],
  ])('%s', async (_rule, bytes, code, words) => {
    const [found, message] = await refusal(bytes);
    expect([found, message.startsWith('people.xlsx '), message.includes(words)]).toEqual([code, true, true]);
  });

  test('a packed file beyond the limit is not even looked into', async () => {
    const bytes = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(61 * 1024 * 1024)]);
    expect(await refusal(bytes)).toEqual([
      'too_large',
      'people.xlsx is too large for a workbook: it would take more memory than Muster may use. Open it in its program and save the sheet as CSV (UTF-8), which may be of any size.',
    ]);
  });
});

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const at = copy.indexOf('xl/worksheets/sheet1.xml') + 40;
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

test('reading on from any position gives the rows that are left', async () => {
  await using temporary = await folder();
  const count = 5_500;
  const rows = Array.from({ length: count }, (_, at) => (at % 7 === 3 ? [] : [`p${at}@x.example`, at]));
  const path = await temporary.file(bytesOf({ People: sheetOf([HEAD, ...rows]) }), 'people.xlsx');
  const source = await openSource(path, { isHeader });
  const blocks = await blocksOf(source);
  const all = flat(blocks).rows;
  for (const [index, { position }] of blocks.entries()) {
    const rest = flat(await blocksOf(source, position)).rows;
    expect(rest).toEqual(flat(blocks.slice(index + 1)).rows);
  }
  await source.close();
  expect([all.length, all.at(-1)]).toEqual([
    rows.filter((row) => row.length > 0).length,
    [count + 1, `p${count - 1}@x.example`, String(count - 1)],
  ]);
});

test('a workbook that is another one since is not read on', async () => {
  await using temporary = await folder();
  const book = (name: string): Buffer => bytesOf({ People: sheetOf([HEAD, [`${name}@x.example`, 1]]) });
  const path = await temporary.file(book('a'), 'people.xlsx');
  const before = await openSource(path, { isHeader });
  const [block] = await blocksOf(before);
  const { size, mtimeMs } = before.shape;
  await before.close();
  await rename(await temporary.file(book('b'), 'other.xlsx'), path);
  await utimes(path, new Date(), new Date(mtimeMs ?? 0));
  const after = await openSource(path, { isHeader });
  await expect(blocksOf(after, block?.position ?? null)).rejects.toMatchObject({ code: 'changed' });
  await after.close();
  await utimes(path, new Date(), new Date((mtimeMs ?? 0) + 5_000));
  await expect(
    openSource(path, { isHeader, expect: { size: size ?? 0, mtimeMs: mtimeMs ?? 0 } }),
  ).rejects.toMatchObject({
    code: 'changed',
  });
});

test('whatever texts a sheet holds come back as they are', async () => {
  const cell = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((text) => /^[^\p{Cc}\p{Cs}\p{Cn}]*$/u.test(text) && text.trim() !== '' && !/_x[0-9a-f]{4}_/i.test(text));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async (rows) => {
      const read = await rowsIn(bytesOf({ People: sheetOf([['First', 'Second'], ...rows]) }), {
        isHeader: () => true,
        titleLines: () => 0,
      });
      expect(read).toEqual(rows.map((row, at) => [at + 2, ...row]));
    }),
    { numRuns: 30 },
  );
});
