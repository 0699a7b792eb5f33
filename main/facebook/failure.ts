import type { HttpAnswer } from '../engine/ports.ts';

/** How far a try had come. */
export interface Progress {
  /** A connection stood, for https a secure one, so the request may have arrived. */
  readonly isConnected: boolean;
  /** The connection had served an earlier request, and nothing has come back on it for this one. */
  readonly isStale: boolean;
  readonly isProxied: boolean;
}

/**
 * What a failure of the network means. Whatever fails before the connection stands is the network's, after that it is Meta's trouble
 * (DESIGN section 5), unless this computer itself says that its network is gone. Messages of the network stack hold addresses, so of an
 * error its code alone is kept.
 */
export function failureOf(error: Error, { isConnected, isStale, isProxied }: Progress): HttpAnswer {
  const code = codeOf(error);
  if (isConnected && NETWORK_GONE.includes(code)) return noAnswer('lost', `The network went away (${code})`);
  if (isConnected) return noAnswer('reset', `Connection lost (${isStale ? `${code}, it had been idle` : code})`);
  if (code === 'ERR_PROXY_TUNNEL') return noAnswer('proxy', refusalOf(error));
  const distrust = distrustOf(code);
  if (distrust) return noAnswer('untrusted', `${distrust} (${code})`);
  return noAnswer('no_connection', `${isProxied ? 'No connection through the proxy' : 'No connection'} (${code})`);
}

/** On a connection that stood: the computer has no way to the host any more, or has heard nothing from it, not even from its network. */
const NETWORK_GONE = [
  'ENETDOWN',
  'ENETUNREACH',
  'ENETRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'ECONNABORTED',
  'ETIMEDOUT',
];

/** The time was up. */
export function lateness({ isConnected, isProxied }: Progress): HttpAnswer {
  if (isConnected) return noAnswer('timeout', 'No answer in time');
  return noAnswer('no_connection', isProxied ? 'No connection through the proxy in time' : 'No connection in time');
}

export function noAnswer(reason: (HttpAnswer & { readonly kind: 'no_answer' })['reason'], said: string): HttpAnswer {
  return { kind: 'no_answer', reason, said };
}

function codeOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return /^\w+$/.test(code) ? code : 'no code';
}

function refusalOf(error: Error): string {
  const status = 'statusCode' in error ? Number(error.statusCode) : null;
  if (status === 407)
    return 'The proxy asks for a name and password: put them into its address in HTTPS_PROXY (HTTP 407)';
  return status === null ? 'The proxy made no connection' : `The proxy refused the connection (HTTP ${status})`;
}

const UNKNOWN_ISSUER = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'INVALID_CA',
];

function distrustOf(code: string): string | null {
  if (UNKNOWN_ISSUER.includes(code)) {
    return 'Somebody on the way shows a certificate that this computer does not trust. If your company inspects TLS, name the file of its CA certificate in NODE_EXTRA_CA_CERTS';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'Somebody on the way shows a certificate for another name: log in to this network';
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return 'The certificate is out of date: check the clock of this computer';
  }
  return null;
}
