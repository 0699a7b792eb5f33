import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readAnswer } from '../../main/facebook/outcome.ts';
import { usageIn } from '../../main/facebook/usage.ts';

const nothing = { score: null, calls: null, app: null, callsRegainMs: 0, regainMs: 0, tier: 'unknown' };

function business(id: string, ...entries: readonly object[]): Record<string, string> {
  return { 'x-business-use-case-usage': JSON.stringify({ [id]: entries }) };
}

const ofAccount = (usage: object): Record<string, string> => ({ 'x-ad-account-usage': JSON.stringify(usage) });

test('each header tells of its own quota: the score, the hour of the ad account, the hour of the app; also above 100', () => {
  const headers = {
    ...business('542676646349772', { type: 'custom_audience', call_count: 32, total_cputime: 3, total_time: 7 }),
    ...ofAccount({ acc_id_util_pct: 36.33 }),
    'x-app-usage': '{"call_count":5,"total_cputime":0,"total_time":118}',
  };
  const documented = ofAccount({
    acc_id_util_pct: 9.67,
    reset_time_duration: 100,
    ads_api_access_tier: 'standard_access',
  });
  expect([usageIn(headers, 'act_542676646349772'), usageIn(documented, null)]).toEqual([
    { ...nothing, score: 36.33, calls: 32, app: 118 },
    { ...nothing, score: 9.67, tier: 'full' },
  ]);
});

test('the time to regain access is in minutes, of which a tenth more is waited', () => {
  const entry = { type: 'custom_audience', call_count: 100, estimated_time_to_regain_access: 10 };
  expect(usageIn(business('7', entry), 'act_7')).toEqual({
    ...nothing,
    calls: 100,
    callsRegainMs: 660_000,
    regainMs: 660_000,
  });
});

test('a score that is used up says in seconds when it no longer is, which is a reason to wait only for who was refused', () => {
  const limited = { reset_time_duration: 300, ads_api_access_tier: 'development_access' };
  expect([
    usageIn(ofAccount({ ...limited, acc_id_util_pct: 100 }), 'act_7'),
    usageIn(ofAccount({ ...limited, acc_id_util_pct: 95 }), 'act_7'),
  ]).toEqual([
    { ...nothing, score: 100, regainMs: 330_000, tier: 'limited' },
    { ...nothing, score: 95, tier: 'limited' },
  ]);
});

test('figures of another ad account or another use case are not ours', () => {
  const header = JSON.stringify({
    '7': [
      { type: 'custom_audience', call_count: 20 },
      { type: 'ads_insights', call_count: 99, ads_api_access_tier: 'standard_access' },
      { type: 'ads_management', call_count: 10, ads_api_access_tier: 'development_access' },
    ],
    '8': [{ type: 'custom_audience', call_count: 100, estimated_time_to_regain_access: 60 }],
  });
  expect(usageIn({ 'x-business-use-case-usage': header }, 'act_7')).toEqual({ ...nothing, calls: 20, tier: 'limited' });
});

test('a header keyed by a business is about the account that was called', () => {
  expect(usageIn(business('999', { type: 'custom_audience', call_count: 40 }), 'act_7').calls).toBe(40);
});

test('figures may be text', () => {
  expect(usageIn({ 'x-app-usage': '{"call_count":"28"}' }, null).app).toBe(28);
});

test('no header, and a garbled one, say nothing and break nothing', () => {
  const garbled = [
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '{"7":3}',
    '{"7":[null,1,"x",[]]}',
    '{"call_count":"many"}',
    '{"7":{}}',
  ];
  const read = garbled.map((text) =>
    usageIn({ 'x-business-use-case-usage': text, 'x-app-usage': text, 'x-ad-account-usage': text }, 'act_7'),
  );
  expect([usageIn({}, 'act_7'), ...read]).toEqual([nothing, ...garbled.map(() => nothing)]);
  fc.assert(
    fc.property(fc.json(), fc.json(), (a, b) => {
      const headers = { 'x-business-use-case-usage': a, 'x-ad-account-usage': b, 'x-app-usage': a };
      const { tier, ...figures } = usageIn(headers, 'act_7');
      expect(Object.values(figures).every((figure) => figure === null || Number.isFinite(figure))).toBe(true);
      expect(['full', 'limited', 'unknown']).toContain(tier);
    }),
  );
});

test('a throttled call waits as long as the headers say, and only without them as long as we think', () => {
  const body = '{"error":{"code":80003,"error_subcode":2446079,"message":"too many calls"}}';
  const entry = { type: 'custom_audience', call_count: 110, estimated_time_to_regain_access: 20 };
  const blocked = ofAccount({ acc_id_util_pct: 100, reset_time_duration: 60, ads_api_access_tier: 'standard_access' });
  const meanings = [business('7', entry), blocked, {}].map((headers) => {
    const read = readAnswer({ kind: 'answer', status: 400, headers, body }, 'act_7');
    return read.ok ? null : read.meaning;
  });
  expect(meanings).toEqual([
    { kind: 'throttled', scope: 'ad_account', waitMs: 1_320_000 },
    { kind: 'throttled', scope: 'ad_account', waitMs: 66_000 },
    { kind: 'throttled', scope: 'ad_account', waitMs: 300_000 },
  ]);
});
