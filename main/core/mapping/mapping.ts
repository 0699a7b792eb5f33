import { dateEvidence } from '../identifiers/birth-date.ts';
import { describeColumn } from './candidate.ts';
import type { Candidate, Column } from './candidate.ts';
import { candidates } from './candidates.ts';
import { filledCells } from './cells.ts';
import { choose, fromCells, unnamedEmail } from './choose.ts';
import type { ColumnMapping, Overridden } from './column-mapping.ts';
import { columnNames } from './header.ts';
import { applyOverride, parseOverride } from './override.ts';

export type { ColumnMapping } from './column-mapping.ts';

/**
 * Finds the key of every column by its name and by the first rows. A column whose name or cells leave a doubt about
 * whose data it is stays unmapped: a wrong hit costs as much as a miss. Up to three columns feed EMAIL and PHONE each,
 * one every other key. `header` null: the file has none, columns are judged by their cells.
 */
export function guessMapping(
  header: readonly string[] | null,
  sample: readonly (readonly string[])[],
  width: number,
): readonly ColumnMapping[] {
  const names = columnNames(header, width);
  const columns = names.map((name, index) =>
    // The name as written, since "Email (2)" would be read as a second e-mail and "Column 3" is a name of ours.
    describeColumn(index, isOurs(name, index) ? '' : (header?.[index] ?? ''), filledCells(sample, index)),
  );
  const chosen = header === null ? choose(fromCells(columns)) : chooseNamed(columns);
  return names.map((column, index) => {
    const one = chosen.find((candidate) => candidate.index === index);
    if (one === undefined) return { index, column, key: null, confidence: 0, dateOrder: null };
    const { key } = one;
    const dateOrder = key === 'DOB' ? (dateEvidence(columns[index]?.cells ?? []) ?? one.dateOrder) : null;
    return { index, column, key, confidence: Math.round(one.confidence * 100) / 100, dateOrder };
  });
}

/**
 * The mapping to read a file by: the guess, then what a person said (see `overrideMapping`). A date column that a person chose and that
 * was not guessed as one gets its order from the sample, too.
 */
export function mapColumns(
  header: readonly string[] | null,
  sample: readonly (readonly string[])[],
  width: number,
  overrides: readonly string[],
): Overridden {
  const overridden = overrideMapping(guessMapping(header, sample, width), overrides);
  if (!overridden.ok) return overridden;
  const mapping = overridden.mapping.map((one) =>
    one.key === 'DOB' && one.dateOrder === null
      ? { ...one, dateOrder: dateEvidence(filledCells(sample, one.index)) }
      : one,
  );
  return { ok: true, mapping };
}

/**
 * Applies what a person said: `COL=KEY` maps, `COL=` unmaps, `COL=DOB:DD/MM/YYYY` (or DMY, MDY, YMD, serial) states how
 * dates are written. COL is a column's name, else the name without regard to case and spaces, else `#3` for the third
 * column. Later overrides win, also over earlier ones for the same key; EMAIL and PHONE take up to three columns.
 */
export function overrideMapping(mapping: readonly ColumnMapping[], overrides: readonly string[]): Overridden {
  let current = mapping;
  const explicit = new Set<number>();
  for (const text of overrides) {
    const override = parseOverride(text, current);
    if (!override.ok) return override;
    const applied = applyOverride(current, override, explicit, text);
    if (!applied.ok) return applied;
    current = applied.mapping;
    explicit.add(override.index);
  }
  return { ok: true, mapping: current };
}

function chooseNamed(columns: readonly Column[]): readonly Candidate[] {
  const chosen = choose(candidates(columns));
  if (chosen.some(({ key }) => key === 'EMAIL')) return chosen;
  const email = unnamedEmail(columns.filter(({ index }) => !chosen.some((one) => one.index === index)));
  return email === null ? chosen : [...chosen, email];
}

function isOurs(name: string, index: number): boolean {
  return name === `Column ${index + 1}`;
}
