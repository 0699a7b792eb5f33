import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { AuditFacts, Unread } from '../../main/core/audit-facts.ts';
import { type AuditLine, CHECK_IDS, isBlind, judge } from '../../main/core/audit.ts';
import { messages } from '../../preload/messages/text.ts';

const DAY = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 24, 9);
const list = { id: '1', name: 'VIP', subtype: 'CUSTOM', isValueBased: false, operation: 200, delivery: 200 };

/** Facts of an ad account that nothing stands in the way of. */
const healthy: AuditFacts = {
  now,
  account: 'act_1',
  signer: 'Ann',
  token: {
    ok: true,
    value: {
      trouble: null,
      isSystemUser: false,
      expiresAt: now + 60 * DAY,
      dataAccessExpiresAt: now + 90 * DAY,
      scopes: ['ads_management', 'ads_read'],
      targets: {},
    },
  },
  person: { ok: true, value: 'Ann' },
  refusal: null,
  permissions: { ok: true, value: ['ads_management', 'ads_read'] },
  state: {
    ok: true,
    value: {
      status: 1,
      disableReason: 0,
      business: { id: '7', name: 'Bakery' },
      tasks: ['ANALYZE', 'ADVERTISE'],
      terms: { business: true, person: true },
      valueTerms: { business: true, person: null },
    },
  },
  audiences: { ok: true, value: [list] },
  used: [{ id: '1', name: 'VIP' }],
  valueBased: [],
  quota: { tier: 'full', percent: 3, coolDownUntil: null },
  version: { asked: 'v26.0', served: 'v26.0', isUpgraded: false, isRefused: false },
};

function line(facts: AuditFacts, id: AuditLine['id']): AuditLine {
  const found = judge(facts).find((one) => one.id === id);
  if (!found) throw new Error(`no line ${id}`);
  return found;
}

/** The light, what it is about and what to do, of one line. */
function told(facts: AuditFacts, id: AuditLine['id']) {
  const { status, evidence, action } = line(facts, id);
  return [status, evidence.key.replace(`audit.${id}.`, ''), action];
}

type TokenValue = (AuditFacts['token'] & { readonly ok: true })['value'];
const withToken = (change: Partial<TokenValue>): AuditFacts =>
  healthy.token.ok ? { ...healthy, token: { ok: true, value: { ...healthy.token.value, ...change } } } : healthy;
type StateValue = (AuditFacts['state'] & { readonly ok: true })['value'];
const withState = (change: Partial<StateValue>): AuditFacts =>
  healthy.state.ok ? { ...healthy, state: { ok: true, value: { ...healthy.state.value, ...change } } } : healthy;
const withAudience = (change: Partial<typeof list>): AuditFacts => ({
  ...healthy,
  audiences: { ok: true, value: [{ ...list, ...change }] },
});

test('every line passes for a healthy ad account, but for the one that nobody can read', () => {
  expect(judge(healthy).map(({ id, status }) => [id, status])).toEqual(
    CHECK_IDS.map((id) => [id, id === 'account_tasks' ? 'unknown' : 'pass']),
  );
});

test('a token is told with its days, from two weeks before its end as a warning', () => {
  const ends = (days: number) => withToken({ expiresAt: now + days * DAY });
  expect([
    line(ends(60), 'token').evidence.values,
    told(ends(15), 'token'),
    told(ends(14), 'token'),
    told(withToken({ dataAccessExpiresAt: now + 3 * DAY }), 'token'),
    told(withToken({ expiresAt: 0, dataAccessExpiresAt: 0 }), 'token'),
    told(withToken({ expiresAt: 0, dataAccessExpiresAt: 0, isSystemUser: true }), 'token'),
    told(withToken({ expiresAt: null }), 'token'),
    told({ ...healthy, token: { ok: false, why: { kind: 'other', said: null } } }, 'token'),
    told(withToken({ trouble: 'expired' }), 'token'),
    told(withToken({ trouble: 'checkpoint' }), 'token'),
  ]).toEqual([
    { days: '60' },
    ['pass', 'days', null],
    ['warn', 'days', 'connect'],
    ['warn', 'data_days', 'connect'],
    ['pass', 'never', null],
    ['pass', 'system_user', null],
    ['unknown', 'untold', null],
    ['unknown', 'untold', null],
    ['fail', 'expired', 'connect'],
    ['fail', 'checkpoint', 'login'],
  ]);
});

test('a permission counts only when the token has it, and has it for this ad account', () => {
  const notThere = { ok: false, why: { kind: 'out_of_reach', said: null } } as const;
  const scopes = (...own: string[]) => withToken({ scopes: own });
  expect([
    told(scopes('ads_read'), 'scopes'),
    told(scopes('ads_management'), 'scopes'),
    told(withToken({ targets: { ads_management: ['2', '3'] } }), 'scopes'),
    told({ ...withToken({ targets: { ads_management: ['2'] } }), state: notThere }, 'scopes'),
    told(withToken({ targets: { ads_management: ['1', '3'] } }), 'scopes'),
    told(withToken({ scopes: null }), 'scopes'),
  ]).toEqual([
    ['fail', 'management', 'connect'],
    ['warn', 'read', 'connect'],
    ['warn', 'not_this', 'connect'],
    ['fail', 'not_this', 'connect'],
    ['pass', 'granted', null],
    ['pass', 'granted', null],
  ]);
});

test('terms count per person and business, for a system user per business, and are never guessed', () => {
  const cases = [true, false, null].flatMap((business) => [true, false, null].map((person) => ({ business, person })));
  const lights = (isSystemUser: boolean) =>
    cases.map((terms) =>
      told({ ...withState({ terms }), token: withToken({ isSystemUser }).token }, 'terms')
        .slice(0, 2)
        .join(' '),
    );
  expect([lights(false), lights(true)]).toEqual([
    [
      'pass accepted',
      'fail other_person',
      'unknown person_untold',
      'fail nobody',
      'fail nobody',
      'fail nobody',
      'pass accepted',
      'fail not_person',
      'unknown untold',
    ],
    [
      ...Array.from({ length: 3 }, () => 'pass system_user'),
      ...Array.from({ length: 3 }, () => 'fail nobody_for_system_user'),
      ...Array.from({ length: 3 }, () => 'unknown untold'),
    ],
  ]);
});

test('value-based terms stand in the way only where a value-based audience is in use, or about to be made', () => {
  const missing = withState({ valueTerms: { business: false, person: null } });
  expect([
    told(missing, 'value_terms'),
    told({ ...missing, audiences: withAudience({ isValueBased: true }).audiences }, 'value_terms'),
    told({ ...missing, valueBased: ['To be'] }, 'value_terms'),
    told(withState({ valueTerms: { business: null, person: null } }), 'value_terms'),
  ]).toEqual([
    ['warn', 'missing', 'terms_value'],
    ['fail', 'needed', 'terms_value'],
    ['fail', 'needed', 'terms_value'],
    ['unknown', 'untold', 'terms_value'],
  ]);
});

test('customer lists are counted up to the 500 that an ad account may have', () => {
  const lists = (count: number) => ({
    ...healthy,
    audiences: { ok: true as const, value: Array.from({ length: count }, (_, i) => ({ ...list, id: String(i) })) },
  });
  expect([449, 450, 499, 500].map((count) => told(lists(count), 'audience_limit'))).toEqual([
    ['pass', 'room', null],
    ['warn', 'near', 'audiences'],
    ['warn', 'near', 'audiences'],
    ['fail', 'reached', 'audiences'],
  ]);
});

test('of the audiences in use the worst is told', () => {
  const state = (change: Partial<typeof list>) => told(withAudience(change), 'audience').slice(0, 2).join(' ');
  const operations = [100, 411, 412, 414, 415, 441, 450, 470, 471, 500, 999];
  expect([
    operations.map((operation) => state({ operation })),
    state({ delivery: 300 }),
    state({ delivery: 400 }),
    state({ id: '2' }),
    told({ ...healthy, used: [] }, 'audience'),
  ]).toEqual([
    [
      'warn expiring',
      'warn few_matched',
      'warn many_invalid',
      'warn replacing',
      'fail replace_failed',
      'pass ready',
      'warn unused',
      'fail creator_gone',
      'fail flagged',
      'fail error',
      'unknown untold',
    ],
    'warn small',
    'fail unusable',
    'fail gone',
    ['pass', 'none', null],
  ]);
});

test('quota and version are told as the answers say them', () => {
  const quota = (change: Partial<AuditFacts['quota']>) =>
    told({ ...healthy, quota: { ...healthy.quota, ...change } }, 'quota')
      .slice(0, 2)
      .join(' ');
  const version = (change: Partial<AuditFacts['version']>) =>
    told({ ...healthy, version: { ...healthy.version, ...change } }, 'api_version')
      .slice(0, 2)
      .join(' ');
  expect([
    quota({ tier: 'limited' }),
    quota({ tier: 'unknown' }),
    quota({ percent: 80 }),
    quota({ coolDownUntil: now + 60_000 }),
    version({ served: 'v27.0' }),
    version({ served: null }),
    version({ isUpgraded: true }),
    version({ isRefused: true }),
  ]).toEqual([
    'warn limited',
    'unknown tier_untold',
    'warn high',
    'warn cooling',
    'warn other',
    'unknown untold',
    'warn upgraded',
    'fail refused',
  ]);
});

const unread = fc.record({
  kind: fc.constantFrom<Unread['kind']>(
    'token',
    'permission',
    'out_of_reach',
    'offline',
    'throttled',
    'trouble',
    'other',
    'sandbox',
    'disconnected',
  ),
  said: fc.constantFrom(null, 'No connection'),
});
const known = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    value.map((one) => ({ ok: true as const, value: one })),
    unread.map((why) => ({ ok: false as const, why })),
  );
const accepted = fc.record({
  business: fc.constantFrom(true, false, null),
  person: fc.constantFrom(true, false, null),
});
const trouble = fc.constantFrom(
  null,
  'expired' as const,
  'password_changed' as const,
  'checkpoint' as const,
  'app_removed' as const,
  'unconfirmed' as const,
  'invalid' as const,
);
const at = fc.constantFrom(null, 0, now - DAY, now + DAY, now + 90 * DAY);
const scopes = fc.subarray(['ads_management', 'ads_read']);
const arbitraryFacts: fc.Arbitrary<AuditFacts> = fc.record({
  now: fc.constant(now),
  account: fc.constant('act_1'),
  signer: fc.constant('Ann'),
  token: known(
    fc.record({
      trouble,
      isSystemUser: fc.boolean(),
      expiresAt: at,
      dataAccessExpiresAt: at,
      scopes: fc.option(scopes),
      targets: fc.constantFrom({}, { ads_management: ['1'] }, { ads_management: [] }),
    }),
  ),
  person: known(fc.constant('Ann')),
  refusal: trouble,
  permissions: known(scopes),
  state: known(
    fc.record({
      status: fc.constantFrom(null, 1, 2, 3, 7, 8, 9, 100, 101, 42),
      disableReason: fc.constantFrom(null, 0, 1, 15, 99),
      business: fc.constantFrom(null, { id: '7', name: 'Bakery' }, { id: null, name: null }),
      tasks: fc.option(fc.subarray(['ANALYZE', 'ADVERTISE', 'MANAGE'])),
      terms: accepted,
      valueTerms: accepted,
    }),
  ),
  audiences: known(
    fc.array(
      fc.record({
        id: fc.constantFrom('1', '2'),
        name: fc.constant('VIP'),
        subtype: fc.constantFrom('CUSTOM', 'WEBSITE', null),
        isValueBased: fc.boolean(),
        operation: fc.constantFrom(null, 0, 100, 200, 400, 410, 411, 412, 414, 415, 441, 442, 450, 470, 471, 500),
        delivery: fc.constantFrom(null, 200, 300, 400),
      }),
    ),
  ),
  used: fc.subarray([
    { id: '1', name: 'VIP' },
    { id: '3', name: 'Gone' },
  ]),
  valueBased: fc.subarray(['VIP', 'To be']),
  quota: fc.record({
    tier: fc.constantFrom('full' as const, 'limited' as const, 'unknown' as const),
    percent: fc.constantFrom(null, 0, 75.5, 200),
    coolDownUntil: fc.constantFrom(null, now + 90_000),
  }),
  version: fc.record({
    asked: fc.constant('v26.0'),
    served: fc.constantFrom(null, 'v26.0', 'v27.0'),
    isUpgraded: fc.boolean(),
    isRefused: fc.boolean(),
  }),
});

const languages: readonly Readonly<Record<string, string>>[] = [messages.en, messages.fr];

test('whatever was read, every line is there, with a text in both languages that leaves nothing open', () => {
  fc.assert(
    fc.property(arbitraryFacts, (facts) => {
      const lines = judge(facts);
      expect(lines.map(({ id }) => id)).toEqual(CHECK_IDS);
      const faults = lines.flatMap(({ id, evidence: { key, values }, action }) =>
        languages.flatMap((texts) => {
          const wanted = [key, `audit.${id}.title`, `audit.${id}.why`, `audit.action.${action ?? 'connect'}`];
          const gaps = [...(texts[key] ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
          return [
            ...wanted.filter((one) => !Object.hasOwn(texts, one)),
            ...gaps.filter((name) => !Object.hasOwn(values, name)).map((name) => `${key} ${name}`),
          ];
        }),
      );
      expect(faults).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('what was not read never passes, and an audit that read nothing is blind', () => {
  const pairs = {
    token: [],
    permissions: [],
    state: ['role', 'account_status', 'business', 'terms', 'value_terms'],
    audiences: ['audience_limit'],
  } as const;
  fc.assert(
    fc.property(arbitraryFacts, unread, (facts, why) => {
      for (const [name, ids] of Object.entries(pairs)) {
        const lights = judge({ ...facts, [name]: { ok: false, why } }).filter(({ id }) =>
          ids.some((one) => one === id),
        );
        expect(lights.filter(({ status }) => status === 'pass')).toEqual([]);
      }
      const nothing = { ok: false, why } as const;
      const blind = { ...facts, refusal: null, token: nothing, person: nothing, permissions: nothing };
      expect(isBlind({ ...blind, state: nothing, audiences: nothing })).toBe(true);
      expect(isBlind({ ...blind, state: nothing, audiences: nothing, refusal: 'expired' })).toBe(false);
    }),
  );
});
