import { expect, test } from 'vitest';

import { refuse } from './fake-graph.ts';
import { ACCOUNT, people, rig, type Rig, TOKEN } from './fake-ports.ts';
import { SECOND } from './fates.ts';

/** Who did what so far, oldest first, without what the fake's clock decides. */
async function told(t: Rig, order: Parameters<typeof t.ask<'activity.list'>>[1] = {}) {
  const { rows, total } = await t.ask('activity.list', order);
  expect(total).toBe(rows.length);
  return rows.toReversed().map(({ actor, kind, facts }) => [actor, kind, facts]);
}

const REFUSED = refuse(2650);

test('what people do and what Muster does by itself is told in order, from the first connection to a requeue', async () => {
  const t = rig();
  t.graph.always('users', REFUSED);
  const start = await t.pipe(people(3));
  await t.ask('queue.pause', { scope: 'job', jobId: start.jobId });
  await t.ask('queue.pause', { scope: 'job', jobId: start.jobId });
  await t.ask('queue.resume', { scope: 'job', jobId: start.jobId });
  await t.clock.advance(30 * SECOND);
  t.graph.always('users', null);
  await t.ask('queue.requeue', { runId: start.runId });
  await t.clock.advance(10 * SECOND);
  const job = { job: 'List' };
  const run = { ...job, run: 1 };
  expect(await told(t)).toEqual([
    ['muster', 'data.key_store', { after: 'keyring' }],
    ['user', 'connection.added', expect.anything()],
    ['user', 'job.launched', run],
    ['user', 'queue.paused', { ...job, scope: 'job' }],
    ['user', 'queue.resumed', { ...job, scope: 'job' }],
    ['muster', 'run.ended', { ...run, state: 'done_with_problems', people: 3, synced: 0, errored: 3 }],
    ['muster', 'alert.errored', { ...run, people: 3 }],
    ['user', 'queue.requeued', { ...run, people: 3 }],
    ['muster', 'run.ended', { ...run, state: 'done', people: 3, synced: 3, errored: 0 }],
  ]);
  expect([(await told(t, { noun: 'queue' })).length, (await told(t, { jobId: start.jobId })).length]).toEqual([3, 7]);
});

test('a hold, its end and a cancel are told with what they are about, and nothing that was told holds a token', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_090));
  const start = await t.pipe(people(3));
  await t.clock.advance(5 * SECOND);
  await t.ask('queue.cancel', { scope: 'step', stepId: 1 });
  await t.ask('connections.disconnect', { connectionId: 1, account: null, revokes: false });
  const run = { job: 'List', run: 1 };
  expect((await told(t)).slice(3)).toEqual([
    ['muster', 'hold.raised', expect.objectContaining({ reason: 'terms', account: ACCOUNT })],
    ['user', 'run.ended', { ...run, state: 'cancelled', people: 3, synced: 0, errored: 0 }],
    ['user', 'queue.cancelled', { job: 'List', scope: 'step', audience: 'Customers', people: 3 }],
    ['user', 'connection.disconnected', expect.anything()],
    ['muster', 'hold.raised', expect.objectContaining({ reason: 'token' })],
  ]);
  expect(start.runId).toBe(1);
  expect(JSON.stringify(t.rows('select * from activity'))).not.toContain(TOKEN);
});

test('the egress log tells each request, and sums up what it tells', async () => {
  const t = rig();
  await t.pipe(people(3));
  await t.clock.advance(10 * SECOND);
  const all = await t.ask('egress.list', {});
  const uploads = await t.ask('egress.list', { isUpload: true });
  expect(all.total).toEqual({
    requests: all.rows.length,
    entries: 3,
    bytes: all.rows.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  expect(uploads.rows).toEqual([
    expect.objectContaining({ host: 'graph.facebook.com', method: 'POST', keys: ['EMAIL'], entries: 3 }),
  ]);
  const [last] = all.rows;
  const older = await t.ask('egress.list', { beforeId: last?.id ?? 0, limit: 1 });
  expect(older.rows).toEqual([all.rows[1]]);
});
