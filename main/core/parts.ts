import { type BatchShare, type Chunk, isSelected, keysOf, type Selection } from './chunk.ts';

/** Some people of a batch, as a batch of their own. */
export interface Part extends Omit<BatchShare, 'hasExternId'> {
  /** See Selection. */
  readonly members: Uint8Array;
}

/**
 * Divides the people that a selection sends into at most `count` parts: `partOf` names the part (0 …) of the n-th of them. Entries of
 * a person stay together. Empty parts are left out; the others keep their order.
 */
export function partsOf(
  chunk: Pick<Chunk, 'masks' | 'lines'>,
  selection: Selection,
  count: number,
  partOf: (person: number) => number,
): readonly Part[] {
  const parts = Array.from({ length: count }, () => ({
    members: new Uint8Array(Math.ceil(chunk.masks.length / 8)),
    people: 0,
    entries: 0,
    mask: 0,
    firstLine: 0,
    lastLine: 0,
  }));
  let person = -1;
  let isNewPerson = false;
  let line = 0;
  for (const [entry, mask] of chunk.masks.entries()) {
    const startsAt = chunk.lines[entry] ?? 0;
    if (startsAt !== 0) {
      isNewPerson = true;
      line = startsAt;
    }
    if (!isSelected(selection, entry, mask)) continue;
    if (isNewPerson) person += 1;
    const part = parts[partOf(person)];
    if (!part) throw new RangeError('a person in a part that does not exist');
    if (isNewPerson) {
      part.people += 1;
      if (part.firstLine === 0) part.firstLine = line;
      part.lastLine = line;
      isNewPerson = false;
    }
    part.entries += 1;
    part.mask |= mask & selection.stepMask;
    part.members[entry >> 3] = (part.members[entry >> 3] ?? 0) | (1 << (entry & 7));
  }
  return parts.filter(({ people }) => people > 0).map(({ mask, ...part }) => ({ ...part, keys: keysOf(mask) }));
}
