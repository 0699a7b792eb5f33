import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { Readable, addAbortSignal } from 'node:stream';

import { SourceChangedError, SourceError, faultOf } from './fault.ts';

/** How much a file is read at a time. Encoding is judged by such a piece, so it must not depend on how the disk answers. */
const chunkBytes = 256 * 1024;

/** Reads on from where it is. */
export interface ByteReader {
  /** The next bytes, at least one, or null at the end. They are overwritten by the next call. */
  read(): Promise<Buffer | null>;
}

/** Where bytes come from. */
export interface ByteSource {
  readonly name: string;
  readonly size: number | null;
  readonly mtimeMs: number | null;
  /** Null when the source can be opened again at its beginning, as a file can; else the reason why not. */
  readonly onceOnly: string | null;
  reader(): ByteReader;
  /** Size and time of last change as they are now. */
  stat(): Promise<FileStamp | null>;
  close(): Promise<void>;
}

/** What tells two states of a file apart without reading it: bytes and whole milliseconds since 1970. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
}

/**
 * Opens a path or wraps a stream. A path that is a pipe or a terminal is read as a stream.
 * Throws SourceError when the path is missing, a folder or not readable.
 */
export async function openBytes(
  input: string | Readable,
  name: string,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  if (typeof input !== 'string') return streamBytes(input, name, signal);
  try {
    const stats = await stat(input);
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    const handle = await open(input, constants.O_RDONLY);
    if (!stats.isFile()) return streamBytes(handle.createReadStream(), name, signal);
    return await fileBytes(handle, name, signal);
  } catch (error) {
    throw faultOf(error, name);
  }
}

async function fileBytes(handle: FileHandle, name: string, signal: AbortSignal | undefined): Promise<ByteSource> {
  const stamp = async (): Promise<FileStamp> => {
    const { size, mtimeMs } = await handle.stat();
    return { size, mtimeMs: Math.trunc(mtimeMs) };
  };
  return {
    name,
    ...(await stamp()),
    onceOnly: null,
    reader: () => fileReader(handle, name, signal),
    stat: stamp,
    close: () => handle.close(),
  };
}

function fileReader(handle: FileHandle, name: string, signal: AbortSignal | undefined): ByteReader {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let at = 0;
  return {
    async read() {
      let filled = 0;
      while (filled < chunkBytes) {
        signal?.throwIfAborted();
        // Each read needs the answer of the one before, and a file is rarely cut short, so this runs once.
        const { bytesRead } = await handle.read(buffer, filled, chunkBytes - filled, at).catch((error: unknown) => {
          throw faultOf(error, name);
        });
        if (bytesRead === 0) break;
        filled += bytesRead;
        at += bytesRead;
      }
      return filled === 0 ? null : buffer.subarray(0, filled);
    },
  };
}

function streamBytes(stream: Readable, name: string, signal: AbortSignal | undefined): ByteSource {
  if (signal !== undefined) addAbortSignal(signal, stream);
  const chunks: AsyncIterator<unknown> = stream.iterator({ destroyOnReturn: false });
  return {
    name,
    size: null,
    mtimeMs: null,
    onceOnly: `${name} is a stream and can be read only once, from its beginning.`,
    reader: () => ({
      async read() {
        for (;;) {
          signal?.throwIfAborted();
          const { value, done } = await chunks.next().catch((error: unknown) => {
            throw faultOf(error, name);
          });
          if (done === true) return null;
          const bytes = bytesOf(value, name);
          if (bytes.length > 0) return bytes;
        }
      },
    }),
    stat: () => Promise.resolve(null),
    close() {
      stream.destroy();
      return Promise.resolve();
    },
  };
}

function bytesOf(chunk: unknown, name: string): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk);
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new SourceError({
    code: 'unreadable',
    message: `${name} yields objects instead of bytes.`,
    remedy: 'Give it as a stream of bytes.',
  });
}

/** The first bytes of a source, and the reader that goes on behind them: a stream cannot be read twice. */
export interface SourceStart {
  readonly bytes: Buffer;
  /** There is no more. */
  readonly isWhole: boolean;
  readonly rest: ByteReader;
}

/** Reads the first `chunkBytes`. Throws what reading throws. */
export async function readStart(source: ByteSource): Promise<SourceStart> {
  const rest = source.reader();
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < chunkBytes) {
    const piece = await rest.read();
    if (piece === null) return { bytes: Buffer.concat(pieces), isWhole: true, rest };
    pieces.push(Buffer.from(piece));
    length += piece.length;
  }
  return { bytes: Buffer.concat(pieces), isWhole: false, rest };
}

/** Size and time of last change as they were when the source was opened; null for a stream. */
export function stampOf({ size, mtimeMs }: ByteSource): FileStamp | null {
  return size === null || mtimeMs === null ? null : { size, mtimeMs };
}

/** Throws SourceChangedError when the file is not any more as it was expected. */
export async function assertSame(source: ByteSource, expected: FileStamp | null): Promise<void> {
  const now = await source.stat();
  if (expected === null || now === null) return;
  if (now.size !== expected.size || now.mtimeMs !== Math.trunc(expected.mtimeMs)) {
    throw new SourceChangedError(source.name);
  }
}
