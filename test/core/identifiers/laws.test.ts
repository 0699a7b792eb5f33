import fc from 'fast-check';
import type { CountryCode } from 'libphonenumber-js/max';
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { expect, test } from 'vitest';

import { isBlank } from '#core/identifiers/blank.ts';
import { normalise } from '#core/identifiers/normalise.ts';
import { KEYS } from '#core/keys.ts';
import type { Key } from '#core/keys.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.stringMatching(/^[\w .,+@/()'-]{0,24}$/),
  fc.stringMatching(/^[\d .,+()/-]{0,20}$/),
);
const countries = fc.constantFrom('US', 'GB', 'DE', 'IT', 'JP', 'BR', 'XX', null);

test('normalising twice is normalising once', () => {
  // A phone number that lost its plus may mean something else in another country, so PHONE has its own law below.
  const keys = fc.constantFrom(...KEYS.filter((key) => key !== 'PHONE'));
  fc.assert(
    fc.property(keys, anyText, countries, (key, raw, country) => {
      const once = normalise(key, raw, { country });
      // A name may come out as a word that means nothing there is: the city of "N'ul".
      if (once.action === 'drop' || isBlank(once.value)) return;
      expect(normalise(key, once.value, { country })).toEqual(once);
    }),
    { numRuns: 6000 },
  );
});

const FORMS: Partial<Record<Key, RegExp>> = {
  EMAIL: /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/,
  PHONE: /^[1-9]\d{6,16}$/,
  FN: /^(?:\p{L}\p{M}*)+$/u,
  LN: /^(?:\p{L}\p{M}*)+$/u,
  FI: /^\p{L}\p{M}*$/u,
  GEN: /^[mf]$/,
  DOBY: /^(?:19|20|21)\d\d$/,
  DOBM: /^(?:0[1-9]|1[0-2])$/,
  DOBD: /^(?:0[1-9]|[12]\d|3[01])$/,
  CT: /^[a-z]+$/,
  ST: /^[a-z0-9]+$/,
  ZIP: /^[\p{L}\p{N}]+$/u,
  COUNTRY: /^[a-z]{2}$/,
  LOOKALIKE_VALUE: /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/,
};

test('whatever a cell holds, what is sent has the form that Meta asks for', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KEYS), anyText, countries, (key, raw, country) => {
      const answer = normalise(key, raw, { country });
      if (answer.action === 'drop' || answer.action === 'passthrough') return;
      expect(answer.value).toMatch(FORMS[key] ?? /[^]/);
    }),
    { numRuns: 6000 },
  );
});

test("every country's number comes out the same from all the forms in which people write it", () => {
  const wrong = getCountries().flatMap((country: CountryCode) => {
    const number = getExampleNumber(country, examples);
    if (number === undefined) return [];
    const wanted = number.number.slice(1);
    const forms = [
      number.number,
      wanted,
      `00${wanted}`,
      number.nationalNumber,
      number.formatNational(),
      number.formatInternational(),
      `p:${number.number}`,
      `${number.formatInternational()} ext. 12`,
      `+${getCountryCallingCode(country)}-${number.nationalNumber}`,
    ];
    return forms.filter(
      (form) =>
        JSON.stringify(normalise('PHONE', form, { country })) !== JSON.stringify({ action: 'hash', value: wanted }),
    );
  });
  expect(wrong).toEqual([]);
});
