import type { CustomScheme, Privileges, Protocol } from 'electron';

import { notImplemented, refuseUnknown, strict } from './strict.ts';

type Handler = Parameters<Protocol['handle']>[1];

/** A request of the page that Chromium has paused for us; see the Fetch domain of the DevTools Protocol. */
export interface PausedRequest {
  readonly requestId: string;
  readonly resourceType: string;
  readonly frameId: string;
  readonly request: {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly hasPostData?: boolean;
  };
}

/** An answer in the form that 'Fetch.fulfillRequest' takes; the body is base64. */
export interface Answer {
  readonly responseCode: number;
  readonly responseHeaders: { name: string; value: string }[];
  readonly body: string;
}

// Chromium cannot learn a scheme at run time. A standard, secure one behaves like https, so app://host/path is shown to
// it as https://host.app.standin.test/path, and every request there is answered by the scheme's handler.
const DOMAIN = 'standin.test';

/** Pattern, for 'Fetch.enable', of all requests to custom schemes. */
export const SCHEME_REQUESTS = `https://*.${DOMAIN}/*`;

const schemes = new Map<string, { readonly privileges: Privileges; handler?: Handler }>();

/** The address under which Chromium knows `url`. */
export function toChromiumUrl(url: string): string {
  const [, scheme, host, rest] = /^([a-z][\w+.-]*):\/\/([^/?#]+)(.*)$/i.exec(url) ?? [];
  if (scheme === undefined || !schemes.has(scheme)) return url;
  return new URL(`https://${host}.${scheme}.${DOMAIN}${rest}`).href;
}

/** The address that the app knows, for one of Chromium's. */
export function toAppUrl(url: string): string {
  const { protocol: scheme, hostname, pathname, search, hash } = new URL(url);
  if (scheme !== 'https:' || !hostname.endsWith(`.${DOMAIN}`)) return url;
  const [host, custom] = hostname.slice(0, -DOMAIN.length - 1).split(/\.(?=[^.]*$)/);
  return `${custom}://${host}${pathname}${search}${hash}`;
}

function register({ scheme, privileges = {} }: CustomScheme): void {
  refuseUnknown('protocol.registerSchemesAsPrivileged', privileges, [
    'standard',
    'secure',
    'supportFetchAPI',
    'stream',
    'codeCache',
  ]);
  if (!privileges.standard || !privileges.secure)
    throw notImplemented(`the scheme '${scheme}' not standard and secure`);
  schemes.set(scheme, { privileges });
}

/** Electron's `protocol`, for schemes that are standard and secure. */
export const protocol = strict<Protocol>('protocol', {
  registerSchemesAsPrivileged: (custom) => custom.forEach(register),
  handle(scheme, handler) {
    const registered = schemes.get(scheme);
    if (!registered) throw notImplemented(`protocol.handle for the unregistered scheme '${scheme}'`);
    if (registered.handler) throw new Error(`Failed to register protocol: ${scheme}`);
    registered.handler = handler;
  },
});

/**
 * Lets the handler of a custom scheme answer. Undefined: the request is none of ours, or the scheme refuses it.
 * Throws what the handler throws.
 */
export async function answerRequest({ request, resourceType }: PausedRequest): Promise<Answer | undefined> {
  const url = toAppUrl(request.url);
  const scheme = new URL(url).protocol.slice(0, -1);
  const { handler, privileges } = schemes.get(scheme) ?? {};
  if (!handler) return undefined;
  if (!privileges?.supportFetchAPI && /^(Fetch|XHR)$/.test(resourceType)) {
    throw new Error(`${scheme} does not support the fetch API`);
  }
  if (request.hasPostData) throw notImplemented(`a request body for ${scheme}:`);
  const response = await handler(new Request(url, { method: request.method, headers: request.headers }));
  const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
  const policy = response.headers.get('content-security-policy') ?? '';
  if (policy.includes(`${scheme}:`)) throw notImplemented(`'${scheme}:' in a Content-Security-Policy; use 'self'`);
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  return { responseCode: response.status, responseHeaders, body };
}
