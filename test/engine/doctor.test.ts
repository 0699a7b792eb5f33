import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { redacted } from '../../main/engine/doctor/report.ts';
import { Topic } from '../../preload/contract/doctor.ts';
import { messages } from '../../preload/messages/text.ts';
import { sha256 } from './fake-ports.ts';
import { finding, type SandboxRig, sandboxRig } from './sandbox-rig.ts';

async function diagnosis(t: SandboxRig, account: string, topic: Topic) {
  const { accounts } = await t.ask('doctor.run', { account, topic });
  const found = accounts[0]?.diagnoses[0];
  if (!found) throw new Error(`no diagnosis of ${topic}`);
  return found;
}

test('every topic is diagnosed for a healthy ad account that jobs work with, and nothing is found', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  await t.run(account);
  const { accounts, computer } = await t.ask('doctor.run', { account });
  const states = accounts[0]?.diagnoses.map(({ topic, state }) => [topic, state]);
  expect([states, computer]).toEqual([Topic.options.map((topic) => [topic, 'ok']), []]);
});

test('each diagnosis explains itself in both languages, with at least three steps', async () => {
  const t = await sandboxRig();
  const { accounts } = await t.ask('doctor.run', { account: t.account('healthy'), connectionId: t.connectionId });
  const texts: readonly Readonly<Record<string, string>>[] = [messages.en, messages.fr];
  const diagnoses = accounts[0]?.diagnoses ?? [];
  const missing = diagnoses
    .flatMap(({ topic, findings, steps }) => [
      `doctor.${topic}.title`,
      `doctor.${topic}.why`,
      ...[...steps, ...findings.map(({ evidence }) => evidence)].map(({ key }) => key),
    ])
    .filter((key) => texts.some((own) => !Object.hasOwn(own, key)));
  expect([missing, diagnoses.filter(({ steps }) => steps.length < 3).length, diagnoses.length]).toEqual([[], 0, 11]);
});

/** A fault of uploads, and the topic under which its hold is found. */
const faults: readonly (readonly [name: string, topic: Topic])[] = [
  ['password_changed', 'token'],
  ['audience_gone', 'audience_gone'],
  ['flagged', 'audience_gone'],
  ['permission', 'account_access'],
  ['not_allowed', 'not_allowed'],
  ['terms', 'terms'],
  ['business_terms', 'terms'],
  ['value_column', 'value_based'],
  ['data_source', 'settings'],
];

test.each(faults)(
  'what Meta refuses with %s is found under the topic %s, and can be checked again',
  async (name, topic) => {
    const t = await sandboxRig();
    const account = t.account('healthy');
    await t.fault({ name });
    await t.run(account);
    const found = await diagnosis(t, account, topic);
    const holds = await t.ask('holds.list', {});
    expect([found.state, found.findings[0]?.status, found.holdIds]).toEqual([
      'trouble',
      'fail',
      holds.map(({ id }) => id),
    ]);
    expect(found.holdIds).toHaveLength(1);
  },
);

test('what is held leads to the page where a person must act', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  await t.fault({ name: 'terms' });
  await t.run(account);
  const [hold] = await t.ask('holds.list', {});
  const { findings } = await diagnosis(t, account, 'terms');
  expect(findings[0]?.action).toEqual({ key: 'doctor.action.hold', url: hold?.url });
  expect(hold?.url).toContain(account.replace('act_', ''));
});

test('removals that Meta refuses for the size are found, with the size that Meta tells', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  await t.run(account);
  await t.fault({ name: 'low_size' });
  await t.run(account, { action: 'remove' });
  const { state, findings } = await diagnosis(t, account, 'low_size');
  expect([state, findings.map(({ status }) => status), findings.slice(1).map(finding)]).toEqual([
    'trouble',
    ['fail', 'warn'],
    ['untold'],
  ]);
});

test('an audience that cannot be made is found, beside the reason that the audit sees', async () => {
  const t = await sandboxRig();
  const account = t.account('no_business');
  await t.run(account);
  const { state, findings } = await diagnosis(t, account, 'create_failed');
  expect([state, findings.map(finding)]).toEqual([
    'trouble',
    expect.arrayContaining(['title', 'none', 'unmade']) as unknown,
  ]);
});

test('a step that has only errors in its newest run is found', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  await t.fault({ name: 'invalid', arg: '3' });
  await t.run(account);
  const { state, findings } = await diagnosis(t, account, 'all_errored');
  expect([state, findings[0]?.evidence]).toEqual([
    'trouble',
    { key: 'doctor.all_errored.step', values: { audience: 'Customers', count: '3' } },
  ]);
});

test('a value-based audience that gets no value is found before anything is sent', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  const made = await t.sandbox.post(`/${account}/customaudiences`, {
    name: 'Spenders',
    subtype: 'CUSTOM',
    customer_file_source: 'USER_PROVIDED_ONLY',
    is_value_based: true,
  });
  await t.run(account, { audience: made.body.id ?? '' });
  const { state, findings, steps } = await diagnosis(t, account, 'value_based');
  expect([state, findings.map(({ status }) => status).at(0), steps.length]).toEqual(['trouble', 'fail', 6]);
});

test('when Meta does not answer, a topic that depends on it is unknown and not well', async () => {
  const t = await sandboxRig();
  await t.fault({ name: 'unavailable', path: 'GET /' });
  const { accounts } = await t.ask('doctor.run', { account: t.account('healthy'), connectionId: t.connectionId });
  const states = new Map(accounts[0]?.diagnoses.map(({ topic, state }) => [topic, state]));
  expect(
    ['token', 'terms', 'account_access', 'audience_limit', 'not_allowed'].map((one) => states.get(one as Topic)),
  ).toEqual(Array.from({ length: 5 }, () => 'unknown'));
});

test('an ad account that no connection knows is said to be unknown', async () => {
  const t = await sandboxRig();
  const reply = await t.engine.call('doctor.run', { account: 'act_1' });
  expect(reply).toMatchObject({ ok: false, code: 'not_found' });
});

test('without an ad account this computer is looked at, and every ad account that jobs work with', async () => {
  const t = await sandboxRig();
  const accounts = [t.account('healthy'), t.account('no_terms')];
  for (const account of accounts) await t.run(account);
  const found = await t.ask('doctor.run', {});
  expect(found.accounts.map(({ account }) => account).toSorted()).toEqual(accounts.toSorted());
  expect(found.computer.map((one) => [one.part, finding(one)])).toEqual([
    ['version', 'is'],
    ['data_folder', 'writable'],
    ['key_store', 'keyring'],
    ['database', 'whole'],
    ['sender', 'this'],
    ['network', 'reached'],
    ['proxy', 'usable'],
    ['authorities', 'readable'],
    ['clock', expect.stringMatching(/right|wrong/)],
    ['disk', expect.stringMatching(/room|little/)],
  ]);
});

test('the report for support holds nothing of the list, of people, of the token or of the disk', async () => {
  const t = await sandboxRig();
  await t.fault({ name: 'bad_all' });
  await t.run(t.account('healthy'), { audience: 'Friends of ann@example.com' });
  await t.run(t.account('no_terms'));
  const { markdown, json } = await t.ask('doctor.report', {});
  const addresses = [0, 1, 2].map((index) => `p${index}@example.com`);
  const secrets = [
    ...addresses,
    ...addresses.map(sha256),
    ...readFileSync(t.csv([['ann@example.com']]), 'utf8')
      .split('\n')
      .filter(Boolean),
    t.sandbox.sandbox.accessToken,
    'Sam Sandbox',
    'EAA',
    t.folder,
    '@',
  ];
  expect(secrets.filter((secret) => markdown.includes(secret) || json.includes(secret))).toEqual([]);
  expect([markdown.startsWith('# Muster'), markdown.includes('terms: trouble'), JSON.parse(json)]).toEqual([
    true,
    true,
    expect.objectContaining({ api: 'v26.0' }),
  ]);
});

test('what looks like a secret is taken out of a text, and a path keeps its last name only', () => {
  expect(
    [
      'to ann.roe+x@example.co.uk now',
      `hash ${sha256('x')} and ${sha256('y').toUpperCase()}`,
      'token EAAB1cdE2fG3',
      'code AQDx7Kf-3kfj39fk_39fkd93kfkd93kfkd93kfkd93kf9d',
      'in /home/ann/Clients/Bakery/list.csv or C:\\Users\\ann\\muster.db',
      'at https://graph.facebook.com/v26.0/debug_token?input_token=abc',
      'act_542676646349772 has 471',
    ].map(redacted),
  ).toEqual([
    'to … now',
    'hash … and …',
    'token …',
    'code …',
    'in list.csv or muster.db',
    'at https graph.facebook.com',
    'act_542676646349772 has 471',
  ]);
});
