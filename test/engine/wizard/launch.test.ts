import { expect, test } from 'vitest';

import type { Input } from '../../../preload/contract/contract.ts';
import type { DraftSettings, Launched, Readiness, StepChoice } from '../../../preload/contract/wizard.ts';
import { people, rig, textOf, world } from '../fake-ports.ts';
import { type SandboxRig, sandboxRig } from '../sandbox-rig.ts';

type Step = Partial<Omit<StepChoice, 'audience'>> & { readonly account: string; readonly audience?: Audience };
type Audience = NonNullable<NonNullable<NonNullable<Input<'drafts.save'>['settings']['steps']>[number]>['audience']>;

const CUSTOMERS: Audience = { kind: 'new', name: 'Customers' };

/** A draft of the sandbox's person for a list of three; its id. */
async function draft(t: SandboxRig, steps: readonly Step[], more: Partial<DraftSettings> = {}): Promise<number> {
  const { sourceId, name } = t.engine.host.addFile(t.csv(people(3)));
  const settings = {
    connectionId: t.connectionId,
    source: { kind: 'file', sourceId } as const,
    sourceName: name,
    country: 'US',
    steps: steps.map((step) => ({ audience: CUSTOMERS, ...step })),
    ...more,
  };
  return (await t.ask('drafts.save', { place: 'review', settings })).id;
}

function kinds(notes: readonly Readiness[]): readonly string[] {
  return notes.map(({ weight, kind }) => `${weight} ${kind}`);
}

function launched(result: Launched): Extract<Launched, { state: 'launched' }> {
  if (result.state === 'refused') throw new Error(`refused: ${kinds(result.notes).join(', ')}`);
  return result;
}

/** Looks when something changed, not in a loop: the reader's thread and the sandbox share the computer. */
async function once(t: SandboxRig, isSo: () => Promise<boolean>): Promise<void> {
  let wake: () => void = () => undefined;
  const stop = t.engine.onEvent(() => wake());
  for (;;) {
    const changed = new Promise<void>((resolve) => (wake = resolve));
    if (await isSo()) return stop();
    await changed;
  }
}

async function summary(t: SandboxRig, runId: number) {
  const { state, counters, steps } = await t.ask('status.summary', { runId });
  return [state, counters.pending, counters.synced, ...steps.flatMap(({ holds }) => holds.map(({ reason }) => reason))];
}

test('terms are missing: people wait; the wrong person accepts and they still do; the right one accepts and they are sent', async () => {
  const t = await sandboxRig();
  const account = t.account('no_terms');
  const draftId = await draft(t, [{ account }], { name: 'Spring' });

  const review = await t.ask('drafts.review', { draftId });
  expect(review.notes.filter(({ weight }) => weight === 'holds')).toEqual([
    {
      kind: 'terms',
      weight: 'holds',
      step: 'terms',
      index: 0,
      values: { account: 'North Wind Cycles', person: 'Sam Sandbox', business: 'North Wind Cycles (sandbox)' },
    },
  ]);
  expect(review.audits.map((audit) => audit.account)).toEqual([account]);
  expect(await t.ask('drafts.launch', { draftId })).toEqual({ state: 'refused', notes: review.notes });
  expect(await t.ask('jobs.list', {})).toEqual([]);

  const { jobId, runId } = launched(await t.ask('drafts.launch', { draftId, waits: true }));
  await once(t, async () => (await t.ask('holds.list', {})).length > 0);
  expect(await summary(t, runId)).toEqual(['held', 3, 0, 'terms']);
  expect([await t.ask('drafts.list', {}), (await t.ask('jobs.get', { jobId })).name]).toEqual([[], 'Spring']);

  await t.sandbox.control('POST', '/terms', { act: account, person: 'employee' });
  await t.ask('terms.check', { connectionId: t.connectionId, account });
  expect(await summary(t, runId)).toEqual(['held', 3, 0, 'terms']);

  await t.sandbox.control('POST', '/terms', { act: account, person: 'admin' });
  await t.ask('terms.check', { connectionId: t.connectionId, account });
  await once(t, async () => (await t.ask('status.summary', { runId })).state === 'done');
  expect(await summary(t, runId)).toEqual(['done', 0, 3]);
});

test('a new audience is made with its settings, a known one is used, and the job is called after both ends', async () => {
  const t = await sandboxRig();
  const [account, other] = [t.account('healthy'), t.account('limited')];
  const id = await t.sandbox.create('Old ones', other);
  const audience: Audience = {
    kind: 'new',
    name: 'VIP',
    description: 'Best of 2026',
    fileSource: 'PARTNER_PROVIDED_ONLY',
    labels: ['HIGH_VALUE_CUSTOMERS'],
    isExclusionOnly: true,
  };
  const existing = { kind: 'existing', id, name: 'Old ones', isValueBased: false } as const;
  const steps: readonly Step[] = [
    { account, audience },
    { account: other, audience: existing, keys: ['EMAIL'] },
  ];
  const { jobId, runId } = launched(await t.ask('drafts.launch', { draftId: await draft(t, steps) }));
  await once(t, async () => (await t.ask('status.summary', { runId })).state === 'done');
  expect((await t.ask('jobs.get', { jobId })).name).toBe('VIP ← list.csv');
  expect(
    t.rows('select name, facebook_id is not null as made, description, labels, is_exclusion_only from audience'),
  ).toEqual([
    { name: 'VIP', made: 1, description: 'Best of 2026', labels: '["HIGH_VALUE_CUSTOMERS"]', is_exclusion_only: 1 },
    { name: 'Old ones', made: 1, description: 'Kept by Muster', labels: '[]', is_exclusion_only: 0 },
  ]);
  expect(t.rows("select file_source from audience where name = 'VIP'")).toEqual([
    { file_source: 'PARTNER_PROVIDED_ONLY' },
  ]);
  const [chosen] = (await t.ask('connections.accounts', { connectionId: t.connectionId, search: account })).accounts;
  expect(chosen?.isChosen).toBe(true);
});

test('a double click makes one job, and so do two windows of two processes', async () => {
  const t = await sandboxRig();
  const order = { draftId: await draft(t, [{ account: t.account('healthy') }]) };
  const [first, second] = await Promise.all([t.ask('drafts.launch', order), t.ask('drafts.launch', order)]);
  expect(second).toEqual(first);

  const other = rig({ ...t }, { sends: false });
  const again = {
    draftId: await draft(t, [{ account: t.account('healthy'), audience: { kind: 'new', name: 'B' } }]),
  };
  const both = await Promise.all([t.engine.call('drafts.launch', again), other.engine.call('drafts.launch', again)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ code: 'not_found' });
  expect(await t.ask('jobs.list', {})).toHaveLength(2);
});

test('two jobs that make an audience of one name make one audience', async () => {
  const t = await sandboxRig();
  const account = t.account('no_terms');
  for (let job = 0; job < 2; job += 1) {
    launched(await t.ask('drafts.launch', { draftId: await draft(t, [{ account }]), waits: true }));
  }
  expect(t.rows('select name, facebook_id from audience')).toEqual([{ name: 'Customers', facebook_id: null }]);
});

test('what blocks keeps a draft from being launched, whoever is ready to wait, and changes nothing', async () => {
  const t = await sandboxRig();
  const { connectionId } = t;
  const states = ['no_business', 'disabled'];
  const found = [];
  for (const state of states) {
    const draftId = await draft(t, [{ account: t.account(state) }]);
    const result = await t.ask('drafts.launch', { draftId, waits: true });
    found.push(result.state === 'refused' && kinds(result.notes).filter((line) => line.startsWith('blocks')));
  }
  const robot = await t.connect(await t.token('employee', ['ads_read']));
  const draftId = await draft(t, [{ account: t.account('healthy') }], { connectionId: robot });
  const refused = await t.ask('drafts.launch', { draftId, waits: true });
  found.push(refused.state === 'refused' && kinds(refused.notes).filter((line) => line.startsWith('blocks')));
  await t.ask('connections.disconnect', { connectionId });
  found.push(kinds((await t.ask('drafts.review', { draftId: draftId - 1 })).notes));
  expect(found).toEqual([
    ['blocks business'],
    ['blocks account_unusable'],
    // Neither the permission nor a role.
    ['blocks permission', 'blocks permission'],
    ['blocks no_connection'],
  ]);
  expect([await t.ask('jobs.list', {}), (await t.ask('drafts.list', {})).length]).toEqual([[], 3]);
});

test('a dropped file is read once, by the run that was launched with it', async () => {
  const t = await sandboxRig();
  const bytes = Buffer.from(textOf(people(3)));
  const data = bytes.toString('base64');
  const { dropId } = await t.ask('drops.begin', { name: 'dropped.csv', bytes: bytes.length, head: data });
  const source = { kind: 'drop', dropId } as const;
  const draftId = await draft(t, [{ account: t.account('healthy') }], { source, sourceName: 'dropped.csv' });
  const twin = await draft(t, [{ account: t.account('healthy') }], { source, sourceName: 'dropped.csv' });
  const { jobId, runId } = launched(await t.ask('drafts.launch', { draftId }));
  expect(await t.ask('drops.write', { dropId, seq: 0, data, isLast: true })).toEqual({ isWanted: true });
  await once(t, async () => (await t.ask('status.summary', { runId })).state === 'done');
  expect(await summary(t, runId)).toEqual(['done', 0, 3]);
  expect((await t.ask('jobs.get', { jobId })).name).toBe('Customers ← dropped.csv');
  const late = await t.ask('drafts.launch', { draftId: twin });
  expect(late.state === 'refused' && kinds(late.notes)).toEqual(['blocks source_gone', 'warns duplicate_name']);
});

test('a short list is known whole, and so is what its columns cannot match', async () => {
  const t = await sandboxRig();
  const account = t.account('healthy');
  const seed = await draft(t, [{ account, keys: ['EMAIL', 'PHONE'] }], { purpose: 'lookalike_seed' });
  const { notes, tier } = await t.ask('drafts.review', { draftId: seed });
  expect([kinds(notes), tier]).toEqual([['blocks no_key', 'warns few_for_lookalike'], 'full']);
  const unmapped = await draft(t, [{ account }], { overrides: ['Email='] });
  expect(kinds((await t.ask('drafts.review', { draftId: unmapped })).notes)).toEqual(['blocks no_key']);
  const wrong = await draft(t, [{ account }], { overrides: ['Mail=EMAIL'] });
  expect((await t.ask('drafts.review', { draftId: wrong })).notes.map(({ kind, step }) => [kind, step])).toEqual([
    ['source_unreadable', 'map'],
  ]);
});

test('without a network a draft is launched blind, and its people wait', async () => {
  const own = world();
  const t = rig(own);
  const connectionId = await t.connect();
  t.graph.always('me', () => ({ kind: 'no_answer', reason: 'no_connection', said: 'No connection (ENOTFOUND)' }));
  const { sourceId } = t.engine.host.addFile(t.csv(people(3)));
  const settings = {
    connectionId,
    source: { kind: 'file', sourceId } as const,
    steps: [{ account: 'act_1', audience: CUSTOMERS }],
  };
  const { id: draftId } = await t.ask('drafts.save', { place: 'review', settings });
  const review = await t.ask('drafts.review', { draftId });
  expect([kinds(review.notes), review.tier]).toEqual([['warns blind'], null]);
  launched(await t.ask('drafts.launch', { draftId }));
});
