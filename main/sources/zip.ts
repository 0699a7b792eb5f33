import { Readable } from 'node:stream';
import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib';

/** A file inside an archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated; others are not read. */
  readonly method: number;
  readonly packedBytes: number;
  /** As the archive says; a bomb lies. */
  readonly bytes: number;
  readonly crc: number;
  /** Of its local header. */
  readonly offset: number;
}

/** Why an archive gives no file. */
export class ZipError extends Error {
  readonly reason: 'damaged' | 'protected' | 'too_large';

  constructor(reason: ZipError['reason'], options?: ErrorOptions) {
    super(reason, options);
    this.name = 'ZipError';
    this.reason = reason;
  }
}

const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
/** A comment of 64 kB may stand behind the end record of 22 bytes. */
const LONGEST_END = 65_557;
const MOST_ENTRIES = 10_000;
const PIECE_BYTES = 256 * 1024;

/** The files of an archive that is in memory, by name. Throws ZipError. */
export function zipEntries(archive: Buffer): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  whole(() => {
    const end = endOf(archive);
    const count = archive.readUInt16LE(end + 10);
    if (count > MOST_ENTRIES) throw new ZipError('too_large');
    let at = archive.readUInt32LE(end + 16);
    for (let index = 0; index < count; index += 1) {
      if (archive.readUInt32LE(at) !== DIRECTORY) throw new ZipError('damaged');
      if ((archive.readUInt16LE(at + 8) & 1) !== 0) throw new ZipError('protected');
      const nameBytes = archive.readUInt16LE(at + 28);
      const extraBytes = archive.readUInt16LE(at + 30);
      const name = archive.toString('utf8', at + 46, at + 46 + nameBytes);
      const extra = archive.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
      const [bytes, packedBytes, offset] = wide(
        [archive.readUInt32LE(at + 24), archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 42)],
        extra,
      );
      const method = archive.readUInt16LE(at + 10);
      entries.set(name, { name, method, packedBytes, bytes, crc: archive.readUInt32LE(at + 16), offset });
      at += 46 + nameBytes + extraBytes + archive.readUInt16LE(at + 32);
    }
  });
  return entries;
}

/** A file of the archive, proved by its checksum. Throws ZipError; no more than `most` bytes are ever unpacked, whatever the archive says. */
export function unpack(archive: Buffer, entry: ZipEntry, most: number): Buffer {
  return whole(() => {
    const packed = packedOf(archive, entry);
    if (entry.bytes > most) throw new ZipError('too_large');
    const bytes = entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
    if (bytes.length > most) throw new ZipError('too_large');
    if (crc32(bytes) !== entry.crc) throw new ZipError('damaged');
    return bytes;
  });
}

/** The same, piece by piece, for a file that is too large to be had at once. Throws ZipError; the checksum is looked at behind the last piece. */
export async function* unpackPieces(archive: Buffer, entry: ZipEntry, most: number): AsyncGenerator<Buffer> {
  const packed = whole(() => packedOf(archive, entry));
  const pieces =
    entry.method === 0 ? [packed] : Readable.from([packed]).pipe(createInflateRaw({ chunkSize: PIECE_BYTES }));
  let length = 0;
  let crc = 0;
  try {
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > most) throw new ZipError('too_large');
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    throw inWords(error);
  }
  if (crc !== entry.crc) throw new ZipError('damaged');
}

/** The beginning of a file: what the first `packedBytes` of it hold. Throws ZipError. */
export function unpackHead(archive: Buffer, entry: ZipEntry, packedBytes: number): Buffer {
  return whole(() => {
    const packed = packedOf(archive, entry).subarray(0, packedBytes);
    return entry.method === 0 ? packed : inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  });
}

function packedOf(archive: Buffer, { method, offset, packedBytes }: ZipEntry): Buffer {
  if ((method !== 0 && method !== 8) || archive.readUInt32LE(offset) !== LOCAL) throw new ZipError('damaged');
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  if (start + packedBytes > archive.length) throw new ZipError('damaged');
  return archive.subarray(start, start + packedBytes);
}

function endOf(archive: Buffer): number {
  for (let at = archive.length - 22; at >= Math.max(0, archive.length - LONGEST_END); at -= 1) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new ZipError('damaged');
}

/** Writers that do not know sizes beforehand put them into the extra field 1, each of eight bytes, where the short ones are all ones. */
function wide(short: readonly [number, number, number], extra: Buffer): readonly [number, number, number] {
  const [bytes, packedBytes, offset] = short;
  if (!short.includes(0xffffffff)) return short;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    const next = (value: number): number => {
      if (value !== 0xffffffff) return value;
      from += 8;
      return Number(extra.readBigUInt64LE(from - 8));
    };
    return [next(bytes), next(packedBytes), next(offset)];
  }
  throw new ZipError('damaged');
}

function whole<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inWords(error);
  }
}

/** What Node says of bytes that are cut off or wrong, in our words. */
function inWords(error: unknown): ZipError {
  if (error instanceof ZipError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return new ZipError(code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged', { cause: error });
}
