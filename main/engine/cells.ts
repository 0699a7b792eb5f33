import { hash } from 'node:crypto';

import { normalise, type Normalised, type RowContext } from '#core/identifiers/normalise.ts';
import { HASHED_KEYS, type Key } from '#core/keys.ts';

/** What is sent of a cell. */
export interface Cell {
  /** The digest as a string of 32 one-byte characters, or the value itself for keys that are not hashed; null when dropped. */
  readonly wire: string | null;
  readonly problem: string | null;
}

export type CellReader = (raw: string, context: RowContext) => Cell;

/** An empty cell, or a word that means one. */
export const BLANK: Cell = { wire: null, problem: null };

// Names, cities and dates come again and again: their digests are remembered, in memory only and bounded.
const REPEATING: ReadonlySet<Key> = new Set([...HASHED_KEYS].filter((key) => key !== 'EMAIL' && key !== 'PHONE'));
// These read differently from country to country.
const NATIONAL: ReadonlySet<Key> = new Set<Key>(['ST', 'ZIP']);
const MOST_REMEMBERED = 4_000;

/** How the cells of a key are normalised and hashed, throughout one source. */
export function cellReader(key: Key): CellReader {
  const read: CellReader = (raw, context) => cellOf(normalise(key, raw, context));
  if (!REPEATING.has(key)) return read;
  return remembering(read, NATIONAL.has(key));
}

function cellOf(result: Normalised): Cell {
  const problem = result.problem ?? null;
  switch (result.action) {
    case 'drop':
      return problem === 'blank' ? BLANK : { wire: null, problem };
    // Node makes digests as strings three times as fast as buffers, and one byte a character is half of hexadecimal.
    case 'hash':
      return { wire: hash('sha256', result.value, 'binary'), problem };
    case 'passthrough':
      return { wire: Buffer.from(result.value, 'hex').toString('binary'), problem };
    case 'as_is':
      return { wire: result.value, problem };
  }
}

/** Remembers what came of a cell; `isNational` values apart for each country. */
function remembering(read: CellReader, isNational: boolean): CellReader {
  const byCountry = new Map<string | null, Map<string, Cell>>();
  let size = 0;
  let hits = 0;
  let isWorthwhile = true;
  return (raw, context) => {
    if (!isWorthwhile) return read(raw, context);
    const country = isNational ? context.country : null;
    let known = byCountry.get(country);
    if (!known) byCountry.set(country, (known = new Map()));
    const cell = known.get(raw);
    if (cell) {
      hits += 1;
      return cell;
    }
    const fresh = read(raw, context);
    known.set(raw, fresh);
    size += 1;
    if (size >= MOST_REMEMBERED) {
      // A column of ever new values would only be slowed down.
      isWorthwhile = hits >= size;
      size = hits = 0;
      byCountry.clear();
    }
    return fresh;
  };
}
