import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { entriesOf, people, rig, until, world } from './fake-ports.ts';

const list = people(4);

async function isSender(t: ReturnType<typeof rig>): Promise<boolean> {
  return (await t.ask('status.get', {})).isSender;
}

test('of two engines on one data folder the first sends, and the second sees what happens', async () => {
  const w = world();
  const first = rig(w);
  const second = rig(w);
  expect([await isSender(first), await isSender(second), second.engine.isSender]).toEqual([true, false, false]);
  await second.clock.advance(1_000);
  expect(second.events).toEqual([]);
  const start = await first.run(w.csv(list));
  await second.clock.advance(1_000);
  expect(new Set(second.events.map(({ event }) => event))).toContain('jobs.changed');
  expect(await second.facts(start)).toEqual(await first.facts(start));
});

test('what the second engine queues the first one sends', async () => {
  const w = world();
  const first = rig(w);
  const second = rig(w);
  const start = await second.sync(w.csv(list));
  await until(async () => {
    await w.clock.advance(1_000);
    return (await second.facts(start)).state === 'done';
  });
  expect([w.graph.members(w.graph.audiences()[0]?.id ?? ''), first.engine.isSender, second.engine.isSender]).toEqual([
    entriesOf(list),
    true,
    false,
  ]);
});

test('when the first engine stops the second takes over and sends what is queued', async () => {
  const w = world();
  const first = rig(w);
  const second = rig(w);
  await first.engine.stop();
  const start = await second.sync(w.csv(list));
  await until(async () => {
    await w.clock.advance(1_000);
    return (await second.facts(start)).state === 'done';
  });
  expect([await isSender(second), w.graph.members(w.graph.audiences()[0]?.id ?? '')]).toEqual([true, entriesOf(list)]);
});

test('an engine that is told not to send only answers, also when nobody else sends', async () => {
  const w = world();
  const t = rig(w, { sends: false });
  await t.sync(w.csv(list));
  await t.clock.advance(10_000);
  expect([
    await isSender(t),
    (await t.ask('status.get', {})).readingRuns,
    existsSync(join(w.dataDir, 'sender.lock')),
  ]).toEqual([false, 1, false]);
});

test('a stopped engine leaves the folder to the next, with its connection and its jobs', async () => {
  const w = world();
  const first = rig(w);
  const start = await first.run(w.csv(list));
  const before = await first.facts(start);
  await first.engine.stop();
  const second = rig(w);
  expect([await second.facts(start), second.engine.host.storedConnection(null), second.engine.isSender]).toEqual([
    before,
    1,
    true,
  ]);
});
