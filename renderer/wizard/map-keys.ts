import type { PreviewColumn } from '../../preload/contract/sources.ts';
import type { DraftSettings } from '../../preload/contract/wizard.ts';
import { isSaid } from './choices.ts';

/** What a column can be: a key of Meta's, or a whole date of birth, in the order in which people look for them. */
export const MAP_KEYS = [
  'EMAIL',
  'PHONE',
  'FN',
  'LN',
  'FI',
  'DOB',
  'DOBY',
  'DOBM',
  'DOBD',
  'GEN',
  'CT',
  'ST',
  'ZIP',
  'COUNTRY',
  'MADID',
  'EXTERN_ID',
  'LOOKALIKE_VALUE',
] as const;
export const DATE_ORDERS = ['DMY', 'MDY', 'YMD', 'serial'] as const;

/** Below this a guess deserves a look. */
const SURE = 0.6;

/** Guesses that a person has to look at: what the column is, or which of its numbers is the day. */
export function needsEye(column: PreviewColumn, settings: DraftSettings): boolean {
  if (column.key === null) return false;
  if (column.key === 'DOB' && column.dateOrder === null) return true;
  return column.confidence < SURE && !isSaid(settings, column.index);
}

/** Whether anything is mapped by which Meta can find a person; what a person is worth finds nobody. */
export function canMatch(columns: readonly PreviewColumn[]): boolean {
  return columns.some(({ key }) => key !== null && key !== 'LOOKALIKE_VALUE');
}
