import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { backUp } from '../../db/backup.ts';
import { migrations } from '../../db/migrations/list.ts';
import { backupFolder, DamagedError } from '../../main/engine/repair.ts';
import type { SyncStart } from '../../main/engine/sync.ts';
import { refuse } from './fake-graph.ts';
import { entriesOf, people, type Rig, rig, until, world, type World } from './fake-ports.ts';

const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;
const PAGE = 16_384;

const fileOf = (w: World): string => join(w.dataDir, 'muster.db');

/**
 * A folder as a crash leaves it, five people of it waiting for terms, with a backup from before that. The live files are copied while
 * Muster runs; it then stops, and the copies take their place.
 */
async function killed(): Promise<World & { readonly start: SyncStart; readonly backupAt: number }> {
  const w = world();
  const t = rig(w);
  t.graph.always('users', refuse(200, 1870090));
  const start = await t.run(w.csv(people(5)));
  await t.clock.advance(5 * SECOND);
  const backupAt = w.clock.now();
  await backUp(fileOf(w), backupFolder(w.dataDir), backupAt);
  await t.clock.leap(HOUR);
  await t.run(w.csv(people(2, 'later'), 'later.csv'), { jobName: 'Later' });
  await t.clock.advance(5 * SECOND);
  for (const end of ['', '-wal']) copyFileSync(fileOf(w) + end, join(w.folder, `kept${end}`));
  await t.engine.stop();
  for (const end of ['', '-wal']) renameSync(join(w.folder, `kept${end}`), fileOf(w) + end);
  writeFileSync(join(w.dataDir, 'running'), 'running');
  t.graph.always('users', null);
  return { ...w, start, backupAt };
}

function overwrite(file: string, at: number, bytes: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(bytes, 0xa5), 0, bytes, at);
  closeSync(descriptor);
}

/** What the log holds goes into the file, so that damage of the file is all there is. */
function tidied(w: World): string {
  const db = new Database(fileOf(w));
  db.exec("insert into setting values ('touched', '1') on conflict do nothing");
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return fileOf(w);
}

const holdsOf = async (t: Rig): Promise<readonly string[]> =>
  (await t.ask('holds.list', {})).map(({ reason }) => reason);

const namesIn = (w: World, part: string): readonly string[] =>
  readdirSync(w.dataDir).filter((name) => name.includes(part));

test('after a kill the log is recovered, nothing is set aside, and work goes on', async () => {
  const w = await killed();
  const t = rig(w);
  expect([t.engine.restored, await holdsOf(t), (await t.ask('jobs.list', {})).length]).toEqual([null, ['terms'], 2]);
  expect(namesIn(w, 'damaged')).toEqual([]);
});

test.each<[string, (w: World) => void]>([
  ['garbage in its middle', (w) => overwrite(tidied(w), 4 * PAGE, 3 * PAGE)],
  ['a header of garbage', (w) => overwrite(tidied(w), 0, 100)],
  ['its end cut off', (w) => truncateSync(tidied(w), 6 * PAGE)],
  ['nothing in it', (w) => truncateSync(tidied(w), 0)],
])(
  'a database with %s is replaced by the last backup, and what is unsettled is held until a person says so',
  async (_what, damage) => {
    const w = await killed();
    damage(w);
    const damaged = readFileSync(fileOf(w));
    const t = rig(w);
    const at = w.clock.now();
    const from = Math.floor(w.backupAt / SECOND) * SECOND;
    expect(t.engine.restored).toEqual({ at, from, aside: expect.stringMatching(/^damaged-\d{4}-\d\d-\d\dT\d{6}Z$/) });
    // Nothing is deleted.
    expect(readFileSync(join(w.dataDir, t.engine.restored?.aside ?? '', 'muster.db')).equals(damaged)).toBe(true);
    expect([namesIn(w, 'restor'), existsSync(join(w.dataDir, 'running'))]).toEqual([[], true]);

    const sent = t.graph.uploads().length;
    const terms = (await t.ask('holds.list', {})).find(({ reason }) => reason === 'terms');
    await t.ask('holds.check', { holdId: terms?.id ?? 0 });
    await t.clock.leap(HOUR);
    expect([await holdsOf(t), t.graph.uploads().length - sent]).toEqual([['restored'], 0]);
    expect((await t.facts(w.start)).steps[0]?.pendingReasons).toEqual({ held: 5 });

    const [hold] = await t.ask('holds.list', {});
    await t.ask('holds.check', { holdId: hold?.id ?? 0 });
    await t.clock.advance(5 * SECOND);
    expect([(await t.facts(w.start)).state, t.graph.members(t.graph.audiences()[0]?.id ?? '')]).toEqual([
      'done',
      entriesOf(people(5)),
    ]);
  },
);

test.each<[string, (log: string) => void]>([
  ['header', (log) => overwrite(log, 8, 8)],
  ['middle', (log) => overwrite(log, 32 + 3 * (24 + PAGE) + 100, 5_000)],
])(
  'when only the log is damaged in its %s, what is sound of the state is newer than any backup, and is held',
  async (_where, damage) => {
    const w = await killed();
    // So that there is something in the file itself.
    new Database(fileOf(w)).exec(`pragma wal_autocheckpoint = 0; pragma user_version = ${migrations.length}`).close();
    const db = new Database(fileOf(w));
    onTestFinished(() => void db.close());
    for (let i = 0; i < 20; i += 1) db.prepare("insert into setting values (?, '1')").run(`some ${i}`);
    for (const end of ['', '-wal']) copyFileSync(fileOf(w) + end, join(w.folder, `kept${end}`));
    db.close();
    for (const end of ['', '-wal']) renameSync(join(w.folder, `kept${end}`), fileOf(w) + end);
    damage(`${fileOf(w)}-wal`);
    const t = rig(w);
    const { from = 0, aside = '' } = t.engine.restored ?? {};
    expect([(from ?? 0) > w.backupAt, await holdsOf(t), (await t.ask('jobs.list', {})).length]).toEqual([
      true,
      ['terms', 'restored'],
      2,
    ]);
    expect(readdirSync(join(w.dataDir, aside)).filter((name) => !name.endsWith('-shm'))).toEqual([
      'muster.db',
      'muster.db-wal',
    ]);
  },
);

test('a damaged backup is passed over for the one before it', async () => {
  const w = await killed();
  writeFileSync(join(backupFolder(w.dataDir), 'muster-2027-01-01T000000Z.db'), 'damaged too');
  overwrite(tidied(w), 0, 100);
  expect(rig(w).engine.restored?.from).toBe(Math.floor(w.backupAt / SECOND) * SECOND);
});

test('without any backup Muster begins anew, keeps what it found, and says so', async () => {
  const w = world();
  mkdirSync(w.dataDir);
  writeFileSync(fileOf(w), 'not a database, whatever it was');
  const t = rig(w);
  expect([t.engine.restored, await t.ask('jobs.list', {})]).toEqual([
    { at: w.clock.now(), from: null, aside: expect.any(String) },
    [],
  ]);
  const start = await t.run(w.csv(people(3)));
  await t.clock.advance(SECOND);
  expect((await t.facts(start)).state).toBe('done');
});

test('a run that was being read in the backup goes on reading there, and whom it adds is held as well', async () => {
  const w = world();
  const list = people(25_000);
  const path = w.csv(list);
  const first = rig(w);
  const start = await first.sync(path);
  await until(async () => (await first.facts(start)).rows.entered > 0);
  await first.engine.stop();
  await backUp(fileOf(w), backupFolder(w.dataDir), w.clock.now());
  overwrite(fileOf(w), 0, 100);
  const t = rig(w);
  await t.read(start);
  await t.clock.leap(HOUR);
  expect([(await t.facts(start)).steps[0]?.pendingReasons, t.graph.uploads().length]).toEqual([{ held: 25_000 }, 0]);
  const [hold] = await t.ask('holds.list', {});
  await t.ask('holds.check', { holdId: hold?.id ?? 0 });
  await t.clock.advance(30 * SECOND);
  expect((await t.facts(start)).state).toBe('done');
  expect(t.graph.members(t.graph.audiences()[0]?.id ?? '')).toEqual(entriesOf(list));
});

test.each([
  ['before anything was set aside', () => undefined],
  ['when the damaged file was set aside', (w: World) => renameSync(fileOf(w), join(w.folder, 'aside'))],
])('a repair that a crash cut off %s is brought to its end by the next start', async (_when, crash) => {
  const w = await killed();
  overwrite(tidied(w), 0, 100);
  const made = rig(w);
  const restored = made.engine.restored;
  await made.engine.stop();
  renameSync(fileOf(w), `${fileOf(w)}.restored`);
  writeFileSync(fileOf(w), 'damaged');
  writeFileSync(`${fileOf(w)}-wal`, 'damaged too');
  crash(w);
  const t = rig(w);
  expect([t.engine.restored, namesIn(w, 'muster.db'), (await holdsOf(t)).includes('restored')]).toEqual([
    restored,
    expect.arrayContaining(['muster.db']),
    true,
  ]);
  expect(readFileSync(join(w.dataDir, restored?.aside ?? '', 'muster.db-wal'), 'utf8')).toBe('damaged too');
});

test('a log without its database is set aside, not thrown away with a new beginning', async () => {
  const w = world();
  mkdirSync(w.dataDir);
  writeFileSync(`${fileOf(w)}-wal`, 'what was committed last');
  const { restored } = rig(w).engine;
  expect(readFileSync(join(w.dataDir, restored?.aside ?? '', 'muster.db-wal'), 'utf8')).toBe('what was committed last');
});

test('while another Muster has the database open nothing is taken from under it', async () => {
  const w = await killed();
  const reader = rig(w, { sends: false });
  overwrite(tidied(w), 0, 100);
  writeFileSync(join(w.dataDir, 'running'), 'damaged');
  const before = statSync(fileOf(w)).ino;
  expect(() => rig(w)).toThrow(DamagedError);
  expect(statSync(fileOf(w)).ino).toBe(before);
  await reader.engine.stop();
  expect(rig(w).engine.restored).not.toBe(null);
}, 20_000);

test('damage that is met while Muster runs stops it from using the database, and the next start repairs it', async () => {
  const w = await killed();
  const t = rig(w);
  await t.clock.advance(0);
  // Another program's commit, so that what Muster has in memory is not what it reads next.
  overwrite(tidied(w), PAGE, statSync(fileOf(w)).size - PAGE);
  const replies = [await t.engine.call('jobs.list', {}), await t.engine.call('queue.pause', { scope: 'everything' })];
  expect(replies.map((reply) => (reply.ok ? 'ok' : reply.code))).toEqual(['damaged', 'damaged']);
  await t.engine.stop();
  expect(readFileSync(join(w.dataDir, 'running'), 'utf8')).toBe('damaged');
  const again = rig(w);
  expect([again.engine.restored?.from, (await holdsOf(again)).includes('restored')]).toEqual([
    Math.floor(w.backupAt / SECOND) * SECOND,
    true,
  ]);
});

test('a clean end leaves no word behind, and the next start checks nothing', async () => {
  const w = world();
  const t = rig(w);
  const during = existsSync(join(w.dataDir, 'running'));
  await t.run(w.csv(people(3)));
  await t.engine.stop();
  expect([during, existsSync(join(w.dataDir, 'running'))]).toEqual([true, false]);
  // Garbage where no table is looked at when it opens.
  overwrite(fileOf(w), statSync(fileOf(w)).size - PAGE, PAGE);
  expect(rig(w).engine.restored).toBe(null);
});

test('standard input of a run in the backup is gone, as after any crash: who entered waits behind the hold', async () => {
  const w = await killed();
  const db = new Database(fileOf(w));
  db.exec("update source set kind = 'stdin', path = null; update run set state = 'reading' where id = 1");
  db.close();
  await backUp(fileOf(w), backupFolder(w.dataDir), w.clock.now());
  overwrite(fileOf(w), 0, 100);
  const t = rig(w);
  await t.clock.advance(SECOND);
  expect([(await t.facts(w.start)).state, (await t.facts(w.start)).steps[0]?.counters.pending]).toEqual([
    'cut_short',
    5,
  ]);
});
