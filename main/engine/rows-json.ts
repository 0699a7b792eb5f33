import { digestCount, DIGEST_BYTES, isSelected, keysOf, plainCount, type Chunk } from '#core/chunk.ts';
import { HASHED_KEYS, type Key, KEYS } from '#core/keys.ts';

/** The rows of one request as they go over the wire. */
export interface RowsJson {
  readonly keys: readonly Key[];
  /** JSON text of an array of arrays of strings. */
  readonly json: Buffer;
  readonly count: number;
}

const [OPEN, CLOSE, COMMA, QUOTE] = [0x5b, 0x5d, 0x2c, 0x22] as const;
const HEX_BYTES = 2 * DIGEST_BYTES;
const IS_HASHED = KEYS.map((key) => HASHED_KEYS.has(key));

/**
 * Writes the rows that one batch sends straight from the chunk's digests. Ten thousand rows of seven keys as strings would hold up
 * the window for a tenth of a second and cost a hundred megabytes; this takes a tenth of both. What it writes is what `sliceChunk`
 * selects.
 */
export function rowsJson(chunk: Chunk, stepMask: number, withExternId: boolean): RowsJson {
  let union = 0;
  let count = 0;
  for (const mask of chunk.masks) {
    if (!isSelected(mask, stepMask, withExternId)) continue;
    union |= mask & stepMask;
    count += 1;
  }
  const plain = chunk.plain.map((value) => JSON.stringify(value));
  const keys = keysOf(union);
  const columns = KEYS.flatMap((_key, index) => ((union & (1 << index)) === 0 ? [] : [index]));
  const json = Buffer.allocUnsafe(2 + count * (3 + keys.length * (3 + HEX_BYTES)) + 3 * plain.join('').length);

  const hex = Buffer.from(
    Buffer.from(chunk.digests.buffer, chunk.digests.byteOffset, chunk.digests.length).toString('hex'),
    'latin1',
  );
  let at = 0;
  let digest = 0;
  let value = 0;
  json[at++] = OPEN;
  for (const mask of chunk.masks) {
    if (!isSelected(mask, stepMask, withExternId)) {
      digest += digestCount(mask);
      value += plainCount(mask);
      continue;
    }
    if (at > 1) json[at++] = COMMA;
    json[at++] = OPEN;
    let ownDigest = digest;
    let ownValue = value;
    for (let index = 0, column = 0; column < columns.length; index += 1) {
      const isOwn = (mask & (1 << index)) !== 0;
      const isHashed = IS_HASHED[index] ?? false;
      if (columns[column] === index) {
        if (column > 0) json[at++] = COMMA;
        column += 1;
        if (isOwn && !isHashed) at += json.write(plain[ownValue] ?? '""', at);
        else {
          json[at++] = QUOTE;
          if (isOwn) at += hex.copy(json, at, ownDigest * HEX_BYTES, (ownDigest + 1) * HEX_BYTES);
          json[at++] = QUOTE;
        }
      }
      if (isOwn && isHashed) ownDigest += 1;
      if (isOwn && !isHashed) ownValue += 1;
    }
    json[at++] = CLOSE;
    digest += digestCount(mask);
    value += plainCount(mask);
  }
  json[at++] = CLOSE;
  return { keys, json: json.subarray(0, at), count };
}
