import { hash } from 'node:crypto';

import { type Random, randomOf } from './random.ts';

// The model of the soak: it must not share our mistakes, so it knows nothing of main/core.

/** Somebody whom lists name. The same person has the same values in every list, however they are written. */
export interface Person {
  readonly emails: readonly string[];
  /** With country code, digits only. */
  readonly phones: readonly string[];
  readonly firstName: string;
}

/** Keys that an audience is matched by. */
export type MatchKeys = readonly ('EMAIL' | 'PHONE' | 'FN')[];

/** Everybody there is. */
export interface Population {
  readonly size: number;
  person(index: number): Person;
  /** Whether Meta refuses every batch that holds this person. */
  isPoisoned(index: number): boolean;
  readonly poisoned: readonly number[];
}

const NAMES = ['Ann', 'Bob', 'Chloe', 'Dan', 'Eve', 'Frank'];

/** @param poisonedCount people whom Meta will refuse; they have an e-mail */
export function populationOf(seed: number, size: number, poisonedCount: number): Population {
  const random = randomOf(seed);
  const poisoned = new Set<number>();
  while (poisoned.size < poisonedCount) poisoned.add(random.int(0, size - 1));
  return {
    size,
    poisoned: [...poisoned],
    isPoisoned: (index) => poisoned.has(index),
    person(index) {
      const own = randomOf(Math.imul(seed ^ index, 0x9e37_79b1));
      const shape = poisoned.has(index) ? 0 : own.next();
      const [emails, phones] =
        shape < 0.6 ? [1, 0] : shape < 0.75 ? [1, 1] : shape < 0.85 ? [2, 1] : shape < 0.92 ? [2, 2] : [0, 1];
      return {
        emails: Array.from({ length: emails }, (_, i) => `p${index}.${i}@soak.example`),
        phones: Array.from({ length: phones }, (_, i) => `49151${String(index * 2 + i).padStart(8, '0')}`),
        firstName: NAMES[index % NAMES.length] ?? '',
      };
    },
  };
}

/** What an audience holds of a person: its rows as Meta shows them, each as text. Empty = nothing of the person can be matched. */
export function entriesOf({ emails, phones, firstName }: Person, keys: MatchKeys): readonly string[] {
  const entries = new Set<string>();
  for (let i = 0; i < Math.max(emails.length, phones.length); i += 1) {
    const cells = {
      ...(keys.includes('EMAIL') && emails[i] !== undefined ? { EMAIL: sha256(emails[i] ?? '') } : {}),
      ...(keys.includes('FN') ? { FN: sha256(firstName.toLowerCase()) } : {}),
      ...(keys.includes('PHONE') && phones[i] !== undefined ? { PHONE: sha256(phones[i] ?? '') } : {}),
    };
    if (Object.keys(cells).length > 0) entries.add(entryText(cells));
  }
  return [...entries];
}

/** One text for one row, whatever the order of its keys. */
export function entryText(cells: Readonly<Record<string, string>>): string {
  return Object.entries(cells)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

export function sha256(value: string): string {
  return hash('sha256', value, 'hex');
}

/** The first line of every list. */
export const HEADER = 'E-mail;Second e-mail;Phone;Second phone;First name';
/** Says what the columns are, so that no guess is part of the soak. */
export const MAPPING = ['#1=EMAIL', '#2=EMAIL', '#3=PHONE', '#4=PHONE', '#5=FN'];

/** A row of a list, written as sloppily as people do; null = a row that names nobody. */
export function rowText(person: Person | null, random: Random): string {
  if (person === null) return random.pick([';;;;', 'n/a;;;;', ' ; ;-;;']);
  const email = (value: string | undefined): string =>
    value === undefined ? '' : random.pick([value, value.toUpperCase(), ` ${value} `]);
  const phone = (value: string | undefined): string =>
    value === undefined
      ? ''
      : random.pick([`+${value}`, `00${value}`, `0${value.slice(2)}`, `+49 ${value.slice(2, 5)} ${value.slice(5)}`]);
  const [first, second] = person.emails;
  const [phone1, phone2] = person.phones;
  const name = random.pick([person.firstName, person.firstName.toUpperCase(), ` ${person.firstName}`]);
  return [email(first), email(second), phone(phone1), phone(phone2), name].join(';');
}
