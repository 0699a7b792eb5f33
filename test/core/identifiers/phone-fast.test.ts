import fc from 'fast-check';
import type { CountryCode } from 'libphonenumber-js/max';
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { expect, test } from 'vitest';

import { readFast } from '#core/identifiers/phone-fast.ts';
import { normalisePhoneSlowly } from '#core/identifiers/phone.ts';

/** The ways in which files write one number. */
function written(country: CountryCode, national: string): readonly string[] {
  const number = getExampleNumber(country, { ...examples, [country]: national });
  if (number === undefined) return [];
  const code = getCountryCallingCode(country);
  return [
    number.number,
    number.formatInternational(),
    number.formatNational(),
    number.formatNational().replace(/\D/g, ''),
    number.nationalNumber,
    `0${number.nationalNumber}`,
    `${code}${number.nationalNumber}`,
    `+${code}0${number.nationalNumber}`,
    `00${code}${number.nationalNumber}`,
    `(${code}) ${number.nationalNumber}`,
  ];
}

/** The same number with a wrong digit, one too many, one too few. */
function neighbours(national: string): readonly string[] {
  return [
    national,
    national.slice(0, -1),
    `${national}5`,
    `1${national.slice(1)}`,
    `9${national.slice(1)}`,
    national.slice(0, 2) + (national[3] ?? '') + (national[2] ?? '') + national.slice(4),
  ];
}

/** What the short cut says where it says something, beside what the library says. */
function compare(texts: readonly string[], country: string | null): readonly unknown[] {
  return texts.flatMap((text) => {
    const fast = readFast(text, country);
    if (fast === null) return [];
    const slow = normalisePhoneSlowly(text, country);
    return JSON.stringify(fast) === JSON.stringify(slow) ? [] : [{ text, country, fast, slow }];
  });
}

test("the short cut agrees with the library on every country's numbers, in every common form, and on numbers nearly right", () => {
  const differences = getCountries().flatMap((country) =>
    neighbours(examples[country])
      .flatMap((national) => written(country, national))
      .flatMap((text) => [
        ...compare([text], country),
        ...compare([text], null),
        ...compare([text], 'US'),
        ...compare([text], 'DE'),
      ]),
  );
  expect(differences).toEqual([]);
});

test('the short cut agrees with the library on any digits in any country', () => {
  const countries = fc.constantFrom(...getCountries(), null);
  const digits = fc.stringMatching(/^\+?\d{6,16}$/);
  const afterCode = fc
    .tuple(fc.constantFrom(...getCountries()), fc.stringMatching(/^\d{5,12}$/), fc.constantFrom('+', '', '0', '00'))
    .map(([country, rest, prefix]) => prefix + (prefix === '0' ? '' : getCountryCallingCode(country)) + rest);
  fc.assert(
    fc.property(fc.oneof(digits, afterCode), countries, (text, country) => {
      expect(compare([text], country)).toEqual([]);
    }),
    { numRuns: 4000 },
  );
});

test('the short cut takes the forms that most cells have', () => {
  const texts = [
    ['+447400123456', null],
    ['07400 123456', 'GB'],
    ['(650) 253-0000', 'US'],
    ['16502530000', 'US'],
    ['0171 1234567', 'DE'],
    ['+33612345678', 'FR'],
    ['06 12 34 56 78', 'FR'],
    ['416-555-0123', 'US'],
    ['447400123456', null],
  ] as const;
  expect(texts.filter(([text, country]) => readFast(text, country) === null)).toEqual([]);
});
