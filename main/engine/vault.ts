import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import type { Chunk } from '#core/chunk.ts';
import { release } from '#core/release.ts';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The seal is broken: another key, another place, or a damaged database. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * Seals bytes with AES-256-GCM. `place` is authenticated but not stored: a sealed value moved elsewhere does not open.
 * Layout: format byte, 12 bytes of nonce, 16 bytes of tag, ciphertext.
 */
export function seal(key: Buffer, place: string, parts: readonly Uint8Array[]): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(place));
  const body = parts.map((part) => cipher.update(part));
  body.push(cipher.final());
  const sealed = Buffer.concat([Buffer.of(FORMAT), iv, cipher.getAuthTag(), ...body]);
  release(body);
  return sealed;
}

/** Opens what `seal` made for the same place. Throws SealError. */
export function open(key: Buffer, place: string, sealed: Buffer): Buffer {
  if (sealed[0] !== FORMAT || sealed.length < 1 + IV_BYTES + TAG_BYTES)
    throw new SealError('Unknown format of a sealed value.');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + IV_BYTES));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES));
  try {
    const bytes = decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES));
    // Checks the tag; a stream cipher has no bytes left to give.
    decipher.final();
    return bytes;
  } catch (cause) {
    throw new SealError('A sealed value does not open with this key.', { cause });
  }
}

/** Where a chunk stands; part of its seal. */
export function chunkPlace(runId: number, seq: number): string {
  return `chunk ${runId}/${seq}`;
}

/**
 * A chunk as bytes: entries and length of the plain part (both uint32, little endian), masks, lines, digests, then the values
 * that are not hashed as JSON.
 */
export function encodeChunk(chunk: Chunk): readonly Uint8Array[] {
  const plain = Buffer.from(JSON.stringify(chunk.plain));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(chunk.masks.length, 0);
  head.writeUInt32LE(plain.length, 4);
  return [head, bytesOf(chunk.masks), bytesOf(chunk.lines), chunk.digests, plain];
}

export function decodeChunk(bytes: Buffer): Chunk {
  const entries = bytes.readUInt32LE(0);
  const plainBytes = bytes.readUInt32LE(4);
  const linesAt = 8 + entries * 2;
  const digestsAt = linesAt + entries * 4;
  // Copies, because a typed array must start at a multiple of its element's size.
  return {
    masks: new Uint16Array(Uint8Array.prototype.slice.call(bytes, 8, linesAt).buffer),
    lines: new Uint32Array(Uint8Array.prototype.slice.call(bytes, linesAt, digestsAt).buffer),
    digests: bytes.subarray(digestsAt, bytes.length - plainBytes),
    plain: JSON.parse(bytes.toString('utf8', bytes.length - plainBytes)) as string[],
  };
}

/** Gives the memory of an opened chunk's digests back; nobody may use them afterwards. */
export function closeChunk({ digests }: Chunk): void {
  release([digests]);
}

function bytesOf(array: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
