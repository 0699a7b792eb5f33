import type { DateOrder } from '../identifiers/birth-date.ts';
import type { MappedKey } from '../keys.ts';

/** What one column of a source feeds. */
export interface ColumnMapping {
  /** Position in the file, from 0. */
  readonly index: number;
  /** The name on screen and in `--map`; never a person's data. */
  readonly column: string;
  readonly key: MappedKey | null;
  /** 0 (unmapped) to 1 (a known name and every sampled cell agree, or a person said so). */
  readonly confidence: number;
  /** Order of day, month and year where the sample or the column's name tells it; null for other keys than DOB. */
  readonly dateOrder: DateOrder | null;
}

/** What overriding a mapping gives. */
export type Overridden =
  | { readonly ok: true; readonly mapping: readonly ColumnMapping[] }
  /** Names the override, the columns that exist and the remedy. */
  | { readonly ok: false; readonly message: string };
