import type { FileStamp } from './bytes.ts';
import type { Encoding } from './decode.ts';
import type { Delimiter } from './delimiter.ts';
import type { SheetFacts } from './workbook.ts';

/** Rows that are looked at to tell what a source is like. */
export const sampleRows = 1_000;
/** So many lines that are not blank are looked at to tell a title from the header. */
export const linesToJudge = 12;

/** How a source is opened. */
export interface ReadOptions {
  /** Whether a first line is a header; when it is not, it is data and the columns have no names. */
  readonly isHeader: (firstLine: readonly string[]) => boolean;
  /** How many of the first lines that are not blank are a title above the table: no rows, and counted nowhere. None when left out. */
  readonly titleLines?: (firstLines: readonly (readonly string[])[]) => number;
  /** How error messages call the source: by default the path as given, or "standard input". */
  readonly name?: string;
  /** Stops reading: what is waited for then fails with the signal's reason or an AbortError. */
  readonly signal?: AbortSignal;
  /** Size and time of last change of the file when part of it was read. If they differ now, opening throws SourceChangedError. */
  readonly expect?: FileStamp;
  /** Name of a workbook's sheet; its first one when left out or null. Text has none. */
  readonly sheet?: string | null;
  /** Only the first rows are wanted; a workbook then hands out no others. */
  readonly isLook?: boolean;
}

/** What was learned from the beginning of a source. */
export interface SourceShape {
  /** A file that begins in plain ASCII is called utf-8; its first other character may still show that it is windows-1252. */
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** The cells of the header line as they stand (names may be empty or repeated); null when the first line is data. */
  readonly header: readonly string[] | null;
  /** Number of columns: a row with more cells is unreadable, a row with fewer is handed out as it is. */
  readonly width: number;
  /** The first data rows: at most 1,000, and about 1 MB of text. */
  readonly sample: readonly (readonly string[])[];
  /** Bytes, null for a stream. */
  readonly size: number | null;
  /** Whole milliseconds since 1970, null for a stream. */
  readonly mtimeMs: number | null;
  /** The sheets of a workbook and which one is read; null for text. */
  readonly workbook: { readonly sheet: string; readonly sheets: readonly SheetFacts[] } | null;
}

/** Where reading goes on: every record before it has been handed out. */
export interface SourcePosition {
  /** Of the next record, in bytes of the text as UTF-8, without the byte order mark; of a workbook the rows before it. */
  readonly offset: number;
  /** 1-based physical line of the next record. */
  readonly line: number;
  /** How many bytes of the source `readHash` covers; reading runs ahead of `offset`. */
  readonly readBytes: number;
  /** SHA-256 (hex) of the first `readBytes` bytes of the source. */
  readonly readHash: string;
}

export interface SourceRow {
  readonly cells: readonly string[];
  /** 1-based physical line on which the record starts. */
  readonly line: number;
}

/** Why a record gives no row. After a broken quote, reading goes on at the line below the one where the record started. */
type UnreadableCode = 'too_many_cells' | 'broken_quote' | 'row_too_long';

export interface UnreadableRow {
  readonly line: number;
  readonly code: UnreadableCode;
}

/** Up to about 2,000 rows or 1 MB of text, in the order of the source. */
export interface RowBlock {
  readonly rows: readonly SourceRow[];
  readonly unreadable: readonly UnreadableRow[];
  /** Behind the last record of this block. */
  readonly position: SourcePosition;
  /** Source bytes read so far, for progress. */
  readonly bytes: number;
}

export interface OpenSource {
  readonly shape: SourceShape;
  /**
   * The data rows from the beginning (null) or from a stored position. A file can be read as often as needed, a stream once.
   * Throws SourceChangedError when the file is no longer the one whose part was read, SourceError when it cannot be read on.
   */
  rows(from: SourcePosition | null): AsyncIterable<RowBlock>;
  /** Releases the file or the stream. */
  close(): Promise<void>;
}
