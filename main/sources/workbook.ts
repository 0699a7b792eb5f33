import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import type * as Library from '@e965/xlsx';

import { cellText, type NumberFormats } from './sheet-cells.ts';
import { mergesIn, SharedStrings, sheetHead, type SheetSlice, slicesOf } from './sheet-xml.ts';
import { unpack, unpackHead, unpackPieces, type ZipEntry, zipEntries, ZipError } from './zip.ts';

/** One sheet of a workbook, in the workbook's order. */
export interface SheetFacts {
  readonly name: string;
  /** Rows down to the last one that is in use, as the workbook says, with the header; null = it does not say. */
  readonly rows: number | null;
  readonly isHidden: boolean;
}

/** A row with at least one filled cell. */
export interface SheetRow {
  /** 1-based, as the spreadsheet counts. */
  readonly line: number;
  /** Up to the last one that is filled. */
  readonly cells: readonly string[];
}

export interface Workbook {
  readonly sheets: readonly SheetFacts[];
  /** The first rows of a sheet, about `count`; a header of two lines has the names that span both also in its lower one. Throws ZipError. */
  first(sheet: number, count: number): Promise<readonly SheetRow[]>;
  /** All rows of a sheet, some thousand at a time. Throws ZipError. */
  rows(sheet: number): AsyncIterable<readonly SheetRow[]>;
}

/** Of a part that is needed as a whole, as the strings are; it must also fit into one string of V8's. */
const MOST_PART = 400 * 1024 * 1024;
/** Of a sheet, which is read piece by piece: a million rows of a kilobyte and a half. */
const MOST_SHEET = 1536 * 1024 * 1024;
/** A sheet that is looked at as a whole, so that joined cells are seen. */
const LOOK_BYTES = 64 * 1024 * 1024;
/** What is wider is a cell that somebody lost far out. */
const MOST_COLUMNS = 702;
/** What a spreadsheet can hold. */
const MOST_ROWS = 1_048_576;
/** Packed bytes in which a sheet says how large it is. */
const HEAD_BYTES = 16 * 1024;

/** The library reads archives itself, with an unpacker that believes what they say; this door of it takes files that are unpacked already. */
type ParseZip = (zip: Archive, options: Library.ParsingOptions) => WorkBook;
interface Archive {
  readonly FullPaths: readonly string[];
  readonly FileIndex: readonly { readonly name: string; asNodeBuffer(): Buffer }[];
}

/** Gives a file of the archive, or null when the question does not need it. */
type Unpacker = (entry: ZipEntry) => Buffer | null;

/**
 * Opens a workbook (XLSX, XLSM) that is in memory. Only the files of it that are needed are unpacked, with a limit; the library makes cells of
 * them. Throws ZipError, and NotAWorkbookError for other archives.
 */
export async function openWorkbook(archive: Buffer): Promise<Workbook> {
  const entries = zipEntries(archive);
  const names = [...entries.keys()];
  if (!entries.has('[Content_Types].xml') || !names.some((name) => /^xl\/workbook[^/]*\.xml$/i.test(name))) {
    throw new NotAWorkbookError(entries.has('content.xml') ? 'opendocument' : 'archive');
  }
  // It is large, and most lists are text.
  const library = await import('@e965/xlsx');
  const parse = (sheets: readonly number[] | null, unpacker: Unpacker): WorkBook =>
    parseParts(library, [...entries.values()], sheets, unpacker);
  /** What the workbook says of its sheets, without their cells; `heard` is told which file a sheet is in. */
  const outline = (sheets: readonly number[] | null, heard: (entry: ZipEntry) => void = () => undefined): WorkBook =>
    parse(sheets, (entry) => {
      if (isOutline(entry)) return unpack(archive, entry, MOST_PART);
      if (!isSheet(entry)) return null;
      heard(entry);
      return sheetHead(unpackHead(archive, entry, HEAD_BYTES));
    });

  const { SheetNames, Sheets, Workbook: facts } = outline(null);
  const formats = formatsOf(library, facts?.WBProps?.date1904 === true);
  const all = [...entries.values()];
  const part = (isPart: (entry: ZipEntry) => boolean): Buffer | null => {
    const entry = all.find(isPart);
    return entry ? unpack(archive, entry, MOST_PART) : null;
  };
  const sharedStrings = (): SharedStrings | null => {
    const xml = part(isStrings);
    return xml && new SharedStrings(xml);
  };
  const entryOf = (sheet: number): ZipEntry => {
    let found: ZipEntry | null = null;
    outline([sheet], (entry) => (found = entry));
    // A chart is a sheet without cells.
    if (found === null) throw new ZipError('damaged');
    return found;
  };
  /** Makes cells of slices of one sheet. */
  const cellsOf = (sheet: number): ((slice: SheetSlice, merges?: string) => WorkSheet) => {
    const styles = part(isStyles);
    return ({ xml, strings }, merges = '') => {
      const { Sheets: read } = parse([sheet], (entry) => {
        if (isSheet(entry)) return Buffer.from(`${xml}${merges}`, 'latin1');
        if (isStrings(entry)) return strings === null ? null : Buffer.from(strings, 'latin1');
        if (isStyles(entry)) return styles;
        return isOutline(entry) ? unpack(archive, entry, MOST_PART) : null;
      });
      const found = read[SheetNames[sheet] ?? ''];
      // The library leaves out what it stumbled over.
      if (found === undefined) throw new ZipError('damaged');
      return found;
    };
  };
  return {
    sheets: SheetNames.map((name, index) => ({
      name,
      rows: rowsIn(library, Sheets[name]),
      isHidden: (facts?.Sheets?.[index]?.Hidden ?? 0) !== 0,
    })),
    async first(sheet, count) {
      const entry = entryOf(sheet);
      const whole = entry.bytes <= LOOK_BYTES ? unpack(archive, entry, LOOK_BYTES) : null;
      const pieces = whole ? inPieces(whole) : unpackPieces(archive, entry, MOST_SHEET);
      for await (const slice of slicesOf(pieces, sharedStrings(), count)) {
        return [...textRows(cellsOf(sheet)(slice, whole ? mergesIn(whole) : ''), formats)];
      }
      return [];
    },
    async *rows(sheet) {
      const read = cellsOf(sheet);
      const pieces = unpackPieces(archive, entryOf(sheet), MOST_SHEET);
      for await (const slice of slicesOf(pieces, sharedStrings())) yield [...textRows(read(slice), formats)];
    },
  };
}

async function* inPieces(whole: Buffer): AsyncGenerator<Buffer> {
  yield whole;
  return Promise.resolve();
}

/** An archive without a workbook that is read here. */
export class NotAWorkbookError extends Error {
  readonly kind: 'opendocument' | 'archive';

  constructor(kind: NotAWorkbookError['kind']) {
    super(kind);
    this.name = 'NotAWorkbookError';
    this.kind = kind;
  }
}

function parseParts(
  library: typeof Library,
  entries: readonly ZipEntry[],
  sheets: readonly number[] | null,
  unpacker: Unpacker,
): WorkBook {
  const { parse_zip: parseZip } = library as unknown as { readonly parse_zip: ParseZip };
  // What else lies in the archive makes the library take it for something else.
  const parts = entries.filter(({ name }) => /^xl\/|^\[Content_Types\]\.xml$/i.test(name));
  let broken: ZipError | null = null;
  const files = parts.map((entry) => ({
    name: entry.name,
    asNodeBuffer() {
      try {
        return unpacker(entry) ?? Buffer.alloc(0);
      } catch (error) {
        if (error instanceof ZipError) broken ??= error;
        throw error;
      }
    },
  }));
  let workbook: WorkBook;
  try {
    workbook = parseZip(
      { FullPaths: files.map(({ name }) => name), FileIndex: files },
      {
        dense: true,
        cellDates: false,
        cellFormula: false,
        cellHTML: false,
        cellNF: true,
        cellText: false,
        ...(sheets === null ? {} : { sheets: [...sheets] }),
      },
    );
  } catch (error) {
    throw broken ?? new ZipError('damaged', { cause: error });
  }
  // The library swallows what goes wrong inside a part.
  if (broken !== null) throw broken as ZipError;
  return workbook;
}

const isSheet = ({ name }: ZipEntry): boolean => /\/worksheets\/[^/]+\.xml$/i.test(name);
const isStrings = ({ name }: ZipEntry): boolean => /\/sharedStrings\.xml$/i.test(name);
const isStyles = ({ name }: ZipEntry): boolean => /\/styles\.xml$/i.test(name);
const isOutline = ({ name }: ZipEntry): boolean =>
  /^\[Content_Types\]\.xml$|^xl\/workbook[^/]*\.xml$|^xl\/_rels\/workbook[^/]*\.xml\.rels$/i.test(name);

function rowsIn(library: typeof Library, sheet: WorkSheet | undefined): number | null {
  const ref = sheet?.['!ref'];
  return ref === undefined ? null : library.utils.decode_range(ref).e.r + 1;
}

function formatsOf({ SSF }: typeof Library, date1904: boolean): NumberFormats {
  const said = new Map<string, boolean>();
  return {
    isDate(format) {
      const known = said.get(format);
      if (known !== undefined) return known;
      const isDate = SSF.is_date(format) as boolean;
      said.set(format, isDate);
      return isDate;
    },
    format: (format, value) => SSF.format(format, value) as string,
    date: (value) => SSF.parse_date_code(value, { date1904 }) as ReturnType<NumberFormats['date']>,
  };
}

function* textRows(sheet: WorkSheet, formats: NumberFormats): Generator<SheetRow> {
  const rows = (sheet['!data'] ?? []) as readonly (readonly (CellObject | undefined)[] | undefined)[];
  // Of a slice from the middle of a sheet the array has few rows and great numbers: it must not be walked from 0.
  const lines = Object.keys(rows).map(Number);
  if ((lines.at(-1) ?? 0) >= MOST_ROWS) throw new ZipError('damaged');
  const spans = spannedHeader(sheet, lines[0] ?? 0);
  for (const row of lines) {
    const found = rows[row] ?? [];
    const cells: string[] = [];
    for (let column = 0; column < Math.min(found.length, MOST_COLUMNS); column += 1) {
      put(cells, column, cellText(found[column], formats));
    }
    for (const { column, from } of spans.get(row) ?? []) put(cells, column, cellText(rows[from]?.[column], formats));
    if (cells.length > 0) yield { line: row + 1, cells };
  }
}

/** Cells end with the last one that is filled. */
function put(cells: string[], column: number, text: string): void {
  if (text.trim() === '') return;
  while (cells.length <= column) cells.push('');
  if (cells[column] === '') cells[column] = text;
}

type Spans = ReadonlyMap<number, readonly { readonly column: number; readonly from: number }[]>;

const MOST_HEADER_LINES = 3;

/** By row, which cells of the top row go on in it, as “ID” does beside “Contact” over “E-mail” and “Phone”. */
function spannedHeader(sheet: WorkSheet, top: number): Spans {
  const spans = new Map<number, { column: number; from: number }[]>();
  for (const { s, e } of sheet['!merges'] ?? []) {
    if (s.r !== top || e.r === s.r || e.r > top + MOST_HEADER_LINES || s.c >= MOST_COLUMNS) continue;
    for (let row = s.r + 1; row <= e.r; row += 1) {
      spans.set(row, [...(spans.get(row) ?? []), { column: s.c, from: s.r }]);
    }
  }
  return spans;
}
