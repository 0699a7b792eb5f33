import { setAccountCount, type Account } from './accounts.ts';
import { isTokenState } from './auth-errors.ts';
import { isPersonKey, people, type Person } from './business.ts';
import { invalidParameter } from './errors.ts';
import { permissionsOf, permissionTexts, setPermission } from './permissions.ts';
import { text, type GraphCall } from './request.ts';
import { accountsOf, allTasks, assignTasks, tasksOf } from './roles.ts';
import { checkBusiness, signTerms, withdrawTerms, type TermsKind } from './terms.ts';
import { findToken, longLifeMs, makeToken, setTokenState } from './tokens.ts';
import type { World } from './world.ts';

/** Everybody, with what they may do and what they let the app do. */
export function showPeople(world: World): unknown {
  const shown = Object.values(people).map((person) => ({
    person: person.key,
    id: person.id,
    name: person.name,
    businesses: person.businesses,
    permissions: Object.fromEntries(permissionsOf(world, person)),
    ad_accounts: accountsOf(world, person).map((account) => ({
      id: account.id,
      tasks: tasksOf(world, person, account),
    })),
  }));
  return { people: shown };
}

/** Signs terms for somebody, by default the admin; taken back they are by default for everybody. */
export function changeTerms(world: World, { method, params }: GraphCall, account: Account): unknown {
  checkBusiness(account);
  const kind = termsKind(text(params, 'kind') ?? 'customer_list');
  const person = params.has('person') ? personNamed(params) : undefined;
  if (method === 'DELETE') withdrawTerms(world, account, kind, person);
  else signTerms(world, account, kind, person ?? people.admin);
  return { success: true };
}

/**
 * Makes a token of a person. Permissions that it is to have are granted, if they were not. `expires_in` in seconds, 0 = never; by
 * default 60 days, or never for the system user.
 */
export function newToken(world: World, { params }: GraphCall): unknown {
  const person = personNamed(params);
  const scopes = params.has('scopes') ? texts(params, 'scopes') : undefined;
  const unknown = scopes?.find((name) => !Object.hasOwn(permissionTexts, name));
  if (unknown !== undefined) throw invalidParameter(`param scopes holds ${unknown}, which the sandbox does not know`);
  const seconds = Number(text(params, 'expires_in') ?? (person.isSystemUser ? 0 : longLifeMs / 1000));
  if (!Number.isSafeInteger(seconds) || seconds < 0) throw invalidParameter('param expires_in must be seconds from 0');
  for (const name of scopes ?? []) setPermission(world, person, name, 'granted');
  const lifeMs = seconds === 0 ? undefined : seconds * 1000;
  return {
    access_token: makeToken(world, person, { scopes, lifeMs }).value,
    token_type: 'bearer',
    expires_in: seconds,
  };
}

/** Makes one token, or every token of a person, answer 190 with the subcode of a state; `null` makes them good again. */
export function spoilTokens(world: World, { params }: GraphCall): unknown {
  const state = params.get('state');
  if (state !== null && !isTokenState(state)) {
    throw invalidParameter(
      'param state must be expired, password_changed, checkpoint, app_removed, unconfirmed or null',
    );
  }
  const value = text(params, 'token');
  if (value !== undefined && findToken(world, value) === undefined) {
    throw invalidParameter('param token must be a token of the sandbox');
  }
  return { tokens: setTokenState(world, value === undefined ? personNamed(params) : { value }, state) };
}

/** Gives a person exactly the tasks `{"person","act","tasks":[…]}`. */
export function changeRole(world: World, { params }: GraphCall, account: Account): unknown {
  const tasks = texts(params, 'tasks');
  if (!tasks.every((task) => (allTasks as readonly string[]).includes(task))) {
    throw invalidParameter(`param tasks must be some of ${allTasks.join(', ')}`);
  }
  assignTasks(world, personNamed(params), account, tasks);
  return { success: true };
}

/** Makes the admin see `total` ad accounts. */
export function changeAccountCount(world: World, { params }: GraphCall): unknown {
  const total = Number(text(params, 'total'));
  if (!Number.isSafeInteger(total) || total < 0 || total > 10_000) {
    throw invalidParameter('param total must be a number of ad accounts up to 10000');
  }
  setAccountCount(world, total);
  return { total: world.accounts.length };
}

function personNamed(params: ReadonlyMap<string, unknown>): Person {
  const key = params.get('person');
  if (!isPersonKey(key)) throw invalidParameter(`param person must be one of ${Object.keys(people).join(', ')}`);
  return people[key];
}

function termsKind(name: string): TermsKind {
  if (name === 'customer_list' || name === 'value_based') return name;
  throw invalidParameter('param kind must be customer_list or value_based');
}

/** A JSON array, or text with commas. */
function texts(params: ReadonlyMap<string, unknown>, name: string): readonly string[] {
  const value = params.get(name);
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === 'string') return value.split(',').filter((one) => one !== '');
  throw invalidParameter(`param ${name} must be a list`);
}
