import { termsState } from './terms.ts';

/** The lines of an audit in the order in which they are shown: what stands in the way of all that follows comes first. */
export const CHECK_IDS = [
  'token',
  'scopes',
  'role',
  'account_status',
  'business',
  'terms',
  'value_terms',
  'audience_limit',
  'audience',
  'quota',
  'api_version',
  'account_tasks',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** `unknown`: what could be read does not tell. It never counts as `pass`. */
export type Light = 'pass' | 'warn' | 'fail' | 'unknown';

/** Why something could not be read. */
export type UnreadKind =
  | 'token'
  | 'permission'
  /** Meta says that it does not exist or may not be seen. */
  | 'out_of_reach'
  | 'offline'
  | 'throttled'
  | 'trouble'
  | 'other'
  /** The sandbox of this connection does not run here. */
  | 'sandbox';

export interface Unread {
  readonly kind: UnreadKind;
  /** Meta's own words, or the network's; null when there are none. */
  readonly said: string | null;
}

/** Something that was read, or why it was not. */
export type Known<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Unread };

/** What is wrong with a token, by name. */
export type TokenTrouble = 'expired' | 'password_changed' | 'checkpoint' | 'app_removed' | 'unconfirmed' | 'invalid';

/** Everything that was read of an ad account and of the connection through which it is reached. Times are epoch ms. */
export interface AuditFacts {
  readonly now: number;
  /** act_… */
  readonly account: string;
  /** Whose token it is, in words for the screen. */
  readonly signer: string;
  /** What Meta says of the token. */
  readonly token: Known<{
    readonly trouble: TokenTrouble | null;
    readonly isSystemUser: boolean;
    /** 0 = never, null = not told. */
    readonly expiresAt: number | null;
    readonly dataAccessExpiresAt: number | null;
    readonly scopes: readonly string[] | null;
    readonly targets: Readonly<Record<string, readonly string[]>>;
  }>;
  /** Whether a plain read with the token works. */
  readonly person: Known<unknown>;
  /** What is wrong with the token by which that read was refused; null when it was not refused for that. */
  readonly refusal: TokenTrouble | null;
  /** Permissions that the person has granted to the app. */
  readonly permissions: Known<readonly string[]>;
  readonly state: Known<{
    readonly status: number | null;
    readonly disableReason: number | null;
    readonly business: { readonly id: string | null; readonly name: string | null } | null;
    readonly tasks: readonly string[] | null;
    readonly terms: TermsMaps;
    readonly valueTerms: TermsMaps;
  }>;
  /** All audiences of the ad account. */
  readonly audiences: Known<readonly AuditedAudience[]>;
  /** Those that jobs of Muster's change; drafts are left out. */
  readonly used: readonly { readonly id: string; readonly name: string }[];
  readonly quota: {
    readonly tier: 'full' | 'limited' | 'unknown';
    /** Of what is allowed; null before the first figure. */
    readonly percent: number | null;
    /** Meta asked to be left alone until; null = it did not. */
    readonly coolDownUntil: number | null;
  };
  readonly version: {
    /** The one that Muster asks for. */
    readonly asked: string;
    /** The one that answered; null = not told. */
    readonly served: string | null;
    /** Meta upgraded the call by itself, since the version is switched off. */
    readonly isUpgraded: boolean;
    /** Meta refused the call for its version. */
    readonly isRefused: boolean;
  };
}

export interface TermsMaps {
  /** null = not told. */
  readonly business: boolean | null;
  readonly person: boolean | null;
}

export interface AuditedAudience {
  readonly id: string;
  readonly name: string;
  readonly subtype: string | null;
  readonly isValueBased: boolean;
  readonly operation: number | null;
  readonly delivery: number | null;
}

/** What somebody can do about a line, by name; the engine knows the page of each. */
export type AuditAction =
  | 'connect'
  | 'login'
  | 'role'
  | 'portfolio'
  | 'overview'
  | 'billing'
  | 'quality'
  | 'terms_business'
  | 'terms_personal'
  | 'terms_value'
  | 'audiences'
  | 'tier'
  | 'update';

export interface AuditLine {
  readonly id: CheckId;
  readonly status: Light;
  /** Key of the text that says what was found, with the figures that it leaves open. */
  readonly evidence: { readonly key: string; readonly values: Readonly<Record<string, string>> };
  /** Meta's own words where a read failed. */
  readonly said: string | null;
  readonly action: AuditAction | null;
}

/** Every line of DESIGN section 7, each judged by itself. */
export function judge(facts: AuditFacts): readonly AuditLine[] {
  return CHECK_IDS.map((id) => lines[id](facts));
}

/** Nothing at all could be read, so the audit says nothing about the ad account. */
export function isBlind({ token, person, refusal, permissions, state, audiences }: AuditFacts): boolean {
  return refusal === null && ![token, person, permissions, state, audiences].some(({ ok }) => ok);
}

type Judge = (facts: AuditFacts) => AuditLine;

const DAY_MS = 24 * 60 * 60_000;
/** Somebody has two weeks to connect again before it stops. */
const SOON_DAYS = 14;
/** Customer lists that an ad account may have (meta-api.md 6.1), and from where on it is said. */
const MOST_LISTS = 500;
const MANY_LISTS = 450;
/** DESIGN section 5: slower above this. */
const HIGH_PERCENT = 75;

const lines: Readonly<Record<CheckId, Judge>> = {
  token({ token, person, refusal, now }) {
    const line = lineOf('token');
    const trouble = (token.ok ? token.value.trouble : null) ?? refusal;
    if (trouble !== null) {
      const action = trouble === 'checkpoint' || trouble === 'unconfirmed' ? 'login' : 'connect';
      return line('fail', trouble, {}, action, person.ok ? null : person.why.said);
    }
    if (!token.ok && !person.ok) return unread('token', person.why);
    // Meta tells the app's developers only how long a token lives.
    if (!token.ok) return line('unknown', 'untold', {}, null, token.why.said);
    const { expiresAt, dataAccessExpiresAt, isSystemUser } = token.value;
    if (expiresAt === null) return line('unknown', 'untold');
    const ends = [expiresAt, dataAccessExpiresAt ?? 0].filter((at) => at > 0);
    if (ends.length === 0) return line('pass', isSystemUser ? 'system_user' : 'never');
    const days = Math.max(0, Math.floor((Math.min(...ends) - now) / DAY_MS));
    const finding = expiresAt > 0 && expiresAt <= Math.min(...ends) ? 'days' : 'data_days';
    return days > SOON_DAYS
      ? line('pass', finding, { days: String(days) })
      : line('warn', finding, { days: String(days) }, 'connect');
  },

  scopes({ token, permissions, account }) {
    const line = lineOf('scopes');
    const own = token.ok ? token.value.scopes : null;
    if (own === null && !permissions.ok) return unread('scopes', permissions.why);
    const granted = own ?? (permissions.ok ? permissions.value : []);
    if (!granted.includes('ads_management')) return line('fail', 'management', {}, 'connect');
    const targets = token.ok ? token.value.targets['ads_management'] : undefined;
    if (targets && ![account, account.replace(/^act_/, '')].some((id) => targets.includes(id))) {
      return line('fail', 'not_this', { account, count: String(targets.length) }, 'connect');
    }
    if (!granted.includes('ads_read')) return line('warn', 'read', {}, 'connect');
    return line('pass', 'granted', { scopes: granted.filter((scope) => scope !== 'public_profile').join(', ') });
  },

  role({ state, signer, account }) {
    const line = lineOf('role');
    if (!state.ok) {
      return state.why.kind === 'out_of_reach'
        ? line('fail', 'out_of_reach', { account }, 'role', state.why.said)
        : unread('role', state.why);
    }
    const { tasks } = state.value;
    if (tasks === null) return line('unknown', 'untold', {}, 'role');
    const told = { tasks: tasks.join(', '), person: signer, account };
    if (tasks.includes('MANAGE') || tasks.includes('ADVERTISE')) return line('pass', 'may', told);
    return tasks.length === 0 ? line('fail', 'none', told, 'role') : line('fail', 'too_little', told, 'role');
  },

  account_status({ state }) {
    if (!state.ok) return unread('account_status', state.why);
    const { status, disableReason } = state.value;
    const known = status === null ? undefined : STATUSES[status];
    const line = lineOf('account_status');
    if (!known) return line('unknown', 'untold', { status: String(status ?? '?') }, 'overview');
    const [light, finding, action] = known;
    // Meta's reasons have no texts of their own; the number is what its support asks for.
    return finding === 'disabled' && disableReason !== null && disableReason > 0
      ? line(light, 'disabled_for', { reason: DISABLED[disableReason] ?? String(disableReason) }, action)
      : line(light, finding, {}, action);
  },

  business({ state, account }) {
    if (!state.ok) return unread('business', state.why);
    const { business } = state.value;
    const line = lineOf('business');
    if (business === null) return line('fail', 'none', { account }, 'portfolio');
    return line('pass', 'in', { business: business.name ?? business.id ?? '?', id: business.id ?? '?' });
  },

  terms({ state, token, signer }) {
    if (!state.ok) return unread('terms', state.why);
    const { terms, business } = state.value;
    const isSystemUser = token.ok ? token.value.isSystemUser : null;
    const found = termsState({ ...terms, isSystemUser });
    const told = { person: signer, business: business?.name ?? business?.id ?? '–' };
    const action = business === null ? 'terms_personal' : 'terms_business';
    const line = lineOf('terms');
    switch (found) {
      case 'accepted':
        return isSystemUser ? line('pass', 'system_user', told) : line('pass', 'accepted', told);
      case 'nobody':
        return line('fail', isSystemUser ? 'nobody_for_system_user' : 'nobody', told, action);
      case 'other_person':
      case 'not_person':
        return line('fail', found, told, action);
      case 'person_untold':
      case 'untold':
        return line('unknown', found, told, action);
    }
  },

  value_terms({ state, audiences, used }) {
    if (!state.ok) return unread('value_terms', state.why);
    const line = lineOf('value_terms');
    const ofUse = audiences.ok
      ? audiences.value.filter(({ isValueBased, id }) => isValueBased && isUsed(used, id))
      : [];
    // They are accepted for the ad account, whoever accepts them (meta-api.md 5).
    const { business } = state.value.valueTerms;
    if (business === true) return line('pass', 'accepted');
    if (business === null) return line('unknown', 'untold', {}, 'terms_value');
    const first = ofUse[0];
    return first
      ? line('fail', 'needed', { audience: first.name }, 'terms_value')
      : line('warn', 'missing', {}, 'terms_value');
  },

  audience_limit({ audiences }) {
    if (!audiences.ok) return unread('audience_limit', audiences.why);
    const count = audiences.value.filter(({ subtype }) => subtype === 'CUSTOM').length;
    const line = lineOf('audience_limit');
    const told = { count: String(count), limit: String(MOST_LISTS), left: String(Math.max(0, MOST_LISTS - count)) };
    if (count >= MOST_LISTS) return line('fail', 'reached', told, 'audiences');
    return count >= MANY_LISTS ? line('warn', 'near', told, 'audiences') : line('pass', 'room', told);
  },

  audience({ audiences, used }) {
    const line = lineOf('audience');
    if (used.length === 0) return line('pass', 'none');
    if (!audiences.ok) return unread('audience', audiences.why);
    const found = used.map(({ id, name }) => {
      const listed = audiences.value.find((one) => one.id === id);
      return { name: listed?.name ?? name, ...stateOf(listed) };
    });
    const worst = found.toSorted((a, b) => URGENCY.indexOf(a.light) - URGENCY.indexOf(b.light))[0];
    if (!worst || worst.light === 'pass') return line('pass', 'ready', { count: String(used.length) });
    const same = found.filter(({ light }) => light === worst.light).length;
    const told = { audience: worst.name, status: String(worst.code ?? '?'), count: String(same) };
    return line(worst.light, worst.finding, told, 'audiences');
  },

  quota({ quota, now }) {
    const { tier, percent, coolDownUntil } = quota;
    const line = lineOf('quota');
    const told = { percent: percent === null ? '?' : String(Math.round(percent)) };
    if (coolDownUntil !== null && coolDownUntil - now > 1000) {
      return line('warn', 'cooling', { ...told, minutes: String(Math.ceil((coolDownUntil - now) / 60_000)) });
    }
    if (percent !== null && percent > HIGH_PERCENT) return line('warn', 'high', told);
    if (tier === 'limited') return line('warn', 'limited', told, 'tier');
    if (tier === 'unknown') return line('unknown', percent === null ? 'untold' : 'tier_untold', told, 'tier');
    return percent === null ? line('pass', 'full') : line('pass', 'full_used', told);
  },

  api_version({ version, person }) {
    const line = lineOf('api_version');
    const told = { asked: version.asked, served: version.served ?? '?' };
    if (version.isRefused) return line('fail', 'refused', told, 'update');
    if (version.isUpgraded) return line('warn', 'upgraded', told, 'update');
    if (version.served === null) return person.ok ? line('unknown', 'untold', told) : unread('api_version', person.why);
    return version.served === version.asked ? line('pass', 'same', told) : line('warn', 'other', told, 'update');
  },

  account_tasks() {
    return lineOf('account_tasks')('unknown', 'unreadable', {}, 'overview');
  },
};

const URGENCY: readonly Light[] = ['fail', 'unknown', 'warn', 'pass'];

/** `account_status` of Meta's (meta-api.md 4). */
const STATUSES: Readonly<Record<number, readonly [Light, string, AuditAction | null]>> = {
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
const DISABLED: readonly (string | undefined)[] = [
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
function stateOf(listed: AuditedAudience | undefined): AudienceFinding {
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

function isUsed(used: AuditFacts['used'], id: string): boolean {
  return used.some((one) => one.id === id);
}

function lineOf(id: CheckId) {
  return (
    status: Light,
    finding: string,
    values: Readonly<Record<string, string>> = {},
    action: AuditAction | null = null,
    said: string | null = null,
  ): AuditLine => ({ id, status, evidence: { key: `audit.${id}.${finding}`, values }, said, action });
}

/** What could not be read is unknown, and why. */
function unread(id: CheckId, { kind, said }: Unread): AuditLine {
  const evidence = { key: `audit.unread.${kind}`, values: {} };
  return { id, status: 'unknown', evidence, said, action: kind === 'token' ? 'connect' : null };
}
