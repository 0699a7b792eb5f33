/** Fingerprints are 64 bit, kept as two halves; 12 bytes a person would be needed to store positions too, 8 are enough to know one again. */
export interface FingerprintTable {
  /** Adds a fingerprint; false when it was there already. */
  add(high: number, low: number): boolean;
  readonly size: number;
}

/** Open addressing with linear probing: about 16 bytes a person, where a Set of BigInts takes ten times as much. */
export function fingerprintTable(expected = 1024): FingerprintTable {
  let capacity = 1024;
  while (capacity * 0.6 < expected) capacity *= 2;
  let highs = new Uint32Array(capacity);
  let lows = new Uint32Array(capacity);
  let size = 0;
  // An all-zero slot means empty, so the one all-zero fingerprint is remembered apart.
  let hasZero = false;

  function place(high: number, low: number): boolean {
    const last = capacity - 1;
    for (let slot = low & last; ; slot = (slot + 1) & last) {
      const slotHigh = highs[slot];
      const slotLow = lows[slot];
      if (slotHigh === high && slotLow === low) return false;
      if (slotHigh === 0 && slotLow === 0) {
        highs[slot] = high;
        lows[slot] = low;
        return true;
      }
    }
  }

  function grow(): void {
    const [oldHighs, oldLows] = [highs, lows];
    capacity *= 2;
    highs = new Uint32Array(capacity);
    lows = new Uint32Array(capacity);
    // By index: an iterator would make an array for each of millions of slots.
    for (let slot = 0; slot < oldHighs.length; slot += 1) {
      const high = oldHighs[slot] ?? 0;
      const low = oldLows[slot] ?? 0;
      if (high !== 0 || low !== 0) place(high, low);
    }
  }

  return {
    add(high, low) {
      const isZero = high === 0 && low === 0;
      const isNew = isZero ? !hasZero : place(high >>> 0, low >>> 0);
      if (isZero) hasZero = true;
      if (isNew) {
        size += 1;
        if (size > capacity * 0.6) grow();
      }
      return isNew;
    },
    get size() {
      return size;
    },
  };
}
