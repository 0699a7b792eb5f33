import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import { isZip } from './binary.ts';
import { assertSame, type ByteSource, type SourceStart, stampOf } from './bytes.ts';
import { emptyFault, faultOf, SourceChangedError, SourceError } from './fault.ts';
import {
  linesToJudge,
  type OpenSource,
  type ReadOptions,
  type RowBlock,
  sampleRows,
  type SourcePosition,
  type SourceRow,
} from './source.ts';
import { NotAWorkbookError, openWorkbook, type SheetFacts, type SheetRow } from './workbook.ts';
import { ZipError } from './zip.ts';

const rowsPerBlock = 2_000;
/** Of the packed file, which is in memory as long as it is read. */
const MOST_PACKED = 60 * 1024 * 1024;
/** Rows of a sheet's beginning; some of them may be empty. */
const LOOK_ROWS = sampleRows + 200;

/**
 * Reads a sheet of a workbook. Rows without any filled cell are none. A position is a row of the sheet, and the file must be the same to the last
 * bit to go on from there. Throws SourceError (protected, damaged, too_large, no_sheet, empty, binary) or SourceChangedError; the source stays
 * open.
 */
export async function openSheet(source: ByteSource, start: SourceStart, options: ReadOptions): Promise<OpenSource> {
  const { name, size, mtimeMs } = source;
  const archive = await readWhole(source, start);
  const workbook = await inWords(name, () => openWorkbook(assertZip(archive, name)));
  const index = sheetOf(workbook.sheets, options.sheet ?? null, name);
  const sheet = workbook.sheets[index]?.name ?? '';
  const first = await inWords(name, () => workbook.first(index, LOOK_ROWS));
  const { header, headerLine, width } = tableIn(first, options, name);
  const sample = first.filter(({ line }) => line > headerLine).slice(0, sampleRows);
  const readHash = createHash('sha256').update(archive).digest('hex');
  const table = { headerLine, width, readHash, readBytes: archive.length };
  return {
    shape: {
      encoding: 'utf-8',
      delimiter: '\t',
      header,
      width,
      sample: sample.map(({ cells }) => fitted(cells, width)),
      size,
      mtimeMs,
      workbook: { sheet, sheets: workbook.sheets },
    },
    async *rows(from) {
      if (from !== null) {
        await assertSame(source, options.expect ?? stampOf(source));
        if (from.readHash !== readHash) throw new SourceChangedError(name);
      }
      const rows = options.isLook === true ? looked(sample) : workbook.rows(index);
      try {
        yield* blocks(rows, workbook.sheets[index]?.rows ?? null, from, table, options.signal);
      } catch (error) {
        throw faultIn(error, name);
      }
    },
    close: () => source.close(),
  };
}

interface Table extends Pick<SourcePosition, 'readBytes' | 'readHash'> {
  readonly headerLine: number;
  readonly width: number;
}

async function* looked(rows: readonly SheetRow[]): AsyncGenerator<readonly SheetRow[]> {
  yield rows;
  return Promise.resolve();
}

async function* blocks(
  slices: AsyncIterable<readonly SheetRow[]>,
  total: number | null,
  from: SourcePosition | null,
  { headerLine, width, readBytes, readHash }: Table,
  signal: AbortSignal | undefined,
): AsyncGenerator<RowBlock> {
  const begin = Math.max(headerLine, from?.offset ?? 0);
  for await (const slice of slices) {
    const rows = slice.filter(({ line }) => line > begin);
    for (let at = 0; at < rows.length; at += rowsPerBlock) {
      signal?.throwIfAborted();
      const block = rows
        .slice(at, at + rowsPerBlock)
        .map(({ line, cells }): SourceRow => ({ line, cells: fitted(cells, width) }));
      const line = block.at(-1)?.line ?? begin;
      yield {
        rows: block,
        unreadable: [],
        position: { offset: line, line: line + 1, readBytes, readHash },
        // The file is read at once; what is handed out of it is what a person waits for.
        bytes: total === null ? readBytes : Math.floor(readBytes * Math.min(1, line / total)),
      };
      // Rows that are in memory already come without a wait, and the rest of the process must get its turn.
      await setImmediate();
    }
  }
}

/** A sheet has no short rows, and what stands beside the table is none of it. */
function fitted(cells: readonly string[], width: number): readonly string[] {
  if (cells.length === width) return cells;
  return cells.length > width ? cells.slice(0, width) : [...cells, ...Array<string>(width - cells.length).fill('')];
}

/** Header and width by the first rows, as for text; a column may have no name. */
function tableIn(
  first: readonly SheetRow[],
  { isHeader, titleLines }: ReadOptions,
  name: string,
): { readonly header: readonly string[] | null; readonly headerLine: number; readonly width: number } {
  const top = first.slice(0, linesToJudge).map(({ cells }) => cells);
  const titles = titleLines?.(top) ?? 0;
  const head = first[titles];
  if (head === undefined) throw emptyFault(name, 0);
  const width = Math.max(...first.slice(titles).map(({ cells }) => cells.length));
  const isNamed = isHeader(head.cells);
  return {
    header: isNamed ? fitted(head.cells, width) : null,
    headerLine: isNamed ? head.line : head.line - 1,
    width,
  };
}

/** The sheet of that name; without a name the first one that can be seen and has rows. */
function sheetOf(sheets: readonly SheetFacts[], wanted: string | null, name: string): number {
  if (wanted === null) {
    const visible = sheets.findIndex(({ isHidden, rows }) => !isHidden && rows !== null && rows > 1);
    return visible === -1
      ? Math.max(
          0,
          sheets.findIndex(({ isHidden }) => !isHidden),
        )
      : visible;
  }
  const found = sheets.findIndex((sheet) => sheet.name.toLowerCase() === wanted.trim().toLowerCase());
  if (found !== -1) return found;
  const others = sheets.map((sheet) => `“${sheet.name}”${sheet.isHidden ? ' (hidden)' : ''}`).join(', ');
  throw new SourceError({
    code: 'no_sheet',
    message: `${name} has no sheet “${wanted}”. Sheets: ${others}.`,
    remedy: 'Choose one of them.',
  });
}

async function readWhole(source: ByteSource, start: SourceStart): Promise<Buffer> {
  if ((source.size ?? 0) > MOST_PACKED) throw tooLarge(source.name);
  const pieces: Buffer[] = [start.bytes];
  let length = start.bytes.length;
  for (let isWhole = start.isWhole; !isWhole;) {
    const piece = await start.rest.read();
    isWhole = piece === null;
    length += piece?.length ?? 0;
    if (length > MOST_PACKED) throw tooLarge(source.name);
    if (piece !== null) pieces.push(Buffer.from(piece));
  }
  return Buffer.concat(pieces);
}

function assertZip(archive: Buffer, name: string): Buffer {
  if (isZip(archive)) return archive;
  if (archive.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw isProtected(name);
  throw new SourceError({
    code: 'binary',
    message: `${name} is an old Office (XLS) file.`,
    remedy: 'Open it in its program and save it as XLSX, or save the sheet as CSV (UTF-8).',
  });
}

async function inWords<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultIn(error, name);
  }
}

function faultIn(error: unknown, name: string): unknown {
  if (error instanceof NotAWorkbookError) return notAWorkbook(error, name);
  if (!(error instanceof ZipError)) return faultOf(error, name);
  switch (error.reason) {
    case 'too_large':
      return tooLarge(name);
    case 'protected':
      return isProtected(name);
    case 'damaged':
      return new SourceError(
        {
          code: 'damaged',
          message: `${name} is a ZIP or Excel (XLSX) file that is damaged, or not there as a whole.`,
          remedy: 'Copy or export it again, or open it in its program and save the sheet as CSV (UTF-8).',
        },
        { cause: error },
      );
  }
}

function notAWorkbook(error: NotAWorkbookError, name: string): SourceError {
  return new SourceError(
    error.kind === 'opendocument'
      ? {
          code: 'binary',
          message: `${name} is an OpenDocument file.`,
          remedy: 'Open it in its program and save it as XLSX, or save the sheet as CSV (UTF-8).',
        }
      : {
          code: 'binary',
          message: `${name} is an archive without an Excel (XLSX) workbook in it.`,
          remedy:
            'If a list is inside, unpack it first; else open it in its program and save the sheet as CSV (UTF-8).',
        },
    { cause: error },
  );
}

function isProtected(name: string): SourceError {
  return new SourceError({
    code: 'protected',
    message: `${name} is protected by a password.`,
    remedy: 'Open it in its program and save it without one, or save the sheet as CSV (UTF-8).',
  });
}

function tooLarge(name: string): SourceError {
  return new SourceError({
    code: 'too_large',
    message: `${name} is too large for a workbook: it would take more memory than Muster may use.`,
    remedy: 'Open it in its program and save the sheet as CSV (UTF-8), which may be of any size.',
  });
}
