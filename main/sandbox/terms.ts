import type { Account } from './accounts.ts';
import { bakery, people, type Person } from './business.ts';
import { notInBusiness } from './errors.ts';
import type { World } from './world.ts';

/** Customer-list terms are signed for a business and cover all its ad accounts; value-based ones for one ad account. */
export type TermsKind = 'customer_list' | 'value_based';

/** The one signature that is there from the start: the admin's, for the first business. */
export function seedTerms({ db, now }: Pick<World, 'db' | 'now'>): void {
  sign(db, 'customer_list', people.admin, bakery.id, now());
}

/** @param person undefined: whether anybody has signed */
export function hasSigned(world: World, account: Account, kind: TermsKind, person?: Person): boolean {
  return (
    world.db
      .prepare<[string, string, string | null]>(
        'select 1 from signature where kind = ? and scope_id = ? and person_id = ifnull(?, person_id)',
      )
      .get(kind, scopeOf(account, kind), person?.id ?? null) !== undefined
  );
}

/** Nothing happens when the person has signed already. */
export function signTerms({ db, now }: World, account: Account, kind: TermsKind, person: Person): void {
  sign(db, kind, person, scopeOf(account, kind), now());
}

/** Takes signatures back, which Meta does when the terms change. @param person undefined: everybody's */
export function withdrawTerms({ db }: World, account: Account, kind: TermsKind, person?: Person): void {
  db.prepare<[string, string, string | null]>(
    'delete from signature where kind = ? and scope_id = ? and person_id = ifnull(?, person_id)',
  ).run(kind, scopeOf(account, kind), person?.id ?? null);
}

/** Whether the terms let this person change customer lists: people need a signature of their own, a system user needs anybody's. */
export function areTermsMet(world: World, account: Account, person: Person): boolean {
  return hasSigned(world, account, 'customer_list', person.isSystemUser ? undefined : person);
}

/** Throws 200/1870050 (invented for terms) when there is no business to sign for. */
export function checkBusiness({ business }: Account): void {
  if (business === undefined) throw notInBusiness();
}

/** A personal ad account has no business, so that what its owner signs on the personal page is for the ad account alone (invented). */
function scopeOf({ id, business }: Account, kind: TermsKind): string {
  return kind === 'customer_list' ? (business?.id ?? id) : id;
}

function sign(db: World['db'], kind: TermsKind, person: Person, scopeId: string, at: number): void {
  db.prepare<[string, string, string, number]>(
    'insert or ignore into signature (kind, person_id, scope_id, signed_at) values (?, ?, ?, ?)',
  ).run(kind, person.id, scopeId, at);
}
