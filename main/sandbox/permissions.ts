import { people, type Person } from './business.ts';
import { invalidParameter } from './errors.ts';
import { text } from './request.ts';
import type { AuthorizedCall } from './tokens.ts';
import type { World } from './world.ts';

/** Whether a person lets the app do something; what was never asked for is in no list. */
export type PermissionStatus = 'granted' | 'declined';

/** Every permission that the dialog knows, with what the consent page says of it. Meta has many more. */
export const permissionTexts: Readonly<Record<string, string>> = {
  public_profile: 'See your name',
  email: 'See your e-mail address',
  ads_management: 'Manage your ads, and the Custom Audiences of your ad accounts',
  ads_read: 'See your ads and their figures',
  business_management: 'Manage your businesses',
  catalog_management: 'Manage your product catalogues',
  leads_retrieval: 'Read the leads that your ads collect',
  pages_manage_ads: 'Manage the ads of your Pages',
  pages_read_engagement: 'Read what is posted on your Pages',
  pages_show_list: 'See which Pages you manage',
  read_insights: 'Read the figures of your Pages and apps',
};

/**
 * Everybody has let the app in before the sandbox starts, also who had removed it: else its own token would be dead for good. Nobody asked
 * the employee for the businesses.
 */
export function openPermissions(db: World['db']): void {
  const read = db.prepare<[string]>('select 1 from permission where person_id = ?');
  const add = db.prepare<[string, string]>("insert into permission (person_id, name, status) values (?, ?, 'granted')");
  for (const { key, id } of Object.values(people)) {
    if (read.get(id) !== undefined) continue;
    const names = ['ads_management', 'ads_read', 'public_profile'];
    for (const name of key === 'employee' ? names : [...names, 'business_management']) add.run(id, name);
  }
}

/** What a person has said to each permission. */
export function permissionsOf({ db }: World, person: Person): ReadonlyMap<string, PermissionStatus> {
  return new Map(
    db
      .prepare<[string], [string, PermissionStatus]>(
        'select name, status from permission where person_id = ? order by name',
      )
      .raw()
      .all(person.id),
  );
}

export function setPermission({ db }: World, person: Person, name: string, status: PermissionStatus): void {
  db.prepare<[string, string, string]>(
    'insert or replace into permission (person_id, name, status) values (?, ?, ?)',
  ).run(person.id, name, status);
}

/** `GET /me/permissions`. A token that was made with fewer permissions shows the others as declined. */
export function listPermissions(world: World, { caller }: AuthorizedCall): unknown {
  const data = [...permissionsOf(world, caller.person).keys()].map((permission) => ({
    permission,
    status: caller.scopes.includes(permission) ? 'granted' : 'declined',
  }));
  return { data };
}

/**
 * `DELETE /me/permissions`: the person removes the app, and every token of theirs answers 190/458 from then on; `DELETE
 * /me/permissions/<name>`: the one permission counts as declined. Field knowledge; that public_profile stays is invented.
 */
export function revoke(world: World, { caller, params }: AuthorizedCall, inPath: string | undefined): unknown {
  const { person } = caller;
  const name = inPath ?? text(params, 'permission');
  if (name === undefined) {
    world.db.transaction(() => {
      world.db.prepare<[string]>('delete from permission where person_id = ?').run(person.id);
      world.db.prepare<[string]>("update token set state = 'app_removed' where person_id = ?").run(person.id);
    })();
    return { success: true };
  }
  if (!Object.hasOwn(permissionTexts, name) || name === 'public_profile') {
    throw invalidParameter(`The permission ${name} cannot be revoked`);
  }
  if (permissionsOf(world, person).has(name)) setPermission(world, person, name, 'declined');
  return { success: true };
}
