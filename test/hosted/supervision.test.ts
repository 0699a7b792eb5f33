import { expect, test } from 'vitest';

import { startHostedEngine } from '../../main/hosted/hosted-engine.ts';
import { errorOf, failureOf } from '../../main/hosted/messages.ts';
import { restartDelayMs } from '../../main/hosted/restarts.ts';
import { text } from '../../preload/messages/text.ts';
import { fakeClock } from '../engine/fake-clock.ts';
import { type FakeRunner, fakeRunner } from './fake-runner.ts';

const OPENED = { kind: 'opened', isSender: true, restored: null } as const;
const RESTARTED = { ok: false, code: 'engine_restarted', message: text('engine.restarted') };
const DOWN = { ok: false, code: 'engine_down', message: text('engine.down') };
const CLOSED = { ok: false, code: 'engine_closed', message: text('engine.closed') };

function setup() {
  const runners: FakeRunner[] = [];
  const newest = (): FakeRunner => runners.at(-1) as FakeRunner;
  const clock = fakeClock();
  const told: string[] = [];
  const logged: string[] = [];
  const health: string[] = [];
  const engine = startHostedEngine({
    dataDir: '/data',
    withSandbox: false,
    clock,
    onHealth: (now) => void health.push(now),
    log: { info: (event, { code }) => void logged.push([event, code].filter(Boolean).join(' ')) },
    launch() {
      runners.push(fakeRunner());
      return newest();
    },
  });
  engine.onEvent(({ event }) => told.push(event));
  /** What a promise has come to by now. */
  const now = (promise: Promise<unknown>): Promise<unknown> => Promise.race([promise, Promise.resolve('waiting')]);
  return { engine, runners, newest, clock, told, logged, health, now };
}

test('calls wait until the engine is ready, and then go to it in order', async () => {
  const t = setup();
  const replies = [t.engine.call('jobs.list', {}), t.engine.call('holds.list', {})];
  expect(t.newest().heard.map(({ kind }) => kind)).toEqual(['open']);
  t.newest().say(OPENED);
  t.newest().answerAll();
  expect(await Promise.all(replies)).toEqual([
    { ok: true, value: 'answer to jobs.list' },
    { ok: true, value: 'answer to holds.list' },
  ]);
});

test('an engine that dies starts again after a second, then two; what it had taken is answered, what came later waits', async () => {
  const t = setup();
  t.newest().say(OPENED);
  const taken = t.engine.call('jobs.list', {});
  t.newest().crash(new TypeError('boom'));
  const later = t.engine.call('holds.list', {});
  expect(await taken).toEqual(RESTARTED);

  await t.clock.advance(999);
  expect(t.runners.length).toBe(1);
  await t.clock.advance(1);
  expect(t.runners.length).toBe(2);
  t.newest().crash(new TypeError('boom'));
  await t.clock.advance(1_999);
  expect(t.runners.length).toBe(2);
  await t.clock.advance(1);
  t.newest().say(OPENED);
  t.newest().answerAll();
  expect(await later).toEqual({ ok: true, value: 'answer to holds.list' });
  expect([t.told, t.logged]).toEqual([
    ['jobs.changed', 'holds.changed', 'status.changed'],
    ['engine.died TypeError: boom', 'engine.died TypeError: boom'],
  ]);
});

test('after the third crash within a minute it stays down: every call says so, and an event makes pages ask', async () => {
  const t = setup();
  t.newest().say(OPENED);
  t.newest().crash(new Error('one'));
  const waiting = t.engine.call('jobs.list', {});
  await t.clock.advance(1_000);
  t.newest().crash(new Error('two'));
  await t.clock.advance(2_000);
  t.newest().crash(new Error('three'));
  expect(t.health).toEqual(['ready', 'restarting', 'restarting', 'down']);
  expect([await waiting, await t.engine.call('status.get', {})]).toEqual([DOWN, DOWN]);
  expect([t.told.at(-1), t.logged.at(-1)]).toEqual(['status.changed', 'engine.down']);
  await t.clock.advance(60_000);
  expect(t.runners.length).toBe(3);
  await t.engine.close();
});

test('only crashes of the last minute count', () => {
  expect([[0], [0, 59_999], [0, 30_000, 59_999], [0, 30_000, 60_000], [0, 1, 2, 90_000]].map(restartDelayMs)).toEqual([
    1_000,
    2_000,
    null,
    2_000,
    1_000,
  ]);
});

test('an engine that cannot be opened is not tried again, and says why', async () => {
  const t = setup();
  const call = t.engine.call('jobs.list', {});
  const error = Object.assign(new Error('the disk is read-only'), { name: 'SqliteError', code: 'SQLITE_READONLY' });
  t.newest().say({ kind: 'failed', failure: failureOf(error) });
  await expect(t.engine.ready).rejects.toMatchObject({ name: 'SqliteError', code: 'SQLITE_READONLY' });
  expect(await call).toEqual({ ok: false, code: 'engine_down', message: 'the disk is read-only' });
  await t.clock.advance(60_000);
  expect(t.runners.length).toBe(1);
});

test('a restart that cannot open the data folder is a crash like any other', async () => {
  const t = setup();
  t.newest().say(OPENED);
  t.newest().crash(new Error('one'));
  await t.clock.advance(1_000);
  t.newest().say({ kind: 'failed', failure: failureOf(new Error('disk full')) });
  await t.clock.advance(2_000);
  expect([t.runners.length, t.logged]).toEqual([3, ['engine.died Error: one', 'engine.died Error: disk full']]);
});

test('a close waits for the engine to have stopped, and answers what came of the last calls', async () => {
  const t = setup();
  t.newest().say(OPENED);
  const [answered, dropped] = [t.engine.call('jobs.list', {}), t.engine.call('jobs.list', {})];
  const closed = t.engine.close();
  expect([t.newest().heard.at(-1), await t.now(closed)]).toEqual([{ kind: 'stop' }, 'waiting']);
  t.newest().say({ kind: 'reply', id: 1, reply: { ok: true, value: 'done' } });
  t.newest().say({ kind: 'stopped' });
  await closed;
  expect(await Promise.all([answered, dropped, t.engine.call('jobs.list', {})])).toEqual([
    { ok: true, value: 'done' },
    CLOSED,
    CLOSED,
  ]);
});

test('an engine that does not stop within five seconds is ended', async () => {
  const t = setup();
  t.newest().say(OPENED);
  const closed = t.engine.close();
  await t.clock.advance(4_999);
  expect(await t.now(closed)).toBe('waiting');
  await t.clock.advance(1);
  expect(await t.now(closed)).toBeUndefined();
});

test('a close while the engine starts, or waits to start again, ends it all', async () => {
  const starting = setup();
  const call = starting.engine.call('jobs.list', {});
  const closed = starting.engine.close();
  starting.newest().say(OPENED);
  starting.newest().say({ kind: 'stopped' });
  await Promise.all([closed, starting.engine.ready]);
  expect(await call).toEqual(CLOSED);

  const resting = setup();
  resting.newest().say(OPENED);
  resting.newest().crash(new Error('one'));
  await resting.engine.close();
  await resting.clock.advance(60_000);
  expect(resting.runners.length).toBe(1);
});

test('an error crosses a border with all that tells it apart', () => {
  const error = Object.assign(new Error('no such folder'), { name: 'KeyFileError', code: 'ENOENT', path: '/data' });
  const there = errorOf(structuredClone(failureOf(error)));
  expect([there, there.stack]).toEqual([error, error.stack]);
  expect(errorOf(failureOf('nothing')).message).toBe('nothing');
});
