import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { refuse } from './fake-graph.ts';
import { rig, type Rig, sha256, world } from './fake-ports.ts';
import { SECOND } from './fates.ts';

const LIST = [
  ['Email', 'Work', 'Phone', 'Customer id'],
  ['ann@example.com', '', '+49 1512 3456789', 'C-1'],
  ['bob@example.com', 'bob@work.example.com', '', 'C-2'],
  ['', '', '202 555 0134', ''],
];
const MAPPED = { overrides: ['Email=EMAIL', 'Work=EMAIL', 'Phone=PHONE', 'Customer id=EXTERN_ID'] };

async function found(t: Rig, value: string, jobId = 1) {
  const page = await t.ask('people.find', { value, jobId });
  expect(page.nextId).toBeNull();
  return page.hits.map(({ runId, line, keys, steps }) => [runId, line, keys, steps.map(({ state }) => state)]);
}

test('a person is found by whatever identifies them, however it is written, newest run first', async () => {
  const t = rig();
  await t.pipe(LIST, MAPPED);
  await t.pipe(LIST, MAPPED);
  await t.clock.advance(60 * SECOND);
  const { jobId } = await t.ask('runs.get', { runId: 2 });
  const jobs = await t.ask('jobs.list', {});
  expect(jobs.map(({ id }) => id)).toContain(jobId);
  const ofSecond = (value: string) => found(t, value, jobId);
  const first = (await ofSecond('ANN@Example.com '))[0];
  expect(first).toEqual([2, 2, ['EMAIL'], ['synced']]);
  expect((await ofSecond('+49 (0) 1512 3456789'))[0]).toEqual([2, 2, ['PHONE'], ['synced']]);
  expect((await ofSecond('(202) 555-0134'))[0]).toEqual([2, 4, ['PHONE'], ['synced']]);
  expect((await ofSecond('bob@work.example.com'))[0]).toEqual([2, 3, ['EMAIL'], ['synced']]);
  expect((await ofSecond(sha256('bob@example.com')))[0]).toEqual([2, 3, ['EMAIL'], ['synced']]);
  expect((await ofSecond('C-2'))[0]).toEqual([2, 3, ['EXTERN_ID'], ['synced']]);
  expect(await ofSecond('carol@example.com')).toEqual([]);
  const every = await t.ask('people.find', { value: 'ann@example.com', jobId, isEveryJob: true });
  expect(every.hits.map(({ runId }) => runId)).toEqual([2, 1]);
  expect([every.readAs, every.looked, every.of]).toEqual([['EMAIL'], 2, 2]);
});

test('it is told what became of a person in each step: who waits for what, who errored and why, whom a step cannot match', async () => {
  const t = rig();
  const steps = [
    { audience: 'All', action: 'add' as const, keys: null },
    { audience: 'Phones', action: 'add' as const, keys: ['PHONE' as const] },
  ];
  t.graph.always('users', refuse(200, 1_870_090));
  await t.pipe(LIST, { ...MAPPED, steps });
  await t.clock.advance(10 * SECOND);
  const fates = async (value: string) =>
    (await t.ask('people.find', { value, jobId: 1 })).hits[0]?.steps.map(({ state, reason }) => [state, reason]);
  expect(await fates('bob@example.com')).toEqual([
    ['pending', 'held'],
    ['not_synced', null],
  ]);
  await t.ask('queue.cancel', { scope: 'step', stepId: 1 });
  expect(await fates('ann@example.com')).toEqual([
    ['errored', 'cancelled'],
    ['pending', 'held'],
  ]);
});

test('people who are not stored any more are counted, and what is no identifier finds nothing', async () => {
  const t = rig();
  await t.pipe(LIST, MAPPED);
  await t.clock.advance(60 * SECOND);
  expect(await t.ask('people.find', { value: '   ', jobId: 1 })).toEqual({
    readAs: [],
    hits: [],
    looked: 0,
    of: 1,
    gone: 0,
    nextId: null,
  });
  await expect(t.ask('people.find', { value: 'ann@example.com', jobId: 99 })).rejects.toThrow('99');
});

test('what somebody typed is nowhere: not in the data folder, not in a log, not in the answer', async () => {
  const own = world();
  const told: unknown[] = [];
  const t = rig({ ...own, ports: { ...own.ports, log: { info: (...event) => void told.push(event) } } });
  await t.pipe(LIST, MAPPED);
  await t.clock.advance(60 * SECOND);
  const typed = ['ann@example.com', '+4915123456789', 'C-2', 'stranger@nowhere.example.com'];
  const answers = [];
  for (const value of typed) answers.push(await t.ask('people.find', { value, jobId: 1, isEveryJob: true }));
  expect(answers.map(({ hits }) => hits.length)).toEqual([1, 1, 1, 0]);
  await t.engine.stop();
  const everything = [
    JSON.stringify([told, answers, t.events]),
    ...readdirSync(own.dataDir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'latin1')] : [],
    ),
  ];
  const traces = typed.flatMap((value) => [value, sha256(value), Buffer.from(sha256(value), 'hex').toString('latin1')]);
  expect(traces.filter((trace) => everything.some((text) => text.includes(trace)))).toEqual([]);
});
