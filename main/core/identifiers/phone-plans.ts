import metadata from 'libphonenumber-js/metadata.max.json';

/** The numbering plan of one country, from the same metadata that the library reads, in a form that is quick to ask. */
export interface PhonePlan {
  readonly callingCode: string;
  /** How its numbers begin, where that alone tells it from others of the same calling code; else null. */
  readonly beginning: RegExp | null;
  /** Bit n is set when numbers of n digits exist, without the trunk prefix. */
  readonly lengths: number;
  /** The form of all its numbers, assigned or not. */
  readonly pattern: RegExp;
  /** Its assigned ranges, mobile first. */
  readonly ranges: readonly PhoneRange[];
  /** The trunk prefix where it is plain digits, '' where there is none; null where only `trunkPattern` tells. */
  readonly trunk: string | null;
  readonly trunkPattern: RegExp;
  /** Matches the prefix that dials abroad. */
  readonly abroad: RegExp;
}

interface PhoneRange {
  readonly pattern: RegExp;
  /** As in the plan; ranges may be stricter. */
  readonly lengths: number;
}

const TYPE_FIXED = 0;
const TYPE_MOBILE = 1;

const plansByCountry = new Map<string, PhonePlan | null>();
const plansByCallingCode = new Map<string, readonly PhonePlan[]>();

/** The plan of a country (alpha-2, upper case); null for one without telephones. */
export function planOf(country: string): PhonePlan | null {
  let plan = plansByCountry.get(country);
  if (plan === undefined) {
    plan = compile(country);
    plansByCountry.set(country, plan);
  }
  return plan;
}

/** The plans of the countries behind a calling code, the main one first; none for codes without a country. */
export function plansOfCallingCode(callingCode: string): readonly PhonePlan[] {
  let found = plansByCallingCode.get(callingCode);
  if (found === undefined) {
    const codes: Readonly<Record<string, readonly string[] | undefined>> = metadata.country_calling_codes;
    found = (codes[callingCode] ?? []).map((country) => planOf(country)).filter((plan) => plan !== null);
    plansByCallingCode.set(callingCode, found);
  }
  return found;
}

/** True when the national number (without trunk prefix) lies in an assigned range of one of these plans, found as the library finds it. */
export function isAssigned(plans: readonly PhonePlan[], national: string): boolean {
  for (const plan of plans) {
    if (plan.beginning === null || plans.length === 1) {
      if (isInRange(plan, national)) return true;
    } else if (plan.beginning.test(national)) {
      return isInRange(plan, national);
    }
  }
  return false;
}

function isInRange(plan: PhonePlan, national: string): boolean {
  const bit = 1 << national.length;
  if ((plan.lengths & bit) === 0 || !plan.pattern.test(national)) return false;
  return plan.ranges.some((range) => (range.lengths & bit) !== 0 && range.pattern.test(national));
}

function compile(country: string): PhonePlan | null {
  const countries: Readonly<Record<string, readonly unknown[] | undefined>> = metadata.countries;
  const minified = countries[country];
  if (minified === undefined) return null;
  // The library's documented "minified" array: calling code, abroad prefix, pattern, lengths, …, 5 trunk, 7 trunk for parsing, 10 beginning, 11 types.
  const [callingCode, abroad, pattern, lengths] = minified;
  const beginning = text(minified[10]);
  const ownTrunk = text(minified[7]) || text(minified[5]);
  return {
    callingCode: text(callingCode),
    beginning: beginning === '' ? null : new RegExp(`^(?:${beginning})`),
    lengths: lengthBits(lengths),
    pattern: entirely(text(pattern)),
    ranges: ranges(minified[11], lengthBits(lengths)),
    trunk: /^\d*$/.test(ownTrunk) ? ownTrunk : null,
    trunkPattern: new RegExp(`^(?:${ownTrunk})`),
    abroad: new RegExp(`^(?:${text(abroad)})`),
  };
}

function ranges(types: unknown, planLengths: number): readonly PhoneRange[] {
  const list: unknown[] = Array.isArray(types) ? types : [];
  const order = [TYPE_MOBILE, TYPE_FIXED, ...list.keys()].filter((type, index, all) => all.indexOf(type) === index);
  return order.flatMap((type) => {
    const entry: unknown = list[type];
    if (!Array.isArray(entry) || text(entry[0]) === '') return [];
    return [{ pattern: entirely(text(entry[0])), lengths: lengthBits(entry[1]) || planLengths }];
  });
}

function entirely(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function lengthBits(lengths: unknown): number {
  const list: unknown[] = Array.isArray(lengths) ? lengths : [];
  return list.reduce((bits: number, length) => (typeof length === 'number' ? bits | (1 << length) : bits), 0);
}
