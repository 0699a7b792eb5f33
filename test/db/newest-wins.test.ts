import { expect, test } from 'vitest';

import { batchById, beginAttempt, nextReady, settleBatch } from '../../db/batches.ts';
import { splitBatch } from '../../db/families.ts';
import { newerRivals, noteCompared, olderRivals, rivalries, sameAudience, uncompared } from '../../db/newest-wins.ts';
import type { Db } from '../../db/open.ts';
import { memory, queue, ready } from './setup.ts';

const A = 'Customers';

function states(db: Db): readonly unknown[] {
  return db.prepare('select id, operation, is_compared from batch order by id').all();
}

const idsOf = (batches: readonly { readonly id: number }[]): readonly number[] => batches.map(({ id }) => id);

test('only a batch that meets unsettled work of the other kind has to be compared, and nothing of its audience is sent before', () => {
  const q = queue(memory(), [
    { action: 'add', audience: A },
    { action: 'remove', audience: A },
    { action: 'remove', audience: 'Others' },
  ]);
  q.part(3, [3, 0, 3]);
  q.part(3, [3, 3, 3]);
  q.part(3, [3, 0, 0]);
  expect(states(q.db)).toEqual([
    { id: 1, operation: 'add', is_compared: 1 },
    { id: 2, operation: 'remove', is_compared: 1 },
    { id: 3, operation: 'add', is_compared: 1 },
    { id: 4, operation: 'remove', is_compared: 0 },
    { id: 5, operation: 'remove', is_compared: 1 },
    { id: 6, operation: 'add', is_compared: 0 },
  ]);
  // The others' audience goes on.
  expect(ready(q.db).id).toBe(2);
  noteCompared(q.db, [4]);
  expect(ready(q.db).id).toBe(2);
  noteCompared(q.db, [6]);
  expect(ready(q.db).id).toBe(1);
});

test('a batch is as old as the one it was split from', () => {
  const q = queue(memory(), [
    { action: 'add', audience: A },
    { action: 'remove', audience: A },
  ]);
  q.part(4, [4, 0]);
  q.part(4, [0, 4]);
  const figures = { people: 2, entries: 2, keys: ['EMAIL'] as const, firstLine: 2, lastLine: 5, members: Buffer.of(3) };
  const batch = batchById(q.db, 1);
  if (!batch) throw new Error('no batch');
  splitBatch(q.db, batch, [figures, figures]);
  const [rivalry] = rivalries(q.db);
  if (!rivalry) throw new Error('nothing is to be compared');
  expect([rivalry, idsOf(uncompared(q.db, rivalry, 9)), olderRivals(q.db, rivalry, 2)]).toMatchObject([
    { operation: 'remove' },
    [2],
    [
      { id: 1, rank: 1 },
      { id: 3, rank: 1 },
    ],
  ]);
});

test('nothing is compared with people whose upload is under way', () => {
  const q = queue(memory(), [
    { action: 'add', audience: A },
    { action: 'remove', audience: A },
  ]);
  q.part(3, [3, 0]);
  const batch = ready(q.db);
  beginAttempt(q.db, batch, 1, 1);
  q.part(3, [0, 3]);
  expect([states(q.db)[1], rivalries(q.db)]).toMatchObject([{ is_compared: 0 }, []]);
  settleBatch(q.db, batch, null, { synced: 3, errored: {}, problems: [], problemCounts: {} }, 2);
  const [rivalry] = rivalries(q.db);
  expect(rivalry && [olderRivals(q.db, rivalry, 2), nextReady(q.db, 3, [])]).toEqual([[], undefined]);
});

test('newer work that was sent, or was compared and waits, takes people from a requeued batch; what was not compared does so itself', () => {
  const q = queue(memory(), [
    { action: 'add', audience: A },
    { action: 'remove', audience: A },
  ]);
  q.part(1, [1, 0]);
  for (let parts = 0; parts < 4; parts += 1) q.part(1, [0, 1]);
  q.db
    .exec(`update batch set state = 'synced', synced = 1 where id = 2; update batch set state = 'errored', errored = 1 where id = 3;
    update batch set is_compared = id <> 5 and id <> 1`);
  const [rivalry] = rivalries(q.db);
  expect(rivalry && idsOf(newerRivals(q.db, rivalry, 1))).toEqual([2, 4]);
});

test('rows of two connections to one Graph root are one audience when Meta’s id and the ad account are', () => {
  const db = memory();
  queue(db, [
    { action: 'add', audience: A },
    { action: 'add', audience: 'Draft' },
    { action: 'add', audience: 'Account', account: 'act_2' },
  ]);
  queue(db, [
    { action: 'add', audience: A },
    { action: 'add', audience: 'Draft' },
  ]);
  queue(db, [{ action: 'add', audience: A }]);
  // The last connection is one to a sandbox, where the same numbers are other audiences.
  db.exec(
    `update audience set facebook_id = iif(name = 'Draft', null, '9'); update connection set graph_url = null where id = 3`,
  );
  expect([1, 2, 3, 4, 5, 6].map((id) => sameAudience(db, id))).toEqual([[1, 4], [2], [3], [1, 4], [5], [6]]);
});
