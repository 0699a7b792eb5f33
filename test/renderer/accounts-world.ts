import type { Audit, AuditCheck } from '../../preload/contract/audit.ts';
import {
  CONNECT_FAILURES,
  type ConnectAttempt,
  type ConnectFailure,
  type Connection,
  type ConnectResult,
  type ReachableAccount,
} from '../../preload/contract/connections.ts';
import type { CallName, Input, Output } from '../../preload/contract/contract.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
type Names = Extract<CallName, `connections.${string}` | `audit.${string}`>;
type Answers = { readonly [N in Names]: (input: Input<N>) => Output<N> | undefined };

/** Connections and audits of a fake engine. A pasted token that is named like a failure fails so; an address too, after `code=`. */
export function accountAnswers(isFull: boolean): Answers {
  const now = Date.now();
  const connections: Connection[] = isFull ? connectionsOf(now) : [];
  const accounts = new Map([
    [1, isFull ? reachOf(240) : []],
    [2, reachOf(3)],
  ]);
  const audits: Audit[] = [];
  const logins = new Map<string, ConnectAttempt>();
  const put = (connection: Connection): void => {
    const at = connections.findIndex(({ id }) => id === connection.id);
    if (at === -1) connections.push(connection);
    else connections[at] = connection;
  };
  const connected = (id: number | undefined): ConnectResult => {
    const before = connections.find((each) => each.id === id);
    const next = before ?? { ...connectionOf(connections.length + 1, now), person: { id: '77', name: 'New Person' } };
    put({ ...next, health: 'ok', trouble: null, said: null });
    return { state: 'done', connectionId: next.id };
  };
  return {
    'connections.list': () => connections,
    'connections.begin'({ appId, way, connectionId }) {
      const attemptId = String(logins.size + 1);
      const known = connections.find(({ id }) => id === connectionId)?.app?.id;
      if ((appId ?? known) === undefined) {
        logins.set(attemptId, failed('app_needed'));
        return { attemptId, url: null };
      }
      const redirectUri =
        way === 'browser' ? 'http://localhost:43117/' : 'https://www.facebook.com/connect/login_success.html';
      const url = `https://www.facebook.com/v26.0/dialog/oauth?client_id=${appId ?? known}`;
      logins.set(attemptId, { state: 'waiting', url, redirectUri, expiresAt: now + 10 * MINUTE, hint: null });
      return { attemptId, url };
    },
    'connections.attempt': ({ attemptId }) => logins.get(attemptId),
    'connections.finish'({ attemptId, address }) {
      const login = logins.get(attemptId);
      const code = /[?&]code=(\w+)/.exec(address)?.[1];
      const reason = CONNECT_FAILURES.find((name) => name === code);
      if (code !== undefined) logins.set(attemptId, reason ? failed(reason) : connected(undefined));
      else if (login?.state === 'waiting') logins.set(attemptId, { ...login, hint: 'no_answer_in_address' });
      return logins.get(attemptId);
    },
    'connections.cancel'({ attemptId, because }) {
      logins.set(attemptId, failed(because ?? 'cancelled'));
      return logins.get(attemptId);
    },
    'connections.paste'({ token, connectionId }) {
      const reason = CONNECT_FAILURES.find((name) => name === token);
      return reason ? failed(reason) : connected(connectionId);
    },
    'connections.sandbox': () => connected(undefined),
    'connections.check'({ connectionId }) {
      const found = connections.find(({ id }) => id === connectionId);
      if (found) put({ ...found, checkedAt: Date.now() });
      return found;
    },
    'connections.accounts'({ connectionId }) {
      const all = accounts.get(connectionId) ?? [];
      return { accounts: all, total: all.length, listedAt: now - 40 * MINUTE, failed: null };
    },
    'connections.choose'({ connectionId, accounts: chosen }) {
      const all = accounts.get(connectionId) ?? [];
      accounts.set(
        connectionId,
        all.map((each) => ({ ...each, isChosen: chosen.includes(each.account) })),
      );
      return { chosen: chosen.length, pausedJobs: 0 };
    },
    'connections.disconnect'({ connectionId, revokes }) {
      const found = connections.find(({ id }) => id === connectionId);
      if (found) put({ ...found, health: 'disconnected', trouble: null, said: null });
      return { jobs: found?.jobs ?? 0, isRevoked: revokes ? true : null, said: null };
    },
    'audit.run'({ connectionId, account }) {
      const audit = auditOf(connectionId, account);
      audits.push(audit);
      return audit;
    },
    'audit.list': () => audits,
  };
}

function failed(reason: ConnectFailure): ConnectResult & { readonly state: 'failed' } {
  const missing = reason === 'declined' ? ['ads_management'] : [];
  return { state: 'failed', reason, said: reason === 'meta_failed' ? '(#1) An unknown error occurred' : null, missing };
}

function connectionOf(id: number, now: number): Connection {
  return {
    id,
    isSandbox: false,
    person: { id: '10158812345678901', name: 'Marta Lindqvist' },
    kind: 'user',
    app: { id: '482913374410025', name: 'Alder & Pine Audiences' },
    configId: null,
    hasSecret: true,
    granted: ['ads_management', 'ads_read', 'public_profile'],
    declined: [],
    granular: null,
    expiresAt: now + 60 * DAY,
    dataAccessExpiresAt: now + 90 * DAY,
    warnings: [],
    health: 'ok',
    trouble: null,
    said: null,
    checkedAt: now - 12 * MINUTE,
    accounts: { known: 0, chosen: 0, listedAt: null },
    jobs: 0,
  };
}

/** A person whose token soon ends, a system user, a person who has changed the password. */
function connectionsOf(now: number): Connection[] {
  const soon = now + 6 * DAY;
  return [
    {
      ...connectionOf(1, now),
      declined: ['business_management'],
      granular: [{ scope: 'ads_management', targets: ['act_1087542206314', 'act_2299110044'] }],
      expiresAt: soon,
      warnings: [{ kind: 'token_expires', days: 7, at: soon, scope: null }],
      accounts: { known: 240, chosen: 2, listedAt: now - 40 * MINUTE },
      jobs: 4,
    },
    {
      ...connectionOf(2, now),
      person: { id: '122098', name: 'Muster sync' },
      kind: 'system_user',
      expiresAt: 'never',
      dataAccessExpiresAt: 'never',
      accounts: { known: 3, chosen: 2, listedAt: now - 40 * MINUTE },
    },
    {
      ...connectionOf(3, now),
      person: { id: '10160000000000001', name: 'Jonas Weber' },
      granted: null,
      declined: null,
      expiresAt: null,
      dataAccessExpiresAt: null,
      health: 'invalid',
      trouble: 'password_changed',
      said: 'The session has been invalidated because the user changed their password',
      jobs: 1,
    },
  ];
}

/** The two ad accounts in use, then others, some of them blocked, warned or without a role that suffices. */
function reachOf(count: number): ReachableAccount[] {
  return Array.from({ length: count }, (_, place) => ({
    account: ['act_1087542206314', 'act_2299110044'][place] ?? `act_${66_201_833_000 + place}`,
    name: ['Alder & Pine UK', 'Alder & Pine Wholesale'][place] ?? `Client ${place} shop`,
    status: place % 7 === 5 ? 'blocked' : place % 7 === 3 ? 'warning' : place % 7 === 6 ? 'unknown' : 'active',
    statusCode: place % 7 === 5 ? 2 : place % 7 === 3 ? 3 : 1,
    disableReason: place % 7 === 5 ? 1 : 0,
    currency: 'EUR',
    timezone: 'Europe/London',
    business: place % 5 === 4 ? null : { id: '10438812776', name: 'Pinegate Holdings' },
    tasks: place % 5 === 2 ? ['ANALYZE'] : place % 5 === 3 ? null : ['ADVERTISE', 'ANALYZE', 'MANAGE'],
    canAdvertise: place % 5 === 2 ? false : place % 5 === 3 ? null : true,
    isChosen: place < 2,
    isListed: true,
  }));
}

function auditOf(connectionId: number, account: string): Audit {
  const line = (id: AuditCheck['id'], status: AuditCheck['status'], key: string, values = {}): AuditCheck => ({
    id,
    status,
    evidence: { key, values },
    said: null,
    action: null,
  });
  const person = 'Marta Lindqvist';
  const url = 'https://business.facebook.com/ads/manage/customaudiences/tos/?act=2299110044';
  const terms = { business: 'Pinegate Holdings', person };
  const isHeld = account === 'act_2299110044';
  return {
    connectionId,
    account,
    accountName: null,
    person,
    at: Date.now(),
    status: isHeld ? 'fail' : 'warn',
    isBlind: false,
    checks: [
      {
        ...line('token', 'warn', 'audit.token.days', { days: '6' }),
        action: { key: 'audit.action.connect', url: '#/accounts' },
      },
      line('scopes', 'pass', 'audit.scopes.granted', { scopes: 'ads_management, ads_read' }),
      line('role', 'pass', 'audit.role.may', { person, tasks: 'ADVERTISE, ANALYZE, MANAGE' }),
      line('business', 'pass', 'audit.business.in', { business: 'Pinegate Holdings', id: '10438812776' }),
      isHeld
        ? {
            ...line('terms', 'fail', 'audit.terms.other_person', terms),
            said: 'user_tos_accepted: custom_audience_tos absent',
            action: { key: 'audit.action.terms_business', url },
          }
        : line('terms', 'pass', 'audit.terms.accepted', terms),
      line('quota', 'unknown', 'audit.quota.untold'),
      line('account_tasks', 'unknown', 'audit.account_tasks.unreadable'),
    ],
  };
}
