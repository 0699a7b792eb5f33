import { isAppToken, readApp } from './app.ts';
import { notADeveloper, tokenInvalid } from './auth-errors.ts';
import { businesses, personWithId, type Business, type Person } from './business.ts';
import { missingParameter, type GraphError } from './errors.ts';
import { select, type Node } from './fields.ts';
import { page } from './paging.ts';
import { text, type GraphCall } from './request.ts';
import { accountsOf } from './roles.ts';
import { authorize, findToken, scopesOf, troubleWith, type AuthorizedCall, type TokenRow } from './tokens.ts';
import type { World } from './world.ts';

/** Common, not documented. */
const dataAccessMs = 90 * 24 * 3600 * 1000;

/** `GET /me`. */
export function readPerson({ caller, params }: AuthorizedCall): unknown {
  const { id, name } = caller.person;
  const [firstName = '', ...rest] = name.split(' ');
  return select(
    {
      type: 'User',
      unset: new Set(
        `age_range birthday email gender hometown link locale location middle_name name_format picture timezone updated_time
        verified`.split(/\s+/),
      ),
      defaults: ['name', 'id'],
      values: { id: () => id, name: () => name, first_name: () => firstName, last_name: () => rest.join(' ') },
    },
    text(params, 'fields'),
  );
}

/** `GET /me/businesses`. */
export function listBusinesses(world: World, call: AuthorizedCall): unknown {
  const own = call.caller.person.businesses;
  const nodes = own.map((item, index) => ({ rank: own.length - index, item: businessNode(item) }));
  return page(world, call, nodes, (node) => select(node, text(call.params, 'fields')));
}

/** `GET /<business>`. */
export function readBusiness({ params }: AuthorizedCall, business: Business): unknown {
  return select(businessNode(business), text(params, 'fields'));
}

/** A business that the person is in. */
export function findBusiness(person: Person, id: string): Business | undefined {
  return businesses.find((one) => one.id === id && person.businesses.includes(one));
}

/**
 * `GET /debug_token`. Times are Unix seconds, 0 = never. It looks at its own credentials: the app's token, one of a person with a role
 * on the app, or the token itself. What it says of a foreign token is field knowledge, not documented.
 */
export function debugToken(world: World, call: GraphCall): unknown {
  const app = readApp(world);
  const given = text(call.params, 'input_token');
  if (call.token === undefined || !isAppToken(world, call.token)) {
    const { person } = authorize(world, call).caller;
    if (!app.members.includes(person.key) && given !== call.token) throw notADeveloper();
  }
  if (given === undefined) throw missingParameter('input_token');
  const about = { app_id: app.id, application: app.name };
  if (isAppToken(world, given)) return { data: { ...about, type: 'APP', is_valid: true, scopes: [] } };
  const token = findToken(world, given);
  if (token === undefined) return { data: { error: errorOf(tokenInvalid()), is_valid: false, scopes: [] } };
  const trouble = troubleWith(world, token);
  const person = personWithId(token.person_id);
  const scopes = scopesOf(world, token);
  return {
    data: {
      app_id: app.id,
      type: person.isSystemUser ? 'SYSTEM_USER' : 'USER',
      application: app.name,
      data_access_expires_at: person.isSystemUser ? 0 : seconds(token.issued_at + dataAccessMs),
      error: trouble && errorOf(trouble),
      expires_at: expiryOf(world, token),
      is_valid: trouble === undefined,
      issued_at: seconds(token.issued_at),
      scopes,
      granular_scopes: granularScopes(world, person, scopes),
      user_id: person.id,
    },
  };
}

function expiryOf({ now }: World, { expires_at: at, state }: TokenRow): number {
  if (state === 'expired') return seconds(Math.min(at ?? now(), now()));
  return at === null ? 0 : seconds(at);
}

/** The admin gave the app everything, which shows as no `target_ids` (field knowledge); the others what they have a role on. */
function granularScopes(world: World, person: Person, scopes: readonly string[]): unknown {
  const accounts = accountsOf(world, person).map(({ number }) => number);
  const targets = (scope: string): readonly string[] | undefined => {
    if (person.key === 'admin') return undefined;
    if (scope.startsWith('ads_')) return accounts;
    return scope === 'business_management' ? person.businesses.map(({ id }) => id) : undefined;
  };
  return scopes.filter((scope) => scope !== 'public_profile').map((scope) => ({ scope, target_ids: targets(scope) }));
}

function businessNode(business: Business): Node {
  return {
    type: 'Business',
    unset: new Set(['link', 'picture', 'primary_page', 'profile_picture_uri', 'timezone_id', 'verification_status']),
    defaults: ['id', 'name'],
    values: { id: () => business.id, name: () => business.name },
  };
}

function errorOf({ fields }: GraphError): unknown {
  return { code: fields.code, message: fields.message, subcode: fields.subcode };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
