import { cleanWords } from './clean.ts';
import { readFast } from './phone-fast.ts';
import { isPhoneCountry, readInternational, readNational } from './phone-library.ts';
import type { Reading } from './phone-library.ts';
import { planOf } from './phone-plans.ts';
import { readNumber } from './phone-text.ts';
import type { WrittenNumber } from './phone-text.ts';
import type { ProblemCode } from './problems.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';

/**
 * PHONE: E.164 digits without plus (meta-api.md 8.1), national numbers completed with `country` (alpha-2, upper case; the row's own, else the job's).
 * A number need not be assigned, only of the country's form: people's lists are older and newer than any metadata. Without any country the digits
 * go without leading zeros and with the warning `no_country`.
 */
export function normalisePhone(raw: string, country: string | null): Normalised {
  return readFast(raw, country) ?? normalisePhoneSlowly(raw, country);
}

/** The same without the short cut. Exported so that a test can prove both equal. */
export function normalisePhoneSlowly(raw: string, country: string | null): Normalised {
  const text = cleanWords(raw);
  const screened = screen(text);
  if (screened) return screened;
  const written = readNumber(text);
  if (typeof written === 'string') return drop(written);
  if (/^0*$/.test(written.digits)) return drop('phone_zeros');

  if (written.country !== null && written.country !== country) {
    const labelled = decide(written, phoneCountry(written.country));
    if (labelled.action !== 'drop') return labelled;
  }
  const asDigits = decide(written, phoneCountry(country));
  if (asDigits.action !== 'drop' || written.spelled === null) return asDigits;
  return decide({ ...written, digits: written.spelled, withoutZero: written.spelled }, phoneCountry(country));
}

function phoneCountry(country: string | null): string | null {
  return country !== null && isPhoneCountry(country) ? country : null;
}

/** The first reading that is valid, else the first plausible one of those that may be only that. */
function decide(written: WrittenNumber, country: string | null): Normalised {
  let plausible: string | null = null;
  let problem: ProblemCode | null = null;
  for (const { read, mustBeValid } of readings(written, country)) {
    const reading = read();
    if (reading.kind === 'valid') return hash(reading.value);
    if (reading.kind === 'plausible' && !mustBeValid) plausible ??= reading.value;
    if (reading.kind === 'none' && !mustBeValid) problem ??= reading.problem;
  }
  if (plausible !== null) return hash(plausible);
  if (written.hasPlus || country !== null) return drop(problem ?? 'phone_impossible');
  return withoutCountry(written);
}

function withoutCountry(written: WrittenNumber): Normalised {
  const digits = written.withoutZero.replace(/^0+/, '');
  // E.164 allows 15 digits; the shortest whole numbers of the world have seven with their country code.
  if (digits.length < 7) return drop('phone_too_short');
  if (digits.length > 15) return drop('phone_too_long');
  return { action: 'hash', value: digits, problem: 'no_country' };
}

interface Attempt {
  readonly read: () => Reading;
  /** A far-fetched reading, taken only if such a number is assigned. */
  readonly mustBeValid: boolean;
}

function* readings(written: WrittenNumber, country: string | null): Generator<Attempt> {
  const { hasPlus } = written;
  const { digits: asWritten, withoutZero } = written;
  const forms = withoutZero === asWritten ? [asWritten] : [asWritten, withoutZero];
  // Italy alone keeps the zero of its area codes; its mobile numbers never had one.
  if (/^(?:00)?393\d{9}$/.test(withoutZero)) forms.reverse();
  for (const digits of forms) {
    // "+0044 …" and "0044 …" dial abroad from most of the world.
    if (hasPlus || digits.startsWith('00')) yield* abroad(digits.replace(/^0+/, ''), false);
  }
  if (country !== null && (!hasPlus || written.digits.startsWith('0'))) {
    for (const digits of forms) yield* atHome(digits, country);
  }
  if (hasPlus) return;
  for (const digits of forms) {
    // North America's and Australia's way of dialling abroad.
    if (digits.startsWith('011')) yield* abroad(digits.slice(3), country !== null);
    if (digits.startsWith('0011')) yield* abroad(digits.slice(4), true);
    // A foreign number that lost its plus.
    if (country !== null && !digits.startsWith('0')) yield* abroad(digits, true);
  }
}

function* abroad(digits: string, mustBeValid: boolean): Generator<Attempt> {
  yield { read: () => readInternational(digits), mustBeValid };
  // Mexico had a 1 before mobile numbers until 2019; address books still have it.
  if (/^521\d{10}$/.test(digits)) yield { read: () => readInternational(`52${digits.slice(3)}`), mustBeValid };
}

function* atHome(digits: string, country: string): Generator<Attempt> {
  const callingCode = planOf(country)?.callingCode ?? '';
  // Before the national reading, which in countries with long numbers would put the code there twice.
  if (digits.startsWith(callingCode)) yield* abroad(digits, false);
  yield { read: () => readNational(digits, country), mustBeValid: false };
  if (digits.startsWith('0'))
    yield { read: () => readNational(digits.replace(/^0+/, ''), country), mustBeValid: false };
  if (country === 'MX') {
    const legacy = /^(?:1|01|044|045)(\d{10})$/.exec(digits)?.[1];
    if (legacy !== undefined) yield { read: () => readNational(legacy, country), mustBeValid: false };
  }
}
