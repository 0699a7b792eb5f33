import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { HttpAnswer } from '../../main/engine/ports.ts';
import { refuse, type Script } from './fake-graph.ts';
import { entriesOf, people, type Rig, rig, sha256 } from './fake-ports.ts';

const HOUR = 60 * 60_000;
const REFUSAL = refuse(100, null, { message: '(#100) Invalid row in payload' });

/** Refuses every upload that holds one of these people, as Meta does for one bad row among thousands. */
function poisoned(addresses: readonly string[], answer: Script = REFUSAL): Script {
  const bad = new Set(addresses.map(sha256));
  return (seen, perform): HttpAnswer | Promise<HttpAnswer> => {
    const { data } = (seen.body as { payload: { data: readonly (readonly string[])[] } }).payload;
    return data.some((row) => row.some((value) => bad.has(value))) ? answer(seen, perform) : perform();
  };
}

async function step(t: Rig, runId = 1) {
  const { steps, state } = await t.ask('runs.get', { runId });
  const { counters, erroredReasons, pendingReasons } = steps[0] ?? {};
  return { run: state, synced: counters?.synced, errored: erroredReasons, pending: pendingReasons };
}

async function lines(t: Rig, code = 'refused') {
  return (await t.ask('problems.list', { runId: 1, code })).map(({ line, lastLine }) => [line, lastLine]);
}

test('one bad row in ten thousand is found with its line, and the other 9,999 are synced', async () => {
  const t = rig();
  t.graph.always('users', poisoned(['p6173@example.com']));
  await t.pipe(people(10_000));
  await t.clock.advance(60_000);
  expect(await step(t)).toEqual({ run: 'done_with_problems', synced: 9_999, errored: { refused: 1 }, pending: {} });
  expect([await lines(t), t.graph.uploads().length <= 64]).toEqual([[[6_175, 6_175]], true]);
  expect(t.graph.members(t.graph.audiences()[0]?.id ?? '')).toEqual(
    entriesOf(people(10_000)).filter((entry) => entry !== `EMAIL=${sha256('p6173@example.com')}`),
  );
});

test('when every quarter is refused alike the settings are wrong: held after seven requests, nobody Errored', async () => {
  const t = rig();
  t.graph.always('users', REFUSAL);
  await t.pipe(people(1_000));
  await t.clock.advance(HOUR);
  const [hold] = await t.ask('holds.list', {});
  expect([t.graph.uploads().length, await step(t), hold?.reason, hold?.scope, hold?.code]).toEqual([
    7,
    { run: 'sending', synced: 0, errored: {}, pending: { held: 1_000 } },
    'settings_refused',
    'step',
    100,
  ]);
});

test('once the settings were mended, “check again” sends the quarters', async () => {
  const t = rig();
  t.graph.always('users', REFUSAL);
  await t.pipe(people(1_000));
  await t.clock.advance(60_000);
  t.graph.always('users', null);
  expect(await t.ask('holds.check', { holdId: 1 })).toEqual({ released: true, said: null });
  await t.clock.advance(1_000);
  expect([await step(t), t.graph.uploads().length]).toEqual([
    { run: 'done', synced: 1_000, errored: {}, pending: {} },
    11,
  ]);
});

test('a bad row in every quarter is found too, when a person says that the settings are right', async () => {
  const t = rig();
  const bad = [10, 300, 600, 900].map((n) => `p${n}@example.com`);
  t.graph.always('users', poisoned(bad));
  await t.pipe(people(1_000));
  await t.clock.advance(60_000);
  expect((await t.ask('holds.list', {})).map(({ reason }) => reason)).toEqual(['settings_refused']);
  await t.ask('holds.check', { holdId: 1 });
  await t.clock.advance(60_000);
  const { synced, errored } = await step(t);
  const found = await lines(t);
  expect([t.graph.uploads().length <= 64, (synced ?? 0) + (errored?.refused ?? 0)]).toEqual([true, 1_000]);
  // Each bad row is named by a range that holds it.
  for (const line of [12, 302, 602, 902]) {
    expect(found.some(([first, last]) => (first ?? 0) <= line && line <= (last ?? 0))).toBe(true);
  }
});

test('a single person who is refused is Errored, since nobody can tell settings from rows', async () => {
  const t = rig();
  t.graph.always('users', REFUSAL);
  await t.pipe(people(1));
  await t.clock.advance(1_000);
  expect([await step(t), await lines(t), t.graph.uploads().length]).toEqual([
    { run: 'done_with_problems', synced: 0, errored: { refused: 1 }, pending: {} },
    [[2, 2]],
    1,
  ]);
});

test('error 1/99 is tried once more and then halved; 2650 is tried twice and then given up', async () => {
  const t = rig();
  t.graph.always('users', poisoned(['p2@example.com'], refuse(1, 99, { status: 500 })));
  await t.pipe(people(8));
  await t.clock.advance(60_000);
  expect([await step(t), await lines(t)]).toEqual([
    { run: 'done_with_problems', synced: 7, errored: { refused: 1 }, pending: {} },
    [[4, 4]],
  ]);

  const u = rig();
  u.graph.always('users', refuse(2650));
  await u.pipe(people(8));
  await u.clock.advance(HOUR);
  expect([await step(u), u.graph.uploads().length]).toEqual([
    { run: 'done_with_problems', synced: 0, errored: { refused: 8 }, pending: {} },
    3,
  ]);
});

test('whoever is bad: the good are synced or named in a range, the sums hold, and 64 requests are never passed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.nat({ max: 199 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 0, max: 3 }),
      async (bad, stumbles) => {
        const t = rig();
        t.graph.always('users', poisoned(bad.map((n) => `p${n}@example.com`)));
        t.graph.script('users', ...Array.from({ length: stumbles }, () => refuse(2, null, { status: 503 })));
        await t.pipe(people(200));
        await t.clock.advance(60_000);
        for (const { id } of await t.ask('holds.list', {})) await t.ask('holds.check', { holdId: id });
        await t.clock.advance(60_000);
        const { run, synced = 0, errored } = await step(t);
        const members = t.graph.members(t.graph.audiences()[0]?.id ?? '').length;
        expect([run, synced + (errored?.refused ?? 0), members]).toEqual(['done_with_problems', 200, synced]);
        expect(t.graph.uploads().length).toBeLessThanOrEqual(64 + stumbles);
        const found = await lines(t);
        for (const n of bad) expect(found.some(([a, b]) => (a ?? 0) <= n + 2 && n + 2 <= (b ?? 0))).toBe(true);
        await t.engine.stop();
      },
    ),
    { numRuns: 10 },
  );
});
