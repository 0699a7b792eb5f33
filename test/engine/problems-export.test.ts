import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';

import { rig } from './fake-ports.ts';
import type { Rig } from './fake-ports.ts';

/** The whole export, part by part. */
async function exported(t: Rig, order: { runId: number; code?: string; search?: string }, limit: number) {
  let text = '';
  for (let afterId: number | null = 0; afterId !== null;) {
    const part: { text: string; nextId: number | null } = await t.ask('problems.export', { ...order, afterId, limit });
    text += part.text;
    afterId = part.nextId;
  }
  return text;
}

/** Column names that a spreadsheet would take for formulas, and values that must never leave the file. */
const LIST = [
  ['=cmd|calc', '+Phone', '@Birth', '-City'],
  ['ann@example.com', '+1 202 555 0101', '1980-02-03', 'Rome'],
  ['not an address', '+1 202 555 0102', '1980-02-03', 'Rome'],
  ['bob@example.com', '12', 'SECRETVALUE', 'Rome'],
  ['gibberish@', '', '', ''],
];

async function listed() {
  const t = rig();
  const start = await t.pipe(LIST, { overrides: ['=cmd|calc=EMAIL', '+Phone=PHONE', '@Birth=DOB', '-City=CT'] });
  return { t, runId: start.runId };
}

test('problems leave as CSV that two other readers understand, whose cells are no formulas and hold no value of the source', async () => {
  const { t, runId } = await listed();
  const csv = await exported(t, { runId }, 1000);
  const problems = await t.ask('problems.list', { runId });
  const records: Record<string, string>[] = parse(csv, { bom: true, columns: true });
  expect(records.map(({ line, code }) => [Number(line), code])).toEqual(problems.map(({ line, code }) => [line, code]));
  expect(new Set(records.map(({ line }) => line))).toEqual(new Set(['3', '4', '5']));
  expect(records.find(({ code }) => code === 'not_an_email')).toMatchObject({
    file: 'standard input',
    line: '3',
    column: "'=cmd|calc",
    key: 'EMAIL',
    remedy: expect.stringContaining('e-mail'),
  });
  const book = read(csv, { type: 'string', raw: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ''];
  const cells = utils.sheet_to_json<string[]>(sheet ?? {}, { header: 1, raw: false, defval: '' });
  expect(cells.slice(1).map((row) => row[5])).toEqual(problems.map(({ code }) => code));
  expect(cells.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  expect(csv.startsWith('\ufeff')).toBe(true);
  for (const secret of ['not an address', 'SECRETVALUE', 'gibberish']) expect(csv).not.toContain(secret);
});

test('an export in small parts is the same as one at once, and follows the filter', async () => {
  const { t, runId } = await listed();
  expect(await exported(t, { runId }, 1)).toBe(await exported(t, { runId }, 1000));
  const codes = async (order: { code?: string; search?: string }) =>
    parse(await exported(t, { runId, ...order }, 2), { bom: true, columns: true }).map(
      (row) => (row as { line: string; column: string }).line,
    );
  expect(await codes({ search: '@birth' })).toEqual(['4']);
  expect(await codes({ code: 'not_an_email', search: '3' })).toEqual(['3']);
  expect(await codes({ search: 'no such column' })).toEqual([]);
});

test('the problems of one run are listed in order between those of others', async () => {
  const t = rig();
  const bad = (n: number) => [['Email'], ...Array.from({ length: n }, (_, i) => [`nobody ${i}`])];
  const mapped = { overrides: ['Email=EMAIL'] };
  const [first, second] = [await t.pipe(bad(3), mapped), await t.pipe(bad(5), mapped)];
  const lines = async (runId: number, afterId = 0) =>
    (await t.ask('problems.list', { runId, afterId, limit: 4 })).map(({ id, line, code }) => ({ id, line, code }));
  const page = await lines(second.runId);
  const rest = await lines(second.runId, page.at(-1)?.id ?? 0);
  const all = await t.ask('problems.list', { runId: second.runId });
  expect([...page, ...rest].map(({ line }) => line)).toEqual(all.slice(0, 8).map(({ line }) => line));
  expect(all.every(({ id }) => id > 0) && all.length).toBe(10);
  expect((await t.ask('problems.list', { runId: first.runId })).length).toBe(6);
});
