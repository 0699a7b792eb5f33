import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import { createDrops, type Drops } from '../../../main/engine/sources/drops.ts';
import { fakeClock } from '../fake-clock.ts';
import { entriesOf, people, rig, textOf, until, world } from '../fake-ports.ts';

function setup(clock = fakeClock()) {
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const drops = createDrops(clock, stopping.signal);
  const begin = (name = 'list.csv', head = 'Email\n', bytes = 1_000): string =>
    drops.begin({ name, bytes, head: Buffer.from(head) }).dropId;
  const launch = (dropId: string): Readable => {
    const taken = drops.take(dropId);
    if (!taken) throw new Error('this drop is not known');
    return taken.stream;
  };
  return { clock, drops, begin, launch, stop: () => stopping.abort() };
}

/** Sends a text in parts, as a page does: the next when the one before was answered. */
async function send(drops: Drops, dropId: string, text: string, size: number): Promise<readonly boolean[]> {
  const bytes = Buffer.from(text);
  const wanted: boolean[] = [];
  for (let at = 0, seq = 0; at < bytes.length; at += size, seq += 1) {
    const data = bytes.subarray(at, at + size);
    const { isWanted } = await drops.write({ dropId, seq, data, isLast: at + size >= bytes.length });
    wanted.push(isWanted);
    if (!isWanted) break;
  }
  return wanted;
}

const part = (dropId: string, seq: number, data: string | Buffer = 'a@b.example\n', isLast = false) => ({
  dropId,
  seq,
  data: Buffer.from(data),
  isLast,
});

test('a dropped file comes part by part into the run that reads it, and its people arrive', async () => {
  const w = world();
  const t = rig(w);
  const { drops, begin, launch } = setup(w.clock);
  const list = people(3_000);
  const dropId = begin('list.csv');
  const stream = launch(dropId);
  const start = await t.sync('', { source: { stream } });
  const wanted = await send(drops, dropId, textOf(list), 7_001);
  const facts = await t.read(start);
  await t.clock.advance(1_000);
  expect([facts.state, facts.rows.entered, new Set(wanted)]).toEqual(['done', 3_000, new Set([true])]);
  expect(t.graph.members(t.graph.audiences()[0]?.id ?? '')).toEqual(entriesOf(list));
  expect([drops.isKnown(dropId), drops.take(dropId)]).toEqual([false, null]);
});

test('a part waits until the reader has taken it', async () => {
  const { drops, begin, launch } = setup();
  const dropId = begin();
  const stream = launch(dropId);
  const full = Buffer.alloc(1024 * 1024, 'a');
  let answered = 0;
  void drops.write(part(dropId, 0, full)).then(() => (answered += 1));
  await setImmediate();
  expect(answered).toBe(0);
  stream.resume();
  await setImmediate();
  await setImmediate();
  expect(answered).toBe(1);
});

test('a page that is silent for a minute has gone away: its run ends cut short, and who came is sent', async () => {
  const w = world();
  const t = rig(w);
  const { drops, begin, launch } = setup(w.clock);
  const dropId = begin('spring.csv');
  const stream = launch(dropId);
  const start = await t.sync('', { source: { stream }, flushMs: 0 });
  await drops.write(part(dropId, 0, textOf(people(2))));
  await t.clock.advance(59_000);
  expect((await t.facts(start)).state).toBe('reading');
  await t.clock.advance(1_000);
  const facts = await t.read(start);
  expect([facts.state, facts.failure]).toEqual([
    'cut_short',
    'spring.csv was dropped on the window, and the window did not send all of it. Drop it again.',
  ]);
  await expect(drops.write(part(dropId, 1))).rejects.toMatchObject({ code: 'not_found' });
});

test('silence before the launch, and while the reader is busy, is no fault of the page', async () => {
  const { clock, drops, begin, launch } = setup();
  const dropId = begin();
  await clock.advance(3_600_000);
  const stream = launch(dropId);
  const first = drops.write(part(dropId, 0, Buffer.alloc(1024 * 1024, 'a')));
  await clock.advance(3_600_000);
  stream.resume();
  expect([await first, stream.destroyed]).toEqual([{ isWanted: true }, false]);
  await clock.advance(60_000);
  expect(stream.destroyed).toBe(true);
});

test('when the run is cancelled the page is told to send no more', async () => {
  const w = world();
  const t = rig(w);
  const { drops, begin, launch } = setup(w.clock);
  const dropId = begin();
  const stream = launch(dropId);
  const start = await t.sync('', { source: { stream } });
  await drops.write(part(dropId, 0, textOf(people(2))));
  await t.ask('queue.cancel', { scope: 'job', jobId: start.jobId });
  const wanted = await send(
    { ...drops, write: ({ seq, ...rest }) => drops.write({ ...rest, seq: seq + 1 }) },
    dropId,
    textOf(people(300_000)),
    1024 * 1024,
  );
  expect(wanted.at(-1)).toBe(false);
});

test('a file that came before its launch is kept for it', async () => {
  const { clock, drops, begin, launch } = setup();
  const dropId = begin();
  expect(await drops.write(part(dropId, 0, 'Email\na@b.example\n', true))).toEqual({ isWanted: true });
  const stream = launch(dropId);
  await clock.advance(3_600_000);
  expect(Buffer.concat(await stream.toArray()).toString()).toBe('Email\na@b.example\n');
});

test('a part out of turn ends the drop: what is missing would be missing silently', async () => {
  const { drops, begin, launch } = setup();
  const dropId = begin('spring.csv');
  const stream = launch(dropId);
  await drops.write(part(dropId, 0));
  await expect(drops.write(part(dropId, 2))).rejects.toMatchObject({ name: 'ReadFault', code: 'out_of_turn' });
  expect([stream.errored?.message, drops.isKnown(dropId)]).toEqual([
    'spring.csv was dropped on the window, and the window did not send all of it. Drop it again.',
    false,
  ]);
});

test('five drops are kept; the oldest that was not launched makes room', () => {
  const { drops, begin, launch } = setup();
  const launched = begin();
  launch(launched);
  const ids = Array.from({ length: 7 }, () => begin());
  expect(ids.map((id) => drops.isKnown(id))).toEqual([false, false, true, true, true, true, true]);
  expect(() => drops.head(ids[0] ?? '')).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(() => drops.head(launched)).toThrow(expect.objectContaining({ code: 'not_found' }));
});

test('a head that is cut ends with its last whole line, in every encoding', () => {
  const { drops } = setup();
  const cut = (head: Buffer, bytes: number): Buffer => {
    const { dropId } = drops.begin({ name: 'list.csv', bytes, head });
    return drops.head(dropId).head;
  };
  const wide = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
  const big = (text: string): Buffer => Buffer.from(wide(text)).swap16();
  expect([
    cut(Buffer.from('Email\na@b.ex'), 500).toString(),
    cut(Buffer.from('Email\na@b.ex'), 12).toString(),
    cut(Buffer.from('Email\ra@b.ex'), 500).toString(),
    cut(Buffer.from('one long line'), 500).toString(),
    cut(wide('Email\na@b.ex'), 500).equals(wide('Email\n')),
    cut(big('Email\na@b.ex'), 500).equals(big('Email\n')),
  ]).toEqual(['Email\n', 'Email\na@b.ex', 'Email\r', 'one long line', true, true]);
});

test('the end of the engine ends what is under way', async () => {
  const { drops, begin, stop } = setup();
  const dropId = begin();
  drops.take(dropId);
  const waiting = drops.write(part(dropId, 0, Buffer.alloc(1024 * 1024)));
  stop();
  expect([await waiting, drops.isKnown(dropId)]).toEqual([{ isWanted: false }, false]);
});

test('a run that is cancelled before it is read tells the page, too', async () => {
  const w = world();
  const t = rig(w);
  const { drops, begin, launch } = setup(w.clock);
  const first = await t.sync('', { source: { stream: launch(begin()) } });
  await until(async () => (await t.facts(first)).progress.bytes === 0);
  const dropId = begin();
  const { jobId } = await t.sync('', { source: { stream: launch(dropId) } });
  const waiting = drops.write(part(dropId, 0, Buffer.alloc(1024 * 1024, 'a')));
  await t.ask('queue.cancel', { scope: 'job', jobId });
  await t.clock.advance(1_000);
  expect(await waiting).toEqual({ isWanted: false });
});
