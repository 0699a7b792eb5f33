import { type Chunk, digestCount, DIGEST_BYTES, plainCount } from './chunk.ts';

/** Eight bytes as two unsigned halves. */
interface Fingerprint {
  readonly low: number;
  readonly high: number;
}

/** Of the person whose entries are those from … to, whose digests begin at that byte, and whose plain values at that place. */
export type Fingerprinter = (
  people: Pick<Chunk, 'masks' | 'digests' | 'plain'>,
  entries: readonly [from: number, to: number],
  digestAt: number,
  plainAt: number,
) => Fingerprint;

/**
 * Tells people apart within one run: the same for the same values in the same keys and entries, 64 bits, so that two of ten million people
 * share one by chance in one run of 370,000. `seed` is two secret 32-bit numbers, so that nobody can write a list whose rows collide.
 *
 * Not a cryptographic hash, and it need not be one: it mixes eight bytes of each SHA-256 digest, which are as good as random, and lives in
 * memory only. An HMAC over the same was a sixth of all the time that reading takes.
 */
export function fingerprinter(seed: readonly [number, number]): Fingerprinter {
  return ({ masks, digests, plain }, [from, to], digestAt, plainAt) => {
    let [low, high] = seed;
    let byte = digestAt;
    let value = plainAt;
    const take = (a: number, b: number): void => {
      low = Math.imul(low ^ a, 0x85ebca6b);
      low = Math.imul(low ^ (low >>> 15) ^ b, 0xc2b2ae35);
      low ^= low >>> 13;
      high = Math.imul(high ^ b, 0x9e3779b1);
      high = Math.imul(high ^ (high >>> 16) ^ a, 0x27d4eb2f);
      high ^= high >>> 15;
    };
    for (let entry = from; entry < to; entry += 1) {
      const mask = masks[entry] ?? 0;
      take(mask, entry - from);
      for (const end = byte + digestCount(mask) * DIGEST_BYTES; byte < end; byte += DIGEST_BYTES) {
        take(word(digests, byte), word(digests, byte + 4));
      }
      for (const end = value + plainCount(mask); value < end; value += 1) {
        const text = plain[value] ?? '';
        for (let at = 0; at < text.length; at += 1) take(text.charCodeAt(at), at);
        // Where one value ends and the next begins.
        take(-1, text.length);
      }
    }
    return { low: low >>> 0, high: high >>> 0 };
  };
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}
