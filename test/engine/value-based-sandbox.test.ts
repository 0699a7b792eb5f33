import { expect, test } from 'vitest';

import type { SyncOrder } from '../../main/engine/sync.ts';
import { sha256, until } from './fake-ports.ts';
import { type SandboxRig, sandboxRig } from './sandbox-rig.ts';

const COUNT = 1_000;
const address = (i: number): string => `p${i}@example.com`;
/** Every third has none, every seventh of the others one that is no number. */
const worth = (i: number): string => (i % 3 === 0 ? '' : i % 7 === 0 ? 'much' : `${i}.5`);
const hasValue = (i: number): boolean => i % 3 !== 0 && i % 7 !== 0;
const everybody = Array.from({ length: COUNT }, (_, i) => i);
const valued = everybody.filter(hasValue).length;

function list(t: SandboxRig, those: readonly number[] = everybody, name = 'buyers.csv'): string {
  return t.csv([['Email', 'Revenue'], ...those.map((i) => [address(i), worth(i)])], name);
}

/** Runs a list into an audience until nothing moves any more; facts of the run and of its step. */
async function run(t: SandboxRig, account: string, path: string, order: Partial<SyncOrder> = {}) {
  const { runId } = await t.engine.host.sync({
    connectionId: t.connectionId,
    source: { path, name: 'buyers.csv', isSample: false },
    jobName: 'Buyers',
    account,
    steps: [{ audience: 'Best buyers', action: 'add', keys: null, isValueBased: true }],
    overrides: ['Revenue=LOOKALIKE_VALUE'],
    country: 'US',
    flushMs: 0,
    ...order,
  });
  await until(async () => (await t.ask('status.summary', { runId })).state !== 'waiting');
  const facts = await t.ask('runs.get', { runId });
  const [step] = facts.steps;
  if (!step) throw new Error('a run without steps');
  return { runId, facts, step };
}

/** Members as Meta would have them, by address. */
function entries(those: readonly number[], value: (i: number) => string) {
  return those.map((i) => ({ EMAIL: sha256(address(i)), LOOKALIKE_VALUE: value(i) })).toSorted(byEmail);
}
const byEmail = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): number =>
  (a['EMAIL'] ?? '') < (b['EMAIL'] ?? '') ? -1 : 1;

async function membersOf(t: SandboxRig, audience: string | null) {
  return (await t.sandbox.members(audience ?? '')).entries?.toSorted(byEmail);
}

test('a value-based audience takes exactly those with a value; with zero for none it takes everybody, and they leave again', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  const first = await run(t, account, list(t));
  const audience = first.step.audience.id;
  expect([first.step.audience.isValueBased, first.step.keys, first.step.counters, first.facts.problems]).toEqual([
    true,
    ['EMAIL', 'LOOKALIKE_VALUE'],
    {
      entered: COUNT,
      proceeded: 0,
      synced: valued,
      not_synced: COUNT - valued,
      pending: 0,
      errored: 0,
      exited: COUNT,
    },
    { value_missing: COUNT - valued, not_a_number: everybody.filter((i) => i % 3 !== 0 && i % 7 === 0).length },
  ]);
  expect(await membersOf(t, audience)).toEqual(entries(everybody.filter(hasValue), worth));

  const second = await run(t, account, list(t), { zeroValue: true });
  expect([second.step.counters.synced, second.facts.problems['value_missing']]).toEqual([COUNT, undefined]);
  expect(await membersOf(t, audience)).toEqual(entries(everybody, (i) => (hasValue(i) ? worth(i) : '0')));

  const leavers = everybody.filter((i) => i % 2 === 0);
  const third = await run(t, account, list(t, leavers, 'leavers.csv'), {
    steps: [{ audience: audience ?? '', action: 'remove', keys: ['EMAIL'] }],
    zeroValue: true,
  });
  expect([third.step.counters.synced, third.step.audience.id]).toEqual([leavers.length, audience]);
  expect((await membersOf(t, audience))?.map(({ EMAIL }) => EMAIL)).toEqual(
    entries(
      everybody.filter((i) => i % 2 === 1),
      worth,
    ).map(({ EMAIL }) => EMAIL),
  );
});

test('without the Business Tools terms people wait; the audit says so, and once they are accepted all goes on by itself', async () => {
  const t = await sandboxRig();
  const account = t.account('limited');
  const { runId, step } = await run(t, account, list(t));
  const holds = await t.ask('holds.list', {});
  const terms = async () => (await t.audit(account)).checks.find(({ id }) => id === 'value_terms');
  expect([step.counters.pending, holds.map(({ reason }) => reason), await terms()]).toMatchObject([
    valued,
    ['value_terms'],
    { status: 'fail', evidence: { key: 'audit.value_terms.needed', values: { audience: 'Best buyers' } } },
  ]);
  await t.sandbox.control('POST', '/terms', { act: account, kind: 'value_based' });
  const lifted = await t.ask('holds.check', { holdId: holds[0]?.id ?? 0 });
  await until(async () => (await t.ask('status.summary', { runId })).state === 'done');
  const [done] = (await t.ask('runs.get', { runId })).steps;
  expect([lifted.released, done?.counters.synced, (await terms())?.status]).toEqual([true, valued, 'pass']);
  expect(await membersOf(t, done?.audience.id ?? null)).toEqual(entries(everybody.filter(hasValue), worth));
});
