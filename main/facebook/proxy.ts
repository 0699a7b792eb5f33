import { Agent, type AgentOptions, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';

import type { NetworkPort } from '../engine/ports.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** How to reach a host. */
export type Route =
  | { readonly kind: 'direct' }
  /** `address` may hold a password: it is for the agent only, never for a text. */
  | { readonly kind: 'proxy'; readonly address: string }
  /** A proxy is demanded that cannot be used; `variable` says where. Going direct would disobey whoever demanded it. */
  | { readonly kind: 'unusable'; readonly variable: string };

// Lower case first, as everywhere. HTTP_PROXY comes last, as with npm: where it is all that is set, it mostly is the only way out.
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/**
 * The way to `url` that the settings (`wanted`) or else the environment demand. Plain http goes to this computer only, and what is on it
 * never takes a proxy.
 */
export function routeTo(url: URL, env: Environment, wanted: string | null = null): Route {
  if (url.protocol !== 'https:' || isLoopback(url.hostname)) return { kind: 'direct' };
  const variable = PROXY_VARIABLES.find((name) => env[name]?.trim());
  const demanded = wanted ?? (variable === undefined ? null : (env[variable] ?? ''));
  if (demanded === null || isExempt(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return { kind: 'direct' };
  const address = proxyAddress(demanded);
  if (address !== null) return { kind: 'proxy', address };
  return { kind: 'unusable', variable: wanted === null ? (variable ?? '') : 'The proxy of the settings' };
}

/** The proxy that the environment demands for Meta, as it may be shown; null = none. */
export function environmentProxy(env: Environment): ReturnType<NetworkPort['environmentProxy']> {
  const variable = PROXY_VARIABLES.find((name) => env[name]?.trim());
  return variable === undefined ? null : { variable, address: shownProxy(env[variable] ?? '')?.address ?? null };
}

/** A proxy without its credentials; null when it is no address of one. */
export function shownProxy(text: string): { readonly address: string; readonly hasCredentials: boolean } | null {
  const address = proxyAddress(text);
  if (address === null) return null;
  const { protocol, host, username, password } = new URL(address);
  return { address: `${protocol}//${host}`, hasCredentials: username !== '' || password !== '' };
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** NO_PROXY as curl reads it: `*`, or names between commas or blanks, each of which covers what is below it, with a port or without. */
function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const names = [host, url.hostname, `${url.hostname}:${url.port || '443'}`];
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, ''))
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || names.some((name) => name === entry || name.endsWith(`.${entry}`)));
}

/** An address that Node's agent takes without a complaint, which would quote the password; null when there is none. */
function proxyAddress(text: string): string | null {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim());
  // A per cent sign that escapes nothing is part of the password.
  const full = `${hasScheme ? '' : 'http://'}${text.trim().replace(/%(?![0-9a-f]{2})/gi, '%25')}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  if (!/^https?:$/.test(url.protocol) || url.hostname === '') return null;
  try {
    [url.username, url.password].forEach(decodeURIComponent);
  } catch {
    return null;
  }
  return url.href;
}

/** Options of a request through a tunnel. */
export interface TunnelOptions extends RequestOptions {
  /** Fires when the request is given up. Not `signal`, which Node keeps from its agents. */
  readonly givenUp?: AbortSignal;
}

/** Reaches hosts through Node's own CONNECT. */
export class TunnelAgent extends Agent {
  constructor(address: string, options: AgentOptions) {
    super({ ...options, proxyEnv: { https_proxy: address } });
  }

  /**
   * Closes the line to the proxy when it refuses, or when the request is given up before the tunnel stands. Node leaves it open, and
   * with a probe every three seconds they add up.
   */
  override createConnection(
    { givenUp, ...options }: TunnelOptions,
    done?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    const close = (): void => void line?.destroy();
    const line = super.createConnection(options, (error, socket) => {
      givenUp?.removeEventListener('abort', close);
      if (error) close();
      done?.(error, socket);
    });
    givenUp?.addEventListener('abort', close);
    return line;
  }
}
