import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';

import type { QueueTarget } from '../../preload/contract/queue.ts';
import { lose, refuse, type Script } from './fake-graph.ts';
import { ACCOUNT, people, rig, textOf, until, world } from './fake-ports.ts';
import { BUSY, expectBalance, fates, HOUR, pass, SECOND, sent, slow } from './fates.ts';

const two = {
  steps: [
    { audience: 'Customers', action: 'add', keys: null },
    { audience: 'Others', action: 'add', keys: null },
  ],
} as const;

test.each([
  ['everything', { scope: 'everything' }],
  ['the ad account', { scope: 'ad_account', account: ACCOUNT }],
  ['the job', { scope: 'job', jobId: 1 }],
] as const satisfies readonly (readonly [string, QueueTarget])[])(
  'cancelling %s ends all that waits and the run, for good',
  async (_what, target) => {
    const t = rig();
    t.graph.always('users', BUSY);
    const start = await t.pipe(people(4), two);
    await t.clock.advance(5 * SECOND);
    const uploads = sent(t).length;
    expect(await t.ask('queue.cancel', target)).toEqual({ people: 8 });
    expect([await fates(t, start), await t.ask('status.summary', {})]).toMatchObject([
      ['cancelled', { cancelled: 4 }, { cancelled: 4 }],
      { state: 'cancelled' },
    ]);
    expectBalance(t);
    await pass(t, HOUR);
    expect([sent(t).length, await t.ask('queue.cancel', target)]).toEqual([uploads, { people: 0 }]);
    const [problem] = await t.ask('problems.list', { runId: start.runId });
    expect(problem).toMatchObject({ code: 'cancelled', line: 2, lastLine: 5 });
  },
);

test('cancelling a step leaves the others alone, and the run ends as it would', async () => {
  const t = rig();
  t.graph.always('users', BUSY);
  const start = await t.pipe(people(4), two);
  await t.clock.advance(5 * SECOND);
  expect(await t.ask('queue.cancel', { scope: 'step', stepId: 1 })).toEqual({ people: 4 });
  expect((await t.facts(start)).state).toBe('sending');
  t.graph.always('users', null);
  await pass(t, HOUR);
  expect(await fates(t, start)).toEqual(['done_with_problems', { cancelled: 4 }, { synced: 4 }]);
  expectBalance(t);
});

test.each([
  ['is accepted counts as synced', (_seen, perform) => perform(), { synced: 4 }],
  ['is to be tried again is ended', BUSY, { cancelled: 4 }],
  ['is throttled is ended', refuse(17), { cancelled: 4 }],
  ['is lost is ended', lose(true), { cancelled: 4 }],
  ['meets a hold is ended', refuse(200, 1_870_090), { cancelled: 4 }],
  ['is refused is ended', refuse(100, null, { message: '(#100) Invalid row in payload' }), { cancelled: 4 }],
] as const satisfies readonly (readonly [string, Script, unknown])[])(
  'what is in flight when it is cancelled and %s',
  async (_how, end, expected) => {
    const t = rig();
    const upload = slow();
    t.graph.script('users', upload.script);
    const start = await t.pipe(people(4));
    await t.clock.advance(5 * SECOND);
    expect(await t.ask('queue.cancel', { scope: 'everything' })).toEqual({ people: 0 });
    expect(await fates(t, start)).toEqual(['cancelled', { sending: 4 }]);
    upload.letGo(end);
    await pass(t, HOUR);
    expect([await fates(t, start), sent(t)]).toEqual([['cancelled', expected], ['POST 4']]);
    expectBalance(t);
  },
);

test('a batch that a killed Muster left in flight is ended by the next one, not sent again', async () => {
  const w = world();
  const t = rig(w);
  const upload = slow();
  t.graph.script('users', upload.script);
  const start = await t.pipe(people(4));
  await t.clock.advance(5 * SECOND);
  await t.ask('queue.cancel', { scope: 'job', jobId: start.jobId });
  // What the disk holds at this moment is all that a killed process leaves.
  const dataDir = join(w.folder, 'after the kill');
  cpSync(w.dataDir, dataDir, { recursive: true });
  const next = rig({ ...w, dataDir, ports: { ...w.ports, dataDir } });
  await next.clock.advance(5 * SECOND);
  expect([await fates(t, start), await fates(next, start), sent(t)]).toEqual([
    ['cancelled', { sending: 4 }],
    ['cancelled', { cancelled: 4 }],
    ['POST 4'],
  ]);
  upload.letGo();
});

/** More than the reader wants to see before it begins. */
function wideList(): readonly (readonly string[])[] {
  return people(4_500).map(([email = ''], index) => [email, index === 0 ? 'Notes' : 'x'.repeat(120)]);
}

test('cancelling while a list is read stops the reading; who entered is ended', async () => {
  const t = rig();
  const list = new PassThrough();
  t.graph.always('users', BUSY);
  const start = await t.sync('', { source: { stream: list }, flushMs: 20 });
  list.write(textOf(wideList().slice(0, 4_000)));
  await until(async () => (await t.facts(start)).rows.entered > 0);
  await t.ask('queue.cancel', { scope: 'job', jobId: start.jobId });
  const { rows, state } = await t.facts(start);
  list.end(textOf(wideList().slice(4_000)));
  await t.clock.advance(5 * SECOND);
  expect([state, (await t.facts(start)).rows, await fates(t, start)]).toEqual([
    'cancelled',
    rows,
    ['cancelled', { cancelled: rows.entered }],
  ]);
  // The reader is free again for the next list.
  t.graph.always('users', null);
  const next = await t.pipe(people(4));
  await t.clock.advance(5 * SECOND);
  expect(await fates(t, next)).toEqual(['done', { synced: 4 }]);
  expectBalance(t);
});

test('who enters a cancelled step of a list that is still being read is not sent', async () => {
  const t = rig();
  const list = new PassThrough();
  const start = await t.sync('', { source: { stream: list }, ...two });
  await t.ask('queue.cancel', { scope: 'step', stepId: 2 });
  list.end(textOf(people(4)));
  await t.read(start);
  await t.clock.advance(5 * SECOND);
  expect([await fates(t, start), sent(t)]).toEqual([
    ['done_with_problems', { synced: 4 }, { cancelled: 4 }],
    ['POST 4'],
  ]);
  expectBalance(t);
});

test('the next run of a cancelled job is a new one', async () => {
  const w = world();
  const t = rig(w);
  const path = w.csv(people(4));
  t.graph.always('users', BUSY);
  const first = await t.run(path);
  await t.ask('queue.cancel', { scope: 'job', jobId: first.jobId });
  t.graph.always('users', null);
  const second = await t.run(path);
  await t.clock.advance(5 * SECOND);
  expect([second.isResumed, second.jobId, await fates(t, first), await fates(t, second)]).toEqual([
    false,
    first.jobId,
    ['cancelled', { cancelled: 4 }],
    ['done', { synced: 4 }],
  ]);
});
