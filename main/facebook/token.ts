import type { TokenTrouble } from '#core/audit-facts.ts';

import type { Http } from '../engine/ports.ts';
import { type GraphTarget, prepareCall } from './client.ts';
import { epochMsIn, idIn, isObject, numberIn, rowsIn, textsIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';
import { type Body, type Failed, type Read, read, type Sent } from './reads.ts';

/** What `debug_token` tells of a token (meta-api.md 2.4). */
export interface TokenFacts {
  /** null = not told. */
  readonly isValid: boolean | null;
  readonly kind: 'user' | 'system_user' | 'other' | 'unknown';
  readonly appId: string | null;
  readonly appName: string | null;
  readonly personId: string | null;
  /** Epoch ms; 0 = never, null = not told. */
  readonly expiresAt: number | null;
  /** After this the token lives on but may read nothing of the person's; as above. */
  readonly dataAccessExpiresAt: number | null;
  readonly scopes: readonly string[] | null;
  /** `targets` null = all assets. */
  readonly granular: readonly { readonly scope: string; readonly targets: readonly string[] | null }[] | null;
  /** Why it is not valid, as an error of the Graph API would tell it. */
  readonly code: number | null;
  readonly subcode: number | null;
}

/**
 * Asks Meta about a token. The documented call wants the token in question in the address: the one exception from the rule, and the log
 * of what left names the path only. Whoever asks is proved by the Authorization header: the app itself where its secret is known, else
 * the token. Meta tells only the app and its developers, so a refusal is no verdict on the token.
 */
export async function debugToken(
  http: Http,
  target: GraphTarget,
  app: { readonly id: string; readonly secret: string } | null,
  sent: Sent,
): Promise<Read<TokenFacts>> {
  const asker = app ? { graphUrl: target.graphUrl, token: `${app.id}|${app.secret}` } : target;
  const query = { input_token: target.token };
  return read(http, asker, { method: 'GET', path: 'debug_token', query, account: null }, sent, ({ data }) =>
    factsIn(isObject(data) ? data : {}),
  );
}

function factsIn(data: Body): TokenFacts {
  const error = isObject(data['error']) ? data['error'] : {};
  const isValid = data['is_valid'];
  return {
    isValid: typeof isValid === 'boolean' ? isValid : null,
    kind: kindIn(data['type']),
    appId: idIn(data['app_id']),
    appName: idIn(data['application']),
    personId: idIn(data['user_id']),
    expiresAt: epochMsIn(data['expires_at']),
    dataAccessExpiresAt: epochMsIn(data['data_access_expires_at']),
    scopes: textsIn(data['scopes']),
    granular:
      rowsIn(data['granular_scopes'])?.map((row) => ({
        scope: String(row['scope']),
        // Without targets it means all assets.
        targets: textsIn(row['target_ids']),
      })) ?? null,
    code: numberIn(error['code']),
    subcode: numberIn(error['subcode']) ?? numberIn(error['error_subcode']),
  };
}

function kindIn(type: unknown): TokenFacts['kind'] {
  if (type === undefined) return 'unknown';
  if (type === 'USER') return 'user';
  return type === 'SYSTEM_USER' ? 'system_user' : 'other';
}

/** What Meta says of a token when it asks about itself. */
type TokenState = Pick<TokenFacts, 'expiresAt' | 'dataAccessExpiresAt' | 'scopes'> & {
  /** null when Meta says that it is valid. */
  readonly trouble: TokenTrouble | null;
  readonly isSystemUser: boolean;
  /** Ad accounts and others to which a scope is limited, by their numbers; a scope that is missing here is not limited. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
};

/** What Meta says of the token itself, as an audit wants it. */
export async function readToken(http: Http, target: GraphTarget, sent: Sent): Promise<Read<TokenState>> {
  const told = await debugToken(http, target, null, sent);
  if (!told.ok) return told;
  const { isValid, kind, expiresAt, dataAccessExpiresAt, scopes, granular, subcode } = told.value;
  const value = {
    trouble: isValid === true ? null : troubleOf(subcode),
    isSystemUser: kind === 'system_user',
    expiresAt,
    dataAccessExpiresAt,
    scopes,
    targets: Object.fromEntries((granular ?? []).flatMap(({ scope, targets }) => (targets ? [[scope, targets]] : []))),
  };
  return { ...told, value };
}

/** What an answer says is wrong with the token; null when it speaks of something else. */
export function tokenTrouble(answer: Failed): TokenTrouble | null {
  const { meaning, evidence } = answer;
  return meaning.kind === 'held' && meaning.reason === 'token' ? troubleOf(evidence.subcode) : null;
}

/** Subcodes of 190 (meta-api.md 10.2). */
const TOKEN_TROUBLES: ReadonlyMap<number | null, TokenTrouble> = new Map([
  [458, 'app_removed'],
  [459, 'checkpoint'],
  [460, 'password_changed'],
  [463, 'expired'],
  [464, 'unconfirmed'],
]);

function troubleOf(subcode: number | null): TokenTrouble {
  return TOKEN_TROUBLES.get(subcode) ?? 'invalid';
}

/** What the person granted the app, and what not: whatever is not granted is missing (meta-api.md 2.4). */
interface Grants {
  readonly granted: readonly string[];
  readonly declined: readonly string[];
}

/** null when the answer does not tell. */
export async function readGrants(http: Http, target: GraphTarget, sent: Sent): Promise<Read<Grants | null>> {
  return read(http, target, { method: 'GET', path: 'me/permissions', account: null }, sent, ({ data }) => {
    const rows = rowsIn(data);
    const names = (isGranted: boolean): readonly string[] =>
      (rows ?? []).filter((row) => (row['status'] === 'granted') === isGranted).map((row) => String(row['permission']));
    return rows && { granted: names(true), declined: names(false) };
  });
}

/** Permissions that the person granted to the app. */
export async function readPermissions(http: Http, target: GraphTarget, sent: Sent): Promise<Read<readonly string[]>> {
  const grants = await readGrants(http, target, sent);
  return grants.ok ? { ...grants, value: grants.value?.granted ?? [] } : grants;
}

/** Takes back everything that the person granted the app: every token of the two ends. */
export async function revoke(http: Http, target: GraphTarget, sent: Sent): Promise<GraphAnswer> {
  const call = prepareCall(http, target, { method: 'DELETE', path: 'me/permissions', account: null });
  sent(call);
  return call.send();
}
