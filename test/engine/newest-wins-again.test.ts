import { cpSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import { recoverInterrupted } from '../../db/batches.ts';
import { type Db, openDb } from '../../db/open.ts';
import { createContext } from '../../main/engine/context.ts';
import { compareNew } from '../../main/engine/newest-wins.ts';
import { lose, refuse } from './fake-graph.ts';
import { type Rig, rig, UNHEARD, type World } from './fake-ports.ts';
import { BUSY, entries, fates, slow, superseded, synced, WHILE, wishesFor } from './wishes.ts';

async function setup() {
  const t = rig();
  return { t, customers: await wishesFor(t, t.graph.addAudience('Customers')) };
}

function write(t: Rig, sql: string): void {
  const db = new Database(join(t.dataDir, 'muster.db'));
  db.exec(sql);
  db.close();
}

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

/** Tried twice, then given up. */
const GIVEN_UP = refuse(2650);

test('a requeued batch is as old as it was: what newer work did, or will do, to its people stands', async () => {
  const { t, customers } = await setup();
  t.graph.always('users', GIVEN_UP);
  const first = await customers.add('a', 'b', 'c', 'd', 'e');
  await t.clock.advance(WHILE);
  expect(await fates(t, first)).toMatchObject([{ errored: { refused: 5 }, pending: 0 }]);
  // One was removed for good, one removed and added again, and one removal still waits.
  t.graph.always('users', null);
  await customers.remove('a', 'b');
  await customers.add('b');
  t.graph.always('users', BUSY);
  const last = await customers.remove('c');
  requeue(t, 1);
  await t.clock.advance(2_000);
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, first, last), customers.members()]).toMatchObject([
    [{ synced: 2, pending: 0 }, synced(1)],
    entries('b', 'd', 'e'),
  ]);
});

test('a requeued removal takes its people out of an older addition that was requeued before it', async () => {
  const { t, customers } = await setup();
  t.graph.always('users', GIVEN_UP);
  const first = await customers.add('a', 'b', 'c');
  await t.clock.advance(WHILE);
  const second = await customers.remove('a');
  await t.clock.advance(WHILE);
  t.graph.always('users', BUSY);
  requeue(t, 1);
  await t.clock.advance(2_000);
  expect(await fates(t, first, second)).toMatchObject([{ pending: 3 }, { errored: { refused: 1 }, pending: 0 }]);
  requeue(t, 2);
  await t.clock.advance(2_000);
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second), customers.members()]).toMatchObject([
    [{ synced: 2, errored: { superseded: 1 } }, { synced: 1 }],
    entries('b', 'c'),
  ]);
});

test('a batch that cannot be read is held, and nothing else waits for it', async () => {
  const { t, customers } = await setup();
  t.graph.always('users', BUSY);
  const first = await customers.add('a', 'b');
  write(t, "update chunk_data set sealed = x'00' where chunk_id = 1");
  const second = await customers.remove('a');
  t.graph.always('users', null);
  await t.clock.advance(WHILE);
  expect([await fates(t, first, second), await t.ask('holds.list', {})]).toMatchObject([
    [{ pending: 2 }, synced(1)],
    [{ reason: 'our_bug', scope: 'step' }],
  ]);
});

test('whom a requeued addition shares with a removal whose people were deleted nobody knows: it adds nobody', async () => {
  const { t, customers } = await setup();
  t.graph.always('users', GIVEN_UP);
  const first = await customers.add('a', 'b');
  await t.clock.advance(WHILE);
  t.graph.always('users', null);
  await customers.remove('a');
  write(t, 'delete from chunk_data where chunk_id = 2');
  requeue(t, 1);
  await t.clock.advance(WHILE);
  expect([await fates(t, first), customers.members()]).toMatchObject([[{ synced: 0, pending: 0 }], []]);
});

/** The world as a kill at this instant leaves it, for another engine. */
function killed(w: World, name = 'copy'): World {
  const dataDir = join(w.folder, name);
  cpSync(w.dataDir, dataDir, { recursive: true });
  return { ...w, dataDir, ports: { ...w.ports, dataDir } };
}

test('an engine that was killed before it compared does so after its restart', async () => {
  const { t, customers } = await setup();
  const upload = slow();
  t.graph.script('users', upload.script);
  const first = await customers.add('a', 'b', 'c');
  const second = await customers.remove('a');
  expect(t.rows('select state, is_compared from batch')).toEqual([
    { state: 'sending', is_compared: 1 },
    { state: 'queued', is_compared: 0 },
  ]);
  const u = rig(killed(t));
  await u.clock.advance(WHILE);
  expect([await fates(u, first, second), customers.members()]).toEqual([
    [superseded(1, 2), synced(1)],
    entries('b', 'c'),
  ]);
  upload.letGo(lose(false));
});

/** An engine's queue without its loop. Every look at its clock finds the time used up, so each call of `step` takes one step. */
function queueOf(w: World): { readonly db: Db; step(): boolean } {
  const db = openDb(join(w.dataDir, 'muster.db'));
  recoverInterrupted(db, 1);
  let ticks = 0;
  const clock = { ...w.clock, monotonic: () => (ticks += 1_000) };
  const context = createContext(db, { ...w.ports, clock }, UNHEARD);
  return { db, step: () => compareNew(context) };
}

test('a kill at any step of comparing changes nothing about its result', async () => {
  const { t, customers } = await setup();
  const upload = slow();
  t.graph.script('users', upload.script);
  await customers.add('f');
  await customers.add('a', 'b', 'c');
  await customers.add('b', 'c', 'd');
  await customers.remove('b', 'e');
  await customers.remove('a');
  const before = killed(t);
  upload.letGo();

  const resultOf = (stepsUntilKill: number): unknown => {
    const w = killed(before, `copy-${stepsUntilKill}`);
    const first = queueOf(w);
    for (let taken = 0; taken < stepsUntilKill; taken += 1) first.step();
    first.db.close();
    const { db, step } = queueOf(w);
    while (step());
    const batches = 'select run_id, state, people, is_compared from batch order by run_id, state, people';
    const counters = 'select run_id, pending, errored from counter order by run_id';
    const result = [db.prepare(batches).all(), db.prepare(counters).all()];
    db.close();
    return result;
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
