import { cpSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import { recoverInterrupted } from '../../db/batches.ts';
import { type Db, openDb } from '../../db/open.ts';
import { createContext } from '../../main/engine/context.ts';
import { compareNew } from '../../main/engine/newest-wins.ts';
import { lose, refuse } from './fake-graph.ts';
import { entriesOf, people, type Rig, rig, type World } from './fake-ports.ts';
import { add, BUSY, fates, four, members, only, remove, slow, superseded, synced, WHILE } from './wishes.ts';

/** What requeueing a wholly Errored batch does to the database. */
function requeue(t: Rig, batchId: number): void {
  write(
    t,
    `begin immediate;
    update counter set errored = errored - (select errored from batch where id = ${batchId}),
      pending = pending + (select people from batch where id = ${batchId})
      where (run_id, step_id) = (select run_id, step_id from batch where id = ${batchId});
    update run set state = 'sending', ended_at = null where id = (select run_id from batch where id = ${batchId});
    update batch set state = 'queued', tries = 0, errored = 0, settled_at = null, is_compared = 0 where id = ${batchId};
    commit`,
  );
}

function write(t: Rig, sql: string): void {
  const db = new Database(join(t.dataDir, 'muster.db'));
  db.exec(sql);
  db.close();
}

test('a requeued batch is as old as it was: newer work that was done or waits keeps its people, and older work loses them', async () => {
  const t = rig();
  const list = people(6);
  t.graph.script('users', refuse(2650), refuse(2650), refuse(2650));
  const first = await add(t, list);
  await t.clock.advance(WHILE);
  expect(await fates(t, first)).toMatchObject([{ errored: { refused: 6 }, pending: 0 }]);
  // One is removed for good, one removed and added again, and one removal still waits.
  await remove(t, only(list, 0, 1));
  await add(t, only(list, 1));
  t.graph.always('users', BUSY);
  const waiting = await remove(t, only(list, 2));
  requeue(t, 1);
  await t.clock.advance(WHILE);
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect(await fates(t, first, waiting)).toMatchObject([{ synced: 3, pending: 0 }, synced(1)]);
  expect(members(t)).toEqual(entriesOf(only(list, 1, 3, 4, 5)));
});

test('a requeued removal takes its people out of an older addition that was requeued before it', async () => {
  const t = rig();
  t.graph.always('users', refuse(2650));
  const first = await add(t, four);
  await t.clock.advance(WHILE);
  const second = await remove(t, only(four, 0));
  await t.clock.advance(WHILE);
  t.graph.always('users', BUSY);
  requeue(t, 1);
  await t.clock.advance(WHILE);
  expect(await fates(t, first, second)).toMatchObject([{ pending: 4 }, { errored: { refused: 1 }, pending: 0 }]);
  requeue(t, 2);
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second), members(t)]).toMatchObject([
    [{ synced: 3, errored: { superseded: 1 } }, { synced: 1 }],
    entriesOf(only(four, 1, 2, 3)),
  ]);
});

/** The world as a kill at this instant leaves it, for another engine. */
function killed(w: World): World {
  const dataDir = join(w.folder, 'copy');
  cpSync(w.dataDir, dataDir, { recursive: true });
  return { ...w, dataDir, ports: { ...w.ports, dataDir } };
}

test('an engine that was killed before it compared does so after its restart', async () => {
  const t = rig();
  const upload = slow();
  t.graph.script('users', upload.script);
  const first = await add(t, four);
  const second = await remove(t, only(four, 0));
  expect(t.rows('select state, is_compared from batch')).toEqual([
    { state: 'sending', is_compared: 1 },
    { state: 'queued', is_compared: 0 },
  ]);
  const u = rig(killed(t));
  await u.clock.advance(WHILE);
  expect([await fates(u, first, second), members(u)]).toEqual([
    [superseded(1, 3), synced(1)],
    entriesOf(only(four, 1, 2, 3)),
  ]);
  upload.letGo(lose(false));
});

test('a kill at any step of comparing changes nothing about its result', async () => {
  const t = rig();
  const upload = slow();
  const list = people(6);
  t.graph.script('users', upload.script);
  await add(t, only(list, 5));
  await add(t, only(list, 0, 1, 2));
  await add(t, only(list, 1, 2, 3));
  await remove(t, only(list, 1, 4));
  await remove(t, only(list, 0));
  const copy = killed(t);
  upload.letGo();

  const resultOf = (stepsBeforeKill: number): unknown => {
    const dataDir = `${copy.dataDir}-${stepsBeforeKill}`;
    cpSync(copy.dataDir, dataDir, { recursive: true });
    let ticks = 0;
    // Every look at this clock finds the time used up, so each call takes one step.
    const clock = { ...t.clock, now: () => t.clock.now(), monotonic: () => (ticks += 1_000) };
    const engineOn = (): { readonly db: Db; step(): boolean } => {
      const db = openDb(join(dataDir, 'muster.db'));
      recoverInterrupted(db, 1);
      const context = createContext(db, { ...t.ports, clock }, () => undefined);
      return { db, step: () => compareNew(context) };
    };
    const before = engineOn();
    for (let taken = 0; taken < stepsBeforeKill; taken += 1) before.step();
    before.db.close();
    const after = engineOn();
    while (after.step());
    const rows = after.db
      .prepare('select run_id, state, people, is_compared from batch order by run_id, state, people')
      .all();
    const counters = after.db.prepare('select run_id, pending, errored from counter order by run_id').all();
    after.db.close();
    return [rows, counters];
  };
  const whole = resultOf(0);
  expect(whole).toMatchObject([
    [
      { run_id: 1, state: 'queued', people: 1 },
      { run_id: 2, state: 'errored', people: 2 },
      { run_id: 2, state: 'queued', people: 1 },
      { run_id: 3, state: 'errored', people: 1 },
      { run_id: 3, state: 'queued', people: 2 },
      { run_id: 4, state: 'queued', people: 2, is_compared: 1 },
      { run_id: 5, state: 'queued', people: 1, is_compared: 1 },
    ],
    [1, 2, 3, 4, 5].map((id) => ({ run_id: id })),
  ]);
  for (let steps = 1; steps < 8; steps += 1) expect(resultOf(steps)).toEqual(whole);
});

test('a batch that cannot be read is held, and nothing else waits for it', async () => {
  const t = rig();
  t.graph.always('users', BUSY);
  const first = await add(t, four);
  write(t, "update chunk_data set sealed = x'00' where chunk_id = 1");
  const second = await remove(t, only(four, 0));
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  const [hold] = await t.ask('holds.list', {});
  expect([await fates(t, first, second), hold?.reason]).toMatchObject([[{ pending: 4 }, synced(1)], 'our_bug']);
});

test('whom a requeued addition shares with a removal whose people were deleted nobody knows: it adds nobody', async () => {
  const t = rig();
  t.graph.always('users', refuse(2650));
  const first = await add(t, four);
  await t.clock.advance(WHILE);
  t.graph.always('users', null);
  await remove(t, only(four, 0));
  write(t, 'delete from chunk_data where chunk_id = 2');
  requeue(t, 1);
  await t.clock.advance(WHILE);
  expect([await fates(t, first), members(t)]).toMatchObject([[{ synced: 0, pending: 0 }], []]);
});
