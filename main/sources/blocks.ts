import { parse } from 'csv-parse/sync';

import type { Delimiter } from './delimiter.ts';
import { RecordScanner } from './scan.ts';
import type { RowBlock, SourceRow, UnreadableRow } from './source.ts';
import type { TextWindow } from './window.ts';

export interface BlockOptions {
  readonly delimiter: Delimiter;
  /** Physical line at the window's start. */
  readonly line: number;
  /** A row with more cells is unreadable, unless those behind are blank. Infinity as long as the first line is not known. */
  readonly width: number;
  /** Rows that start on this line or above are the header and what stands before it: not handed out. 0 for none. */
  readonly headerLine: number;
}

/**
 * Turns a window's text into blocks of rows. The scanner says where records are; those without quotes are split at the delimiter, and
 * those with quotes go through csv-parse. It sees whole, closed records only, so that a stray quote can cost one line, not the file.
 */
export class BlockReader {
  readonly #window: TextWindow;
  readonly #scanner: RecordScanner;
  readonly #delimiter: Delimiter;
  #width: number;
  #headerLine: number;
  #line: number;

  constructor(window: TextWindow, options: BlockOptions) {
    this.#window = window;
    this.#scanner = new RecordScanner(options.delimiter);
    this.#delimiter = options.delimiter;
    this.#width = options.width;
    this.#headerLine = options.headerLine;
    this.#line = options.line;
  }

  /** Fixes what the first line has shown. */
  setHeader(width: number, headerLine: number): void {
    this.#width = width;
    this.#headerLine = headerLine;
  }

  /**
   * The next records, until there are `maxRecords` or they take `maxBytes` of text. Null at the end of the source.
   * Throws what reading throws.
   */
  async next(maxRecords: number, maxBytes: number): Promise<RowBlock | null> {
    const window = this.#window;
    const scanner = this.#scanner;
    const block = new BlockInProgress(this.#delimiter);
    let records = 0;
    let bytes = 0;
    let isAtEnd = false;
    while (!isAtEnd && records < maxRecords && bytes < maxBytes) {
      const found = scanner.scan(window.bytes, window.start, window.end, window.isLast, window.base);
      switch (found) {
        case 'record':
          if (scanner.hasQuotes) block.addQuoted(this.#line, window.start, scanner.next);
          else block.addPlain(this.#line, window.bytes, window.start, scanner.textEnd);
          bytes += scanner.next - window.start;
          this.#line += scanner.lines;
          window.start = scanner.next;
          break;
        case 'broken_quote':
          block.unreadable.push({ line: this.#line, code: found });
          this.#line += 1;
          window.start = scanner.next;
          break;
        case 'row_too_long':
          block.unreadable.push({ line: this.#line, code: found });
          this.#line += 1;
          block.parseQuoted(window.bytes);
          await window.skipLine();
          break;
        case 'more':
          // The window is about to move, and quoted records are known by their indexes in it.
          block.parseQuoted(window.bytes);
          await window.more();
          continue;
        case 'end':
          isAtEnd = true;
          continue;
      }
      records += 1;
    }
    block.parseQuoted(window.bytes);
    if (records === 0) return null;
    const { rows, unreadable } = fitRows(block.rows, block.unreadable, this.#width, this.#headerLine);
    return { rows, unreadable, position: window.position(this.#line), bytes: window.readBytes };
  }
}

class BlockInProgress {
  readonly unreadable: UnreadableRow[] = [];
  readonly rows: { cells: string[]; readonly line: number }[] = [];
  readonly #delimiter: Delimiter;
  /** Rows whose cells are still to be made, and where they are: starts and ends by turns, neighbours joined. */
  #quoted: { cells: string[]; readonly line: number }[] = [];
  #ranges: number[] = [];

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  addPlain(line: number, bytes: Buffer, start: number, end: number): void {
    this.rows.push({ cells: bytes.toString('utf8', start, end).split(this.#delimiter), line });
  }

  addQuoted(line: number, start: number, end: number): void {
    const row = { cells: [], line };
    this.rows.push(row);
    this.#quoted.push(row);
    if (this.#ranges.at(-1) === start) this.#ranges.pop();
    else this.#ranges.push(start);
    this.#ranges.push(end);
  }

  parseQuoted(bytes: Buffer): void {
    if (this.#quoted.length === 0) return;
    const records = parse(gather(bytes, this.#ranges), {
      delimiter: this.#delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
    });
    if (records.length !== this.#quoted.length) {
      throw new Error(`csv-parse found ${records.length} records where the scanner found ${this.#quoted.length}`);
    }
    for (const [index, row] of this.#quoted.entries()) row.cells = records[index] ?? [];
    this.#quoted = [];
    this.#ranges = [];
  }
}

/** Leaves out the rows of the header and above, and sorts those that do not fit the columns among the unreadable ones. */
export function fitRows(
  rows: readonly SourceRow[],
  unreadable: readonly UnreadableRow[],
  width: number,
  headerLine: number,
): { readonly rows: readonly SourceRow[]; readonly unreadable: readonly UnreadableRow[] } {
  const unfit: UnreadableRow[] = [];
  const fitting: SourceRow[] = [];
  for (const row of rows) {
    if (row.line <= headerLine) continue;
    if (row.cells.length <= width) fitting.push(row);
    else if (row.cells.some((cell, index) => index >= width && cell.trim() !== ''))
      unfit.push({ line: row.line, code: 'too_many_cells' });
    else fitting.push({ cells: row.cells.slice(0, width), line: row.line });
  }
  return {
    rows: fitting,
    unreadable: unfit.length === 0 ? unreadable : [...unreadable, ...unfit].toSorted((a, b) => a.line - b.line),
  };
}

function gather(bytes: Buffer, ranges: readonly number[]): Buffer {
  const parts: Buffer[] = [];
  for (let index = 0; index < ranges.length; index += 2) parts.push(bytes.subarray(ranges[index], ranges[index + 1]));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
