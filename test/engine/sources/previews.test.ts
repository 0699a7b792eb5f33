import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Ports } from '../../../main/engine/ports.ts';
import type { Input } from '../../../preload/contract/contract.ts';
import type { Preview, PreviewRow } from '../../../preload/contract/sources.ts';
import { type Rig, rig, sha256, textOf, world } from '../fake-ports.ts';

const HEADER = [
  'Email',
  'Second email',
  'Mobile',
  'First name',
  'Birthday',
  'Country',
  'Zip',
  'Customer ID',
  'Lifetime value',
  'Notes',
] as const;
const ROWS = [
  [
    'Mary.Poppins@Example.com ',
    'mp@work.example',
    '(512) 555-0134',
    'Marigold',
    '31/12/1980',
    'US',
    '78701-1234',
    'C-1',
    '120.50',
    'window',
  ],
  ['bert@example.com', '', '', 'Bertram', '01/02/1979', 'DE', '10115', '', '', ''],
  ['', '', '', 'Nobody', '', '', '', '', '99', ''],
  ['not an address', '', '+44 20 7946 0958', '', '31/02/1980', 'GB', 'SW1A 1AA', '', '0', ''],
  ['', '', '', '', '', '', '', '', '', ''],
  [sha256('hash@example.com'), 'HASH@example.com', '', '', '', '', '', 'C-9', '7', ''],
  ['', '', '', '', '', '', '', '', '3', ''],
] as const;
const OVERRIDES = ['Second email=EMAIL', 'Customer ID=EXTERN_ID', 'Lifetime value=LOOKALIKE_VALUE', 'Birthday=DOB:DMY'];

const order = { overrides: OVERRIDES, country: 'US' };

function setup(rows: readonly (readonly string[])[] = [HEADER, ...ROWS]) {
  const t = rig();
  const { sourceId } = t.engine.host.addFile(t.csv(rows, 'people.csv'));
  const source = { kind: 'file', sourceId } as const;
  return {
    ...t,
    source,
    preview: (more: Partial<typeof order> = {}) => t.ask('sources.preview', { source, ...order, ...more }),
    row: (more: Partial<Input<'sources.row'>> = {}) => t.ask('sources.row', { source, ...order, ...more }),
  };
}

/** A step as it is asked for, by its payload and by a run. */
interface Step {
  readonly keys: string[] | null;
  readonly isValueBased?: boolean;
  readonly zeroValue?: boolean;
}

/** What an upload of one row alone holds. */
async function uploadOf(t: Rig, row: readonly string[], { keys, isValueBased = false, zeroValue = false }: Step) {
  const before = t.graph.uploads().length;
  const steps = [
    { audience: isValueBased ? 'Best customers' : 'Customers', action: 'add', keys, isValueBased },
  ] as const;
  await t.run(t.csv([HEADER, row], `one${before}.csv`), { ...order, steps, zeroValue, flushMs: 0 });
  await t.clock.advance(1_000);
  const { schema = [], data = [] } = t.graph.uploads()[before]?.payload ?? {};
  return { schema, entries: data };
}

const wire = ({ schema, entries }: PreviewRow) => ({ schema, entries });

test('the first rows tell what each column is, and what it holds that can be sent', async () => {
  const preview = await setup().preview();
  const { columns, problems, ...rest } = preview;
  expect(columns.map(({ column, key, filled, valid, dateOrder }) => [column, key, filled, valid, dateOrder])).toEqual([
    ['Email', 'EMAIL', 4, 3, null],
    ['Second email', 'EMAIL', 2, 2, null],
    ['Mobile', 'PHONE', 2, 2, null],
    ['First name', 'FN', 3, 3, null],
    ['Birthday', 'DOB', 3, 2, 'DMY'],
    ['Country', 'COUNTRY', 3, 3, null],
    ['Zip', 'ZIP', 3, 3, null],
    ['Customer ID', 'EXTERN_ID', 2, 2, null],
    ['Lifetime value', 'LOOKALIKE_VALUE', 5, 5, null],
    ['Notes', null, 1, 0, null],
  ]);
  expect(rest).toMatchObject({
    name: 'people.csv',
    encoding: 'utf-8',
    delimiter: ',',
    hasHeader: true,
    rows: { read: 7, entered: 7, duplicates: 0, unreadable: 0 },
    problemCounts: { blank_row: 1, no_identifier: 1, not_an_email: 1, impossible_date: 1 },
  });
  expect(problems).toContainEqual({ line: 5, lastLine: null, column: 'Email', key: 'EMAIL', code: 'not_an_email' });
});

test('the payload of each row is what an upload of that row holds, whatever is matched', async () => {
  const t = setup();
  const wishes: readonly Step[] = [
    { keys: null },
    { keys: ['EMAIL'] },
    { keys: ['FN', 'DOBY', 'EXTERN_ID'] },
    { keys: ['EMAIL', 'FN'], isValueBased: true },
    { keys: null, isValueBased: true, zeroValue: true },
  ];
  for (const step of wishes) {
    for (const [index, cells] of ROWS.entries()) {
      const shown = await t.row({ row: index, ...step });
      expect([index, step, wire(shown)]).toEqual([index, step, await uploadOf(t, cells, step)]);
    }
  }
  // Rows that are not sent are compared above as well.
  expect(t.graph.uploads().length).toBe(20);
});

test('a row is shown on its way: as it stands, as Meta wants it, and in its place of the request', async () => {
  const shown = await setup().row({ row: 0 });
  expect(shown.cells.map(({ raw, key, normalized, action }) => [raw, key, normalized, action])).toEqual([
    ['Mary.Poppins@Example.com ', 'EMAIL', 'mary.poppins@example.com', 'hash'],
    ['mp@work.example', 'EMAIL', 'mp@work.example', 'hash'],
    ['(512) 555-0134', 'PHONE', '15125550134', 'hash'],
    ['Marigold', 'FN', 'marigold', 'hash'],
    ['31/12/1980', 'DOB', '1980-12-31', 'hash'],
    ['US', 'COUNTRY', 'us', 'hash'],
    ['78701-1234', 'ZIP', '78701', 'hash'],
    ['C-1', 'EXTERN_ID', 'C-1', 'as_is'],
    ['120.50', 'LOOKALIKE_VALUE', null, 'none'],
    ['window', null, null, 'none'],
  ]);
  expect({ line: shown.line, rows: shown.rows, schema: shown.schema, normalized: shown.normalized }).toEqual({
    line: 2,
    rows: 7,
    schema: ['EMAIL', 'PHONE', 'FN', 'DOBY', 'DOBM', 'DOBD', 'ZIP', 'COUNTRY', 'EXTERN_ID'],
    normalized: ['mary.poppins@example.com', '15125550134', 'marigold', '1980', '12', '31', '78701', 'us', 'C-1'],
  });
  const [first = [], second = []] = shown.entries;
  // The second address goes without a phone, with everything else beside it.
  expect([shown.entries.length, first[0], second.slice(0, 3), second.slice(2)]).toEqual([
    2,
    sha256('mary.poppins@example.com'),
    [sha256('mp@work.example'), '', sha256('marigold')],
    first.slice(2),
  ]);
});

test('a row that would not be sent says why', async () => {
  const t = setup();
  const reasons = await Promise.all(
    [
      { row: 2 },
      { row: 2, keys: ['EMAIL'] },
      { row: 4 },
      { row: 6 },
      { row: 1, isValueBased: true },
      { row: 1, isValueBased: true, zeroValue: true },
      { row: 0, isValueBased: true },
      { row: 7 },
    ].map((one) => t.row(one)),
  );
  expect(reasons.map(({ notSent, line }) => [notSent, line])).toEqual([
    [null, 4],
    ['no_identifier', 4],
    ['blank_row', 6],
    ['no_identifier', 8],
    ['value_missing', 3],
    [null, 3],
    [null, 2],
    // There is no such row.
    [null, null],
  ]);
});

test('a value goes to a value-based audience and to no other', async () => {
  const t = setup();
  const [plain, valued, zero] = [
    await t.row({ row: 0, keys: ['EMAIL'] }),
    await t.row({ row: 0, keys: ['EMAIL'], isValueBased: true }),
    await t.row({ row: 1, keys: ['EMAIL'], isValueBased: true, zeroValue: true }),
  ];
  expect([plain.schema, valued.schema, valued.entries.map((entry) => entry[1]), zero.entries[0]?.[1]]).toEqual([
    ['EMAIL'],
    ['EMAIL', 'LOOKALIKE_VALUE'],
    ['120.5', '120.5'],
    '0',
  ]);
});

test('at most 500 rows are looked at', async () => {
  const t = setup([['Email'], ...Array.from({ length: 3_000 }, (_, i) => [`p${i}@example.com`])]);
  const preview = await t.preview({ overrides: [] });
  expect([preview.rows.read, (await t.row({ overrides: [], row: 499 })).line]).toEqual([500, 501]);
});

test('a file whose columns nobody knows is shown all the same, so that a person can map them', async () => {
  const t = setup([
    ['foo', 'bar'],
    ['a@b.example', 'x'],
  ]);
  const blind = await t.preview({ overrides: ['foo='] });
  const mapped = await t.preview({ overrides: ['foo=EMAIL'] });
  const keys = ({ columns }: Preview) => columns.map(({ key }) => key);
  expect([keys(blind), blind.rows.entered, keys(mapped)]).toEqual([[null, null], 1, ['EMAIL', null]]);
});

test('what cannot be read says why and what to do', async () => {
  const t = setup();
  const replyOf = async (name: string, make: (path: string) => void) => {
    const path = join(t.folder, name);
    make(path);
    const { sourceId } = t.engine.host.addFile(path);
    const reply = await t.engine.call('sources.preview', { source: { kind: 'file', sourceId } });
    return reply.ok ? 'ok' : [reply.code, reply.message];
  };
  expect([
    await replyOf('gone.csv', () => undefined),
    await replyOf('empty.csv', (path) => writeFileSync(path, '')),
    await replyOf('sheet.csv', (path) => writeFileSync(path, 'PK\u0003\u0004')),
    await replyOf('folder.csv', (path) => mkdirSync(path)),
    await t.engine.call('sources.preview', { source: t.source, overrides: ['Nothing=EMAIL'] }),
    await t.engine.call('sources.preview', { source: { kind: 'file', sourceId: 99 } }),
    await t.engine.call('sources.row', { source: { kind: 'drop', dropId: 'never' } }),
  ]).toEqual([
    ['missing', 'gone.csv does not exist. Check the path, or export the list again.'],
    ['empty', 'empty.csv is empty. Export the list again and check that it has rows.'],
    ['damaged', expect.stringContaining('save the sheet as CSV')],
    ['folder', 'folder.csv is a folder. Choose a CSV file inside it.'],
    { ok: false, code: 'bad_mapping', message: expect.stringContaining('Nothing') },
    { ok: false, code: 'not_found', message: 'This file is not known any more. Choose it again' },
    { ok: false, code: 'not_found', message: 'The dropped file is not in memory any more. Drop it again' },
  ]);
});

test('a dropped file is looked at again and again from its beginning, without half a row', async () => {
  const t = setup();
  const head = Buffer.from(`${textOf([['Email'], ['a@b.example'], ['c@d.example']])}e@f.ex`).toString('base64');
  const { dropId } = await t.ask('drops.begin', { name: 'dropped.csv', bytes: 5_000_000, head });
  const source = { kind: 'drop', dropId } as const;
  const looks = [await t.ask('sources.preview', { source }), await t.ask('sources.preview', { source })];
  expect(looks.map(({ name, bytes, modifiedAt, rows }) => [name, bytes, modifiedAt, rows.entered])).toEqual([
    ['dropped.csv', 5_000_000, null, 2],
    ['dropped.csv', 5_000_000, null, 2],
  ]);
  expect((await t.ask('sources.row', { source, row: 1 })).entries).toEqual([[sha256('c@d.example')]]);
});

test('answers come in the order of the calls, each for its own source', async () => {
  const t = setup();
  const answered: string[] = [];
  const ask = async (name: string, count: number): Promise<void> => {
    const rows = [['Email'], ...Array.from({ length: count }, (_, i) => [`${name}${i}@example.com`])];
    const { sourceId } = t.engine.host.addFile(t.csv(rows, name));
    return t.ask('sources.preview', { source: { kind: 'file', sourceId } }).then((preview) => {
      answered.push(`${preview.name} ${preview.rows.read}`);
    });
  };
  await Promise.all([ask('long.csv', 400), ask('none.csv', 1), ask('short.csv', 2)]);
  expect(answered).toEqual(['long.csv 400', 'none.csv 1', 'short.csv 2']);
});

test('a drive that does not answer holds up the others for half a minute only', async () => {
  const t = setup();
  const reply = t.engine.call('sources.preview', { source: t.source });
  // The thread has not even begun by then.
  await t.clock.advance(30_000);
  expect(await reply).toEqual({
    ok: false,
    code: 'slow',
    message: 'people.csv does not answer. Check the disk or network drive, or copy the file to this computer.',
  });
  expect((await t.preview()).name).toBe('people.csv');
});

test('nothing of what is looked at is stored or logged', async () => {
  const logged: string[] = [];
  const w = world();
  const ports: Ports = { ...w.ports, log: { info: (...line) => void logged.push(JSON.stringify(line)) } };
  const t = rig({ ...w, ports });
  const { sourceId } = t.engine.host.addFile(t.csv([HEADER, ...ROWS], 'people.csv'));
  const { dropId } = await t.ask('drops.begin', {
    name: 'dropped.csv',
    bytes: 100_000,
    head: Buffer.from(textOf([HEADER, ...ROWS])).toString('base64'),
  });
  for (const source of [{ kind: 'file', sourceId } as const, { kind: 'drop', dropId } as const]) {
    await t.ask('sources.preview', { source, ...order });
    await t.ask('sources.row', { source, ...order, row: 0 });
  }
  await t.engine.call('sources.preview', { source: { kind: 'file', sourceId }, overrides: ['Marigold=EMAIL'] });
  await t.engine.stop();
  const everything = Buffer.concat([
    ...readdirSync(t.dataDir).map((name) => readFileSync(join(t.dataDir, name))),
    Buffer.from(logged.join('\n')),
  ]);
  const values = [
    'mary.poppins',
    'mp@work',
    '5550134',
    '555-0134',
    'marigold',
    'c-1',
    sha256('mary.poppins@example.com'),
  ];
  const text = everything.toString('latin1').toLowerCase();
  expect([values.filter((value) => text.includes(value)), text.includes('people.csv')]).toEqual([[], true]);
  rmSync(t.dataDir, { recursive: true });
});
