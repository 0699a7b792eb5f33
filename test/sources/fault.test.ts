import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { SourceError } from '../../main/sources/fault.ts';
import { openSource } from '../../main/sources/open.ts';
import { folder, isHeader } from './setup.ts';

async function faultOf(input: string | Readable, name?: string): Promise<SourceError> {
  const source = await openSource(input, { isHeader, ...(name === undefined ? {} : { name }) }).catch(
    (error: unknown) => error,
  );
  if (source instanceof SourceError) return source;
  throw new Error('was expected to be refused with a SourceError', { cause: source });
}

describe('what cannot be a source is refused by name, with a remedy', () => {
  test.each<[string, Uint8Array, string, string]>([
    ['no bytes', Buffer.from(''), 'empty', 'is empty'],
    ['only a byte order mark', Buffer.from('\uFEFF'), 'empty', 'is empty'],
    ['only line breaks and blanks', Buffer.from('\r\n \n\t\n,,\n\n'), 'empty', 'is empty'],
    ['XLSX', Buffer.from('PK\x03\x04\x14\x00\x06\x00'), 'damaged', 'save the sheet as CSV'],
    ['gzip', gzipSync('a,b\n1,2\n'), 'binary', 'Unpack it'],
    ['PNG', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), 'binary', 'PNG image'],
    ['PDF', Buffer.from('%PDF-1.7\n'), 'binary', 'PDF document'],
    ['SQLite', Buffer.from('SQLite format 3\0'), 'binary', 'Export the table'],
    ['UTF-32', Buffer.from('\xff\xfe\0\0a\0\0\0', 'latin1'), 'binary', 'UTF-8'],
    ['many control characters', Buffer.from(Array.from({ length: 512 }, (_, at) => at % 256)), 'binary', 'not text'],
    ['NULs', Buffer.alloc(4096), 'binary', 'not text'],
    ['only a quote that is never closed', Buffer.from('"a,b\n'), 'unreadable', 'never closed'],
  ])('%s', async (_rule, bytes, code, words) => {
    await using temporary = await folder();
    const path = await temporary.file(bytes, 'people.csv');
    const { message, remedy, ...fault } = await faultOf(path);
    expect([fault.code, message.startsWith(path), message.endsWith(remedy), message.includes(words)]).toEqual([
      code,
      true,
      true,
      true,
    ]);
  });

  test('a missing file', async () => {
    await using temporary = await folder();
    const path = join(temporary.path, 'gone.csv');
    const fault = await faultOf(path);
    expect([fault.code, fault.message]).toEqual([
      'missing',
      `${path} does not exist. Check the path, or export the list again.`,
    ]);
  });

  test('a folder, and a path through a file', async () => {
    await using temporary = await folder();
    await mkdir(join(temporary.path, 'lists'));
    const file = await temporary.file('a\n');
    const faults = [await faultOf(join(temporary.path, 'lists')), await faultOf(join(file, 'x.csv'))];
    expect(faults.map(({ code }) => code)).toEqual(['folder', 'missing']);
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a file without permission', async () => {
    await using temporary = await folder();
    const path = await temporary.file('a\n');
    await chmod(path, 0);
    expect((await faultOf(path)).code).toBe('unreadable');
  });

  test('a stream that fails', async () => {
    const broken = new Readable({
      read() {
        this.destroy(Object.assign(new Error('disk'), { code: 'EIO' }));
      },
    });
    const fault = await faultOf(broken, 'the upload');
    expect([fault.code, fault.message]).toEqual([
      'unreadable',
      'the upload cannot be read (EIO). Check the disk or network drive, or copy the file to this computer.',
    ]);
  });

  test('an empty stream is called standard input', async () => {
    expect((await faultOf(Readable.from([]))).message).toBe(
      'standard input is empty. Export the list again and check that it has rows.',
    );
  });
});
