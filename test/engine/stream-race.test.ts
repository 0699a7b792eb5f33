import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import { refuse } from './fake-graph.ts';
import { people, rig, textOf, until } from './fake-ports.ts';

test('a standard input is at hand before anybody takes up its run, however long a look at what holds its account takes', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_090));
  await t.pipe(people(3));
  await until(async () => (await t.ask('holds.list', {})).length > 0);
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  t.graph.always('account', async (_, perform) => {
    const run = await t.engine.call('runs.get', { runId: 2 });
    if (run.ok) await asked;
    return perform();
  });
  const starting = t.sync('', { source: { stream: Readable.from([textOf(people(5, 'q'))]) } });
  await until(async () => {
    await t.clock.advance(1_000);
    const run = await t.engine.call('runs.get', { runId: 2 });
    return run.ok && run.value.state !== 'reading';
  });
  answer();
  const { state, rows } = await t.facts(await starting);
  expect([state, rows.entered]).toEqual(['sending', 5]);
});
