import type { ColumnMapping } from './column-mapping.ts';
import { parseOverride } from './override.ts';

/** What a person said about the columns of one list, to be said again about another. */
export interface SavedOverrides {
  /** Names of the columns in their order. */
  readonly columns: readonly string[];
  /** `NAME=KEY`, as overrides are written. */
  readonly overrides: readonly string[];
}

/** How another list compares with the one that was mapped. */
export interface HeaderDifference {
  /** Columns that only this list has. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** The same overrides by names instead of places, so that they mean the same in a list whose columns are in another order. What cannot be read is left out. */
export function namedOverrides(overrides: readonly string[], mapping: readonly ColumnMapping[]): readonly string[] {
  return overrides.flatMap((text) => {
    const override = parseOverride(text, mapping);
    if (!override.ok) return [];
    return [`${mapping[override.index]?.column ?? ''}=${text.slice(text.lastIndexOf('=') + 1).trim()}`];
  });
}

/** The overrides by places in this list; those of columns that it has not are left out. */
export function placedOverrides(overrides: readonly string[], columns: readonly string[]): readonly string[] {
  return overrides.flatMap((text) => {
    const cut = text.lastIndexOf('=');
    const index = columns.indexOf(text.slice(0, cut));
    return index === -1 ? [] : [`#${index + 1}${text.slice(cut)}`];
  });
}

/** Which columns are new and which are gone, in the order of the lists. */
export function compareHeaders(saved: readonly string[], now: readonly string[]): HeaderDifference {
  return {
    added: now.filter((column) => !saved.includes(column)),
    gone: saved.filter((column) => !now.includes(column)),
  };
}

/** What is less alike is another kind of list. */
const LEAST_SHARED = 0.5;

/**
 * The saved one that this list most resembles: the one with the same columns (in whatever order), else the one that shares most of them, and at least half of all. Null when
 * there is none. Of two alike the first of `saved` wins.
 */
export function nearestSaved<T extends Pick<SavedOverrides, 'columns'>>(
  saved: readonly T[],
  now: readonly string[],
): T | null {
  let best: T | null = null;
  let most = LEAST_SHARED;
  for (const one of saved) {
    const shared = one.columns.filter((column) => now.includes(column)).length;
    const share = shared / (one.columns.length + now.length - shared);
    if (share > most || (share === most && best === null)) [best, most] = [one, share];
  }
  return best;
}
