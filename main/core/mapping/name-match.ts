import type { DateOrder } from '../identifiers/birth-date.ts';
import { dateOrderOf, isYearlessFormat } from './date-format.ts';
import type { Meaning, Phrase } from './meaning.ts';
import { GLUED, PAIRED, QUALIFIERS } from './qualifiers.ts';
import { PERSON_IDS, PHRASES } from './vocabulary.ts';
import { headerWords } from './words.ts';

/** What a column's name says it holds. */
export interface NameMatch extends Phrase {
  readonly rank: number;
  /** The name says that the cells are hashed already. */
  readonly isHashed: boolean;
  /** The order that the name states, as in "Date of birth (DD/MM/YYYY)". */
  readonly dateOrder: DateOrder | null;
}

const NOISE = new Set(
  'required optional obligatoire optionnel facultatif pflichtfeld obligatorio obrigatorio obbligatorio verplicht'.split(
    ' ',
  ),
);
const NOTES = new Set(
  'm f w d h x v iso alpha letter letters digit digits character characters char code two uk us usa text only'.split(
    ' ',
  ),
);
/** Forms export their questions as column names. */
const QUESTION =
  /^\s*(?:what(?:['’]?s| is)|please (?:enter|provide|give)|quel(?:le)? est|wie (?:lautet|ist)|¿?\s*cu[aá]l es|qual [eéè]|wat is)\s+/iu;
const HASH_WORDS = new Set(['hashed', 'hash', 'sha', 'hex']);
const FORMAT_WORD = /^(?:[djtg]{1,2}|m{1,2}|y{1,4}|a{1,4}|j{3,4}|(?=.*mm)[dmytjga]{4,8})$/;
/** After every other column: a hashed copy adds nothing beside the value itself. */
export const HASHED_RANK = 9;
const NUMBERED = new Set<Meaning>(['EMAIL', 'PHONE']);
const NAMES_WITH_PLAIN_MEANING = new Set<Meaning>(['NAME', 'FIRST', 'LAST', 'FI', 'MADID', 'LOOKALIKE_VALUE']);
const HASHABLE_IN_NAME = new Set<Meaning>([
  'EMAIL',
  'PHONE',
  'FN',
  'LN',
  'GEN',
  'DOBY',
  'DOBM',
  'DOBD',
  'CT',
  'ST',
  'ZIP',
  'COUNTRY',
]);

/**
 * Reads a column name. Every word of it must be understood: a known phrase, with or without words that say whose it is.
 * So "Billing first name" is one, and "Contact owner", "Email opt-in" and "Birthday wish sent" are none (null).
 */
export function matchName(name: string): NameMatch | null {
  const asked = withoutNote(name).replace(QUESTION, '');
  const whole = matchWords(headerWords(asked));
  if (whole !== null) return whole;
  // "State/Province", "Vorname / First name": one fact under several names; "Person - City/town": and whose it is.
  const [start = [], ...rest] = asked.split(/[/|]|\s-\s|(?=\()/).map((part) => headerWords(part));
  const isOwner = start.length > 0 && start.every((word) => QUALIFIERS.has(word));
  const parts = (isOwner ? rest.map((words) => [...start, ...words]) : [start, ...rest]).map(matchWords);
  const [first] = parts;
  if (first === undefined || first === null || parts.length < 2) return null;
  return parts.every((part) => part?.meaning === first.meaning) ? first : null;
}

/** Takes off a last "(M/F)", "[ISO 3166-1 alpha-2]" or "(2 letters)", which say how and not what. */
function withoutNote(name: string): string {
  const note = /\s*[([]([^()[\]]*)[)\]]\s*$/.exec(name);
  const words = headerWords(note?.[1] ?? '');
  const isNote = words.some((word) => NOTES.has(word)) && words.every((word) => NOTES.has(word) || /^\d+$/.test(word));
  return note !== null && isNote ? name.slice(0, note.index) : name;
}

function matchWords(allWords: readonly string[]): NameMatch | null {
  // "adid" is an advertising id, but "Ad ID" is the id of an ad, and both join to the same letters.
  if (allWords.join(' ') === 'adid') return { ...plain('MADID', 'weak'), rank: 0, isHashed: false, dateOrder: null };
  const { words, format } = splitFormat(allWords);
  if (format !== '' && isYearlessFormat(format)) return null;
  const isHashed = words.some((word) => HASH_WORDS.has(word));
  const numbers = words.filter((word) => /^\d+$/.test(word)).map(Number);
  const rest = pair(words.filter((word) => !HASH_WORDS.has(word) && !NOISE.has(word) && !/^\d+$/.test(word)));
  const found = matchPhrase(rest);
  if (found === null) return null;
  if (isHashed && !HASHABLE_IN_NAME.has(found.meaning)) return null;
  const place = numbers[0] ?? 1;
  if (numbers.length > 1 || place > 9) return null;
  const isFurther = place > 1;
  if (isFurther && !NUMBERED.has(found.meaning)) return null;
  return {
    ...found,
    rank: isHashed ? HASHED_RANK : Math.max(found.rank, isFurther ? place + 1 : 0),
    isHashed,
    dateOrder: dateOrderOf(format),
  };
}

function matchPhrase(words: readonly string[]): (Phrase & { readonly rank: number }) | null {
  if (words.length === 0) return null;
  const joined = words.join('');
  const phrase = PHRASES.get(joined) ?? (PERSON_IDS.has(joined) ? plain('EXTERN_ID', 'strong') : undefined);
  if (phrase !== undefined) return { ...phrase, rank: 0 };
  return (
    matchQualified(words[0], words.slice(1)) ?? matchQualified(words.at(-1), words.slice(0, -1)) ?? matchGlued(words)
  );
}

function matchQualified(word: string | undefined, others: readonly string[]) {
  const qualifier = word === undefined ? undefined : QUALIFIERS.get(word);
  if (qualifier === undefined) return null;
  const found = matchPhrase(others);
  if (found === null || !qualifier.fits.has(found.meaning)) return null;
  return { ...found, rank: Math.max(qualifier.rank, found.rank) };
}

function matchGlued(words: readonly string[]) {
  const [first = '', ...others] = words;
  const prefix = GLUED.find((word) => first.startsWith(word) && first.length > word.length + 2);
  if (prefix === undefined) return null;
  const found = matchPhrase([prefix, first.slice(prefix.length), ...others]);
  return found !== null && !NAMES_WITH_PLAIN_MEANING.has(found.meaning) ? found : null;
}

/** Takes the words of a date format off the end, so that "Geburtsdatum TT.MM.JJJJ" is read as "Geburtsdatum". */
function splitFormat(words: readonly string[]): { readonly words: readonly string[]; readonly format: string } {
  for (let start = 1; start < words.length; start++) {
    const tail = words.slice(start);
    const format = tail.join('');
    if (tail.every((word) => FORMAT_WORD.test(word)) && (dateOrderOf(format) !== null || isYearlessFormat(format)))
      return { words: words.slice(0, start), format };
  }
  return { words, format: '' };
}

function pair(words: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (const word of words) {
    const joined = PAIRED.get(`${result.at(-1) ?? ''} ${word}`);
    if (joined === undefined) result.push(word);
    else result[result.length - 1] = joined;
  }
  return result;
}

function plain(meaning: Meaning, strength: Phrase['strength']): Phrase {
  return { meaning, strength };
}
