import type { PreviewColumn } from '../../preload/contract/sources.ts';

/** One field that Meta can find people by; a date of birth is one, although Meta knows three parts of it. */
export interface MatchField {
  /** A key of Meta's, or DOB. */
  readonly name: string;
  /** The keys that are sent for it. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  /** Of the rows looked at: those that hold something, and those that hold something fit to be sent. Of several columns the fullest. */
  readonly filled: number;
  readonly valid: number;
}

const DATE_KEYS = ['DOBY', 'DOBM', 'DOBD'];
/** It says what a person is worth and finds nobody. */
const VALUE = 'LOOKALIKE_VALUE';

/** The fields that are mapped, in the order of their first columns. */
export function fieldsIn(columns: readonly PreviewColumn[]): readonly MatchField[] {
  const fields = new Map<string, MatchField>();
  for (const { key, column, filled, valid } of columns) {
    if (key === null || key === VALUE) continue;
    const name = DATE_KEYS.includes(key) ? 'DOB' : key;
    const before = fields.get(name) ?? { name, keys: [], columns: [], filled: 0, valid: 0 };
    const keys = key === 'DOB' ? DATE_KEYS : [...before.keys, key];
    fields.set(name, {
      name,
      keys: [...new Set(keys)],
      columns: [...before.columns, column],
      filled: Math.max(before.filled, filled),
      valid: Math.max(before.valid, valid),
    });
  }
  return [...fields.values()];
}

/** Whether a step matches by a field; `keys` null = by all that are mapped. */
export function isMatched(field: MatchField, keys: readonly string[] | null): boolean {
  return keys === null || field.keys.some((key) => keys.includes(key));
}

/** The step's keys once a field is switched; all of them are null, so that a column mapped later is matched too. */
export function switched(fields: readonly MatchField[], keys: readonly string[] | null, name: string): string[] | null {
  const chosen = fields.filter((field) => isMatched(field, keys) !== (field.name === name));
  return chosen.length === fields.length ? null : chosen.flatMap((field) => field.keys);
}

/** Keys that were chosen and are not mapped any more. */
export function strayKeys(fields: readonly MatchField[], keys: readonly string[] | null): readonly string[] {
  return (keys ?? []).filter((key) => key !== VALUE && !fields.some((field) => field.keys.includes(key)));
}

/**
 * Of `read` rows, how many have nothing in any of these fields: at least and at most, since the rows' fields are only counted one by
 * one. `without` = those that have nothing in any mapped field.
 */
export function rowsWithout(
  chosen: readonly MatchField[],
  read: number,
  without: number,
  isAll: boolean,
): { readonly least: number; readonly most: number } {
  if (isAll) return { least: without, most: without };
  const fullest = Math.max(0, ...chosen.map(({ valid }) => valid));
  const sum = chosen.reduce((total, { valid }) => total + valid, 0);
  const most = Math.max(0, read - fullest);
  return { least: Math.min(most, Math.max(without, read - sum)), most };
}
