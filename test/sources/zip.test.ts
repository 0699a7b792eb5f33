import { expect, test } from 'vitest';

import { unpack, unpackHead, unpackPieces, zipEntries } from '../../main/sources/zip.ts';
import { zipOf } from './archive.ts';

const zeros = Buffer.alloc(3_000_000);

function entryOf(archive: Buffer) {
  const [entry] = zipEntries(archive).values();
  if (entry === undefined) throw new Error('the archive is empty');
  return entry;
}

async function piecesOf(archive: Buffer, most: number): Promise<number> {
  let bytes = 0;
  for await (const piece of unpackPieces(archive, entryOf(archive), most)) bytes += piece.length;
  return bytes;
}

test('a file comes out as it went in, at once and in pieces', async () => {
  const archive = zipOf({ 'a/ü.txt': 'Zoë' });
  const entry = entryOf(archive);
  expect([entry.name, unpack(archive, entry, 100).toString(), await piecesOf(zipOf({ zeros }), zeros.length)]).toEqual([
    'a/ü.txt',
    'Zoë',
    zeros.length,
  ]);
});

test.each([
  ['that tells its size', zipOf({ zeros })],
  ['that says it is small', zipOf({ zeros }, { bytes: 9 })],
])('a bomb %s is not unpacked beyond the limit', async (_rule, archive) => {
  expect(() => unpack(archive, entryOf(archive), 1_000_000)).toThrow('too_large');
  await expect(piecesOf(archive, 1_000_000)).rejects.toThrow('too_large');
});

test('of a beginning no more is unpacked than the packed bytes hold', () => {
  const archive = zipOf({ zeros });
  expect(unpackHead(archive, entryOf(archive), 500).length).toBeLessThan(zeros.length / 2);
});

test('bytes that are not those that were packed are noticed by their checksum', async () => {
  const archive = zipOf({ list: 'Email\n'.repeat(100) });
  const entry = { ...entryOf(archive), crc: 1 };
  expect(() => unpack(archive, entry, 10_000)).toThrow('damaged');
  await expect(
    unpackPieces(archive, entry, 10_000)
      .next()
      .then(async () => piecesOf(archive.subarray(0, 40), 9)),
  ).rejects.toThrow('damaged');
});
