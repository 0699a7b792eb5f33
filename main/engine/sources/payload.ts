import { hash } from 'node:crypto';

import { keysOf } from '#core/chunk.ts';
import { parseBirthDate } from '#core/identifiers/birth-date.ts';
import { normalise, type RowContext } from '#core/identifiers/normalise.ts';
import { isKey, type Key } from '#core/keys.ts';
import type { ColumnMapping } from '#core/mapping/mapping.ts';

import type { PreviewCell, PreviewRow } from '../../../preload/contract/sources.ts';
import { type IngestStep, stepMasks } from '../ingest.ts';
import { type BuildPlan, partBuilder, rowContexts } from '../part-builder.ts';
import { rowsJson } from '../rows-json.ts';
import type { FirstRows } from './preview.ts';

/** For whom a payload is made. */
export interface PayloadStep extends Pick<IngestStep, 'keys' | 'isValueBased'> {
  /** Whoever has no value counts 0. */
  readonly zeroValue: boolean;
}

const DATE_KEYS = ['DOBY', 'DOBM', 'DOBD'] as const satisfies readonly Key[];

/**
 * The payload of one row, by its place (from 0) among those that can be read: made by the builder of the run and written by the writer of the upload, so that it is what an upload of this
 * row alone would hold.
 */
export function payloadOf(
  { mapping, items }: FirstRows,
  step: PayloadStep & { readonly row: number },
  plan: BuildPlan,
): PreviewRow {
  const rows = items.flatMap((item) => ('cells' in item ? [item] : []));
  const chosen = rows[step.row];
  const [stepMask = 0] = stepMasks([step], mapping);
  const none: PreviewRow = {
    line: null,
    rows: rows.length,
    cells: [],
    schema: [],
    entries: [],
    normalized: [],
    notSent: null,
  };
  if (!chosen) return none;
  const { line, cells } = chosen;
  const builder = partBuilder({ ...plan, stepMasks: [stepMask], zeroValue: step.zeroValue });
  builder.addRow(cells, line);
  const { chunk, problems } = builder.take();
  const [share] = chunk?.shares ?? [];
  const [batch] = share?.batches ?? [];
  const wire =
    chunk && batch ? rowsJson(chunk.data, { stepMask, withExternId: batch.hasExternId, members: null }) : null;
  const entries = wire ? (JSON.parse(`[${Buffer.concat([...wire.pieces]).toString()}]`) as string[][]) : [];
  const schema = wire?.keys ?? [];
  const seen = seenIn(cells, mapping, stepMask, plan);
  const [first = []] = entries;
  return {
    ...none,
    line,
    cells: seen.cells,
    schema,
    entries,
    normalized: schema.map((key, at) => seen.before.get(`${key} ${first[at] ?? ''}`) ?? (first[at] || null)),
    notSent: entries.length > 0 ? null : reasonIn(problems),
  };
}

function reasonIn(problems: readonly { readonly code: string }[]): PreviewRow['notSent'] {
  for (const reason of ['blank_row', 'value_missing'] as const) {
    if (problems.some(({ code }) => code === reason)) return reason;
  }
  return 'no_identifier';
}

/** The cells for the screen, and what each wire value was before it was hashed. */
function seenIn(
  row: readonly string[],
  mapping: readonly ColumnMapping[],
  stepMask: number,
  plan: BuildPlan,
): { readonly cells: readonly PreviewCell[]; readonly before: ReadonlyMap<string, string> } {
  const context = rowContexts(plan)(row);
  const before = new Map<string, string>();
  const used = new Set<Key>();
  const cells = mapping.map((column): PreviewCell => {
    const { index, key } = column;
    const cell = { index, column: column.column, raw: row[index] ?? '', key };
    const nothing = { ...cell, normalized: null, action: 'none', problem: null } as const;
    if (key === null) return nothing;
    const keys = (isKey(key) ? [key] : DATE_KEYS).filter((one) => keysOf(stepMask).includes(one));
    // Of the keys that a person has once, the first column counts.
    const isSecond = isKey(key) && key !== 'EMAIL' && key !== 'PHONE' && used.has(key);
    if (keys.length === 0 || isSecond) return nothing;
    if (isKey(key)) used.add(key);
    const made = isKey(key) ? madeOf(key, cell.raw, context) : dateOf(column, cell.raw, plan.thisYear);
    for (const [one, value, wire] of made.wires) if (keys.includes(one)) before.set(`${one} ${wire}`, value);
    return { ...cell, normalized: made.normalized, action: made.action, problem: made.problem };
  });
  return { cells, before };
}

interface Made extends Pick<PreviewCell, 'normalized' | 'action' | 'problem'> {
  readonly wires: readonly (readonly [key: Key, value: string, wire: string])[];
}

function madeOf(key: Key, raw: string, context: RowContext): Made {
  const made = normalise(key, raw, context);
  const problem = made.problem ?? null;
  if (made.action === 'drop') return { normalized: null, action: 'drop', problem, wires: [] };
  const wire = made.action === 'hash' ? digest(made.value) : made.value;
  return { normalized: made.value, action: made.action, problem, wires: [[key, made.value, wire]] };
}

function dateOf({ dateOrder }: ColumnMapping, raw: string, thisYear: number): Made {
  const date = parseBirthDate(raw, dateOrder, thisYear);
  if (!date.ok) return { normalized: null, action: 'drop', problem: date.problem, wires: [] };
  const { year, month, day } = date;
  const parts = [year, month, day] as const;
  const wires = DATE_KEYS.map((key, part) => [key, parts[part] ?? '', digest(parts[part] ?? '')] as const);
  return { normalized: parts.join('-'), action: 'hash', problem: null, wires };
}

function digest(value: string): string {
  return hash('sha256', value, 'hex');
}
