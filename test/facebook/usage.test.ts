import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readAnswer } from '../../main/facebook/outcome.ts';
import { usageIn } from '../../main/facebook/usage.ts';

const nothing = { percent: null, regainMs: 0, tier: 'unknown' };

function business(id: string, ...entries: readonly object[]): Record<string, string> {
  return { 'x-business-use-case-usage': JSON.stringify({ [id]: entries }) };
}

test('the highest figure of all headers counts, also above 100', () => {
  const headers = {
    ...business('542676646349772', { type: 'custom_audience', call_count: 32, total_cputime: 3, total_time: 7 }),
    'x-app-usage': '{"call_count":5,"total_cputime":0,"total_time":118}',
    'x-ad-account-usage': '{"acc_id_util_pct":36.33}',
  };
  expect([
    usageIn(headers, 'act_542676646349772'),
    usageIn(
      {
        'x-ad-account-usage':
          '{"acc_id_util_pct":9.67,"reset_time_duration":100,"ads_api_access_tier":"standard_access"}',
      },
      null,
    ),
    usageIn({ 'x-app-usage': '{"call_count":0}' }, null),
  ]).toEqual([
    { percent: 118, regainMs: 0, tier: 'unknown' },
    { percent: 9.67, regainMs: 0, tier: 'full' },
    { percent: 0, regainMs: 0, tier: 'unknown' },
  ]);
});

test('the time to regain access is in minutes, of which a tenth more is waited', () => {
  const entry = { type: 'custom_audience', call_count: 100, estimated_time_to_regain_access: 10 };
  expect(usageIn(business('7', entry), 'act_7')).toEqual({ percent: 100, regainMs: 660_000, tier: 'unknown' });
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
  expect(usageIn({ 'x-business-use-case-usage': header }, 'act_7')).toEqual({
    percent: 20,
    regainMs: 0,
    tier: 'limited',
  });
});

test('a header keyed by a business is about the account that was called', () => {
  expect(usageIn(business('999', { type: 'custom_audience', call_count: 40 }), 'act_7').percent).toBe(40);
});

test('figures may be text', () => {
  expect(usageIn({ 'x-app-usage': '{"call_count":"28"}' }, null).percent).toBe(28);
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
      const { percent, regainMs } = usageIn({ 'x-business-use-case-usage': a, 'x-ad-account-usage': b }, 'act_7');
      expect([percent === null || Number.isFinite(percent), Number.isFinite(regainMs)]).toEqual([true, true]);
    }),
  );
});

test('a throttled call waits as long as the headers say, and only without them as long as we think', () => {
  const body = '{"error":{"code":80003,"error_subcode":2446079,"message":"too many calls"}}';
  const entry = { type: 'custom_audience', call_count: 110, estimated_time_to_regain_access: 20 };
  const meanings = [business('7', entry), {}].map((headers) => {
    const read = readAnswer({ kind: 'answer', status: 400, headers, body }, 'act_7');
    return read.ok ? null : read.meaning;
  });
  expect(meanings).toEqual([
    { kind: 'throttled', scope: 'ad_account', waitMs: 1_320_000 },
    { kind: 'throttled', scope: 'ad_account', waitMs: 300_000 },
  ]);
});
