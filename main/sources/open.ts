import type { Readable } from 'node:stream';

import { isArchive } from './binary.ts';
import { assertSame, openBytes, readStart } from './bytes.ts';
import { openText } from './csv.ts';
import type { OpenSource, ReadOptions } from './source.ts';
import { openSheet } from './xlsx.ts';

/**
 * Opens a list: a path, or a stream such as standard input. What it is, delimited text or a workbook, is told by its first bytes, not by its name.
 * Throws SourceError or SourceChangedError; then nothing stays open.
 */
export async function openSource(input: string | Readable, options: ReadOptions): Promise<OpenSource> {
  const name = options.name ?? (typeof input === 'string' ? input : 'standard input');
  const source = await openBytes(input, name, options.signal);
  try {
    await assertSame(source, options.expect ?? null);
    const start = await readStart(source);
    return await (isArchive(start.bytes) ? openSheet : openText)(source, start, options);
  } catch (error) {
    await source.close();
    throw error;
  }
}
