import { isBlank } from './blank.ts';
import { drop } from './result.ts';
import type { Normalised } from './result.ts';

/** Meta's own library for web events ends its digests in a point and eight characters about itself; audiences want the digest alone (peers.md 4). */
const MARKED_DIGEST = /^[0-9a-f]{64}\.[\w-]{8}$/i;

const HEX = /^[0-9a-f]+$/i;

/** SHA-256 of nothing: a tool hashed its empty cells. Sent on, it would make strangers the same person. */
const DIGEST_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The answers that do not depend on the key, or null when the key's own rule must speak. `text` is cleaned.
 * Blanks are dropped. A cell of 64 hex digits was hashed before and goes on in lower case (meta-api.md 8.1), cell by cell, as columns
 * are often mixed; digests of other lengths (MD5, SHA-1, SHA-224, SHA-384, SHA-512) Meta cannot compare.
 */
export function screen(text: string, isName = false): Normalised | null {
  if (isBlank(text, isName)) return drop('blank');
  switch (text.length) {
    case 64: {
      return HEX.test(text) ? passThrough(text) : null;
    }
    case 73: {
      return MARKED_DIGEST.test(text) ? passThrough(text.slice(0, 64)) : null;
    }
    case 32:
    case 40:
    case 56:
    case 96:
    case 128:
      return HEX.test(text) ? drop('unsupported_hash') : null;
    default:
      return null;
  }
}

function passThrough(digest: string): Normalised {
  const value = digest.toLowerCase();
  return value === DIGEST_OF_NOTHING ? drop('blank') : { action: 'passthrough', value };
}
