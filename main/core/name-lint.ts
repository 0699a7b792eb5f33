import { SENSITIVE, type SensitiveTopic } from './sensitive-words.ts';

/** Something in the name of an audience that should not be there. */
export interface NameFinding {
  /** `sensitive`: it tells what the people suffer, own, believe or did; `personal`: it holds somebody's data. */
  readonly kind: 'sensitive' | 'personal';
  /** The words as they stand in the text. */
  readonly about: string;
  readonly topic: SensitiveTopic | null;
}

/** Letters that Unicode does not take apart. */
const WHOLE: Readonly<Record<string, string>> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', '’': "'" };

/** Two names that a person would take for the same: letter case, accents and spaces do not count. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßœæøł’]/gu, (letter) => WHOLE[letter] ?? letter)
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * Words for which Meta may flag an audience (status 471: it cannot be used or changed any more, meta-api.md 11), and data of persons.
 * What people can buy is no finding, what they are is: “credit card offers” passes, “credit score under 600” does not.
 */
export function lintName(text: string): readonly NameFinding[] {
  return [...personal(text), ...sensitive(text)];
}

interface Word {
  /** As it stands. */
  readonly is: string;
  readonly folded: string;
}

function sensitive(text: string): readonly NameFinding[] {
  const words = wordsOf(text);
  const found = new Map<string, NameFinding>();
  for (let at = 0; at < words.length; at += 1) {
    const hit = RULES.find(({ parts }) => parts.every((part, i) => fits(words[at + i], part)));
    if (!hit) continue;
    const about = words
      .slice(at, at + hit.parts.length)
      .map(({ is }) => is)
      .join(' ');
    found.set(foldName(about), { kind: 'sensitive', about, topic: hit.topic });
    at += hit.parts.length - 1;
  }
  return [...found.values()];
}

/** A rule's part that ends in `*` is how a word begins. */
function fits(word: Word | undefined, part: string): boolean {
  if (!word) return false;
  return part.endsWith('*') ? word.folded.startsWith(part.slice(0, -1)) : word.folded === part;
}

/** Words end at anything that is no letter or digit, and where small letters meet a capital. */
function wordsOf(text: string): readonly Word[] {
  return text
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map((is) => ({ is, folded: foldName(is) }));
}

interface Rule {
  readonly topic: SensitiveTopic;
  readonly parts: readonly string[];
}

/** Longer ones first, so that the whole of a phrase is told. */
const RULES: readonly Rule[] = (['health', 'finance', 'identity', 'crime'] as const)
  .flatMap((topic) => SENSITIVE[topic].map((phrase) => ({ topic, parts: phrase.split(' ') })))
  .toSorted((a, b) => b.parts.length - a.parts.length);

const EMAIL = /[^\s@<>,;:"()]+@[^\s@<>,;:"()]+\.[^\s@<>,;:"().]+/gu;
/** A number as people write it, with at least nine digits; dates are taken out before. */
const PHONE = /(?:\+|\b0)\d(?:[ ./()-]{0,2}\d){7,14}\b/gu;
const DATES = /\b(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})\b/gu;
/** DESIGN: seven digits in a row are data. */
const DIGITS = /\d{7,}/gu;

function personal(text: string): readonly NameFinding[] {
  const rest = text.replace(EMAIL, ' ').replace(DATES, ' ');
  const phones = rest.match(PHONE) ?? [];
  const digits = (rest.replace(PHONE, ' ').match(DIGITS) ?? []).filter((run) => !isDate(run));
  const found = new Set([...(text.match(EMAIL) ?? []), ...phones, ...digits]);
  return [...found].map((about) => ({ kind: 'personal', about, topic: null }));
}

/** Lists are often named after the day of their export: 20261124, 24112026. */
function isDate(digits: string): boolean {
  if (digits.length !== 8) return false;
  const isDay = (year: string, month: string, day: string): boolean =>
    /^(?:19|20)/.test(year) && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
  const cut = (from: number, to: number): string => digits.slice(from, to);
  return (
    isDay(cut(0, 4), cut(4, 6), cut(6, 8)) ||
    isDay(cut(4, 8), cut(2, 4), cut(0, 2)) ||
    isDay(cut(4, 8), cut(0, 2), cut(2, 4))
  );
}
