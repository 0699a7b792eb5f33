import { mkdirSync } from 'node:fs';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import type { Db } from '../../db/open.ts';
import { createAudits } from '../../main/engine/audit/audits.ts';
import { connect } from '../../main/engine/connect.ts';
import { type Context, createContext } from '../../main/engine/context.ts';
import { durableWriter, StoppedError } from '../../main/engine/durable-write.ts';
import { runFacts } from '../../main/engine/facts.ts';
import { openFolder } from '../../main/engine/repair.ts';
import { startScheduler } from '../../main/engine/scheduler.ts';
import { startSync } from '../../main/engine/sync.ts';
import type { RunFacts } from '../../preload/contract/jobs.ts';
import { ACCOUNT, entriesOf, people, rig, TOKEN, UNHEARD, until, world, type World } from './fake-ports.ts';

const SECOND = 1_000;
const NO_LIMIT = 2 ** 31 - 2;

interface Engine extends World {
  readonly db: Db;
  readonly context: Context;
  readonly troubles: readonly string[];
  /** From now on the file may grow by so many pages; SQLite itself says SQLITE_FULL beyond. */
  room(pages: number): void;
  facts(): RunFacts;
  start(rows: readonly (readonly string[])[]): Promise<void>;
  stop(): Promise<void>;
}

/** The engine without its door, so that a test can reach its connection: the limit of a file's size is one of the connection. */
function engine(own: World): Engine {
  mkdirSync(own.dataDir, { recursive: true });
  const { db, presence } = openFolder(own.ports);
  const stopping = new AbortController();
  const troubles: string[] = [];
  const ports = {
    ...own.ports,
    log: {
      info(event: string, { code = '' }: { readonly code?: string }) {
        if (/^(storage|batch\.failed|run\.stopped)/.test(event)) troubles.push(`${event} ${code}`.trim());
      },
    },
  };
  const context = createContext(db, ports, { ...UNHEARD, signal: stopping.signal });
  const scheduler = startScheduler(context, new Map(), createAudits(context));
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    stopping.abort();
    await scheduler.stop();
    await context.readers.close();
    db.close();
    presence.leave();
  };
  onTestFinished(stop);
  return {
    ...own,
    db,
    context,
    troubles,
    stop,
    room(pages) {
      const now = Number(db.pragma('page_count', { simple: true }));
      db.pragma(`max_page_count = ${Math.min(NO_LIMIT, now + pages)}`);
    },
    facts() {
      const facts = runFacts(context, 1);
      if (!facts) throw new Error('there is no run');
      return facts;
    },
    async start(rows) {
      await startSync(context, {
        connectionId: await connect(context, 'https://graph.facebook.com', TOKEN),
        source: { path: own.csv(rows), name: 'list.csv', isSample: false },
        jobName: 'List',
        account: ACCOUNT,
        steps: [{ audience: 'Customers', action: 'add', keys: null }],
        overrides: [],
        country: 'US',
        flushMs: 5_000,
      });
    },
  };
}

/** What is the same at every moment, and the two numbers that move. */
function state({ facts, context }: Engine) {
  const { state: run, rows, steps } = facts();
  const c = steps[0]?.counters;
  const isBalanced = c !== undefined && c.entered === c.synced + c.not_synced + c.pending + c.errored;
  return { run, isBalanced, entered: rows.entered, synced: c?.synced, trouble: context.trouble()?.kind ?? null };
}

function members({ graph }: World): readonly string[] {
  return graph.members(graph.audiences()[0]?.id ?? '');
}

/** Lets time pass until so; what a real thread does takes real time. */
async function untilLater(t: World, isSo: () => boolean): Promise<void> {
  await until(async () => {
    await t.clock.advance(SECOND);
    return isSo();
  });
}

test('when the disk is full while a list is read, reading waits, and goes on exactly where it was when there is room', async () => {
  const t = engine(world());
  const list = people(25_000);
  await t.start(list);
  // For one chunk of 10,000 and some more.
  t.room(45);
  await untilLater(t, () => t.context.trouble() !== null);
  await t.clock.advance(10 * 60 * SECOND);
  expect(state(t)).toEqual({ run: 'reading', isBalanced: true, entered: 10_000, synced: 10_000, trouble: 'disk_full' });
  t.room(NO_LIMIT);
  await untilLater(t, () => t.facts().state !== 'reading');
  await t.clock.advance(5 * SECOND);
  expect(state(t)).toEqual({ run: 'done', isBalanced: true, entered: 25_000, synced: 25_000, trouble: null });
  expect([members(t), t.troubles]).toEqual([entriesOf(list), ['storage.trouble disk_full', 'storage.recovered']]);
  expect(t.db.pragma('integrity_check', { simple: true })).toBe('ok');
});

/** A run whose upload Meta accepts at the very moment at which the disk is full: the invalid rows need room in the database. */
async function acceptedWhileFull(own: World): Promise<Engine> {
  const t = engine(own);
  t.graph.judge((row) => ((row[0] ?? '') < '8' ? 'bad hash' : null), 10_000);
  t.graph.script('users', (_seen, perform) => {
    t.room(0);
    return perform();
  });
  await t.start(people(9_000));
  await untilLater(t, () => t.context.trouble() !== null);
  await t.clock.advance(60 * SECOND);
  return t;
}

test('what Meta accepted while the disk is full is settled when there is room, without being sent again', async () => {
  const t = await acceptedWhileFull(world());
  const waits = { run: 'sending', isBalanced: true, entered: 9_000, synced: 0, trouble: 'disk_full' };
  expect(state(t)).toEqual(waits);
  t.room(NO_LIMIT);
  await t.clock.advance(20 * SECOND);
  const synced = members(t).length;
  expect(state(t)).toEqual({ ...waits, run: 'done_with_problems', synced, trouble: null });
  expect([t.graph.uploads().length, t.facts().steps[0]?.counters.errored, t.facts().problems]).toEqual([
    1,
    9_000 - synced,
    { invalid: 9_000 - synced },
  ]);
});

test('when Muster ends before there is room, it is sent again after the next start, and counted once', async () => {
  const w = world();
  const first = await acceptedWhileFull(w);
  await first.stop();
  const t = rig(w);
  await t.clock.advance(5 * SECOND);
  const { state: run, steps } = await t.facts({ runId: 1, jobId: 1, isResumed: true });
  const synced = members(t).length;
  expect([run, steps[0]?.counters, t.graph.uploads().length, first.troubles]).toEqual([
    'done_with_problems',
    { entered: 9_000, proceeded: 0, synced, not_synced: 0, pending: 0, errored: 9_000 - synced, exited: 9_000 },
    2,
    ['storage.trouble disk_full'],
  ]);
});

test('a full disk is tried again ever more seldom, at most every 15 seconds', async () => {
  const own = world();
  const stopping = new AbortController();
  const troubles: (string | null)[] = [];
  const write = durableWriter(own.ports, stopping.signal, {
    onTrouble: (trouble) => void troubles.push(trouble && trouble.kind),
    onDamage: () => undefined,
  });
  const tries: number[] = [];
  const { db, presence } = (mkdirSync(own.dataDir), openFolder(own.ports));
  onTestFinished(() => {
    db.close();
    presence.leave();
  });
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  const began = own.clock.monotonic();
  const written = write(() => {
    tries.push((own.clock.monotonic() - began) / SECOND);
    db.exec('create table more (id integer primary key) strict');
    return 'done';
  });
  await own.clock.advance(61 * SECOND);
  db.pragma(`max_page_count = ${NO_LIMIT}`);
  await own.clock.advance(15 * SECOND);
  expect([await written, tries, troubles]).toEqual(['done', [0, 1, 3, 7, 15, 30, 45, 60, 75], ['disk_full', null]]);
});

test('an error that no waiting mends is told at once', async () => {
  const own = world();
  const write = durableWriter(own.ports, new AbortController().signal, {
    onTrouble: () => undefined,
    onDamage: () => undefined,
  });
  const fail = (): never => {
    throw new RangeError('ours');
  };
  await expect(write(fail)).rejects.toThrow('ours');
});

test('after damage nothing is written any more: what comes waits for the end of the engine', async () => {
  const own = world();
  const stopping = new AbortController();
  const told: string[] = [];
  const write = durableWriter(own.ports, stopping.signal, {
    onTrouble: () => told.push('trouble'),
    onDamage: () => told.push('damage'),
  });
  const tries: string[] = [];
  const attempt = (name: string): Promise<string> =>
    write(() => {
      tries.push(name);
      throw new Database.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT');
    }).catch((error: unknown) => (error instanceof StoppedError ? `${name} stopped` : 'another error'));
  const ends = [attempt('first'), attempt('second')];
  await own.clock.advance(60 * SECOND);
  expect([tries, told]).toEqual([['first'], ['damage']]);
  stopping.abort();
  expect(await Promise.all(ends)).toEqual(['first stopped', 'second stopped']);
});
