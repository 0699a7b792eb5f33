import type { ConnectFailure } from '../../preload/contract/connections.ts';
import type { Http } from '../engine/ports.ts';
import { API_VERSION, graphRoot, isLoopbackRoot, prepareForm, type PreparedCall } from './client.ts';
import { idIn, numberIn } from './json.ts';
import type { GraphAnswer } from './outcome.ts';

/** Where a login in a window ends; it must be listed in the app's settings (meta-api.md 2.1). */
export const LOGIN_SUCCESS_URL = 'https://www.facebook.com/connect/login_success.html';

/** What Muster asks for: the second for reports, the third for the names of businesses (meta-api.md 3). */
export const SCOPES = ['ads_management', 'ads_read', 'business_management'] as const;

/** The one without which nobody can change an audience. */
export const NEEDED_SCOPE = 'ads_management';

export interface DialogOrder {
  /** Of the Graph API; the dialog of a root on this computer is there too. */
  readonly graphUrl: string;
  readonly appId: string;
  /** Configuration of Facebook Login for Business; it replaces the list of permissions. */
  readonly configId: string | null;
  readonly redirectUri: string;
  readonly state: string;
  /** A token comes in the fragment and needs no secret; a code in the query, to be exchanged with it. */
  readonly response: 'code' | 'token';
  /** What was declined before is asked for again. */
  readonly asksAgain: boolean;
}

/** The address of the login dialog (meta-api.md 2.1). Throws UnsafeTargetError. */
export function dialogUrl(order: DialogOrder): string {
  const root = graphRoot(order.graphUrl);
  const origin = isLoopbackRoot(root) ? new URL(root).origin : 'https://www.facebook.com';
  const url = new URL(`${origin}/${API_VERSION}/dialog/oauth`);
  const query = {
    client_id: order.appId,
    redirect_uri: order.redirectUri,
    state: order.state,
    response_type: order.response,
    ...(order.configId === null
      ? { scope: SCOPES.join(',') }
      : // Without this a configuration for system users does not answer with a code.
        { config_id: order.configId, override_default_response_type: 'true' }),
    ...(order.asksAgain ? { auth_type: 'rerequest' } : {}),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** What the address tells to which Facebook sent the browser back. */
export type Redirect =
  | { readonly kind: 'code'; readonly code: string }
  /** `expiresInMs` null = not told, 0 = never. */
  | { readonly kind: 'token'; readonly token: string; readonly expiresInMs: number | null }
  | { readonly kind: 'failed'; readonly reason: ConnectFailure; readonly said: string | null };

/** Reads query and fragment of a redirect (meta-api.md 2.2). An answer of another login, or of nobody we asked, is `wrong_state`. */
export function readRedirect(address: string, state: string): Redirect {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) return failed('no_answer_in_address');
  const given = new Map([...url.searchParams, ...new URLSearchParams(url.hash.slice(1))]);
  const [code, token, error] = [given.get('code'), given.get('access_token'), given.get('error')];
  if (!code && !token && error === undefined && !given.has('error_code')) return failed('no_answer_in_address');
  // A refusal is documented without its state, and cannot do more than end the login; an answer has to be ours.
  const isRefusal = !code && !token && !given.has('state');
  if (given.get('state') !== state && !isRefusal) return failed('wrong_state');
  if (error !== undefined || given.has('error_code')) {
    return failed(refusalIn(given), wordsOf(given.get('error_description') ?? given.get('error_message')));
  }
  // A token is as good as a code, and needs no secret.
  if (token) {
    const seconds = numberIn(given.get('expires_in'));
    return { kind: 'token', token, expiresInMs: seconds === null ? null : seconds * 1000 };
  }
  return code ? { kind: 'code', code } : failed('no_answer_in_address');
}

/**
 * Cancelling is documented without `error_code`. With 200 it was seen for an app that is not live, or whose configuration cannot be
 * granted, but also after a cancel: nothing tells them apart, so the explanation speaks of both (meta-api.md 2.2).
 */
function refusalIn(given: ReadonlyMap<string, string>): ConnectFailure {
  const isDenied = given.get('error') === 'access_denied' || given.get('error_reason') === 'user_denied';
  if (given.get('error_code') === '200') return 'app_not_live';
  return isDenied ? 'cancelled' : 'dialog_failed';
}

function failed(reason: ConnectFailure, said: string | null = null): Redirect {
  return { kind: 'failed', reason, said };
}

/** Anybody can make such an address, so its words are cut short before they are shown. */
function wordsOf(text: string | undefined): string | null {
  return text?.replaceAll(/[^\p{L}\p{N}\p{P} ]/gu, ' ').slice(0, 200) || null;
}

export interface App {
  readonly id: string;
  readonly secret: string;
}

/** A token that an exchange gave; `expiresInMs` null = not told. */
export interface Token {
  readonly token: string;
  readonly expiresInMs: number | null;
}

type Failed = GraphAnswer & { readonly ok: false };
export type Exchanged = { readonly ok: true; readonly value: Token; readonly answer: GraphAnswer } | Failed;

/** Exchanges the code of a redirect. `redirectUri` is to the letter that of the dialog. Code and secret travel in the body. */
export function exchangeCode(
  http: Http,
  graphUrl: string,
  app: App,
  { code, redirectUri }: { readonly code: string; readonly redirectUri: string },
  sent: (call: PreparedCall) => void,
): Promise<Exchanged> {
  // Meta's pages leave the type out and its servers take it; every other server insists on it (RFC 6749, 4.1.3).
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
  return exchange(http, graphUrl, app, fields, sent);
}

/** Exchanges a token of hours for one of about 60 days (meta-api.md 2.3); one that never ends is answered as it is. */
export function lengthen(
  http: Http,
  graphUrl: string,
  app: App,
  token: string,
  sent: (call: PreparedCall) => void,
): Promise<Exchanged> {
  return exchange(http, graphUrl, app, { grant_type: 'fb_exchange_token', fb_exchange_token: token }, sent);
}

async function exchange(
  http: Http,
  graphUrl: string,
  app: App,
  fields: Readonly<Record<string, string>>,
  sent: (call: PreparedCall) => void,
): Promise<Exchanged> {
  const all = { client_id: app.id, client_secret: app.secret, ...fields };
  const call = prepareForm(http, graphUrl, 'oauth/access_token', all);
  sent(call);
  const answer = await call.send();
  if (!answer.ok) return answer;
  const token = idIn(answer.body['access_token']);
  if (token === null) {
    const evidence = { ...answer.evidence, said: 'The answer holds no token' };
    return { ok: false, meaning: { kind: 'retry' }, usage: answer.usage, evidence };
  }
  const seconds = numberIn(answer.body['expires_in']);
  return { ok: true, value: { token, expiresInMs: seconds === null ? null : seconds * 1000 }, answer };
}

/** Codes, subcodes and, where one code means several things, words of what can go wrong with a login or a token (meta-api.md 2, 10.2). */
const FAILURES: readonly {
  readonly code: number;
  readonly subcode?: number;
  readonly message?: RegExp;
  readonly is: ConnectFailure;
}[] = [
  { code: 1, message: /desktop app/i, is: 'desktop_app' },
  { code: 1, message: /client.secret/i, is: 'secret_wrong' },
  { code: 101, is: 'app_unknown' },
  { code: 100, subcode: 36009, is: 'code_used' },
  { code: 100, subcode: 36007, is: 'code_expired' },
  { code: 100, subcode: 36008, is: 'redirect_differs' },
  { code: 100, subcode: 36005, is: 'code_unknown' },
  { code: 100, message: /authorization code has been used/i, is: 'code_used' },
  { code: 100, message: /redirect_uri/i, is: 'redirect_differs' },
  { code: 100, message: /Invalid appsecret_proof/i, is: 'proof_wrong' },
  { code: 100, message: /appsecret_proof/i, is: 'proof_needed' },
  { code: 190, subcode: 458, is: 'app_removed' },
  { code: 190, subcode: 459, is: 'checkpoint' },
  { code: 190, subcode: 460, is: 'password_changed' },
  { code: 190, subcode: 463, is: 'token_expired' },
  { code: 190, subcode: 464, is: 'unconfirmed' },
  // The token of an app, or of nobody.
  { code: 2500, is: 'not_a_person' },
  ...[102, 104, 190].map((code) => ({ code, is: 'token_invalid' }) as const),
];

/** What a refused exchange or read means to somebody who wants to connect. */
export function connectFailureOf({ meaning, evidence }: Failed): ConnectFailure {
  const { code, subcode, said } = evidence;
  const found = FAILURES.find(
    (row) =>
      row.code === code &&
      (row.subcode === undefined || row.subcode === subcode) &&
      (row.message === undefined || row.message.test(said ?? '')),
  );
  if (found) return found.is;
  return failureOfMeaning(meaning.kind, evidence.httpStatus);
}

function failureOfMeaning(kind: Failed['meaning']['kind'], httpStatus: number | null): ConnectFailure {
  if (kind === 'offline') return 'offline';
  // Nothing came back: the connection broke.
  return httpStatus === null ? 'offline' : 'meta_failed';
}
