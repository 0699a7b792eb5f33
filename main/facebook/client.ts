import { createHmac } from 'node:crypto';

import type { Http, HttpRequest } from '../engine/ports.ts';
import { type GraphAnswer, readAnswer } from './outcome.ts';

/** The newest version known (meta-api.md 1). */
export const API_VERSION = 'v26.0';

const READ_TIMEOUT_MS = 60_000;
// 10,000 rows are 4 MB: two minutes on a slow line, and Meta takes its time.
const UPLOAD_TIMEOUT_MS = 180_000;

/** Where and as whom to call. */
export interface GraphTarget {
  /** Root without version; https, or http on loopback only. */
  readonly graphUrl: string;
  readonly token: string;
  /** Proof that the app's secret is known, where it is (meta-api.md 2.4). */
  readonly proof?: string;
}

export interface GraphCall {
  readonly method: HttpRequest['method'];
  /** Without version and leading slash: `act_1/customaudiences`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** To be sent as JSON; a list of bytes is JSON already, in pieces. */
  readonly body?: unknown;
  /** act_… whose usage figures matter. */
  readonly account: string | null;
}

/** A request that is ready to leave: what the egress log records of it is known before. */
export interface PreparedCall {
  readonly host: string;
  readonly method: HttpRequest['method'];
  readonly path: string;
  readonly bytes: number;
  send(): Promise<GraphAnswer>;
}

export class UnsafeTargetError extends Error {
  override readonly name = 'UnsafeTargetError';
}

/**
 * Checks a Graph root: TLS, or this computer. Throws UnsafeTargetError for anything else, so that a token can never leave in clear.
 * Returns the root without a trailing slash.
 */
export function graphRoot(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (
    !url ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)) ||
    url.username ||
    url.password
  ) {
    throw new UnsafeTargetError('The Graph address must be https, or http on this computer (127.0.0.1).');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

export function isLoopbackRoot(graphUrl: string): boolean {
  return /^https?:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:|\/|$)/.test(graphUrl);
}

/** `appsecret_proof` of a token: lower-case hex HMAC-SHA256 of it under the app's secret (meta-api.md 2.4). */
export function proofOf(token: string, appSecret: string): string {
  return createHmac('sha256', appSecret).update(token).digest('hex');
}

function bodyOf(body: unknown): readonly Uint8Array[] | null {
  if (body === undefined) return null;
  return Array.isArray(body) && body[0] instanceof Uint8Array
    ? (body as Uint8Array[])
    : [Buffer.from(JSON.stringify(body))];
}

/** Prepares one call. The token travels in the Authorization header, never in the address or the body. */
export function prepareCall(http: Http, target: GraphTarget, call: GraphCall): PreparedCall {
  const url = addressOf(target.graphUrl, call.path);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
  // Documented as a parameter. It opens nothing without the token, and the egress log keeps paths without their query.
  if (target.proof !== undefined) url.searchParams.set('appsecret_proof', target.proof);
  const body = bodyOf(call.body);
  const headers = {
    authorization: `Bearer ${target.token}`,
    ...(body === null ? {} : { 'content-type': 'application/json' }),
  };
  return prepared(http, url, { method: call.method, headers, body, account: call.account });
}

/** Prepares a POST whose fields travel as a form in the body, without a token of its own: for codes, tokens and secrets to be exchanged. */
export function prepareForm(
  http: Http,
  graphUrl: string,
  path: string,
  fields: Readonly<Record<string, string>>,
): PreparedCall {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = [Buffer.from(new URLSearchParams(fields).toString())];
  return prepared(http, addressOf(graphUrl, path), { method: 'POST', headers, body, account: null });
}

function addressOf(graphUrl: string, path: string): URL {
  return new URL(`${graphRoot(graphUrl)}/${API_VERSION}/${path}`);
}

function prepared(
  http: Http,
  url: URL,
  {
    method,
    headers,
    body,
    account,
  }: Pick<HttpRequest, 'method' | 'headers' | 'body'> & { readonly account: string | null },
): PreparedCall {
  const bytes = (body ?? []).reduce((sum, piece) => sum + piece.length, 0);
  return {
    host: url.host,
    method,
    path: url.pathname,
    bytes,
    async send() {
      const answer = await http({
        method,
        url: url.href,
        headers: { ...headers, accept: 'application/json' },
        body,
        timeoutMs: bytes < 100_000 ? READ_TIMEOUT_MS : UPLOAD_TIMEOUT_MS,
      });
      return readAnswer(answer, account);
    },
  };
}
