import type { AuditedAudience } from './audit-facts.ts';
import type { AuditAction, Light } from './audit.ts';

/** `account_status` of Meta's (meta-api.md 4). */
export const STATUSES: Readonly<Record<number, readonly [Light, string, AuditAction | null]>> = {
  1: ['pass', 'active', null],
  2: ['fail', 'disabled', 'quality'],
  3: ['warn', 'unsettled', 'billing'],
  7: ['warn', 'review', 'overview'],
  8: ['warn', 'settlement', 'billing'],
  9: ['warn', 'grace', 'billing'],
  100: ['fail', 'closing', 'overview'],
  101: ['fail', 'closed', 'overview'],
};

/** `disable_reason` of Meta's by its number, 1 first (meta-api.md 4). */
export const DISABLED: readonly (string | undefined)[] = [
  undefined,
  'ADS_INTEGRITY_POLICY',
  'ADS_IP_REVIEW',
  'RISK_PAYMENT',
  'GRAY_ACCOUNT_SHUT_DOWN',
  'ADS_AFC_REVIEW',
  'BUSINESS_INTEGRITY_RAR',
  'PERMANENT_CLOSE',
  'UNUSED_RESELLER_ACCOUNT',
  'UNUSED_ACCOUNT',
  'UMBRELLA_AD_ACCOUNT',
  'BUSINESS_MANAGER_INTEGRITY_POLICY',
  'MISREPRESENTED_AD_ACCOUNT',
  'AOAB_DESHARE_LEGAL_ENTITY',
  'CTX_THREAD_REVIEW',
  'COMPROMISED_AD_ACCOUNT',
];

/** `operation_status` of Meta's for customer lists (meta-api.md 6.2). */
const OPERATIONS: Readonly<Record<number, readonly [Light, string]>> = {
  100: ['warn', 'expiring'],
  200: ['pass', 'ready'],
  400: ['warn', 'warned'],
  410: ['pass', 'ready'],
  411: ['warn', 'few_matched'],
  412: ['warn', 'many_invalid'],
  414: ['warn', 'replacing'],
  415: ['fail', 'replace_failed'],
  441: ['pass', 'ready'],
  442: ['warn', 'warned'],
  450: ['warn', 'unused'],
  470: ['fail', 'creator_gone'],
  471: ['fail', 'flagged'],
  500: ['fail', 'error'],
};

interface AudienceFinding {
  readonly light: Light;
  readonly finding: string;
  readonly code: number | null;
}

/** The operation decides; only an audience that works is asked whether it can be used in ads. */
export function audienceState(listed: AuditedAudience | undefined): AudienceFinding {
  if (!listed) return { light: 'fail', finding: 'gone', code: null };
  const { operation, delivery } = listed;
  const known = operation === null ? undefined : OPERATIONS[operation];
  if (!known) return { light: 'unknown', finding: 'untold', code: operation };
  const [light, finding] = known;
  if (light !== 'pass' || delivery === null || delivery < 300) return { light, finding, code: operation };
  return delivery < 400
    ? { light: 'warn', finding: 'small', code: delivery }
    : { light: 'fail', finding: 'unusable', code: delivery };
}
