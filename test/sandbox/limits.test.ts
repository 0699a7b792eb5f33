import { expect, test } from 'vitest';

import { createUsage, type Payer, type UseCase } from '../../main/sandbox/usage.ts';
import { newAudience, openSandbox, verdict } from './open-sandbox.ts';

const score = (headers: Headers): unknown => JSON.parse(headers.get('x-ad-account-usage') ?? 'null');

test('twenty writes in five minutes are all that the limited tier takes, and the block lasts five more', async () => {
  const t = await openSandbox();
  const write = () => t.post(`/${t.limited}/customaudiences`, newAudience('VIP'));
  for (let made = 0; made < 20; made += 1) expect((await write()).status).toBe(200);

  const refused = await write();
  expect([verdict(refused), score(refused.headers)]).toEqual([
    [400, 613, 1487742],
    { acc_id_util_pct: 100, reset_time_duration: 300, ads_api_access_tier: 'development_access' },
  ]);
  expect(verdict(await t.get(`/${t.limited}`))).toEqual([400, 17, 2446079]);
  t.advance(299_000);
  expect(score((await write()).headers)).toMatchObject({ reset_time_duration: 1 });
  t.advance(1000);
  expect((await write()).status).toBe(200);
});

test('a block of one ad account leaves the others alone', async () => {
  const t = await openSandbox();
  for (let made = 0; made < 21; made += 1) await t.post(`/${t.limited}/customaudiences`, newAudience('VIP'));
  expect((await t.post(`/${t.healthy}/customaudiences`, newAudience('VIP'))).status).toBe(200);
});

/** How many calls of a kind, a second apart, are let in before the first refusal, and what the refusal says. */
function exhaust(useCase: UseCase, payer: Payer, points: 1 | 3, msBetween: number) {
  let now = Date.UTC(2026, 10, 24);
  const usage = createUsage(() => now);
  let taken = 0;
  let refused: 'score' | 'calls' | undefined;
  for (;;) {
    refused = usage.enter(useCase, payer, points);
    if (refused !== undefined) break;
    taken += 1;
    now += msBetween;
  }
  const headers = usage.headers(useCase, payer, refused);
  return {
    taken,
    refused,
    headers,
    /** Tries again after a while. */
    again(ms: number) {
      now += ms;
      return usage.enter(useCase, payer, points);
    },
  };
}

const full: Payer = { number: '1', tier: 'full', audiences: 2 };
const limited: Payer = { number: '1', tier: 'limited', audiences: 2 };
const minutes = 60_000;

test.each([
  ['the full tier by writes at once', 'upload', full, 3, 0, 3000, 'score', 60_000],
  ['the limited tier by reads at once', 'custom_audience', limited, 1, 0, 60, 'score', 300_000],
  ['the limited tier by a write every five seconds', 'upload', limited, 3, 5000, 20, 'score', 300_000],
] as const)('%s meets the score', (_, useCase, payer, points, msBetween, taken, refused, wait) => {
  const met = exhaust(useCase, payer, points, msBetween);
  expect([met.taken, met.refused]).toEqual([taken, refused]);
  expect(met.again(wait - 1000)).toBe('score');
  expect(met.again(1000)).toBeUndefined();
});

test('a write every fifteen seconds never meets the score of the limited tier', () => {
  // Only the hour's calls could stop it, and a thousand of them take four hours.
  let now = 0;
  const usage = createUsage(() => now);
  const refusals = Array.from({ length: 1000 }, () => {
    now += 15_000;
    return usage.enter('upload', limited, 3);
  });
  expect(refusals.filter((refusal) => refusal !== undefined)).toEqual([]);
});

test.each([
  ['custom_audience', 'limited', 700, 5000 + 2 * 40],
  ['ads_management', 'limited', 5000, 300],
] as const)(
  '%s calls an hour are limited on the %s tier, and the header says for how many minutes',
  (useCase, tier, ms, allowed) => {
    // Slow enough for the score, fast enough for the hour.
    let now = 0;
    const usage = createUsage(() => now);
    const payer: Payer = { number: '1', tier, audiences: 2 };
    const wide: Payer = { ...payer, tier: 'full' };
    // The score of the full tier lets through what the hour of the limited one has to stop.
    for (let call = 0; call < allowed; call += 1) {
      now += ms;
      usage.enter(useCase, wide, 1);
    }
    now += 1;
    const [told] = businessUsage(usage.headers(useCase, payer, 'calls'));
    expect(told).toMatchObject({ type: useCase, call_count: 100, estimated_time_to_regain_access: 0 });
    expect(usage.enter(useCase, { ...payer, number: '2' }, 1)).toBeUndefined();

    usage.enter(useCase, wide, 1);
    const [over] = businessUsage(usage.headers(useCase, payer, 'calls'));
    const wait = Number(over?.['estimated_time_to_regain_access']);
    expect([over?.['call_count'], wait > 0, wait <= 60]).toEqual([101, true, true]);
    now += wait * minutes;
    const [after] = businessUsage(usage.headers(useCase, payer, 'calls'));
    expect([Number(after?.['call_count']) <= 100, after?.['estimated_time_to_regain_access']]).toEqual([true, 0]);
  },
);

function businessUsage(headers: Readonly<Record<string, string>>): readonly Readonly<Record<string, unknown>>[] {
  const parsed: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = JSON.parse(
    headers['x-business-use-case-usage'] ?? '{}',
  );
  return parsed['1'] ?? [];
}

test('the reads of an ad account in an hour beyond the allowance answer 80004 with the minutes, while its audiences are still read', async () => {
  const t = await openSandbox();
  const audience = await t.create('VIP', t.limited);
  for (let call = 0; call < 300; call += 1) {
    t.advance(6000);
    await t.get(`/${t.limited}?fields=id`);
  }
  t.advance(6000);
  const refused = await t.get(`/${t.limited}?fields=id`);
  expect([verdict(refused), JSON.parse(refused.headers.get('x-business-use-case-usage') ?? 'null')]).toEqual([
    [400, 80004, 2446079],
    {
      [t.limited.slice('act_'.length)]: [
        expect.objectContaining({ type: 'ads_management', call_count: 101, estimated_time_to_regain_access: 31 }),
      ],
    },
  ]);
  expect((await t.get(`/${audience}`)).status).toBe(200);
  t.advance(31 * minutes);
  expect((await t.get(`/${t.limited}?fields=id`)).status).toBe(200);
});
