import { latinLettersAndDigits } from './city.ts';
import { clean } from './clean.ts';
import type { RowContext } from './context.ts';
import { isCountryCode } from './country.ts';
import { drop, hash } from './result.ts';
import type { Normalised } from './result.ts';
import { screen } from './screen.ts';
import { PARTS_KEPT_AS_CODES, US_STATES } from './us-states.ts';

/** `US-CA`, `CA-ON`, `AU-NSW`: a country, a dash and at most three letters or digits (ISO 3166-2). */
const ISO_3166_2 = /^([A-Za-z]{2})-([A-Za-z0-9]{1,3})$/;

/** `US_CA`, `USA TX`, as letters only. No other region has such a name. */
const COUNTRY_FIRST = /^usa?(?=[a-z]{2}$)/;

/** Territories of the United States that have their own ISO 3166-1 code; people write either as the country. */
const LIKE_UNITED_STATES: ReadonlySet<string> = new Set(['PR', 'GU', 'VI', 'AS', 'MP']);

/**
 * ST (meta-api.md 8.1): a state of the United States as its two letters, however it is written; elsewhere the region as the file has it, in a to z
 * and digits without spaces or punctuation. An unknown country is read as the United States when the cell is one of their states.
 */
export function normaliseState(raw: string, context: RowContext): Normalised {
  const text = clean(raw);
  const screened = screen(text, true);
  if (screened) return screened;
  if (text.includes('\ufffd')) return drop('damaged_text');

  const coded = ISO_3166_2.exec(text);
  if (coded && isCountryCode(coded[1] ?? '')) {
    return byCountry((coded[2] ?? '').toLowerCase(), (coded[1] ?? '').toUpperCase());
  }
  return byCountry(latinLettersAndDigits(text), context.country);
}

function byCountry(value: string, country: string | null): Normalised {
  if (country === 'US') {
    // Files put the postal code into the same cell: "CA 94035".
    const code = US_STATES.get(value.replace(/\d+$/, '').replace(COUNTRY_FIRST, ''));
    if (code !== undefined) return hash(code);
    // The United States are often only a job's default; a Canadian or Australian code is plain enough evidence against it.
    return PARTS_KEPT_AS_CODES.has(value) ? hash(value) : drop('unknown_state');
  }
  if (country === null || LIKE_UNITED_STATES.has(country)) {
    const code = US_STATES.get(value.replace(COUNTRY_FIRST, ''));
    if (code !== undefined) return hash(code);
  }
  return value === '' ? drop('no_letters') : hash(value);
}
