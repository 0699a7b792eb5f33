import { type Chunk, DIGEST_BYTES, digestCount, isSelected, maskOf, plainCount, type Selection } from './chunk.ts';
import { HASHED_KEYS } from './keys.ts';

/** Any one of these is enough for Meta to know who is meant (meta-api.md 7.1), so that a removal takes away whoever shares one. */
const STRONG_MASK = maskOf(['EMAIL', 'PHONE', 'MADID', 'EXTERN_ID']);
const HASHED_MASK = maskOf(HASHED_KEYS);
// A value for lookalikes says how much somebody is worth, not who it is.
const VALUE_MASK = maskOf(['LOOKALIKE_VALUE']);

/** Two halves of a 64-bit number that stands for one identifier. */
export type SeeId = (person: number, high: number, low: number) => void;

/**
 * Tells `see` the ids by which Meta would know the people that a selection sends; the n-th of them is person n, as in `partsOf`. An id
 * is one strong identifier or, for an entry that has none, all that is sent of it together.
 */
export function seeIds(chunk: Chunk, selection: Selection, see: SeeId): void {
  const digests = new DataView(chunk.digests.buffer, chunk.digests.byteOffset, chunk.digests.byteLength);
  let digest = 0;
  let plain = 0;
  let person = -1;
  let isNewPerson = false;
  for (let entry = 0; entry < chunk.masks.length; entry += 1) {
    const mask = chunk.masks[entry] ?? 0;
    if (chunk.lines[entry] !== 0) isNewPerson = true;
    if (isSelected(selection, entry, mask)) {
      if (isNewPerson) {
        person += 1;
        isNewPerson = false;
      }
      const sent = mask & selection.stepMask & ~VALUE_MASK;
      const isStrong = (sent & STRONG_MASK) !== 0;
      let rowHigh = 0;
      let rowLow = 0;
      for (let rest = isStrong ? sent & STRONG_MASK : sent; rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        const before = mask & (bit - 1);
        let high: number;
        let low: number;
        if ((HASHED_MASK & bit) === 0) {
          const text = chunk.plain[plain + plainCount(before)] ?? '';
          high = hashOf(text, HIGH_SEED);
          low = hashOf(text, LOW_SEED);
        } else {
          const at = (digest + digestCount(before)) * DIGEST_BYTES;
          high = digests.getUint32(at);
          low = digests.getUint32(at + 4);
        }
        // The key goes in too: one value as an e-mail and as a phone is not one identifier.
        high = mix(high, bit);
        low = mix(low, bit);
        if (isStrong) see(person, high, low);
        else {
          rowHigh = mix(rowHigh, high);
          rowLow = mix(rowLow, low);
        }
      }
      if (!isStrong) see(person, rowHigh, rowLow);
    }
    digest += digestCount(mask);
    plain += plainCount(mask);
  }
}

const HIGH_SEED = 0x2545_f491;
const LOW_SEED = 0x6c07_8965;
const ODD = 0x9e37_79b1;

/** Carries every bit of both into the result; the order matters. */
function mix(into: number, value: number): number {
  const product = Math.imul(into ^ Math.imul(value, ODD), 0x85eb_ca6b);
  return (product ^ (product >>> 15)) >>> 0;
}

function hashOf(text: string, seed: number): number {
  let hash = mix(seed, text.length);
  for (let index = 0; index < text.length; index += 1) hash = mix(hash, text.charCodeAt(index));
  return hash;
}
