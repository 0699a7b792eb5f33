import { HASHED_KEYS, KEYS, type Key } from './keys.ts';

/** Most entries that a chunk, a batch and one request to Meta hold (meta-api.md 7.1). */
export const MAX_ENTRIES = 10_000;

/** Bytes of one SHA-256 digest. */
export const DIGEST_BYTES = 32;

/**
 * People as they lie in the queue, entry after entry. The digests of an entry stand side by side in the order of KEYS,
 * without gaps; its values that are not hashed stand likewise in `plain`.
 */
export interface Chunk {
  /** Bit i is set when the entry has a value for KEYS[i]. */
  readonly masks: Uint16Array;
  /** Source line of the entry's person; 0 = a further entry of the person before. */
  readonly lines: Uint32Array;
  readonly digests: Uint8Array;
  readonly plain: readonly string[];
}

/** The rows of one request, with what is needed to trace an answer back to lines. */
export interface Slice {
  /** Schema of the request: keys that are empty in every row are left out. */
  readonly keys: readonly Key[];
  readonly rows: readonly (readonly string[])[];
  /** Index into `lines` of the person that each row belongs to. */
  readonly personOf: readonly number[];
  /** Source line of each person. */
  readonly lines: readonly number[];
}

const bits = new Map<Key, number>(KEYS.map((key, index) => [key, 1 << index]));
const HASHED_MASK = maskOf(HASHED_KEYS);
const EXTERN_ID = maskOf(['EXTERN_ID']);
// A value for lookalikes says how much somebody is worth, not who it is.
const VALUE = maskOf(['LOOKALIKE_VALUE']);

/** Bits of the given keys. */
export function maskOf(keys: Iterable<Key>): number {
  let mask = 0;
  for (const key of keys) mask |= bits.get(key) ?? 0;
  return mask;
}

/** Keys of the given bits, in the order of KEYS. */
export function keysOf(mask: number): readonly Key[] {
  return KEYS.filter((_key, index) => (mask & (1 << index)) !== 0);
}

/**
 * Whether an entry with these bits names anybody by the step's keys. A step that sends values fills a value-based audience, which takes
 * nobody without one (meta-api.md 6.3).
 */
function isUsable(mask: number, stepMask: number): boolean {
  const sent = mask & stepMask;
  return (sent & ~VALUE) !== 0 && (sent & VALUE) === (stepMask & VALUE);
}

/** Whether the entry goes with those that have an EXTERN_ID (a blank one in the schema makes Meta refuse the row, meta-api.md 7.1). */
function hasExternId(mask: number, stepMask: number): boolean {
  return (mask & stepMask & EXTERN_ID) !== 0;
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Which entries of a chunk one batch sends. */
export interface Selection {
  /** Keys that its step matches by; with LOOKALIKE_VALUE, only people who have a value. */
  readonly stepMask: number;
  /** People with an EXTERN_ID travel apart from those without. */
  readonly withExternId: boolean;
  /** One bit an entry of the chunk, lowest first, for a batch that was split; null = all that the other two select. */
  readonly members: Uint8Array | null;
}

/** Whether the entry at this place, with these bits, is selected. */
export function isSelected({ stepMask, withExternId, members }: Selection, entry: number, mask: number): boolean {
  if (!isUsable(mask, stepMask) || hasExternId(mask, stepMask) !== withExternId) return false;
  return members === null || ((members[entry >> 3] ?? 0) & (1 << (entry & 7))) !== 0;
}

/** Number of values that are not hashed of an entry with these bits. */
export function plainCount(mask: number): number {
  return bitCount(mask & ~HASHED_MASK);
}

/** Number of digests that an entry with these bits has. */
export function digestCount(mask: number): number {
  return bitCount(mask & HASHED_MASK);
}

/**
 * The rows of a chunk that one batch sends. `hex` is the chunk's digests as lower-case hex; the caller makes it, because
 * core has no encoder as fast as the host's.
 */
export function sliceChunk(chunk: Chunk, hex: string, selection: Selection): Slice {
  let union = 0;
  for (const [entry, mask] of chunk.masks.entries()) {
    if (isSelected(selection, entry, mask)) union |= mask & selection.stepMask;
  }
  const rows: string[][] = [];
  const personOf: number[] = [];
  const lines: number[] = [];
  let digest = 0;
  let plain = 0;
  let isNewPerson = false;
  let line = 0;
  for (const [entry, mask] of chunk.masks.entries()) {
    const startsAt = chunk.lines[entry] ?? 0;
    if (startsAt !== 0) {
      isNewPerson = true;
      line = startsAt;
    }
    if (!isSelected(selection, entry, mask)) {
      digest += digestCount(mask);
      plain += plainCount(mask);
      continue;
    }
    if (isNewPerson) {
      lines.push(line);
      isNewPerson = false;
    }
    const row: string[] = [];
    for (let bit = 1, rest = mask | union; rest !== 0; bit <<= 1, rest &= ~(bit >> 1)) {
      let value = '';
      if ((mask & bit) !== 0) {
        if ((HASHED_MASK & bit) === 0) value = chunk.plain[plain++] ?? '';
        else {
          value = hex.slice(digest * 2 * DIGEST_BYTES, (digest + 1) * 2 * DIGEST_BYTES);
          digest += 1;
        }
      }
      if ((union & bit) !== 0) row.push(value);
    }
    rows.push(row);
    personOf.push(lines.length - 1);
  }
  return { keys: keysOf(union), rows, personOf, lines };
}

/** What one step will do with a chunk: how many people it can match, and the batches that carry them. */
export interface StepShare {
  /** People without any of the step's keys, or without the value that it needs. */
  readonly notSynced: number;
  readonly batches: readonly BatchShare[];
}

export interface BatchShare {
  readonly hasExternId: boolean;
  readonly people: number;
  readonly entries: number;
  readonly keys: readonly Key[];
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Counts what `sliceChunk` will select for a step, for both groups, in one pass. */
export function shareOf(chunk: Pick<Chunk, 'masks' | 'lines'>, stepMask: number): StepShare {
  const groups = [emptyGroup(), emptyGroup()] as const;
  let people = 0;
  let matched = 0;
  let isMatched = false;
  let line = 0;
  for (const [entry, mask] of chunk.masks.entries()) {
    const startsAt = chunk.lines[entry] ?? 0;
    if (startsAt !== 0) {
      people += 1;
      isMatched = false;
      line = startsAt;
    }
    if (!isUsable(mask, stepMask)) continue;
    const group = groups[hasExternId(mask, stepMask) ? 1 : 0];
    group.entries += 1;
    group.mask |= mask & stepMask;
    if (isMatched) continue;
    isMatched = true;
    matched += 1;
    group.people += 1;
    if (group.firstLine === 0) group.firstLine = line;
    group.lastLine = line;
  }
  return {
    notSynced: people - matched,
    batches: groups.flatMap((group, index) =>
      group.people === 0
        ? []
        : [
            {
              hasExternId: index === 1,
              people: group.people,
              entries: group.entries,
              keys: keysOf(group.mask),
              firstLine: group.firstLine,
              lastLine: group.lastLine,
            },
          ],
    ),
  };
}

function emptyGroup(): { people: number; entries: number; mask: number; firstLine: number; lastLine: number } {
  return { people: 0, entries: 0, mask: 0, firstLine: 0, lastLine: 0 };
}
