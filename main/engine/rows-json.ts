import { digestCount, DIGEST_BYTES, isSelected, keysOf, plainCount, type Chunk, type Selection } from '#core/chunk.ts';
import { HASHED_KEYS, type Key, KEYS } from '#core/keys.ts';

/** The rows of one request as they go over the wire. */
export interface RowsJson {
  readonly keys: readonly Key[];
  readonly count: number;
  /** JSON texts of up to 2,000 rows each, `[…],[…]`; joined by commas in brackets they are an array of arrays of strings. */
  readonly pieces: Iterable<Buffer>;
}

/** A piece takes a few milliseconds to write, and the window may be drawn between two. */
const ROWS_A_PIECE = 2_000;
const [OPEN, CLOSE, COMMA, QUOTE] = [0x5b, 0x5d, 0x2c, 0x22] as const;
const HEX_BYTES = 2 * DIGEST_BYTES;
/** The two characters of each byte, as they lie in memory. */
const HEX_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0'), 'latin1').readUInt16BE(),
);
const IS_HASHED = KEYS.map((key) => HASHED_KEYS.has(key));

/**
 * Writes the rows that one batch sends straight from the chunk's digests. Ten thousand rows of seven keys as strings would hold up
 * the window for a tenth of a second and cost a hundred megabytes; this takes a tenth of both. What it writes is what `sliceChunk`
 * selects.
 */
export function rowsJson(chunk: Chunk, selection: Selection): RowsJson {
  let union = 0;
  let count = 0;
  for (let entry = 0; entry < chunk.masks.length; entry += 1) {
    const mask = chunk.masks[entry] ?? 0;
    if (!isSelected(selection, entry, mask)) continue;
    union |= mask & selection.stepMask;
    count += 1;
  }
  return { keys: keysOf(union), count, pieces: piecesOf(chunk, union, selection) };
}

function* piecesOf(chunk: Chunk, union: number, selection: Selection): Generator<Buffer> {
  const columns = KEYS.flatMap((_key, index) => ((union & (1 << index)) === 0 ? [] : [index]));
  const { digests } = chunk;
  let digest = 0;
  let value = 0;
  for (let from = 0; from < chunk.masks.length; from += ROWS_A_PIECE) {
    const masks = chunk.masks.subarray(from, from + ROWS_A_PIECE);
    const values = masks.reduce((sum, mask) => sum + plainCount(mask), 0);
    const plain = chunk.plain.slice(value, value + values).map((text) => JSON.stringify(text));
    const room = masks.length * (3 + columns.length * (3 + HEX_BYTES)) + Buffer.byteLength(plain.join(''));
    const json = Buffer.allocUnsafe(room);
    const pairs = new DataView(json.buffer, json.byteOffset, room);
    let at = 0;
    let ownValue = 0;
    for (let entry = 0; entry < masks.length; entry += 1) {
      const mask = masks[entry] ?? 0;
      if (!isSelected(selection, from + entry, mask)) {
        digest += digestCount(mask);
        ownValue += plainCount(mask);
        continue;
      }
      if (at > 0) json[at++] = COMMA;
      json[at++] = OPEN;
      for (let index = 0, column = 0; index < KEYS.length; index += 1) {
        const isOwn = (mask & (1 << index)) !== 0;
        const isHashed = IS_HASHED[index] ?? false;
        if (columns[column] === index) {
          if (column > 0) json[at++] = COMMA;
          column += 1;
          if (isOwn && !isHashed) at += json.write(plain[ownValue] ?? '""', at);
          else {
            json[at++] = QUOTE;
            if (isOwn) {
              // Five million bytes an upload: the encoder of Node takes ten times as long, because it makes a string of each digest.
              const end = (digest + 1) * DIGEST_BYTES;
              for (let byte = digest * DIGEST_BYTES; byte < end; byte += 1, at += 2) {
                pairs.setUint16(at, HEX_PAIRS[digests[byte] as number] as number);
              }
            }
            json[at++] = QUOTE;
          }
        }
        if (isOwn && isHashed) digest += 1;
        if (isOwn && !isHashed) ownValue += 1;
      }
      json[at++] = CLOSE;
    }
    value += values;
    if (at > 0) yield json.subarray(0, at);
  }
}
