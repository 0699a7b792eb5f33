import type { CountryCode } from 'libphonenumber-js/core';
import parse from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';

import { plansOfCallingCode } from './phone-plans.ts';
import type { ProblemCode } from './problems.ts';

/** How sure the numbering plans are about a reading of the digits. */
export type Reading =
  /** In an assigned range. */
  | { readonly kind: 'valid'; readonly value: string }
  /** Of the right form, though in no range that is assigned today: the fictional 555, or a range newer than our metadata. */
  | { readonly kind: 'plausible'; readonly value: string }
  | { readonly kind: 'none'; readonly problem: ProblemCode };

/** The fewest digits of any number with its country code, and the fewest that a number outside all assigned ranges is believed to have without it. */
const SHORTEST = 7;

/** Digits with their country code, without plus. `value` is E.164 without the plus. */
export function readInternational(digits: string): Reading {
  return read(`+${digits}`, null);
}

/** Digits as people in `country` (which has a plan) write them, with or without trunk prefix. */
export function readNational(digits: string, country: string): Reading {
  return read(digits, country);
}

function read(text: string, country: string | null): Reading {
  const number = parse(
    text,
    country !== null && isPhoneCountry(country) ? { defaultCountry: country, extract: false } : { extract: false },
    metadata,
  );
  if (number === undefined) return { kind: 'none', problem: lengthProblem(text) };
  const { countryCallingCode, nationalNumber } = number;
  const value = countryCallingCode + nationalNumber;
  if (/^0*$/.test(nationalNumber)) return { kind: 'none', problem: 'phone_zeros' };
  if (value.length < SHORTEST) return { kind: 'none', problem: 'phone_too_short' };
  if (number.isValid()) return { kind: 'valid', value };

  const [plan] = plansOfCallingCode(countryCallingCode);
  if (plan === undefined)
    return number.isPossible() ? { kind: 'plausible', value } : { kind: 'none', problem: 'phone_impossible' };
  // Countries with long and short numbers have a form that says little about the short ones.
  if (nationalNumber.length < SHORTEST) return { kind: 'none', problem: 'phone_too_short' };
  const bit = 1 << nationalNumber.length;
  const isRightLength = (plan.lengths & bit) !== 0;
  if (isRightLength && plan.pattern.test(nationalNumber)) return { kind: 'plausible', value };
  // Where all numbers have one length, that length proves that no digit is missing, unless one is a trunk prefix that could not be taken off.
  const keepsTrunk =
    nationalNumber.startsWith('0') ||
    (plan.trunk !== '' && plan.trunk !== null && nationalNumber.startsWith(plan.trunk));
  if (plan.lengths === bit && (country === null || !keepsTrunk)) return { kind: 'plausible', value };
  if (isRightLength) return { kind: 'none', problem: keepsTrunk ? 'phone_too_short' : 'phone_impossible' };
  if (plan.lengths < bit) return { kind: 'none', problem: 'phone_too_long' };
  return { kind: 'none', problem: (plan.lengths & (bit - 1)) === 0 ? 'phone_too_short' : 'phone_impossible' };
}

function lengthProblem(text: string): ProblemCode {
  if (text.length < 7) return 'phone_too_short';
  return text.length > 16 ? 'phone_too_long' : 'phone_impossible';
}

/** True for a country that has a numbering plan. */
export function isPhoneCountry(country: string): country is CountryCode {
  return Object.hasOwn(metadata.countries, country);
}
