import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openSource } from '../../main/sources/open.ts';
import type { OpenSource, RowBlock, SourcePosition } from '../../main/sources/source.ts';

export interface Folder {
  readonly path: string;
  /** Writes a file and returns its path. */
  file(content: string | Uint8Array, name?: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A folder of its own for one test, removed at the test's end. */
export async function folder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'muster-sources-'));
  let files = 0;
  return {
    path,
    async file(content, name = `list-${(files += 1)}.csv`) {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** The rule of the product in short: a first line with an address in it is data. */
export const isHeader = (line: readonly string[]): boolean => !line.some((cell) => cell.includes('@'));

export async function blocksOf(source: OpenSource, from: SourcePosition | null = null): Promise<RowBlock[]> {
  const blocks: RowBlock[] = [];
  for await (const block of source.rows(from)) blocks.push(block);
  return blocks;
}

export interface Read {
  readonly rows: readonly (readonly [line: number, ...cells: string[]])[];
  readonly unreadable: readonly (readonly [line: number, code: string])[];
}

export function flat(blocks: readonly RowBlock[]): Read {
  return {
    rows: blocks.flatMap(({ rows }) => rows.map(({ line, cells }) => [line, ...cells] as const)),
    unreadable: blocks.flatMap(({ unreadable }) => unreadable.map(({ line, code }) => [line, code] as const)),
  };
}

/** Reads a whole text through a file, in one go. */
export async function readText(content: string | Uint8Array): Promise<Read & { readonly shape: OpenSource['shape'] }> {
  await using temporary = await folder();
  const source = await openSource(await temporary.file(content), { isHeader });
  const read = flat(await blocksOf(source));
  await source.close();
  return { ...read, shape: source.shape };
}
