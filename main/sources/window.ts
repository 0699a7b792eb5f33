import { createHash } from 'node:crypto';

import type { ByteReader } from './bytes.ts';
import type { Decoder } from './decode.ts';
import { SourceChangedError } from './fault.ts';
import { afterBreak, carriageReturn, lineFeed } from './scan.ts';
import type { SourcePosition } from './source.ts';

export interface WindowOptions {
  /** How the user knows the source. */
  readonly name: string;
  /** Bytes of byte order mark at the beginning of the source. */
  readonly bom: number;
  /** Bytes of text that have been handed out before; they are read for the hash, and dropped. */
  readonly skip: number;
  /** What the part read before must still be; null when reading from the beginning. */
  readonly seen: Pick<SourcePosition, 'readBytes' | 'readHash'> | null;
}

/**
 * A stretch of a source's text as UTF-8, moved along it. It holds little more than the record under way, so memory does not grow with the source.
 * The fields are bare because the scanner looks at every byte.
 */
export class TextWindow {
  bytes: Buffer = Buffer.allocUnsafe(64 * 1024);
  /** Index of the next record, and of the end of what is here. */
  start = 0;
  end = 0;
  /** Offset of `bytes[0]` in the text. */
  base = 0;
  /** True when the text ends at `end`. */
  isLast = false;
  /** Source bytes read so far. */
  readBytes = 0;
  readonly #reader: ByteReader;
  readonly #decoder: Decoder;
  readonly #name: string;
  readonly #hash = createHash('sha256');
  #bom: number;
  #skip: number;
  #seen: WindowOptions['seen'];

  constructor(reader: ByteReader, decoder: Decoder, options: WindowOptions) {
    this.#reader = reader;
    this.#decoder = decoder;
    this.#name = options.name;
    this.#bom = options.bom;
    this.#skip = options.skip;
    this.#seen = options.seen;
  }

  /**
   * Adds at least as much text as is here, or all that is left: so a long record is looked at a few times, not once for each piece of it.
   * Indexes change: what was at `start` is now at 0. Nothing is added before the part read earlier has proved unchanged.
   * Throws SourceChangedError when it has not, SourceError when reading fails.
   */
  async more(): Promise<void> {
    this.bytes.copyWithin(0, this.start, this.end);
    this.base += this.start;
    this.end -= this.start;
    this.start = 0;
    const wanted = this.end * 2 + 1;
    while (!this.isLast && (this.end < wanted || this.#seen !== null)) {
      const piece = await this.#reader.read();
      if (piece === null) this.#finish();
      else this.#take(piece);
    }
  }

  /** Drops the rest of the line at `start`, however long it is. */
  async skipLine(): Promise<void> {
    for (;;) {
      let byte = this.bytes[this.start];
      while (this.start < this.end && byte !== lineFeed && byte !== carriageReturn) byte = this.bytes[++this.start];
      if (this.start + 1 < this.end || this.isLast) {
        if (this.start < this.end) this.start = afterBreak(this.bytes, this.start, this.end);
        return;
      }
      await this.more();
    }
  }

  /** Where `start` is; `line` is its physical line. */
  position(line: number): SourcePosition {
    const readHash = this.#hash.copy().digest('hex');
    return { offset: this.base + this.start, line, readBytes: this.readBytes, readHash };
  }

  #take(piece: Buffer): void {
    this.#prove(piece);
    this.readBytes += piece.length;
    const mark = Math.min(this.#bom, piece.length);
    this.#bom -= mark;
    this.#append(this.#decoder.decode(piece.subarray(mark)));
  }

  /** Hashes, and compares where the part read before ends. */
  #prove(piece: Buffer): void {
    const seen = this.#seen;
    if (seen === null || seen.readBytes > this.readBytes + piece.length) {
      this.#hash.update(piece);
      return;
    }
    const border = seen.readBytes - this.readBytes;
    this.#hash.update(piece.subarray(0, border));
    if (this.#hash.copy().digest('hex') !== seen.readHash) throw new SourceChangedError(this.#name);
    this.#seen = null;
    this.#hash.update(piece.subarray(border));
  }

  #finish(): void {
    this.#append(this.#decoder.end());
    this.isLast = true;
    if (this.#seen !== null || this.#skip > 0) throw new SourceChangedError(this.#name);
  }

  #append(text: Buffer): void {
    const skipped = Math.min(this.#skip, text.length);
    this.#skip -= skipped;
    // Nothing is held while bytes are being skipped, so the text that follows begins at index 0.
    this.base += skipped;
    const size = this.end + text.length - skipped;
    if (size > this.bytes.length) {
      const wider = Buffer.allocUnsafe(Math.max(size, this.bytes.length * 2));
      this.bytes.copy(wider, 0, 0, this.end);
      this.bytes = wider;
    }
    text.copy(this.bytes, this.end, skipped);
    this.end = size;
  }
}
