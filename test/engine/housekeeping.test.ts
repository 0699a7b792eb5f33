import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import { isBackupDue, listBackups } from '../../db/backup.ts';
import { isWhole } from '../../db/health.ts';
import { backupFolder } from '../../main/engine/repair.ts';
import { refuse } from './fake-graph.ts';
import { people, type Rig, rig, until, world, type World } from './fake-ports.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const backupsOf = ({ dataDir }: World) => listBackups(backupFolder(dataDir));

/** Moves time on in one leap, before and after which the housekeeping has its turn. */
async function leap(t: Rig, ms: number): Promise<void> {
  await t.clock.advance(1_000);
  await t.clock.leap(ms);
  await t.clock.advance(1_000);
}

test('a backup is made at the start, once there is something to lose, and then once a day', async () => {
  const w = world();
  const first = rig(w);
  await leap(first, HOUR);
  expect(backupsOf(w)).toEqual([]);
  await first.connect();
  await leap(first, HOUR);
  await until(() => backupsOf(w).length === 1);
  for (let hour = 1; hour < 23; hour += 1) await leap(first, HOUR);
  expect(backupsOf(w).length).toBe(1);
  await leap(first, 2 * HOUR);
  await until(() => backupsOf(w).length === 2);
  await first.engine.stop();

  await w.clock.leap(3 * DAY);
  const t = rig(w);
  // The oldest goes a moment after the new one is there.
  await until(() => !isBackupDue(backupFolder(w.dataDir), w.clock.now()) && backupsOf(w).length === 2);
  await t.engine.stop();
  expect([backupsOf(w).length, backupsOf(w).every(({ file }) => isWhole(file, 'full'))]).toEqual([2, true]);
});

test('a process that only answers makes no backup', async () => {
  const w = world();
  const t = rig(w, { sends: false });
  await t.connect();
  await leap(t, 2 * HOUR);
  expect(readdirSync(w.dataDir).includes('backups')).toBe(false);
});

test('a backup that cannot be made is told in the log, and stops nothing', async () => {
  const w = world();
  const codes: (string | undefined)[] = [];
  const log = {
    info(event: string, { code }: { readonly code?: string }) {
      if (event === 'backup.failed') codes.push(code);
    },
  };
  const t = rig({ ...w, ports: { ...w.ports, log } });
  await t.connect();
  // A file stands where the folder should be.
  writeFileSync(backupFolder(w.dataDir), '');
  chmodSync(backupFolder(w.dataDir), 0o600);
  await leap(t, HOUR);
  await until(() => codes.length > 0);
  const start = await t.pipe(people(3));
  await t.clock.advance(1_000);
  expect([codes, (await t.facts(start)).state]).toEqual([[expect.stringMatching(/^E(EXIST|NOTDIR)$/)], 'done']);
});

test('settled people are deleted after 14 days and history after 90; counters stay, and what waits keeps all', async () => {
  const w = world();
  const t = rig(w);
  const settled = await t.pipe(people(4));
  await t.clock.advance(1_000);
  t.graph.always('users', refuse(200, 1870090));
  const waits = await t.pipe(people(3, 'w'), { jobName: 'Waits' });
  await t.clock.advance(1_000);
  const rows = () => ({
    people: t
      .rows<{ run_id: number }>('select run_id from chunk_data join chunk on id = chunk_id')
      .map((row) => row.run_id),
    attempts: t.rows<{ run_id: number }>('select run_id from attempt').map((row) => row.run_id),
  });
  const numbers = async () => {
    const { rows: read, steps, state } = await t.facts(settled);
    return [read, state, steps.map(({ counters }) => counters)];
  };
  const before = await numbers();
  const found = [rows()];
  await leap(t, 14 * DAY);
  await until(() => rows().people.length === 1);
  found.push(rows());
  await leap(t, 76 * DAY);
  // By then the hold has run out too, and what waited behind it is as old as that.
  await until(() => rows().attempts.length === 1);
  found.push(rows());
  const [one, two] = [settled.runId, waits.runId];
  expect(found).toEqual([
    { people: [one, two], attempts: [one, two] },
    { people: [two], attempts: [one, two] },
    { people: [two], attempts: [two] },
  ]);
  expect(await numbers()).toEqual(before);
});

test('nothing is deleted while a list is being read or sent', async () => {
  const w = world();
  const t = rig(w);
  await t.pipe(people(4));
  await t.clock.advance(1_000);
  const release = Promise.withResolvers<void>();
  t.graph.script('users', async (_seen, perform) => {
    await release.promise;
    return perform();
  });
  await t.pipe(people(3, 'w'), { jobName: 'Waits' });
  await t.clock.advance(1_000);
  const left = () => t.rows('select chunk_id from chunk_data').length;
  await leap(t, 20 * DAY);
  expect(left()).toBe(2);
  release.resolve();
  await until(async () => (await t.clock.advance(10_000), left() === 1));
  expect(left()).toBe(1);
});

test('the database of an older Muster learns to give room back when it starts in a quiet moment', async () => {
  const w = world();
  const first = rig(w);
  await first.connect();
  await first.engine.stop();
  const file = join(w.dataDir, 'muster.db');
  const older = new Database(file);
  older.pragma('journal_mode = DELETE');
  older.pragma('auto_vacuum = NONE');
  older.exec('vacuum');
  older.close();
  const t = rig(w);
  const canShrink = () => t.rows<{ auto_vacuum: number }>('select auto_vacuum from pragma_auto_vacuum')[0]?.auto_vacuum;
  await until(() => canShrink() === 2);
  expect([t.engine.host.storedConnection(null), isWhole(file, 'full')]).toEqual([1, true]);
});
