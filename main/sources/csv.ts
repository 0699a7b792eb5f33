import { setImmediate } from 'node:timers/promises';

import { binaryFault, looksBinary } from './binary.ts';
import { BlockReader, fitRows } from './blocks.ts';
import { assertSame, type ByteReader, type ByteSource, type SourceStart, stampOf } from './bytes.ts';
import { type Encoding, createDecoder, detectEncoding } from './decode.ts';
import { type DelimiterFinding, findDelimiter } from './delimiter.ts';
import { emptyFault, SourceError } from './fault.ts';
import {
  linesToJudge,
  type OpenSource,
  type ReadOptions,
  type RowBlock,
  sampleRows,
  type SourcePosition,
  type SourceRow,
  type UnreadableRow,
} from './source.ts';
import { TextWindow } from './window.ts';

const rowsPerBlock = 2_000;
const bytesPerBlock = 1024 * 1024;

/**
 * Reads delimited text. Finds out encoding, delimiter, header and width from its beginning. Throws SourceError (unreadable, empty, binary) or
 * SourceChangedError; the source stays open.
 */
export async function openText(source: ByteSource, begun: SourceStart, options: ReadOptions): Promise<OpenSource> {
  const { size, mtimeMs } = source;
  const pass = await firstPass(source, begun, options);
  let unused: typeof pass | null = pass;
  return {
    shape: {
      encoding: pass.text.encoding,
      delimiter: pass.text.delimiter,
      ...pass.shape,
      size,
      mtimeMs,
      workbook: null,
    },
    rows(from) {
      const first = unused;
      unused = null;
      if (from === null && first !== null) return blocks(first.reader, first.block, options.signal);
      return againFrom(source, from, pass, options);
    },
    close: () => source.close(),
  };
}

/** How to make records of the source's bytes. */
interface TextRules extends DelimiterFinding {
  readonly encoding: Encoding;
  readonly bom: number;
}

interface FirstPass {
  readonly text: TextRules;
  readonly shape: Pick<OpenSource['shape'], 'header' | 'width' | 'sample'>;
  readonly headerLine: number;
  /** The rows read to learn all this, and the reader that goes on behind them: a stream cannot be read twice. */
  readonly block: RowBlock;
  readonly reader: BlockReader;
}

async function firstPass(source: ByteSource, head: SourceStart, options: ReadOptions): Promise<FirstPass> {
  const known = binaryFault(head.bytes, source.name);
  if (known !== null) throw new SourceError(known);
  const { encoding, bom } = detectEncoding(head.bytes, head.isWhole);
  if (!encoding.startsWith('utf-16') && looksBinary(head.bytes)) {
    throw new SourceError({
      code: 'binary',
      message: `${source.name} is not text.`,
      remedy: 'Export the list as CSV (UTF-8) and choose that file.',
    });
  }
  const window = new TextWindow(startingWith(head.bytes, head.rest), createDecoder(encoding), {
    name: source.name,
    bom,
    skip: 0,
    seen: null,
  });
  await window.more();
  const finding = findDelimiter(window.bytes.subarray(0, window.end));
  window.start = finding.preambleBytes;
  const text = { ...finding, encoding, bom };
  const reader = new BlockReader(window, { ...start(text), width: Infinity, headerLine: 0 });
  return { text, reader, ...(await readSample(reader, options, source.name)) };
}

/** Reads the first lines, which hold the header or show the width, and the first rows behind them. */
async function readSample(
  reader: BlockReader,
  { isHeader, titleLines }: ReadOptions,
  name: string,
): Promise<Pick<FirstPass, 'shape' | 'headerLine' | 'block'>> {
  const top: SourceRow[] = [];
  const filled: SourceRow[] = [];
  const broken: UnreadableRow[] = [];
  let last: RowBlock | null = null;
  let isAtEnd = false;
  while (!isAtEnd && filled.length < linesToJudge && (filled.length === 0 || top.length < sampleRows)) {
    const block = await reader.next(1, bytesPerBlock);
    last = block ?? last;
    isAtEnd = block === null;
    top.push(...(block?.rows ?? []));
    filled.push(...(block?.rows ?? []).filter(({ cells }) => cells.some((cell) => cell.trim() !== '')));
    broken.push(...(block?.unreadable ?? []));
  }
  const titles = titleLines?.(filled.map(({ cells }) => cells)) ?? 0;
  const first = filled[titles];
  if (first === undefined || last === null) throw emptyFault(name, broken.length);
  const header = isHeader(first.cells) ? first.cells : null;
  const width = first.cells.length;
  // Blank lines above data are rows, but not those between a title and its table.
  const headerLine = header === null ? (titles === 0 ? 0 : first.line - 1) : first.line;
  reader.setHeader(width, headerLine);
  const fitted = fitRows(top, broken, width, headerLine);
  const behind = isAtEnd ? null : await reader.next(Math.max(1, sampleRows - fitted.rows.length), bytesPerBlock);
  const rows = [...fitted.rows, ...(behind?.rows ?? [])];
  const unreadable = [...fitted.unreadable, ...(behind?.unreadable ?? [])];
  const sample = rows.slice(0, sampleRows).map(({ cells }) => cells);
  return { shape: { header, width, sample }, headerLine, block: { ...(behind ?? last), rows, unreadable } };
}

/** A pass from the beginning or a stored position, when the first pass is used up or does not begin there. */
async function* againFrom(
  source: ByteSource,
  from: SourcePosition | null,
  { text, shape, headerLine }: FirstPass,
  options: ReadOptions,
): AsyncGenerator<RowBlock> {
  if (source.onceOnly !== null) {
    throw new SourceError({
      code: 'cannot_resume',
      message: source.onceOnly,
      remedy: 'Start a new run with the whole list, or save it as a file first.',
    });
  }
  if (from !== null) await assertSame(source, options.expect ?? stampOf(source));
  const window = new TextWindow(source.reader(), createDecoder(text.encoding), {
    name: source.name,
    bom: text.bom,
    skip: from?.offset ?? text.preambleBytes,
    seen: from,
  });
  const begin = { ...start(text), ...(from === null ? {} : { line: from.line }) };
  yield* blocks(new BlockReader(window, { ...begin, width: shape.width, headerLine }), null, options.signal);
}

async function* blocks(
  reader: BlockReader,
  first: RowBlock | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<RowBlock> {
  let block = first ?? (await reader.next(rowsPerBlock, bytesPerBlock));
  while (block !== null) {
    signal?.throwIfAborted();
    if (block.rows.length > 0 || block.unreadable.length > 0) yield block;
    // Rows that are in memory already come without a wait, and the rest of the process must get its turn.
    await setImmediate();
    block = await reader.next(rowsPerBlock, bytesPerBlock);
  }
}

function start(text: TextRules): { readonly delimiter: TextRules['delimiter']; readonly line: number } {
  return { delimiter: text.delimiter, line: 1 + text.preambleLines };
}

function startingWith(head: Buffer, reader: ByteReader): ByteReader {
  let pending: Buffer | null = head;
  return {
    read() {
      const piece = pending;
      pending = null;
      return piece !== null && piece.length > 0 ? Promise.resolve(piece) : reader.read();
    },
  };
}
