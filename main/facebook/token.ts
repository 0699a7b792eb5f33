import type { Http } from '../engine/ports.ts';
import { type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { idIn, isObject, numberIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';
import type { Read } from './reads.ts';

type Sent = (call: PreparedCall) => void;

/** What `debug_token` tells of a token (meta-api.md 2.4). */
export interface TokenFacts {
  readonly isValid: boolean;
  readonly kind: 'user' | 'system_user' | 'other' | 'unknown';
  readonly appId: string | null;
  readonly appName: string | null;
  readonly personId: string | null;
  /** Epoch ms; 0 = never, null = not told. */
  readonly expiresAt: number | null;
  readonly dataAccessExpiresAt: number | null;
  readonly scopes: readonly string[] | null;
  /** `targets` null = all assets. */
  readonly granular: readonly { readonly scope: string; readonly targets: readonly string[] | null }[] | null;
  /** Why it is not valid, as an error of the Graph API would tell it. */
  readonly code: number | null;
  readonly subcode: number | null;
}

/**
 * Asks Meta about a token. The documented call wants the token in question in the address: the one exception from the rule. Whoever asks
 * is proved by the Authorization header: the app itself where its secret is known, else the token.
 */
export async function debugToken(
  http: Http,
  target: GraphTarget,
  app: { readonly id: string; readonly secret: string } | null,
  sent: Sent,
): Promise<Read<TokenFacts>> {
  const asker = app ? { graphUrl: target.graphUrl, token: `${app.id}|${app.secret}` } : target;
  const query = { input_token: target.token };
  const call = prepareCall(http, asker, { method: 'GET', path: 'debug_token', query, account: null });
  sent(call);
  const answer = await call.send();
  if (!answer.ok) return answer;
  const { data } = answer.body;
  return { ok: true, value: factsIn(isObject(data) ? data : {}), answer };
}

function factsIn(data: Readonly<Record<string, unknown>>): TokenFacts {
  const error = isObject(data['error']) ? data['error'] : {};
  return {
    isValid: data['is_valid'] !== false,
    kind: kindIn(data['type']),
    appId: idIn(data['app_id']),
    appName: idIn(data['application']),
    personId: idIn(data['user_id']),
    expiresAt: timeIn(data['expires_at']),
    dataAccessExpiresAt: timeIn(data['data_access_expires_at']),
    scopes: namesIn(data['scopes']),
    granular: Array.isArray(data['granular_scopes'])
      ? (data['granular_scopes'] as unknown[]).filter(isObject).map((row) => ({
          scope: String(row['scope']),
          // Without targets it means all assets.
          targets: namesIn(row['target_ids']),
        }))
      : null,
    code: numberIn(error['code']),
    subcode: numberIn(error['subcode']) ?? numberIn(error['error_subcode']),
  };
}

function kindIn(type: unknown): TokenFacts['kind'] {
  if (type === undefined) return 'unknown';
  if (type === 'USER') return 'user';
  return type === 'SYSTEM_USER' ? 'system_user' : 'other';
}

/** Unix seconds to epoch ms. */
function timeIn(value: unknown): number | null {
  const seconds = numberIn(value);
  return seconds === null ? null : seconds * 1000;
}

function namesIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? (value as unknown[]).map(String) : null;
}

/** What the person granted the app, and what not: whatever is not granted is missing (meta-api.md 2.4). */
export interface Grants {
  readonly granted: readonly string[];
  readonly declined: readonly string[];
}

export async function readGrants(http: Http, target: GraphTarget, sent: Sent): Promise<Read<Grants | null>> {
  const call = prepareCall(http, target, { method: 'GET', path: 'me/permissions', account: null });
  sent(call);
  const answer = await call.send();
  if (!answer.ok) return answer;
  const { data } = answer.body;
  if (!Array.isArray(data)) return { ok: true, value: null, answer };
  const rows = (data as unknown[]).filter(isObject);
  const names = (isGranted: boolean): readonly string[] =>
    rows.filter((row) => (row['status'] === 'granted') === isGranted).map((row) => String(row['permission']));
  return { ok: true, value: { granted: names(true), declined: names(false) }, answer };
}

/** Takes back everything that the person granted the app: every token of the two ends. */
export async function revoke(http: Http, target: GraphTarget, sent: Sent): Promise<GraphAnswer> {
  const call = prepareCall(http, target, { method: 'DELETE', path: 'me/permissions', account: null });
  sent(call);
  return call.send();
}
