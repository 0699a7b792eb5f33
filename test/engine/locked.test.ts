import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { entriesOf, people, type Rig, rig, until, world } from './fake-ports.ts';

const SECOND = 1_000;
const list = people(5);

/** Another program that locks the database, as a backup tool does. */
function locker(t: Pick<Rig, 'dataDir'>) {
  const db = new Database(join(t.dataDir, 'muster.db'));
  onTestFinished(() => void db.close());
  return { lock: () => void db.exec('begin exclusive'), unlock: () => void db.exec('commit') };
}

const trouble = async (t: Rig): Promise<string | null> => (await t.ask('status.get', {})).trouble?.kind ?? null;

async function ends(t: Rig): Promise<void> {
  await until(async () => {
    await t.clock.advance(SECOND);
    return (await t.facts({ jobId: 1, runId: 1, isResumed: false })).state === 'done';
  });
}

const allSynced = { entered: 5, proceeded: 0, synced: 5, not_synced: 0, pending: 0, errored: 0, exited: 5 };

test('what Meta accepted while another program has locked the database is settled when it lets go, and not sent again', async () => {
  const t = rig();
  await t.connect();
  const other = locker(t);
  t.graph.script('users', (_seen, perform) => {
    other.lock();
    return perform();
  });
  const start = await t.pipe(list);
  await until(async () => (await t.clock.advance(SECOND), (await trouble(t)) !== null));
  const { state, steps } = await t.facts(start);
  expect([await trouble(t), state, steps[0]?.counters.pending]).toEqual(['locked', 'sending', 5]);
  other.unlock();
  await ends(t);
  expect([t.graph.uploads().length, t.graph.members(t.graph.audiences()[0]?.id ?? ''), await trouble(t)]).toEqual([
    1,
    entriesOf(list),
    null,
  ]);
  expect((await t.facts(start)).steps[0]?.counters).toEqual(allSynced);
});

test('a list that is read while the database is locked is stored when the lock is gone', async () => {
  const t = rig();
  const other = locker(t);
  const start = await t.sync(t.csv(list));
  other.lock();
  await until(async () => (await t.clock.advance(SECOND), (await trouble(t)) !== null));
  expect((await t.facts(start)).state).toBe('reading');
  other.unlock();
  await ends(t);
  expect((await t.facts(start)).steps[0]?.counters).toEqual(allSynced);
});

test('a lock that stands when Muster starts is waited for, and then it sends', async () => {
  const w = world();
  const first = rig(w, { sends: false });
  const start = await first.sync(w.csv(list));
  await first.engine.stop();
  const other = locker(w);
  // Opening reads; only the sender's first write meets the lock.
  other.lock();
  const t = rig(w);
  expect([t.engine.isSender, await trouble(t)]).toEqual([false, 'locked']);
  other.unlock();
  await ends(t);
  expect([t.engine.isSender, await trouble(t), (await t.facts(start)).steps[0]?.counters]).toEqual([
    true,
    null,
    allSynced,
  ]);
});

test('a call that the lock stops says so', async () => {
  const t = rig();
  await t.connect();
  const other = locker(t);
  other.lock();
  expect(await t.engine.call('queue.pause', { scope: 'everything' })).toEqual({
    ok: false,
    code: 'locked',
    message: expect.stringContaining('Another program has locked the database'),
  });
  other.unlock();
});
