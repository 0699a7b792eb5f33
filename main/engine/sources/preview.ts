import { parseBirthDate } from '#core/identifiers/birth-date.ts';
import { isBlank } from '#core/identifiers/blank.ts';
import type { RowContext } from '#core/identifiers/context.ts';
import { isKey, type MappedKey } from '#core/keys.ts';
import type { ColumnMapping } from '#core/mapping/mapping.ts';

import type { PreviewColumn } from '../../../preload/contract/sources.ts';
import type { OpenSource, SourceRow, UnreadableRow } from '../../sources/source.ts';
import { BLANK, cellReader } from '../cells.ts';
import { itemsOf } from '../ingest.ts';
import { type BuildPlan, type BuiltPart, partBuilder, rowContexts } from '../part-builder.ts';

/** The first rows of a source, as its reader hands them out. */
export interface FirstRows {
  readonly mapping: readonly ColumnMapping[];
  readonly items: readonly (SourceRow | UnreadableRow)[];
}

/** What a thread tells of the first rows; nothing of it holds a value of a row. */
export interface Previewed extends Pick<BuiltPart, 'rows' | 'problemCounts' | 'problems'> {
  readonly encoding: string;
  readonly delimiter: string;
  readonly workbook: OpenSource['shape']['workbook'];
  readonly hasHeader: boolean;
  readonly columns: readonly PreviewColumn[];
  readonly size: number | null;
  readonly mtimeMs: number | null;
}

const MOST_ROWS = 500;

/** The first rows and lines that are none. Throws what reading the source throws. */
export async function firstRows(source: OpenSource, mapping: readonly ColumnMapping[]): Promise<FirstRows> {
  const items: (SourceRow | UnreadableRow)[] = [];
  for await (const block of source.rows(null)) {
    items.push(...itemsOf(block).slice(0, MOST_ROWS - items.length));
    if (items.length === MOST_ROWS) break;
  }
  return { mapping, items };
}

/** What the first rows would become, by the rules of a run. */
export function previewOf(source: OpenSource, { mapping, items }: FirstRows, plan: BuildPlan): Previewed {
  const builder = partBuilder(plan);
  for (const item of items) {
    if ('cells' in item) builder.addRow(item.cells, item.line);
    else builder.addUnreadable(item.line, item.code);
  }
  const { rows, problems, problemCounts } = builder.take();
  const { encoding, delimiter, workbook, header, size, mtimeMs } = source.shape;
  return {
    encoding,
    delimiter,
    workbook,
    hasHeader: header !== null,
    columns: columnsOf(mapping, items, plan),
    rows,
    problems,
    problemCounts,
    size,
    mtimeMs,
  };
}

/** Each column by itself: two that feed one key have their own figures. */
function columnsOf(
  mapping: readonly ColumnMapping[],
  items: FirstRows['items'],
  plan: Pick<BuildPlan, 'country' | 'thisYear' | 'mapping'>,
): readonly PreviewColumn[] {
  const contextOf = rowContexts(plan);
  const rows = items.flatMap((item) => ('cells' in item ? [item.cells] : []));
  const contexts = rows.map(contextOf);
  return mapping.map(({ index, column, key, confidence, dateOrder }) => {
    const judge = key === null ? null : judgeOf(key, dateOrder, plan.thisYear);
    const seen = rows.map((cells, row) => {
      const raw = cells[index] ?? '';
      if (raw === '') return 'blank';
      if (judge === null) return isBlank(raw.trim()) ? 'blank' : 'invalid';
      return judge(raw, contexts[row] ?? { country: plan.country, thisYear: plan.thisYear });
    });
    const count = (what: Judgement): number => seen.filter((one) => one === what).length;
    const valid = count('valid');
    return { index, column, key, confidence, dateOrder, filled: valid + count('invalid'), valid };
  });
}

type Judgement = 'blank' | 'valid' | 'invalid';

function judgeOf(
  key: MappedKey,
  dateOrder: ColumnMapping['dateOrder'],
  thisYear: number,
): (raw: string, context: RowContext) => Judgement {
  if (!isKey(key)) {
    return (raw) => {
      const date = parseBirthDate(raw, dateOrder, thisYear);
      return date.ok ? 'valid' : date.problem === 'blank' ? 'blank' : 'invalid';
    };
  }
  const read = cellReader(key);
  return (raw, context) => {
    const cell = read(raw, context);
    return cell === BLANK ? 'blank' : cell.wire === null ? 'invalid' : 'valid';
  };
}
