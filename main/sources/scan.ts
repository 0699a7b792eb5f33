const quote = 34;
export const lineFeed = 10;
export const carriageReturn = 13;

const ranOut = -1;
const isBroken = -2;

/** A record of up to this many bytes is always read, one of twice as many never (see `#limitOf`). */
const maxRecordBytes = 4 * 1024 * 1024;

/**
 * `record`: a whole record was found. `more`: the bytes end before the record does. `end`: nothing is left.
 * `broken_quote`: a quote of this record is never closed. `row_too_long`: its first line is longer than any we read.
 */
export type Scan = 'record' | 'more' | 'end' | 'broken_quote' | 'row_too_long';

/**
 * Finds where records end, in UTF-8 bytes. A quote opens a quoted cell only at the cell's beginning; elsewhere it is a letter like others.
 * A closing quote with text behind it makes the cell literal, unless the cell has run over a line break: then the opening quote
 * was a stray one and the record is broken, so that one bad quote cannot swallow the rows up to the next good one.
 *
 * One instance serves one pass over a source. The findings of the last scan are fields, for a record is found a million times.
 */
export class RecordScanner {
  /** Index of the next record; after `broken_quote`, of the line below the one where the record starts. */
  next = 0;
  /** Index behind the record's last byte, without its line break. */
  textEnd = 0;
  /** Physical lines that the record takes. */
  lines = 1;
  hasQuotes = false;
  readonly #delimiter: number;
  readonly #maxBytes: number;
  /**
   * A record that runs into line breaks before this offset while a quote is open meets the same end as the broken one before it.
   * Without this, a file of stray quotes would be looked through again from each of its lines.
   */
  #brokenUntil = 0;
  #brokenLimit = 0;
  /** Of the scan under way: where it must stop (index), the limit behind that (offset), whether the text ends there, and so on. */
  #stop = 0;
  #limit = 0;
  #base = 0;
  #isLast = false;
  /** Index of the record's second physical line, 0 when there is none yet. */
  #firstBreak = 0;

  /** `delimiter`: an ASCII character. `maxBytes` is smaller in tests only. */
  constructor(delimiter: string, maxBytes = maxRecordBytes) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#maxBytes = maxBytes;
  }

  /**
   * Looks at the record that begins at `start`. `bytes` ends at `end`, and so does the text when `isLast`;
   * `base` is the offset of `bytes[0]` in the whole text.
   */
  scan(bytes: Uint8Array, start: number, end: number, isLast: boolean, base: number): Scan {
    if (start >= end) return isLast ? 'end' : 'more';
    this.#limit = this.#limitOf(base + start);
    this.#stop = Math.min(end, this.#limit - base);
    this.#isLast = isLast;
    this.#base = base;
    this.#firstBreak = 0;
    this.lines = 1;
    this.hasQuotes = false;
    let at = start;
    for (;;) {
      const stop = this.#stop;
      let byte = bytes[at];
      while (at < stop && byte !== quote && byte !== lineFeed && byte !== carriageReturn) byte = bytes[++at];
      if (at >= stop) return this.#outOfBytes(false);
      if (byte === quote) {
        this.hasQuotes = true;
        if (at !== start && bytes[at - 1] !== this.#delimiter) {
          at += 1;
          continue;
        }
        at = this.#closingQuote(bytes, at + 1);
        if (at === ranOut) return this.#outOfBytes(true);
        if (at === isBroken) return 'broken_quote';
        continue;
      }
      if (byte === carriageReturn && at + 1 >= stop && !this.#isEnd()) return this.#outOfBytes(false);
      this.textEnd = at;
      this.next = afterBreak(bytes, at, stop);
      return 'record';
    }
  }

  /** Index behind the quote that closes the one before `at`, or `ranOut`, or `isBroken`. */
  #closingQuote(bytes: Uint8Array, from: number): number {
    const stop = this.#stop;
    let isMultiLine = false;
    let at = from;
    for (;;) {
      let byte = bytes[at];
      while (at < stop && byte !== quote && byte !== lineFeed && byte !== carriageReturn) byte = bytes[++at];
      if (at >= stop || (at + 1 >= stop && !this.#isEnd())) return ranOut;
      if (byte === quote) {
        const after = at + 1 < stop ? bytes[at + 1] : lineFeed;
        if (after === quote) {
          at += 2;
          continue;
        }
        const isClosing = after === this.#delimiter || after === lineFeed || after === carriageReturn || after === 0;
        return isClosing || !isMultiLine ? at + 1 : this.#broken(this.#base + at, Infinity);
      }
      at = afterBreak(bytes, at, stop);
      isMultiLine = true;
      this.lines += 1;
      if (this.#firstBreak === 0) this.#firstBreak = at;
      if (this.#base + at <= this.#brokenUntil && this.#limit <= this.#brokenLimit) {
        this.next = this.#firstBreak;
        return isBroken;
      }
    }
  }

  /** True when the text ends where this scan must stop. */
  #isEnd(): boolean {
    return this.#isLast && this.#base + this.#stop < this.#limit;
  }

  #outOfBytes(isQuoted: boolean): Scan {
    this.textEnd = this.#stop;
    this.next = this.#stop;
    if (this.#isEnd()) {
      if (!isQuoted) return 'record';
      this.#broken(Infinity, Infinity);
      return 'broken_quote';
    }
    if (this.#base + this.#stop < this.#limit) return 'more';
    if (this.#firstBreak === 0) return 'row_too_long';
    this.#broken(this.#limit, this.#limit);
    return 'broken_quote';
  }

  /**
   * Offset at which a record that begins at `offset` must have ended. It is the same for all records of a stretch, so that what was learned from
   * a broken record holds for those inside it, and depends on nothing but the offset, so that reading on from a stored position finds the same.
   */
  #limitOf(offset: number): number {
    return (Math.floor(offset / this.#maxBytes) + 2) * this.#maxBytes;
  }

  #broken(until: number, limit: number): typeof isBroken {
    this.#brokenUntil = until;
    this.#brokenLimit = limit;
    if (this.#firstBreak !== 0) this.next = this.#firstBreak;
    return isBroken;
  }
}

/** Index behind the line break at `at`: CRLF, LF or a lone CR. What stands at `end` and behind is not part of the text. */
export function afterBreak(bytes: Uint8Array, at: number, end: number): number {
  return bytes[at] === carriageReturn && at + 1 < end && bytes[at + 1] === lineFeed ? at + 2 : at + 1;
}
