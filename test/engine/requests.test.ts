import { expect, test } from 'vitest';

import { refuse } from './fake-graph.ts';
import { ACCOUNT, rig, sha256, TOKEN } from './fake-ports.ts';
import { SECOND } from './fates.ts';

const LIST = [
  ['Email', 'Phone', 'Customer id'],
  ['ann@example.com', '+4915123456789', 'C-1'],
  ['bob@example.com', '', 'C-2'],
];
const MAPPED = { overrides: ['Email=EMAIL', 'Phone=PHONE', 'Customer id=EXTERN_ID'] };

test('the request of a batch is told without its token, and its first rows shortened, without ids that go in clear', async () => {
  const t = rig();
  const start = await t.pipe(LIST, MAPPED);
  await t.clock.advance(60 * SECOND);
  const { batches } = await t.ask('batches.list', { runId: start.runId });
  const batchId = batches[0]?.id ?? 0;
  const request = await t.ask('batches.request', { batchId });
  expect(request).toMatchObject({
    method: 'POST',
    host: 'graph.facebook.com',
    path: expect.stringMatching(/^\/v\d+\.0\/\d+\/users$/),
    hasProof: false,
    account: ACCOUNT,
    schema: ['EMAIL', 'PHONE', 'EXTERN_ID'],
    entries: 2,
  });
  const rows = await t.ask('batches.rows', { batchId });
  expect(rows).toEqual({
    isStored: true,
    keys: ['EMAIL', 'PHONE', 'EXTERN_ID'],
    rows: [
      { line: 2, cells: [sha256('ann@example.com').slice(0, 8), sha256('4915123456789').slice(0, 8), null] },
      { line: 3, cells: [sha256('bob@example.com').slice(0, 8), '', null] },
    ],
  });
  expect(JSON.stringify([request, rows])).not.toContain(TOKEN.slice(0, 12));
  await expect(t.ask('batches.rows', { batchId: 99 })).rejects.toThrow('99');
});

test('a job tells its runs newest first, with their sums, and what Meta answered over time', async () => {
  const t = rig();
  await t.pipe(LIST, MAPPED);
  await t.clock.advance(60 * SECOND);
  t.graph.always('users', refuse(2650));
  await t.ask('runs.get', { runId: 1 });
  const { total, runs } = await t.ask('runs.list', { jobId: 1 });
  expect([total, runs]).toEqual([
    1,
    [
      {
        id: 1,
        number: 1,
        state: 'done',
        startedAt: expect.any(Number),
        endedAt: expect.any(Number),
        rows: { read: 2, entered: 2, duplicates: 0, excluded: 0, unchanged: 0, unreadable: 0 },
        counters: { entered: 2, proceeded: 0, synced: 2, not_synced: 0, pending: 0, errored: 0, exited: 2 },
        problems: expect.any(Number),
      },
    ],
  ]);
  const { buckets } = await t.ask('runs.answers', { jobId: 1, range: 'day' });
  expect(buckets).toEqual([{ at: expect.any(Number), synced: 1, retry: 0, throttled: 0, held: 0, refused: 0 }]);
  const paces = await t.ask('throughput.paces', { jobId: 1 });
  expect([paces.hour, paces.month]).toEqual([
    { synced: 2, errored: 0 },
    { synced: 2, errored: 0 },
  ]);
});
