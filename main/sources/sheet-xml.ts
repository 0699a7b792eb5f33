import { ZipError } from './zip.ts';

/** A few rows of a sheet as a sheet of their own. */
export interface SheetSlice {
  readonly xml: string;
  /** The shared strings that these rows name, and no others; null = none. */
  readonly strings: string | null;
}

/** Rows of a slice: the library takes a hundred times as much memory for them as their text does. */
const ROWS_A_SLICE = 5_000;
const MOST_MERGES = 10_000;
/** What comes before a sheet's rows, and the longest row. */
const MOST_HEAD = 4 * 1024 * 1024;
const MOST_ROW = 64 * 1024 * 1024;

/** A sheet's text without its cells: what stands before them. */
export function sheetHead(xml: Buffer): Buffer {
  const data = dataIn(xml);
  return data === null ? xml : Buffer.concat([xml.subarray(0, data.start), Buffer.from(`</${data.prefix}worksheet>`)]);
}

/** The cells that a sheet joins. Nothing else of what stands behind the cells is wanted: a link over a million cells would make a million cells. */
export function mergesIn(xml: Buffer): string {
  const end = xml.lastIndexOf('sheetData', undefined, 'latin1');
  const tail = xml.toString('latin1', Math.max(0, end));
  return (tail.match(/<(?:\w+:)?mergeCell\s[^<>]*>/g) ?? []).slice(0, MOST_MERGES).join('');
}

/**
 * Cuts a sheet into slices at the ends of rows, which leaves its XML as whole as it was: a row's cells never hold the text "</row>", since "<" is
 * always escaped. Throws ZipError for what is no sheet, and what reading the pieces throws.
 */
export async function* slicesOf(
  pieces: AsyncIterable<Buffer>,
  strings: SharedStrings | null,
  rowsASlice = ROWS_A_SLICE,
): AsyncGenerator<SheetSlice> {
  let rest: Buffer = Buffer.alloc(0);
  let cutter: RowCutter | null = null;
  for await (const piece of pieces) {
    // Read to its end all the same, for the checksum.
    if (cutter?.isAtEnd === true) continue;
    rest = Buffer.concat([rest, piece]);
    if (cutter === null) {
      const data = dataIn(rest);
      if (data === null && rest.length > MOST_HEAD) throw new ZipError('damaged');
      if (data === null || data.bodyStart === -1) continue;
      cutter = new RowCutter(data.prefix, strings);
      rest = rest.subarray(data.bodyStart);
    }
    for (let slice = cutter.cut(rest, rowsASlice); slice !== null; slice = cutter.cut(rest, rowsASlice)) {
      rest = rest.subarray(slice.end);
      yield slice;
    }
    if (rest.length > MOST_ROW * 2) throw new ZipError('damaged');
  }
  if (cutter === null || !cutter.isAtEnd) {
    // Without cells a sheet is whole in its head.
    if (cutter !== null || dataIn(rest) === null) throw new ZipError('damaged');
  }
}

class RowCutter {
  isAtEnd = false;
  readonly #prefix: string;
  readonly #strings: SharedStrings | null;
  /** Number of the last row that was cut off: rows may leave theirs out, and count on from the one before. */
  #line = 0;
  #rows = 0;
  #scanned = 0;

  constructor(prefix: string, strings: SharedStrings | null) {
    this.#prefix = prefix;
    this.#strings = strings;
  }

  /** The next slice when all of it is here, or what is left at the end of the cells. */
  cut(text: Buffer, rows: number): (SheetSlice & { readonly end: number }) | null {
    if (this.isAtEnd) return null;
    const rowEnd = `</${this.#prefix}row>`;
    while (this.#rows < rows) {
      const at = text.indexOf(rowEnd, this.#scanned, 'latin1');
      if (at === -1) return this.#last(text);
      this.#scanned = at + rowEnd.length;
      this.#rows += 1;
    }
    return this.#take(text, this.#scanned);
  }

  #last(text: Buffer): ReturnType<RowCutter['cut']> {
    const end = text.indexOf(`</${this.#prefix}sheetData`, this.#scanned, 'latin1');
    if (end === -1) return null;
    this.isAtEnd = true;
    return this.#take(text, end);
  }

  #take(text: Buffer, end: number): SheetSlice & { readonly end: number } {
    const prefix = this.#prefix;
    const rows = text.toString('latin1', 0, end);
    const before = this.#line;
    this.#line = lastLineOf(rows, prefix) ?? before + this.#rows;
    this.#rows = 0;
    this.#scanned = 0;
    const own = ownStrings(rows, this.#strings);
    const opening = `<${prefix}worksheet><${prefix}sheetData><${prefix}row r="${before}"></${prefix}row>`;
    return {
      xml: `${opening}${own.rows}</${prefix}sheetData></${prefix}worksheet>`,
      strings: own.strings,
      end,
    };
  }
}

/** The number that the last row gives itself; null = it gives none. */
function lastLineOf(rows: string, prefix: string): number | null {
  const start = rows.lastIndexOf(`<${prefix}row`);
  const [, line] = /^[^>]*?\sr=["'](\d+)["']/.exec(rows.slice(start, start + 500)) ?? [];
  return start === -1 || line === undefined ? null : Number(line);
}

/** The shared strings of a workbook, which cells name by their numbers. */
export class SharedStrings {
  readonly #xml: Buffer;
  readonly #prefix: string;
  /** Where each begins and ends, by turns. */
  readonly #places: number[] = [];

  constructor(xml: Buffer) {
    this.#xml = xml;
    this.#prefix = /<(\w+:)?sst\b/.exec(xml.toString('latin1', 0, 4_000))?.[1] ?? '';
    const opening = `<${this.#prefix}si`;
    const closing = `</${this.#prefix}si>`;
    for (let at = xml.indexOf(opening, 0, 'latin1'); at !== -1; at = xml.indexOf(opening, at, 'latin1')) {
      const opened = xml.indexOf('>', at, 'latin1');
      if (opened === -1) break;
      const isEmpty = xml[opened - 1] === 0x2f;
      const closed = isEmpty ? opened + 1 : xml.indexOf(closing, opened, 'latin1') + closing.length;
      if (!isEmpty && closed < opened) break;
      this.#places.push(isEmpty ? 0 : at, isEmpty ? 0 : closed);
      at = closed;
    }
  }

  whole(): string {
    return this.#xml.toString('latin1');
  }

  /** These strings, in this order, as a table of their own. Throws ZipError when there is no such string. */
  table(numbers: Iterable<number>): string {
    const parts: string[] = [];
    for (const number of numbers) {
      const [start, end] = [this.#places[number * 2], this.#places[number * 2 + 1]];
      if (start === undefined || end === undefined) throw new ZipError('damaged');
      parts.push(start === end ? `<${this.#prefix}si></${this.#prefix}si>` : this.#xml.toString('latin1', start, end));
    }
    return `<${this.#prefix}sst>${parts.join('')}</${this.#prefix}sst>`;
  }
}

/**
 * Numbers the strings of some rows anew, so that the library need not make all of a workbook's for each slice. Rows that name one in a way that is not
 * understood keep their numbers and all strings: a wrong text would be another person's.
 */
function ownStrings(
  rows: string,
  all: SharedStrings | null,
): { readonly rows: string; readonly strings: string | null } {
  if (all === null) return { rows, strings: null };
  const own = new Map<number, number>();
  let renamed = 0;
  const text = rows.replace(NAMED_STRING, (_, before: string, number: string) => {
    renamed += 1;
    const known = own.get(Number(number)) ?? own.size;
    own.set(Number(number), known);
    return `${before}${known}`;
  });
  const named = rows.match(STRING_CELL)?.length ?? 0;
  if (renamed !== named) return { rows, strings: all.whole() };
  return { rows: text, strings: renamed === 0 ? null : all.table(own.keys()) };
}

const NAMED_STRING = /(\st=["']s["'][^<]*<(?:\w+:)?v[^<>]*>\s*)(\d+)(?=\s*<)/g;
const STRING_CELL = /<(?:\w+:)?c\s(?:[^<>]*\s)?t=["']s["']/g;

/** Where the cells begin; a sheet may have many columns described before them. */
function dataIn(xml: Buffer): { readonly start: number; readonly bodyStart: number; readonly prefix: string } | null {
  const found = /<(\w+:)?sheetData(?:\s[^>]*)?(\/)?>/.exec(xml.toString('latin1', 0, MOST_HEAD));
  if (found === null) return null;
  const [tag, prefix = '', slash] = found;
  return { start: found.index, bodyStart: slash === undefined ? found.index + tag.length : -1, prefix };
}
