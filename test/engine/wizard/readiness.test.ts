import { expect, test } from 'vitest';

import { type AccountKnown, type DraftKnown, readinessOf } from '../../../main/engine/wizard/readiness.ts';
import type { ListedAudience } from '../../../main/facebook/audiences.ts';
import type { AuditCheck, Light } from '../../../preload/contract/audit.ts';
import { DraftSettings, type Readiness, StepChoice } from '../../../preload/contract/wizard.ts';

const LISTED: ListedAudience = {
  id: '77',
  name: 'Members',
  subtype: 'CUSTOM',
  isValueBased: false,
  canEdit: true,
  updatedAt: null,
  operation: 200,
  operationText: null,
  delivery: 200,
  deliveryText: null,
  people: 5_000,
  peopleAtMost: 6_000,
};
const NEW = { kind: 'new', name: 'Customers' } as const;
const EXISTING = { kind: 'existing', id: '77', name: 'Old name', isValueBased: false } as const;

type Lights = Partial<Record<AuditCheck['id'], Light>>;

function account(lights: Lights = {}, more: Partial<AccountKnown> = {}, isBlind = false): AccountKnown {
  const checks = Object.entries(lights).map(([id, status]): AuditCheck => {
    const values = { person: 'Ann', business: 'Shop Ltd', limit: '500' };
    return {
      id: id as AuditCheck['id'],
      status,
      evidence: { key: `audit.${id}.seen`, values },
      said: null,
      action: null,
    };
  });
  return {
    audit: {
      connectionId: 1,
      account: 'act_1',
      accountName: 'Shop',
      person: 'Ann',
      at: 0,
      status: 'pass',
      isBlind,
      checks,
    },
    audiences: [LISTED],
    isDisconnected: false,
    tier: 'full',
    uploadsAnHour: null,
    drafts: new Map(),
    ...more,
  };
}

const READY: DraftKnown = {
  connection: 'usable',
  person: 'Ann',
  source: { kind: 'read', keys: ['EMAIL', 'LOOKALIKE_VALUE'], people: 5 },
  accounts: new Map([['act_1', account()]]),
};

function step(more: object = {}): StepChoice {
  return StepChoice.parse({ account: 'act_1', audience: NEW, ...more });
}

function notes(
  known: Partial<DraftKnown> = {},
  steps: readonly StepChoice[] = [step()],
  more: object = {},
): readonly Readiness[] {
  const settings = DraftSettings.parse({ sourceName: 'list.csv', ...more, steps });
  return readinessOf(settings, { ...READY, ...known });
}

/** Weight, kind, place and values in one line. */
function told(found: readonly Readiness[]): readonly string[] {
  return found.map(({ weight, kind, step: place, index, values }) =>
    [weight, kind, `${place}${index ?? ''}`, ...Object.entries(values).map(([name, value]) => `${name}=${value}`)].join(
      ' ',
    ),
  );
}

const at = (known: AccountKnown): Partial<DraftKnown> => ({ accounts: new Map([['act_1', known]]) });

test('where nothing is wrong there is nothing to say', () => {
  expect(notes()).toEqual([]);
  expect(notes({}, [step({ audience: EXISTING, action: 'remove', keys: ['EMAIL'] })])).toEqual([]);
});

test('what an empty draft lacks', () => {
  const found = notes({ connection: 'missing', source: { kind: 'none' }, accounts: new Map() }, [StepChoice.parse({})]);
  expect(told(found)).toEqual([
    'blocks no_connection connect',
    'blocks no_source source',
    'blocks no_audience audience0',
  ]);
  expect(told(notes({ accounts: new Map() }, [step({ account: null, audience: { ...NEW, name: ' ' } })]))).toEqual([
    'blocks no_account accounts0 account=',
    'blocks no_name audience0',
  ]);
});

test('a schedule that names no time blocks; that of a dropped list is of no use', () => {
  const schedule = (text: string) => ({ kind: 'cron', text, zone: 'UTC' });
  expect(told(notes({}, [step()], { schedule: schedule('0 6 * * 1') }))).toEqual([]);
  expect(told(notes({}, [step()], { schedule: schedule('0 25 * * 1') }))).toEqual(['blocks schedule schedule']);
  const source = { kind: 'drop', dropId: 'abcdefghijklmnop' };
  expect(told(notes({}, [step()], { schedule: schedule('0 6 * * 1'), source }))).toEqual([
    'warns schedule_once schedule',
  ]);
});

test('a token that Meta does not take is told once, and nothing else that was read with it', () => {
  const failing = account({ token: 'fail', terms: 'fail', role: 'fail' });
  const both = new Map([
    ['act_1', failing],
    ['act_2', failing],
  ]);
  expect(told(notes({ accounts: both }, [step(), step({ account: 'act_2' })]))).toEqual([
    'blocks token connect person=Ann',
  ]);
  expect(told(notes({ ...at(account({}, {}, true)), connection: 'lost' }))).toEqual([
    'blocks token connect person=Ann',
    'warns blind review0 account=Shop',
  ]);
});

test.each<readonly [Lights, string]>([
  [{ scopes: 'fail' }, 'blocks permission connect0 account=Shop person=Ann'],
  [{ role: 'fail' }, 'blocks permission accounts0 account=Shop person=Ann'],
  [{ account_status: 'fail' }, 'blocks account_unusable accounts0 account=Shop'],
  [{ business: 'fail' }, 'blocks business accounts0 account=Shop'],
  [{ terms: 'fail' }, 'holds terms terms0 person=Ann business=Shop Ltd limit=500 account=Shop'],
  [{ terms: 'unknown' }, 'warns terms_unknown terms0 person=Ann business=Shop Ltd limit=500 account=Shop'],
  [{ audience_limit: 'fail' }, 'holds audience_limit audience0 account=Shop limit=500'],
])('%o of an ad account', (lights, line) => {
  expect(told(notes(at(account(lights))))).toEqual([line]);
});

test('the limit of audiences, and terms for values, are nothing to a step that needs neither', () => {
  const full = at(account({ audience_limit: 'fail', value_terms: 'warn' }));
  expect(notes(full, [step({ audience: EXISTING })])).toEqual([]);
});

test('a value-based audience needs a value column and terms of its own, whoever said that it is one', () => {
  const missing: DraftKnown['source'] = { kind: 'read', keys: ['EMAIL'], people: 5 };
  const known = account(
    { value_terms: 'warn' },
    { audiences: [{ ...LISTED, isValueBased: true }], drafts: new Map([['Spenders', { isValueBased: true }]]) },
  );
  const lines = (name: string): readonly string[] => [
    `blocks no_value_column map0 audience=${name}`,
    `holds value_terms terms0 audience=${name} account=Shop`,
  ];
  for (const [audience, name] of [
    [{ ...NEW, isValueBased: true }, 'Customers'],
    [{ ...NEW, name: 'Spenders' }, 'Spenders'],
    [EXISTING, 'Members'],
  ] as const) {
    expect(told(notes({ ...at(known), source: missing }, [step({ audience })]))).toEqual(lines(name));
  }
  const accepted = account({ value_terms: 'pass' });
  expect(notes(at(accepted), [step({ audience: { ...NEW, isValueBased: true } })])).toEqual([]);
});

test.each<readonly [Partial<ListedAudience>, string]>([
  [{ id: '78' }, 'gone'],
  [{ canEdit: false }, 'no_permission'],
  [{ operation: 471 }, 'flagged'],
])('an existing audience that cannot be used: %o', (facts, reason) => {
  const found = notes(at(account({}, { audiences: [{ ...LISTED, ...facts }] })), [step({ audience: EXISTING })]);
  const name = reason === 'gone' ? 'Old name' : 'Members';
  expect(told(found)).toEqual([`blocks audience_unusable audience0 audience=${name} reason=${reason}`]);
});

test('a list that could not be read says nothing about an audience', () => {
  expect(notes(at(account({}, { audiences: null })), [step({ audience: EXISTING })])).toEqual([]);
});

test('keys that no column is mapped to cannot be matched, nor can a value alone', () => {
  expect(told(notes({}, [step({ keys: ['EMAIL', 'PHONE', 'ZIP'] }), step({ keys: ['LOOKALIKE_VALUE'] })]))).toEqual([
    'blocks no_key match0 keys=PHONE, ZIP',
    'blocks no_key match1 keys=',
  ]);
  expect(told(notes({ source: { kind: 'read', keys: ['LOOKALIKE_VALUE'], people: 5 } }))).toEqual([
    'blocks no_key map source=list.csv keys=',
  ]);
});

test('a source that is gone, or cannot be read', () => {
  expect(told(notes({ source: { kind: 'gone' } }))).toEqual(['blocks source_gone source source=list.csv']);
  const said = 'list.csv does not exist.';
  expect(told(notes({ source: { kind: 'unreadable', said, step: 'source' } }))).toEqual([
    `blocks source_unreadable source source=list.csv said=${said}`,
  ]);
});

test('removals from a small audience, and seeds of few people, are warned of', () => {
  const small = at(account({}, { audiences: [{ ...LISTED, peopleAtMost: 999 }] }));
  const removal = step({ audience: EXISTING, action: 'remove' });
  expect(told(notes(small, [removal]))).toEqual(['warns low_size audience0 audience=Members people=999']);
  expect(notes(small, [step({ audience: EXISTING })])).toEqual([]);
  expect(told(notes({}, [step()], { purpose: 'lookalike_seed' }))).toEqual(['warns few_for_lookalike source people=5']);
  const uncounted: DraftKnown['source'] = { kind: 'read', keys: ['EMAIL'], people: null };
  expect(notes({ source: uncounted }, [step()], { purpose: 'lookalike_seed' })).toEqual([]);
});

test('what a new audience is called', () => {
  const named = (name: string): readonly string[] => told(notes({}, [step({ audience: { ...NEW, name } })]));
  expect([named('members'), named('Diabetes'), named('Call 1234567')]).toEqual([
    ['warns duplicate_name audience0 audience=members'],
    ['warns sensitive_name audience0 audience=Diabetes word=Diabetes topic=health'],
    ['warns personal_name audience0 audience=Call 1234567 word=1234567'],
  ]);
});

test('a limited tier is told with its pace, and what blocks comes before what holds and what warns', () => {
  const known = account({ terms: 'fail', business: 'fail' }, { tier: 'limited', uploadsAnHour: 240 });
  expect(notes(at(known), [step(), step({ audience: null })]).map(({ weight, kind }) => `${weight} ${kind}`)).toEqual([
    'blocks business',
    'blocks no_audience',
    'holds terms',
    'warns limited_tier',
  ]);
  expect(notes(at(known)).at(-1)?.values).toEqual({ account: 'Shop', uploads: '240', people: '2400000' });
});

test('an ad account that was put aside has to be chosen again', () => {
  expect(told(notes(at(account({}, { isDisconnected: true }))))).toEqual(['blocks no_account accounts0 account=Shop']);
});
