import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import type { QueueTarget } from '../../preload/contract/queue.ts';
import { ACCOUNT, people, rig, type Rig, textOf, world } from './fake-ports.ts';
import { BUSY, expectBalance, fates, HOUR, MINUTE, pass, SECOND, sent, slow } from './fates.ts';

const two = {
  steps: [
    { audience: 'Customers', action: 'add', keys: null },
    { audience: 'Others', action: 'add', keys: null },
  ],
} as const;

const horizons = (t: Rig) => t.rows<{ horizon_ms: number }>('select horizon_ms from batch order by id');

test('a pause stops sending, uses up nothing for 20 hours, and a resume goes on', async () => {
  const t = rig();
  t.graph.always('users', BUSY);
  const start = await t.pipe(people(4));
  await t.clock.advance(5 * SECOND);
  await t.ask('queue.pause', { scope: 'job', jobId: start.jobId });
  const [before, uploads] = [horizons(t), sent(t).length];
  await pass(t, 20 * HOUR);
  expect([await fates(t, start), horizons(t), sent(t).length]).toEqual([['sending', { paused: 4 }], before, uploads]);
  expect(await t.ask('status.summary', { runId: start.runId })).toMatchObject({ state: 'held' });
  // The same time without the pause is charged.
  await t.ask('queue.resume', { scope: 'job', jobId: start.jobId });
  await pass(t, 20 * MINUTE);
  expect(horizons(t)).toEqual([
    { horizon_ms: expect.toSatisfy((left) => left < (before[0]?.horizon_ms ?? 0) - 15 * MINUTE) },
  ]);
  t.graph.always('users', null);
  await pass(t, 10 * MINUTE);
  expect(await fates(t, start)).toEqual(['done', { synced: 4 }]);
});

test.each([
  ['everything', { scope: 'everything' }, [{ paused: 4 }, { paused: 4 }]],
  ['an ad account', { scope: 'ad_account', account: ACCOUNT }, [{ paused: 4 }, { paused: 4 }]],
  ['a job', { scope: 'job', jobId: 1 }, [{ paused: 4 }, { paused: 4 }]],
  ['a step', { scope: 'step', stepId: 2 }, [{ synced: 4 }, { paused: 4 }]],
] as const satisfies readonly (readonly [string, QueueTarget, unknown])[])(
  'a pause of %s stops just that',
  async (_what, target, expected) => {
    const t = rig();
    const upload = slow();
    t.graph.always('users', upload.script);
    const start = await t.pipe(people(4), two);
    // Both are in flight; they come back to the queue, where the pause meets them.
    t.graph.always('users', null);
    await t.ask('queue.pause', target);
    upload.letGo(BUSY);
    await pass(t, HOUR);
    expect(await fates(t, start)).toEqual(['sending', ...expected]);
    expect(await t.ask('queue.resume', target)).toEqual({ changed: true });
    await t.clock.advance(5 * SECOND);
    expect(await fates(t, start)).toEqual(['done', { synced: 4 }, { synced: 4 }]);
  },
);

test('what was paused goes on in the order in which it was queued', async () => {
  const t = rig();
  await t.pipe(people(1));
  await t.clock.advance(5 * SECOND);
  await t.ask('queue.pause', { scope: 'ad_account', account: ACCOUNT });
  for (const count of [3, 5, 2]) await t.pipe(people(count));
  await pass(t, HOUR);
  await t.ask('queue.resume', { scope: 'ad_account', account: ACCOUNT });
  await t.clock.advance(5 * SECOND);
  expect(sent(t)).toEqual(['POST 1', 'POST 3', 'POST 5', 'POST 2']);
});

test('a paused list is not read; that somebody must resume it is told at once, but a pipe keeps its process', async () => {
  const w = world();
  const t = rig(w);
  await t.ask('queue.pause', { scope: 'everything' });
  const file = await t.sync(w.csv(people(4)));
  await t.clock.advance(5 * SECOND);
  expect([(await t.facts(file)).rows.read, await t.ask('status.summary', { runId: file.runId })]).toMatchObject([
    0,
    { state: 'held' },
  ]);
  const pipe = await t.sync('', { source: { stream: Readable.from([textOf(people(2))]) } });
  expect(await t.ask('status.summary', { runId: pipe.runId })).toMatchObject({ state: 'waiting' });
  await t.ask('queue.resume', { scope: 'everything' });
  await t.read(file);
  await t.read(pipe);
  await t.clock.advance(5 * SECOND);
  expect([await fates(t, file), await fates(t, pipe)]).toEqual([
    ['done', { synced: 4 }],
    ['done', { synced: 2 }],
  ]);
  expectBalance(t);
});

test('to pause twice changes nothing, and what does not exist is told with what does', async () => {
  const t = rig();
  const { jobId } = await t.pipe(people(1));
  const target = { scope: 'job', jobId } as const;
  const changes = [await t.ask('queue.pause', target), await t.ask('queue.pause', target)];
  expect([changes, (await t.ask('status.get', {})).pauses]).toMatchObject([
    [{ changed: true }, { changed: false }],
    [target],
  ]);
  const unknown = await Promise.all([
    t.engine.call('queue.pause', { scope: 'job', jobId: 7 }),
    t.engine.call('queue.resume', { scope: 'step', stepId: 7 }),
    t.engine.call('queue.pause', { scope: 'ad_account', account: 'act_7' }),
  ]);
  expect(unknown).toEqual([
    { ok: false, code: 'not_found', message: 'There is no job 7. There are: 1.' },
    { ok: false, code: 'not_found', message: 'There is no step 7. There are: 1.' },
    { ok: false, code: 'not_found', message: `There is no ad account act_7. There are: ${ACCOUNT}.` },
  ]);
});
