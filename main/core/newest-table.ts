import type { Chunk, Selection } from './chunk.ts';
import { seeIds } from './strong-ids.ts';

/** Most batches that one table tells apart. */
const MOST_PLACES = 0xffff;

/** Who is in which of several batches, for asking which people of another one have newer work. */
export interface NewestTable {
  /** Takes in the people of a batch. Batches come in their order, oldest first; the first has place 1. */
  add(chunk: Chunk, selection: Selection, place: number): void;
  /** Which of these people, by their number in the selection, are in a batch of this place or a later one. */
  newerThan(chunk: Chunk, selection: Selection, place: number): ReadonlySet<number>;
}

/**
 * Ten bytes a slot: 64 bits of each id and the place of the newest batch that has it. That two different people are taken for the same
 * happens once in two thousand comparisons of a hundred million ids with as many. `expected` is the most ids that will be added.
 */
export function newestTable(expected: number): NewestTable {
  let capacity = 1024;
  while (capacity * 0.7 < expected) capacity *= 2;
  const last = capacity - 1;
  const highs = new Uint32Array(capacity);
  const lows = new Uint32Array(capacity);
  // 0 = an empty slot
  const places = new Uint16Array(capacity);

  function slotOf(high: number, low: number): number {
    let slot = low & last;
    while (places[slot] !== 0 && (lows[slot] !== low || highs[slot] !== high)) slot = (slot + 1) & last;
    return slot;
  }

  return {
    add(chunk, selection, place) {
      if (place < 1 || place > MOST_PLACES) throw new RangeError('too many batches for one table');
      seeIds(chunk, selection, (_person, high, low) => {
        const slot = slotOf(high, low);
        highs[slot] = high;
        lows[slot] = low;
        places[slot] = place;
      });
    },
    newerThan(chunk, selection, place) {
      const newer = new Set<number>();
      seeIds(chunk, selection, (person, high, low) => {
        const found = places[slotOf(high, low)] ?? 0;
        if (found !== 0 && found >= place) newer.add(person);
      });
      return newer;
    },
  };
}
