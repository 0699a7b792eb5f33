import type { MappedKey } from '../keys.ts';

/**
 * What a name can mean: a key, or one of four meanings that the neighbouring columns and the cells settle: a plain
 * NAME, a bare FIRST or LAST, a PLACE that is a state, a country or a status.
 */
export type Meaning = MappedKey | 'NAME' | 'FIRST' | 'LAST' | 'PLACE';

/** A strong name says it alone; a weak one also means other things, so the cells must agree. */
export type Strength = 'strong' | 'weak';

/** What a phrase of a column name says. */
export interface Phrase {
  readonly meaning: Meaning;
  readonly strength: Strength;
}

/** Phrases for one meaning, separated by commas. */
export interface Names {
  readonly meaning: Meaning;
  readonly strong: string;
  readonly weak: string;
}
