import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import { DraftSettings } from '../../../preload/contract/wizard.ts';
import { rig, world } from '../fake-ports.ts';

const SETTINGS = DraftSettings.parse({ name: 'VIP', steps: [{ account: 'act_1' }] });

test('a draft is kept as it was saved last, also over a restart; the newest save comes first', async () => {
  const own = world();
  const t = rig(own);
  const first = await t.ask('drafts.save', { place: 'connect', settings: {} });
  await t.clock.advance(1_000);
  const second = await t.ask('drafts.save', { place: 'source', settings: SETTINGS });
  await t.clock.advance(1_000);
  const saved = await t.ask('drafts.save', { draftId: first.id, place: 'map', settings: SETTINGS });
  expect(saved).toEqual({ ...first, place: 'map', settings: SETTINGS, savedAt: first.savedAt + 2_000 });
  await t.engine.stop();

  const again = rig(own);
  expect(await again.ask('drafts.list', {})).toEqual([saved, second]);
  expect(await again.ask('drafts.get', { draftId: first.id })).toEqual(saved);
});

test('saving and deleting tell the listeners; what is gone cannot be saved or had', async () => {
  const t = rig();
  const { id: draftId } = await t.ask('drafts.save', { place: 'connect', settings: {} });
  await t.clock.advance(1_000);
  expect(t.events).toContainEqual({ event: 'drafts.changed' });
  expect(await t.ask('drafts.delete', { draftId })).toEqual({ deleted: true });
  expect(await t.ask('drafts.delete', { draftId })).toEqual({ deleted: false });
  const gone = { ok: false, code: 'not_found', message: 'This job has been launched or deleted.' };
  expect(await t.engine.call('drafts.get', { draftId })).toEqual(gone);
  expect(await t.engine.call('drafts.save', { draftId, place: 'map', settings: {} })).toEqual(gone);
  expect(await t.engine.call('drafts.launch', { draftId })).toEqual(gone);
});

test('a draft of another version keeps what is still understood', async () => {
  const t = rig();
  const { id: draftId } = await t.ask('drafts.save', { place: 'map', settings: SETTINGS });
  const db = new Database(`${t.dataDir}/muster.db`);
  db.prepare('update draft set place = ?, settings = ?').run(
    'payment',
    JSON.stringify({ name: 'VIP', purpose: 'world_peace', country: 'FR', steps: [], colour: 'red' }),
  );
  db.close();
  const [draft] = await t.ask('drafts.list', {});
  expect(draft).toMatchObject({
    id: draftId,
    place: 'connect',
    settings: DraftSettings.parse({ name: 'VIP', country: 'FR' }),
  });
});

test('a dropped file is gone with the engine that took it, a chosen one stays', async () => {
  const own = world();
  const t = rig(own);
  const { dropId } = await t.ask('drops.begin', {
    name: 'list.csv',
    bytes: 5,
    head: Buffer.from('Email').toString('base64'),
  });
  const source = { kind: 'drop', dropId } as const;
  const draft = await t.ask('drafts.save', { place: 'map', settings: { source } });
  await t.ask('drafts.save', { place: 'map', settings: { source: { kind: 'file', sourceId: 1 } } });
  expect(draft.isSourceGone).toBe(false);
  await t.engine.stop();
  const list = await rig(own).ask('drafts.list', {});
  expect(list.map(({ isSourceGone }) => isSourceGone)).toEqual([false, true]);
});
