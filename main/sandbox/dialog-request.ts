import { configurations, isRedirectAllowed, loginSuccess, metaLoginSuccess, readApp, type App } from './app.ts';
import { people, type Person } from './business.ts';
import { makeCode } from './oauth.ts';
import { permissionsOf, permissionTexts } from './permissions.ts';
import { text, type GraphCall } from './request.ts';
import { longLifeMs, makeToken, shortLifeMs } from './tokens.ts';
import type { World } from './world.ts';

/** What an app asked of the dialog. */
export interface Dialog {
  readonly app: App;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly response: { readonly code: boolean; readonly token: boolean; readonly grantedScopes: boolean };
  /** public_profile is always among them. */
  readonly asked: readonly string[];
  /** `auth_type=rerequest`: what was declined is asked for again. */
  readonly asksAgain: boolean;
  /** A configuration of Login for Business is granted as a whole. */
  readonly isAllOrNone: boolean;
  /** For whom the token is when the configuration is for system users. */
  readonly systemUser: Person | undefined;
}

/** Why the dialog does not open. Nothing goes back to the app then. */
interface Refusal {
  readonly refusal: string;
  readonly reason: string;
}

/** Reads the parameters. The texts of "URL Blocked" were seen; those of the other refusals are field knowledge. */
export function readDialog(world: World, { params }: GraphCall): Dialog | Refusal {
  const app = readApp(world);
  const clientId = text(params, 'client_id') ?? text(params, 'app_id');
  const redirectUri = text(params, 'redirect_uri');
  const configId = text(params, 'config_id');
  if (clientId === undefined) return refuse('Missing App ID', 'The parameter client_id is required.');
  if (clientId !== app.id) {
    return refuse('Invalid App ID', 'The provided app ID does not look like a valid app ID.');
  }
  if (redirectUri === undefined) return refuse('Missing redirect', 'The parameter redirect_uri is required.');
  if (!isRedirectAllowed(app, redirectUri)) {
    return refuse(
      'URL Blocked',
      "This redirect failed because the redirect URI is not whitelisted in the app's Client OAuth Settings. Make sure Client and Web OAuth Login are on and add all your app domains as Valid OAuth Redirect URIs.",
    );
  }
  const configuration = configurations.find(({ id }) => id === configId);
  if (configId !== undefined && configuration === undefined) {
    return refuse('Invalid configuration', `The app has no Login for Business configuration ${configId}.`);
  }
  const scopes: readonly string[] = configuration?.scopes ?? words(text(params, 'scope'));
  const unknown = scopes.filter((name) => !Object.hasOwn(permissionTexts, name));
  if (unknown.length > 0) {
    return refuse('Invalid Scopes', `Invalid Scopes: ${unknown.join(', ')}. This message is only shown to developers.`);
  }
  const response = words(text(params, 'response_type'));
  const odd = response.find((one) => !['code', 'token', 'granted_scopes'].includes(one));
  if (odd !== undefined) return refuse('Invalid response_type', `The dialog knows no response_type ${odd}.`);
  const token = response.includes('token');
  return {
    app,
    redirectUri,
    state: text(params, 'state'),
    response: { code: response.includes('code') || !token, token, grantedScopes: response.includes('granted_scopes') },
    asked: [...new Set(['public_profile', ...scopes])],
    asksAgain: words(text(params, 'auth_type')).includes('rerequest'),
    isAllOrNone: configuration !== undefined,
    systemUser: configuration?.holder === 'system_user' ? people.system_user : undefined,
  };
}

/** The address to which a cancel leads, as recorded. */
export function cancelled(world: World, { redirectUri, state }: Dialog): string {
  const query = {
    error: 'access_denied',
    error_code: '200',
    error_description: 'Permissions error',
    error_reason: 'user_denied',
    state,
  };
  return withQuery(world, redirectUri, query);
}

/** The address to which a consent leads: a code in the query, a token in the fragment, and with both everything in the fragment. */
export function continued(world: World, { redirectUri, state, response, asked }: Dialog, holder: Person): string {
  const said = permissionsOf(world, holder);
  const isGranted = (name: string) => said.get(name) === 'granted';
  const answer = {
    ...(response.code ? { code: makeCode(world, holder, redirectUri) } : {}),
    ...(response.token ? tokenFields(world, holder) : {}),
    ...(response.grantedScopes
      ? {
          granted_scopes: asked.filter(isGranted).join(','),
          denied_scopes: asked.filter((name) => !isGranted(name)).join(','),
        }
      : {}),
    state,
  };
  return response.token ? `${landingOf(world, redirectUri)}#${queryOf(answer)}` : withQuery(world, redirectUri, answer);
}

/** Documented are `access_token` and "expiry metadata"; the other names are field knowledge. */
function tokenFields(world: World, holder: Person): Readonly<Record<string, string>> {
  if (holder.isSystemUser) return { access_token: makeToken(world, holder, {}).value, expires_in: '0' };
  const dataAccessSeconds = 90 * 24 * 3600;
  return {
    access_token: makeToken(world, holder, { lifeMs: shortLifeMs }).value,
    data_access_expiration_time: String(Math.floor(world.now() / 1000) + dataAccessSeconds),
    expires_in: String(shortLifeMs / 1000),
    long_lived_token: makeToken(world, holder, { lifeMs: longLifeMs }).value,
  };
}

/** Meta is widely reported to end code redirects with `#_=_`. */
function withQuery(world: World, uri: string, query: Readonly<Record<string, string | undefined>>): string {
  return `${landingOf(world, uri)}${uri.includes('?') ? '&' : '?'}${queryOf(query)}#_=_`;
}

function landingOf({ graphUrl }: World, uri: string): string {
  return uri === metaLoginSuccess ? `${graphUrl}${loginSuccess}` : uri;
}

function queryOf(fields: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return new URLSearchParams(given).toString();
}

function words(list: string | undefined): readonly string[] {
  return (list ?? '').split(/[\s,]+/).filter((word) => word !== '');
}

function refuse(refusal: string, reason: string): Refusal {
  return { refusal, reason };
}
