import type { Encoding } from './decode.ts';
import type { Delimiter } from './delimiter.ts';

/** What openCsv has learned from the beginning of a source. */
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
}

/** Where reading goes on: every record before it has been handed out. */
export interface SourcePosition {
  /** Of the next record, in bytes of the text as UTF-8, without the byte order mark. */
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
