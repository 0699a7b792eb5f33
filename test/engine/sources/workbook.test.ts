import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { SyncOrder } from '../../../main/engine/sync.ts';
import { workbookOf, zipOf } from '../../sources/archive.ts';
import { type Rig, rig } from '../fake-ports.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

const ORDER: Partial<SyncOrder> = {
  overrides: ['Customer ID=EXTERN_ID', 'Total spent=LOOKALIKE_VALUE'],
  steps: [{ audience: 'Customers', action: 'add', keys: null, isValueBased: true }],
  zeroValue: true,
};

/** All that Meta is sent of a list, and what its reading counts. */
async function sent(name: string) {
  const t = rig();
  const path = join(t.folder, name);
  copyFileSync(join(FIXTURES, name), path);
  const { rows, problems } = await t.facts(await t.run(path, ORDER));
  await t.clock.advance(60_000);
  const entries = t.graph.members(t.graph.audiences()[0]?.id ?? '');
  return { entries, entered: rows.entered, dates: problems['ambiguous_date'] ?? 0 };
}

test('a workbook that LibreOffice wrote is sent as its CSV is', async () => {
  const [workbook, csv] = [await sent('customers.xlsx'), await sent('customers.csv')];
  expect(workbook.entries.length).toBeGreaterThan(50);
  // The empty row of the sheet is a blank line of the CSV: a row without anybody.
  expect({ ...workbook, entered: workbook.entered + 1 }).toEqual(csv);
});

const sheet = (address: string): string =>
  `<worksheet><sheetData><row><c t="inlineStr"><is><t>Email</t></is></c></row><row><c t="inlineStr"><is><t>${address}</t></is></c></row></sheetData></worksheet>`;

test('each sheet of a file is a job of its own, found again by its name', async () => {
  const t = rig();
  const path = join(t.folder, 'book.xlsx');
  copyFileSync(join(FIXTURES, 'customers.xlsx'), path);
  const first = await t.run(path);
  const again = await t.run(path, { sheet: 'Customers' });
  const third = await t.run(path, { sheet: 'Customers' });
  expect([again.jobId === first.jobId, third.jobId === again.jobId]).toEqual([false, true]);
  await expect(t.sync(path, { sheet: 'Gone' })).rejects.toMatchObject({ code: 'no_sheet' });
});

test('the preview tells the sheets, reads the one that is asked for, and the count goes over all of it', async () => {
  const t = rig();
  const path = join(t.folder, 'book.xlsx');
  copyFileSync(join(FIXTURES, 'customers.xlsx'), path);
  const source = { kind: 'file', sourceId: t.engine.host.addFile(path).sourceId } as const;
  const { workbook, columns, rows } = await t.ask('sources.preview', { source });
  expect([workbook, columns.slice(0, 3).map(({ column, key }) => [column, key]), rows.read]).toEqual([
    {
      sheet: 'Customers',
      sheets: [
        { name: 'Customers', rows: 61, isHidden: false },
        { name: 'Notes', rows: null, isHidden: false },
      ],
    },
    [
      ['Customer ID', 'EXTERN_ID'],
      ['E-mail', 'EMAIL'],
      ['Mobile phone', 'PHONE'],
    ],
    59,
  ]);
  const notes = await t.ask('sources.preview', { source, sheet: 'Notes' });
  expect([notes.workbook?.sheet, notes.columns.map(({ column }) => column)]).toEqual([
    'Notes',
    ['Nothing to see here'],
  ]);
  expect(await counted(t, source)).toMatchObject({ state: 'done', rows: { read: 59 } });
});

async function counted(t: Rig, source: { readonly kind: 'file'; readonly sourceId: number }) {
  for (;;) {
    const count = await t.ask('sources.count', { source });
    if (count.state !== 'counting') return count;
  }
}

test('a small workbook can be dropped; of a larger one the first bytes tell nothing', async () => {
  const t = rig();
  const bytes = zipOf(workbookOf(sheet('a@x.example')));
  const drop = async (size: number, head: Buffer) => {
    const { dropId } = await t.ask('drops.begin', { name: 'book.xlsx', bytes: size, head: head.toString('base64') });
    return t.engine.call('sources.preview', { source: { kind: 'drop', dropId } });
  };
  const whole = await drop(bytes.length, bytes);
  const part = await drop(readFileSync(join(FIXTURES, 'customers.xlsx')).length, bytes.subarray(0, 200));
  expect([whole.ok && whole.value.rows.read, part.ok || [part.code, part.message]]).toEqual([
    1,
    [
      'too_large',
      'book.xlsx is a workbook of more than 1 MB, which cannot be read from a window. Choose it from its folder instead, or drop the list as CSV (UTF-8).',
    ],
  ]);
});
