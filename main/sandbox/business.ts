/** A business portfolio. All of it is invented. */
export interface Business {
  readonly id: string;
  readonly name: string;
}

export const bakery: Business = { id: '281947365019283', name: 'Harbour Bakery (sandbox)' };
export const cycles: Business = { id: '517203948610275', name: 'North Wind Cycles (sandbox)' };
export const businesses: readonly Business[] = [bakery, cycles];

export type PersonKey = 'admin' | 'employee' | 'system_user';

/** Who can hold a token. */
export interface Person {
  readonly key: PersonKey;
  readonly id: string;
  readonly name: string;
  /** For the login page. */
  readonly about: string;
  /** A system user acts for a business without anybody present: its tokens do not expire, and it cannot sign terms. */
  readonly isSystemUser: boolean;
  readonly businesses: readonly Business[];
}

const admin: Person = {
  key: 'admin',
  id: '10161827364550918',
  name: 'Sam Sandbox',
  about: 'Admin of both businesses',
  isSystemUser: false,
  businesses,
};
const employee: Person = {
  key: 'employee',
  id: '10158493027164485',
  name: 'Robin Roe',
  about: 'Employee of Harbour Bakery, with a role on two of its ad accounts',
  isSystemUser: false,
  businesses: [bakery],
};
const systemUser: Person = {
  key: 'system_user',
  id: '122104957360281749',
  name: 'Bakery Robot',
  about: 'System user of Harbour Bakery. At Meta nobody logs in as one: only its business makes tokens for it',
  isSystemUser: true,
  businesses: [bakery],
};

export const people: Readonly<Record<PersonKey, Person>> = { admin, employee, system_user: systemUser };

export function isPersonKey(name: unknown): name is PersonKey {
  return typeof name === 'string' && Object.hasOwn(people, name);
}

/** Throws an Error when nobody has the id, which only a damaged store can bring about. */
export function personWithId(id: string): Person {
  const found = Object.values(people).find((one) => one.id === id);
  if (found === undefined) throw new Error(`The sandbox knows nobody with the id ${id}.`);
  return found;
}
