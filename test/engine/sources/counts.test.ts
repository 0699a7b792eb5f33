import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { SourceCount } from '../../../preload/contract/sources.ts';
import { people, rig, textOf, until } from '../fake-ports.ts';

function setup(count = 3_000) {
  const t = rig();
  const path = t.csv([...people(count), ['p0@example.com'], ['nobody']], 'people.csv');
  const { sourceId } = t.engine.host.addFile(path);
  const source = { kind: 'file', sourceId } as const;
  const ask = (overrides: readonly string[] = []): Promise<SourceCount> =>
    t.ask('sources.count', { source, overrides: [...overrides] });
  return {
    ...t,
    path,
    count: ask,
    /** Asks until the count has ended, as a page does. */
    async counted(overrides: readonly string[] = []): Promise<SourceCount> {
      let state = await ask(overrides);
      await until(async () => (state = await ask(overrides)).state !== 'counting');
      return state;
    },
  };
}

test('a whole source is counted in the background, and the result is kept', async () => {
  const t = setup();
  expect(await t.count()).toEqual({ state: 'counting', bytes: 0, total: null, rows: 0 });
  const done = {
    state: 'done',
    rows: { read: 3_002, entered: 3_001, duplicates: 1, excluded: 0, unchanged: 0, unreadable: 0 },
    keys: { EMAIL: { filled: 3_002, valid: 3_001 } },
    problemCounts: { not_an_email: 1, no_identifier: 1 },
  };
  expect([await t.counted(), await t.count()]).toEqual([done, done]);
});

test('another reading of the same source takes the place of the one before', async () => {
  const t = setup();
  await t.count();
  const other = await t.counted(['Email=EXTERN_ID']);
  expect(other).toMatchObject({ state: 'done', keys: { EXTERN_ID: { filled: 3_002 } } });
  expect((await t.count()).state).toBe('counting');
});

test('a file that has changed is counted anew', async () => {
  const t = setup(10);
  await t.counted();
  writeFileSync(t.path, textOf(people(20)));
  expect(await t.counted()).toMatchObject({ state: 'done', rows: { entered: 20 } });
});

test('a count that nobody asks for ends after half a minute', async () => {
  const t = setup(200_000);
  await t.count();
  await t.clock.advance(29_000);
  expect((await t.count()).state).toBe('counting');
  await t.clock.advance(29_000);
  const begun = await t.count();
  await t.clock.advance(31_000);
  expect([begun.state, await t.count()]).toEqual(['counting', { state: 'counting', bytes: 0, total: null, rows: 0 }]);
});

test('a source that cannot be counted says why, and is tried again when somebody asks again', async () => {
  const t = setup(10);
  rmSync(t.path);
  expect(await t.counted()).toEqual({
    state: 'failed',
    code: 'missing',
    message: 'people.csv does not exist.',
    remedy: 'Check the path, or export the list again.',
  });
  writeFileSync(join(t.folder, 'people.csv'), textOf([['foo'], ['bar']]));
  expect(await t.counted()).toMatchObject({ state: 'failed', code: 'no_usable_column' });
});

test('a dropped file is counted when it is read', async () => {
  const t = rig();
  const { dropId } = await t.ask('drops.begin', { name: 'dropped.csv', bytes: 6, head: btoa('Email\n') });
  expect(await t.ask('sources.count', { source: { kind: 'drop', dropId } })).toEqual({ state: 'later' });
});
