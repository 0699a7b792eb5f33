import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Chunk, DIGEST_BYTES, digestCount, plainCount, sliceChunk } from '../../main/core/chunk.ts';
import { rowsJson } from '../../main/engine/rows-json.ts';

/** Chunks of any masks, with odd values where they are not hashed. */
const chunks: fc.Arbitrary<Chunk> = fc
  .array(fc.record({ mask: fc.integer({ min: 1, max: 0xffff }), isNew: fc.boolean() }), { minLength: 1, maxLength: 12 })
  .chain((entries) => {
    const digests = entries.reduce((sum, { mask }) => sum + digestCount(mask), 0) * DIGEST_BYTES;
    const values = entries.reduce((sum, { mask }) => sum + plainCount(mask), 0);
    return fc.record({
      masks: fc.constant(Uint16Array.from(entries, ({ mask }) => mask)),
      lines: fc.constant(Uint32Array.from(entries, ({ isNew }, index) => (isNew || index === 0 ? index + 2 : 0))),
      digests: fc.uint8Array({ minLength: digests, maxLength: digests }),
      plain: fc.array(fc.string({ unit: 'binary' }), { minLength: values, maxLength: values }),
    });
  });

/** Of a batch that was split: a bit for each of at most 12 entries. */
const members = fc.option(fc.uint8Array({ minLength: 2, maxLength: 2 }));

test('the bytes that leave are exactly the rows that an answer is traced by', () => {
  fc.assert(
    fc.property(
      chunks,
      fc.integer({ min: 0, max: 0xffff }),
      fc.boolean(),
      members,
      (chunk, stepMask, withExternId, own) => {
        const selection = { stepMask, withExternId, members: own };
        const hex = Buffer.from(chunk.digests).toString('hex');
        const { keys, rows } = sliceChunk(chunk, hex, selection);
        const written = rowsJson(chunk, selection);
        const json = `[${[...written.pieces].join(',')}]`;
        expect([written.keys, JSON.parse(json), written.count]).toEqual([keys, rows, rows.length]);
      },
    ),
    { numRuns: 300 },
  );
});
