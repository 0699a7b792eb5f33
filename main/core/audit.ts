import type { AuditFacts, Unread } from './audit-facts.ts';
import { audienceState, DISABLED, STATUSES } from './meta-states.ts';
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

  scopes({ token, permissions, state, account }) {
    const line = lineOf('scopes');
    const own = token.ok ? token.value.scopes : null;
    if (own === null && !permissions.ok) return unread('scopes', permissions.why);
    const granted = own ?? (permissions.ok ? permissions.value : []);
    if (!granted.includes('ads_management')) return line('fail', 'management', {}, 'connect');
    const targets = token.ok ? (token.value.targets['ads_management'] ?? []) : [];
    const business = state.ok ? state.value.business?.id : null;
    const isMeant = [account, account.replace(/^act_/, ''), business].some((id) => targets.some((one) => one === id));
    if (targets.length > 0 && !isMeant) {
      // What the lists of targets hold is not documented, so one that Meta's answer about the ad account speaks against only warns.
      return line(state.ok ? 'warn' : 'fail', 'not_this', { account, count: String(targets.length) }, 'connect');
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

  value_terms({ state, audiences, used, valueBased }) {
    if (!state.ok) return unread('value_terms', state.why);
    const line = lineOf('value_terms');
    const ofUse = audiences.ok
      ? audiences.value.filter(({ isValueBased, id }) => isValueBased && isUsed(used, id))
      : [];
    // They are accepted for the ad account, whoever accepts them (meta-api.md 5).
    const { business } = state.value.valueTerms;
    if (business === true) return line('pass', 'accepted');
    if (business === null) return line('unknown', 'untold', {}, 'terms_value');
    const first = ofUse[0]?.name ?? valueBased[0];
    return first !== undefined
      ? line('fail', 'needed', { audience: first }, 'terms_value')
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
      return { name: listed?.name ?? name, ...audienceState(listed) };
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
  return {
    id,
    status: 'unknown',
    evidence,
    said,
    action: kind === 'token' || kind === 'disconnected' ? 'connect' : null,
  };
}
