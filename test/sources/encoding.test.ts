import { describe, expect, test } from 'vitest';

import { readText } from './setup.ts';

const text = 'name,mail\r\nZoë Müller,zoe@x.de\r\n';
const rows = [[2, 'Zoë Müller', 'zoe@x.de']];
const utf16le = Buffer.from(text, 'utf16le');
const utf16be = Buffer.from(utf16le).swap16();

describe('encoding', () => {
  test.each<[string, Uint8Array, string]>([
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`), 'utf-8'],
    ['UTF-16 LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le]), 'utf-16le'],
    ['UTF-16 BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]), 'utf-16be'],
    ['UTF-16 LE without a mark', utf16le, 'utf-16le'],
    ['UTF-16 BE without a mark', utf16be, 'utf-16be'],
    ['windows-1252', Buffer.from(text, 'latin1'), 'windows-1252'],
  ])('%s', async (_rule, bytes, encoding) => {
    const read = await readText(bytes);
    expect([read.shape.encoding, read.shape.header, read.rows]).toEqual([encoding, ['name', 'mail'], rows]);
  });

  test('windows-1252 has letters where Latin-1 has control characters', async () => {
    const { rows: read } = await readText(Buffer.from('name,price\nA\x8aka,5 \x80\n', 'latin1'));
    expect(read).toEqual([[2, 'AŠka', '5 €']]);
  });

  const filler = 'plain,ascii@x.de\n'.repeat(20_000);

  test('a list that is ASCII for long is windows-1252 when its first other character says so', async () => {
    const bytes = Buffer.concat([Buffer.from(`name,mail\n${filler}`), Buffer.from('Zoë,zoe@x.de\n', 'latin1')]);
    const { rows: read } = await readText(bytes);
    expect(read.at(-1)).toEqual([20_002, 'Zoë', 'zoe@x.de']);
  });

  test('a character of UTF-8 may be cut by the end of the head', async () => {
    const half = `name,mail\n${'é,x\n'.repeat(60_000)}`;
    const read = await Promise.all(['', 'x', 'xx', 'xxx'].map((shift) => readText(`${shift}${half}`)));
    expect(read.map(({ shape, rows: [first] }) => [shape.encoding, first])).toEqual(
      read.map(() => ['utf-8', [2, 'é', 'x']]),
    );
  });

  test('bytes that are not UTF-8 in a file that is so far lose no row', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`name,mail\nZoë,x\n${filler}`),
      Buffer.from('Ren\xe9,rene@x.de\n', 'latin1'),
      Buffer.from('Zoë,zoe@x.de\n'),
    ]);
    const { rows: read } = await readText(bytes);
    expect(read.slice(-2)).toEqual([
      [20_003, 'Ren\uFFFD', 'rene@x.de'],
      [20_004, 'Zoë', 'zoe@x.de'],
    ]);
  });
});
