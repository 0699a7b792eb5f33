import { afterEach, expect, test } from 'vitest';

import { NUMBERS, SettingsChange } from '../../preload/contract/settings.ts';
import { chooseLanguage } from '../../preload/messages/text.ts';
import { refuse } from './fake-graph.ts';
import { people, rig, type Rig, until, world } from './fake-ports.ts';
import { BUSY, fates, HOUR, MINUTE, pass, SECOND } from './fates.ts';

// The language is the process's.
afterEach(() => chooseLanguage(null));

const PROXY = 'http://ann:secret@proxy.corp:8080';

/** A world whose network says which proxy it was told to use. */
function networked() {
  const own = world();
  const used: (string | null)[] = [];
  const network = {
    useProxy: (address: string | null) => void used.push(address),
    environmentProxy: () => ({ variable: 'HTTPS_PROXY', address: 'http://other.corp:3128' }),
  };
  return { used, own: { ...own, ports: { ...own.ports, network } } };
}

const horizons = (t: Rig) => t.rows<{ horizon_ms: number }>('select horizon_ms from batch order by id');

test('until somebody changes them, settings are what DESIGN says', async () => {
  const t = rig();
  expect(await t.ask('settings.get', {})).toEqual({
    language: 'system',
    horizonHours: 13,
    flushSeconds: 5,
    holdDays: 30,
    settledDays: 14,
    historyDays: 90,
    alerts: 'first',
    alertEvery: 1_000,
    proxy: null,
    environmentProxy: null,
    dataFolder: t.dataDir,
  });
});

test('a change is kept over a restart, changes nothing else, and is told', async () => {
  const own = world();
  const first = rig(own);
  await first.ask('settings.change', { holdDays: 7, alerts: 'every', language: 'fr' });
  await first.ask('settings.change', { holdDays: 7 });
  await first.engine.stop();
  const t = rig(own);
  expect(await t.ask('settings.get', {})).toMatchObject({
    holdDays: 7,
    alerts: 'every',
    language: 'fr',
    historyDays: 90,
  });
  const { rows } = await t.ask('activity.list', { noun: 'setting' });
  expect(rows.map(({ facts }) => facts).toReversed()).toEqual([
    { setting: 'language', before: 'system', after: 'fr' },
    { setting: 'holdDays', before: 30, after: 7 },
    { setting: 'alerts', before: 'first', after: 'every' },
  ]);
  expect(t.events.some(({ event }) => event === 'settings.changed')).toBe(false);
});

test('numbers beyond their bounds, and what is no address of a proxy, are refused at the door', async () => {
  const t = rig();
  const wrong = [
    ...Object.entries(NUMBERS).flatMap(([name, { least, most }]) => [{ [name]: least - 1 }, { [name]: most + 1 }]),
    { holdDays: 1.5 },
    { language: 'de' },
    ...['http://', 'socks5://proxy:1', 'two words', 'http://proxy/path'].map((proxy) => ({ proxy })),
  ];
  const codes = await Promise.all(wrong.map((change) => t.engine.call('settings.change', change as never)));
  expect(codes.map((reply) => (reply.ok ? 'taken' : reply.code))).toEqual(wrong.map(() => 'bad_input'));
  const right = ['proxy.corp:8080', PROXY, 'https://[::1]:80', ' http://a-b.c/ '];
  expect(right.map((proxy) => SettingsChange.safeParse({ proxy }).success)).toEqual(right.map(() => true));
});

test('the language is that of what the engine says', async () => {
  const t = rig();
  const say = async () => {
    const reply = await t.engine.call('connections.attempt', { attemptId: 'none' });
    return reply.ok ? '' : reply.message;
  };
  const words: string[] = [];
  for (const language of ['en', 'fr', 'en'] as const) {
    await t.ask('settings.change', { language });
    words.push(await say());
  }
  expect([words[0] === words[2], words[0] === words[1]]).toEqual([true, false]);
});

test('the horizon is given to people who are read, or queued again, from now on', async () => {
  const t = rig();
  t.graph.always('users', BUSY);
  const start = await t.pipe(people(3));
  await t.ask('settings.change', { horizonHours: 1 });
  const next = await t.pipe(people(3, 'q'));
  expect(horizons(t).map(({ horizon_ms: ms }) => ms > HOUR)).toEqual([true, false]);
  await pass(t, 70 * MINUTE);
  expect([await fates(t, start), await fates(t, next)]).toEqual([
    ['sending', { retry: 3 }],
    ['done_with_problems', { horizon: 3 }],
  ]);
  await t.ask('settings.change', { horizonHours: 2 });
  await t.ask('queue.requeue', { runId: next.runId });
  expect(horizons(t)[1]).toEqual({ horizon_ms: 2 * HOUR });
});

test('a job that says nothing of its own takes the flush window that is set', async () => {
  const t = rig();
  await t.ask('settings.change', { flushSeconds: 40 });
  await t.pipe(people(3), { flushMs: null });
  expect(t.rows('select flush_ms from job')).toEqual([{ flush_ms: 40_000 }]);
});

test('the retention holds from the next look on', async () => {
  const t = rig();
  const start = await t.pipe(people(3));
  await t.clock.advance(10 * SECOND);
  await t.ask('settings.change', { settledDays: 2, historyDays: 7 });
  for (let hour = 0; hour < 50; hour += 1) await t.clock.leap(HOUR);
  await until(() => t.rows('select 1 from chunk_data').length === 0);
  // Only the people: the rest of the history is kept for longer.
  expect((await t.ask('batches.attempts', { batchId: 1 })).length).toBe(1);
  expect(await fates(t, start)).toEqual(['done', { synced: 3 }]);
});

test('the limit of holds is that of the moment', async () => {
  const t = rig();
  t.graph.always('users', refuse(200, 1_870_090));
  const start = await t.pipe(people(3));
  await t.clock.advance(10 * SECOND);
  await t.ask('settings.change', { holdDays: 1 });
  for (let hour = 0; hour < 25; hour += 1) await t.clock.leap(HOUR);
  expect(await fates(t, start)).toEqual(['done_with_problems', { hold_expired: 3 }]);
  const { rows } = await t.ask('activity.list', { noun: 'hold' });
  expect(rows.map(({ kind }) => kind)).toEqual(['hold.expired', 'hold.raised']);
});

test('what another process sets takes effect in the one that sends', async () => {
  const { used, own } = networked();
  const t = rig(own);
  const other = rig(
    { ...own, ports: { ...own.ports, network: { ...networked().own.ports.network } } },
    { sends: false },
  );
  await other.ask('settings.change', { proxy: 'http://proxy.corp:8080' });
  await t.clock.advance(3 * SECOND);
  expect([t.engine.isSender, used]).toEqual([true, [null, 'http://proxy.corp:8080']]);
});

test('a proxy is used at once and after a restart, and its credentials lie sealed and are never told', async () => {
  const { used, own } = networked();
  const first = rig(own);
  const shown = { address: 'http://proxy.corp:8080', hasCredentials: true };
  const answer = await first.ask('settings.change', { proxy: PROXY });
  expect([answer.proxy, answer.environmentProxy]).toEqual([
    shown,
    { variable: 'HTTPS_PROXY', address: 'http://other.corp:3128' },
  ]);
  await first.engine.stop();
  const t = rig(own);
  expect((await t.ask('settings.get', {})).proxy).toEqual(shown);
  await t.ask('settings.change', { proxy: null });
  expect(used).toEqual([null, PROXY, PROXY, null]);
  const lying = JSON.stringify([t.rows('select * from setting'), t.rows('select * from activity')]);
  expect([lying.includes('secret'), lying.includes('ann')]).toEqual([false, false]);
});
