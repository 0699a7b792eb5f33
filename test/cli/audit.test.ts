import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { CHECK_IDS } from '../../main/core/audit.ts';
import { type Ended, muster, setup, type World } from './muster.ts';

interface AuditEvent {
  readonly event: string;
  readonly account: string;
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly evidence: string;
    readonly action: { readonly label: string; readonly url: string } | null;
  }[];
}

function events({ stdout }: Ended): readonly AuditEvent[] {
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditEvent);
}

function command(t: World, name: 'audit' | 'doctor', ...more: readonly string[]): Promise<Ended> {
  return muster([name, '--data', t.data, '--graph-url', t.sandbox.graphUrl, ...more], t.token);
}

test('an audit ends with one event in the shape that scripts depend on, and its exit code says who must act', async () => {
  const t = await setup();
  const [well, held] = [t.account('healthy'), t.account('no_terms')];
  const [good, bad] = [await command(t, 'audit', well, '--json'), await command(t, 'audit', held, '--json')];
  const last = [good, bad].map((ended) => events(ended).at(-1));
  expect([good.code, bad.code, last.map((one) => [one?.event, one?.account])]).toEqual([
    0,
    3,
    [
      ['audit', well],
      ['audit', held],
    ],
  ]);
  expect(last.map((one) => one?.checks.map(({ id }) => id))).toEqual([CHECK_IDS, CHECK_IDS]);
  expect(last[1]?.checks.find(({ id }) => id === 'terms')).toMatchObject({
    status: 'fail',
    evidence: 'Nobody has accepted them for North Wind Cycles (sandbox); Sam Sandbox must',
    action: {
      label: 'Open the terms page',
      url: `${t.sandbox.graphUrl}/ads/manage/customaudiences/tos/?act=${held.replace('act_', '')}&business_id=517203948610275`,
    },
  });
});

test('--all audits every ad account that the token reaches; for people each line says its light, and the link below it', async () => {
  const t = await setup();
  const [json, read] = [await command(t, 'audit', '--all', '--json'), await command(t, 'audit', t.account('no_role'))];
  expect([json.code, events(json).map(({ account }) => account)]).toEqual([3, t.sandbox.accounts.map(({ id }) => id)]);
  expect(read.stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'In the way: Role on the ad account: Sam Sandbox may only: ANALYZE; ADVERTISE or MANAGE is needed',
      `  Open the people of the ad account: ${t.sandbox.graphUrl}/settings/ad-accounts?act=${t.account('no_role').replace('act_', '')}`,
    ]),
  );
});

test('an audit of nothing, of no ad account or without a token is wrong usage; one that reads nothing fails', async () => {
  const t = await setup();
  const codes = [
    await command(t, 'audit'),
    await command(t, 'audit', 'nonsense'),
    await command(t, 'audit', t.account('healthy'), '--all'),
    await muster(['audit', t.account('healthy'), '--data', join(t.dir, 'empty')]),
    await muster(['audit', t.account('healthy'), '--data', t.data, '--graph-url', 'http://127.0.0.1:1'], t.token),
  ];
  expect(codes.map(({ code }) => code)).toEqual([2, 2, 2, 2, 1]);
  // A token that Meta does not take is a person's matter, whether one ad account is asked about or all.
  const spoilt = { MUSTER_ACCESS_TOKEN: 'EAAspoilt' };
  const refused = [t.account('healthy'), '--all'].map((what) =>
    muster(['audit', what, '--data', t.data, '--graph-url', t.sandbox.graphUrl], spoilt),
  );
  expect((await Promise.all(refused)).map(({ code }) => code)).toEqual([3, 3]);
});

test('doctor tells what to do about an ad account step by step, and writes a report without the token', async () => {
  const t = await setup();
  const report = join(t.dir, 'report');
  const ended = await command(t, 'doctor', '--account', t.account('no_terms'), '--report', report);
  const lines = ended.stdout.split('\n').map((line) => line.trim());
  const written = ['md', 'json'].map((ending) => readFileSync(`${report}.${ending}`, 'utf8'));
  expect([ended.code, lines.includes('Terms of service not accepted: Trouble found'), ended.stderr.trim()]).toEqual([
    3,
    true,
    'The report is in report.md, report.json. It holds no token, address, name of a person or path.',
  ]);
  expect(lines.filter((line) => /^[1-5]\. /.test(line)).length).toBeGreaterThanOrEqual(5);
  expect(written.filter((text) => text.includes(t.sandbox.accessToken) || text.includes(t.dir))).toEqual([]);
});

test('doctor without an ad account looks at this computer; a topic that does not exist is wrong usage', async () => {
  const t = await setup();
  const [whole, wrong] = [await command(t, 'doctor', '--json'), await command(t, 'doctor', '--topic', 'weather')];
  const { event, computer } = JSON.parse(whole.stdout) as {
    event: string;
    computer: { part: string; status: string }[];
  };
  expect([whole.code, wrong.code, event, computer.filter(({ status }) => status === 'fail')]).toEqual([
    0,
    2,
    'doctor',
    [],
  ]);
  expect(computer.map(({ part }) => part)).toContain('database');
});
