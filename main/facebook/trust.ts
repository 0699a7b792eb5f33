import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import type { Environment } from './proxy.ts';

/**
 * Trusts, beside the authorities that Node brings, those of the operating system and of NODE_EXTRA_CA_CERTS, for the whole thread: where a
 * company inspects TLS, its authority is in the one or the other. Node reads the file at its start, too, but Electron need not.
 * Takes a twentieth of a second, so it waits for the first address that needs it. A store that cannot be read adds nothing; the
 * connection then fails with words that name the remedy.
 */
export function trustLocalAuthorities(env: Environment): void {
  const extra = extraAuthorities(env);
  const found = [getCACertificates('default'), systemAuthorities(), extra.kind === 'read' ? extra.certificates : []];
  setDefaultCACertificates([...new Set(found.flat())]);
}

function systemAuthorities(): readonly string[] {
  try {
    return getCACertificates('system');
  } catch {
    return [];
  }
}

export type ExtraAuthorities =
  | { readonly kind: 'none' }
  | { readonly kind: 'read'; readonly certificates: readonly string[] }
  /** `code` of the file system, or `NO_CERTIFICATE` when the file holds none that can be read. */
  | { readonly kind: 'unreadable'; readonly code: string };

/** What the file named in NODE_EXTRA_CA_CERTS holds; never throws. */
export function extraAuthorities(env: Environment): ExtraAuthorities {
  const path = env['NODE_EXTRA_CA_CERTS'];
  if (!path) return { kind: 'none' };
  try {
    const blocks = readFileSync(path, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    const certificates = blocks.filter(isCertificate);
    return certificates.length > 0 ? { kind: 'read', certificates } : { kind: 'unreadable', code: 'NO_CERTIFICATE' };
  } catch (error) {
    return { kind: 'unreadable', code: error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN' };
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
