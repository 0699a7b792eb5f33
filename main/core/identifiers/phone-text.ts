import { cleanWords, plainDigits, wholeNumber } from './clean.ts';
import { countryCode } from './country.ts';
import type { ProblemCode } from './problems.ts';

/** One telephone number as it was written, before anyone decides what its digits mean. */
export interface WrittenNumber {
  /** A plus stood before the digits. */
  readonly hasPlus: boolean;
  readonly digits: string;
  /** The digits without a "(0)" that some countries write between country code and area code; the same when there is none. */
  readonly withoutZero: string;
  /** Letters as their keys on the telephone (1-800-FLOWERS); null when there are none or they are no such word. */
  readonly spelled: string | null;
  /** A country named before the number: `US (650)555-1212`. Alpha-2. */
  readonly country: string | null;
}

/** What follows the number inside a company; it is no part of it. */
const EXTENSION =
  /(?<=[\d\s).,;-])(?:;ext=|[,;]?\s*(?:ext(?:ension|ensión|n)?|xt?|#|доб|poste|durchwahl|dw|app(?:arat)?|klappe|anexo|ramal|int(?:erno|erne)?|toestel|tst)[.:#\s]*)\d{1,7}\s*$/iu;
const SEPARATORS = /[/;,|&]|\s(?:or|oder|bzw\.?|ou|o|and|und|et|y|e|of|en)\s/i;
/** A shorter word is a label (`home`), a longer one a sentence. */
const SPELLED = /^\+?[\d\s().-]*\d{3}[\s().-]*[a-z][a-z\d\s.-]*$/i;
const KEYS = 'abcdefghijklmnopqrstuvwxyz';
const DIGIT_OF_KEY = '22233344455566677778889999';
/** No number of any country has fewer digits than this when its country code is counted; two such pieces are two numbers. */
const WHOLE_NUMBER = 7;

/** Reads a cleaned, non-blank cell, or says why it holds no single number. */
export function readNumber(raw: string): WrittenNumber | ProblemCode {
  const whole = wholeNumber(plainDigits(cleanWords(raw)));
  if (whole === null) return 'rounded_number';
  if (whole.includes('@') || !/\d/.test(whole)) return 'not_a_phone';
  const [label, number] = withoutLabel(whole.replace(EXTENSION, ''));
  if (holdsTwo(number)) return 'two_values';
  if (/[*#]/.test(number)) return 'not_a_phone';
  const hasPlus = plusStands(number);
  if (hasPlus === null) return number.split('+').length > 2 ? 'two_values' : 'not_a_phone';
  return {
    hasPlus,
    digits: digitsOf(number),
    withoutZero: digitsOf(number.replace(/(?<=\d\D*)\(\s*0\s*\)/, '')),
    spelled: spelledDigits(number),
    country: labelledCountry(label),
  };
}

function digitsOf(text: string): string {
  return text.replace(/\D+/g, '');
}

/** Facebook's own lead export writes `p:+1650…`, address books `Tel.: …`, links `tel:…`. */
function withoutLabel(text: string): readonly [label: string, number: string] {
  const start = text.search(/[+\d(]/);
  const label = text.slice(0, start);
  // Without a letter it is only punctuation such as a quote or the bracket of "[+49]".
  return [/\p{L}/u.test(label) ? label : '', text.slice(start)];
}

/** Two letters count only in capitals: "no 0791…" is not Norway. */
function labelledCountry(label: string): string | null {
  const name = label.replace(/[\s:.(-]+$/, '').trim();
  return name === '' || /^(?:.|[a-z]{2}|No|NO|Tel|Mob|Fax)$/.test(name) ? null : countryCode(name);
}

/** A slash or comma inside one number (`030/123456`) is told from two numbers by the digits on its sides. */
function holdsTwo(number: string): boolean {
  const counts = number
    .split(SEPARATORS)
    .map((piece) => digitsOf(piece.replace(/\(\s*0\s*\)/, '')).replace(/^00/, '').length)
    .filter((count) => count > 0);
  const [first = 0, ...others] = counts;
  if (counts.filter((count) => count >= WHOLE_NUMBER).length > 1) return true;
  // "0650 555 1212/13": the second number by its last digits.
  return first >= 9 && others.length > 0;
}

/** Null for a plus amid the digits. Right-to-left texts often end up with theirs at the end. */
function plusStands(number: string): boolean | null {
  const single = number.replace(/\+[\s+]*/g, '+');
  const at = single.indexOf('+');
  if (at === -1) return false;
  if (single.indexOf('+', at + 1) !== -1) return null;
  if (/^0*$/.test(digitsOf(single.slice(0, at)))) return true;
  return digitsOf(single.slice(at)) === '' ? true : null;
}

function spelledDigits(number: string): string | null {
  const letters = number.replace(/[^a-z]/gi, '').length;
  // "650-555-XXXX" hides digits, it does not spell them.
  if (letters < 3 || letters > 8 || /x{2}/i.test(number) || !SPELLED.test(number)) return null;
  return digitsOf(number.toLowerCase().replace(/[a-z]/g, (letter) => DIGIT_OF_KEY[KEYS.indexOf(letter)] ?? ''));
}
