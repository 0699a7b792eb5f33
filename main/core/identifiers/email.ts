import { clean } from './clean.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

/** An address as nearly all of them look; it needs no cleaning but lower case. */
const COMMON = /^[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}$/;
const MIGHT_BE_COMMON = /^[\w.%+-]+@[\w.-]+$/;

/** Letters of any script are allowed on both sides (RFC 6531); quoted local parts and address literals are not, no account uses them. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;
const TOP_LABEL = /^(?:[\p{L}\p{M}]{2,63}|xn--[a-z0-9-]{2,59})$/u;

/**
 * Trimmed, lower case (whatever the computer's language), and nothing else: dots and tags are part of the address (meta-api.md 8.1).
 * Anything but one plain address is refused, since a repaired address may belong to somebody else.
 */
export function normaliseEmail(raw: string): Normalised {
  const text = raw.length <= 64 && MIGHT_BE_COMMON.test(raw) ? raw : clean(raw);
  if (text.length <= 64) {
    const lower = text.toLowerCase();
    if (COMMON.test(lower)) return hash(lower);
  }
  const screened = screen(text);
  if (screened) return screened;
  if (text.includes('\ufffd')) return drop('damaged_text');
  const value = halfWidth(text).normalize('NFC').toLowerCase().normalize('NFC');
  const at = value.indexOf('@');
  if (at < 1) return drop('not_an_email');
  if (at !== value.lastIndexOf('@')) return drop('two_values');
  return isAddress(value.slice(0, at), value.slice(at + 1)) ? hash(value) : drop('not_an_email');
}

/** Japanese keyboards write `ａ＠ｂ．ｃｏｍ`; mail systems take both widths for the same address (RFC 8264, UTS 46). */
function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

function isAddress(local: string, domain: string): boolean {
  // Lengths: RFC 5321, 4.5.3.1.
  if (local.length > 64 || domain.length > 253 || !LOCAL.test(local)) return false;
  const labels = domain.split('.');
  const top = labels.at(-1);
  if (labels.length < 2 || top === undefined || !TOP_LABEL.test(top)) return false;
  return labels.every((label) => label.length <= 63 && LABEL.test(label));
}
