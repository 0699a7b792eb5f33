import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { openDb } from '../../../db/open.ts';
import { startHealth } from '../../../main/engine/connections/health.ts';
import { createContext } from '../../../main/engine/context.ts';
import { createEngine } from '../../../main/engine/engine.ts';
import type { CallName, Input, Output } from '../../../preload/contract/contract.ts';
import { lose, refuse } from '../fake-graph.ts';
import { TOKEN, UNHEARD, until, world } from '../fake-ports.ts';

const DAY = 24 * 60 * 60_000;

/** The daily look, turned by hand, beside an engine that is asked only: its own loops would take every day second by second. */
function setup() {
  const w = world();
  const engine = createEngine(w.ports);
  const db = openDb(join(w.dataDir, 'muster.db'));
  const health = startHealth(createContext(db, w.ports, UNHEARD));
  onTestFinished(async () => {
    await health.stop();
    db.close();
    await engine.stop();
  });
  const ask = async <N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> => {
    const reply = await engine.call(name, input);
    if (!reply.ok) throw new Error(reply.message);
    return reply.value;
  };
  const reads = () => w.graph.seen.filter(({ kind }) => kind === 'me').length;
  return {
    ...w,
    db,
    ask,
    reads,
    connect: (token = TOKEN) => engine.host.connect('https://graph.facebook.com', token),
    healthOf: async () => (await ask('connections.list', {})).map(({ health: how, trouble }) => [how, trouble]),
    /** Reads that a turn of the scheduler made. */
    async turn() {
      const before = reads();
      health.takeUp();
      await health.stop();
      return reads() - before;
    },
  };
}

test('a connection is looked at once a day', async () => {
  const t = setup();
  await t.connect();
  const turns = [await t.turn()];
  for (let day = 0; day < 2; day += 1) {
    await t.clock.advance(DAY - 1);
    turns.push(await t.turn());
    await t.clock.advance(1);
    turns.push(await t.turn(), await t.turn());
  }
  expect([turns, await t.healthOf()]).toEqual([[0, 0, 1, 0, 0, 1, 0], [['ok', null]]]);
});

test('a token that is lost becomes a hold before an upload meets it', async () => {
  const t = setup();
  await t.connect();
  await t.clock.advance(DAY);
  t.graph.always('me', refuse(190, 460));
  await t.turn();
  const [hold] = await t.ask('holds.list', {});
  expect([await t.healthOf(), hold?.reason, hold?.scope, hold?.subcode, hold?.probeAt !== null]).toEqual([
    [['invalid', 'password_changed']],
    'token',
    'connection',
    460,
    true,
  ]);
});

test('trouble of Meta’s or the network’s is no lost token, and is looked at again in ten minutes', async () => {
  const t = setup();
  await t.connect();
  await t.clock.advance(DAY);
  t.graph.script('me', lose(false), refuse(2));
  const turns = [await t.turn()];
  expect([await t.healthOf(), await t.ask('holds.list', {})]).toEqual([[['unreachable', 'offline']], []]);
  await t.clock.advance(10 * 60_000 - 1);
  turns.push(await t.turn());
  await t.clock.advance(1);
  turns.push(await t.turn());
  expect(await t.healthOf()).toEqual([['unreachable', 'meta_failed']]);
  await t.clock.advance(10 * 60_000);
  turns.push(await t.turn());
  expect([turns, await t.healthOf()]).toEqual([[1, 0, 1, 1], [['ok', null]]]);
});

test('a token is looked at when its own end has come', async () => {
  const t = setup();
  await t.connect();
  const end = t.clock.now() + DAY / 2;
  t.db.prepare('update connection set expires_at = ?').run(end);
  await t.clock.advance(DAY / 2 - 1);
  const before = await t.turn();
  await t.clock.advance(1);
  expect([before, await t.turn(), await t.turn()]).toEqual([0, 1, 0]);
});

test('what was told of an old token does not touch a new one', async () => {
  const t = setup();
  await t.connect();
  await t.clock.advance(DAY);
  const asked = Promise.withResolvers<void>();
  t.graph.script('me', async () => {
    await asked.promise;
    return refuse(190)({} as never, () => ({ kind: 'no_answer', reason: 'reset', said: '' }));
  });
  const turned = t.turn();
  await until(() => t.reads() === 2);
  await t.connect('EAAnew');
  asked.resolve();
  await turned;
  expect([await t.healthOf(), await t.ask('holds.list', {})]).toEqual([[['ok', null]], []]);
});
