import type { ColumnMapping } from '#core/mapping/mapping.ts';

import type { NewProblem } from '../../db/problems.ts';
import type { RowBlock } from '../sources/source.ts';
import { itemsOf } from './ingest.ts';
import type { PartBuilder } from './part-builder.ts';

/** Result of a dry run: nothing is stored or sent. */
export interface CheckResult {
  readonly columns: readonly ColumnMapping[];
  readonly rows: {
    readonly read: number;
    readonly entered: number;
    readonly duplicates: number;
    readonly excluded: number;
    readonly unchanged: number;
    readonly unreadable: number;
  };
  readonly keys: Readonly<Record<string, { readonly filled: number; readonly valid: number }>>;
  readonly problemCounts: Readonly<Record<string, number>>;
  /** The first 1,000, in the order of the source. */
  readonly problems: readonly NewProblem[];
}

const MOST_PROBLEMS = 1_000;

/** Reads a source as a run would and counts. */
export async function checkSource(
  blocks: AsyncIterable<RowBlock>,
  builder: PartBuilder,
  mapping: readonly ColumnMapping[],
  progress: (bytes: number, rows: number) => void,
): Promise<CheckResult> {
  const rows = { read: 0, entered: 0, duplicates: 0, excluded: 0, unchanged: 0, unreadable: 0 };
  const problems: NewProblem[] = [];
  const problemCounts: Record<string, number> = {};
  const take = (): void => {
    const part = builder.take();
    rows.read += part.rows.read;
    rows.entered += part.rows.entered;
    rows.duplicates += part.rows.duplicates;
    rows.unreadable += part.rows.unreadable;
    problems.push(...part.problems.slice(0, MOST_PROBLEMS - problems.length));
    for (const [code, count] of Object.entries(part.problemCounts))
      problemCounts[code] = (problemCounts[code] ?? 0) + count;
  };
  for await (const block of blocks) {
    for (const item of itemsOf(block)) {
      if ('cells' in item) builder.addRow(item.cells, item.line);
      else builder.addUnreadable(item.line, item.code);
      if (builder.isFull) take();
    }
    take();
    progress(block.bytes, rows.read);
  }
  return { columns: mapping, rows, keys: Object.fromEntries(builder.stats), problemCounts, problems };
}
