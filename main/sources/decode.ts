import { isAscii, isUtf8 } from 'node:buffer';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Turns the source's bytes, piece by piece, into the bytes of the same text as UTF-8. */
export interface Decoder {
  /** The result may share memory with `piece`. A character cut by the end of a piece comes with the next one. */
  decode(piece: Buffer): Buffer;
  /** What is left when the source has ended: nothing, or U+FFFD for half a character. */
  end(): Buffer;
}

/**
 * Tells the encoding of a source by its head (its first 256 kB; `isWhole` when there is no more). A byte order mark decides; then
 * NULs that stand almost only in odd or almost only in even places (UTF-16 without a mark); then strict UTF-8; what is left is windows-1252.
 */
export function detectEncoding(head: Buffer, isWhole: boolean): { readonly encoding: Encoding; readonly bom: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  return { encoding: encodingByNuls(head) ?? (isUtf8Start(head, isWhole) ? 'utf-8' : 'windows-1252'), bom: 0 };
}

/** `bom` is the number of bytes that the caller has left out already. */
export function createDecoder(encoding: Encoding): Decoder {
  return encoding === 'utf-8' ? utf8Decoder() : textDecoder(encoding);
}

function textDecoder(encoding: Exclude<Encoding, 'utf-8'>): Decoder {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return {
    decode: (piece) => Buffer.from(decoder.decode(piece, { stream: true })),
    end: () => Buffer.from(decoder.decode()),
  };
}

/**
 * UTF-8 passes as it is: bytes that are not UTF-8 become U+FFFD when cells are made of them, so no row is lost and the cell fails
 * its validation. As long as all was ASCII the encoding is open, though: the first piece with other bytes in it is judged as a head is,
 * so that a long list of English names with its first é far down is not ruined.
 */
function utf8Decoder(): Decoder {
  let isOpen = true;
  let other: Decoder | null = null;
  return {
    decode(piece) {
      if (isOpen && !isAscii(piece)) {
        isOpen = false;
        if (!isUtf8Start(piece, false)) other = textDecoder('windows-1252');
      }
      return other === null ? piece : other.decode(piece);
    },
    end: () => (other === null ? Buffer.alloc(0) : other.end()),
  };
}

/** True when the bytes are UTF-8, up to a character that is cut by their end. */
function isUtf8Start(bytes: Buffer, isWhole: boolean): boolean {
  if (isUtf8(bytes)) return true;
  if (isWhole) return false;
  const end = bytes.length - cutCharacter(bytes);
  return end < bytes.length && isUtf8(bytes.subarray(0, end));
}

/** How many bytes of an unfinished UTF-8 character stand at the end: 0 to 3. */
function cutCharacter(bytes: Buffer): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const wants = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (wants > 1) return wants > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

function encodingByNuls(head: Buffer): Encoding | null {
  const places = Math.floor(head.length / 2);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < places * 2; at += 1) {
    if (head[at] !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > places * 0.3 && even <= odd * 0.02) return 'utf-16le';
  if (even > places * 0.3 && odd <= even * 0.02) return 'utf-16be';
  return null;
}
