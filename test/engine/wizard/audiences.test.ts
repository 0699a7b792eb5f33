import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import type { FoundAudience } from '../../../preload/contract/wizard.ts';
import { noNetwork, refuse, type Script } from '../fake-graph.ts';
import { ACCOUNT, people, rig, type Rig } from '../fake-ports.ts';

/** A page of Meta's list; another one follows when `after` is given. */
function page(rows: readonly object[], after: string | null = null): Script {
  const paging = after === null ? {} : { paging: { cursors: { after }, next: 'https://graph.facebook.com/next' } };
  return () => ({ kind: 'answer', status: 200, headers: {}, body: JSON.stringify({ data: rows, ...paging }) });
}

const FULL = {
  id: '23849182047670582',
  name: 'Été 2026',
  subtype: 'CUSTOM',
  is_value_based: true,
  approximate_count_lower_bound: 1_000,
  approximate_count_upper_bound: 1_200,
  operation_status: { code: 200, description: 'Normal' },
  delivery_status: { code: 200, description: 'This audience is ready for use.' },
  permission_for_actions: { can_edit: true },
  time_updated: 1_795_500_000,
};

const PLAIN: FoundAudience = {
  id: '2',
  name: 'B',
  subtype: 'CUSTOM',
  isValueBased: false,
  size: null,
  operation: null,
  delivery: null,
  blocked: null,
  updatedAt: null,
};

async function setup(): Promise<
  Rig & {
    search(text?: string, refreshes?: boolean): Promise<FoundAudience[]>;
    /** How often Meta's list was asked for. */
    lists(): number;
    /** There is a job that is to make an audience of this name. */
    asked(audience: string): Promise<void>;
  }
> {
  const t = rig();
  const connectionId = await t.connect();
  return Object.assign(t, {
    async search(search = '', refreshes = false) {
      const { audiences } = await t.ask('audiences.search', { connectionId, account: ACCOUNT, search, refreshes });
      return [...audiences];
    },
    async asked(audience: string) {
      await t.sync('', { source: { stream: Readable.from([]) }, steps: [{ audience, action: 'add', keys: null }] });
    },
    lists: () => t.graph.seen.filter(({ kind }) => kind === 'list').length,
  });
}

test('every page is read, and each audience comes with what Meta says of it', async () => {
  const t = await setup();
  t.graph.script('list', page([FULL], 'a'), page([], 'b'), page([{ id: '2', name: 'B', subtype: 'CUSTOM' }]));
  expect(await t.ask('audiences.search', { connectionId: 1, account: ACCOUNT })).toEqual({
    audiences: [
      {
        id: '23849182047670582',
        name: 'Été 2026',
        subtype: 'CUSTOM',
        isValueBased: true,
        size: { lower: 1_000, upper: 1_200 },
        operation: { code: 200, description: 'Normal' },
        delivery: { code: 200, description: 'This audience is ready for use.' },
        blocked: null,
        updatedAt: 1_795_500_000_000,
      },
      PLAIN,
    ],
    matching: 2,
    total: 2,
    listedAt: t.clock.now(),
    failed: null,
  });
});

test('what cannot be filled says why', async () => {
  const t = await setup();
  const rows = [
    { subtype: 'LOOKALIKE' },
    { permission_for_actions: { can_edit: false } },
    { operation_status: { code: 414 } },
    { operation_status: { code: 471 } },
    { operation_status: { code: 441 } },
  ];
  t.graph.script('list', page(rows.map((row, i) => ({ id: String(i), name: 'A', subtype: 'CUSTOM', ...row }))));
  const blocked = (await t.search()).map((one) => one.blocked);
  expect(blocked).toEqual(['not_a_list', 'no_permission', 'replacing', 'flagged', null]);
});

test('a part of a name is found whatever its case and accents, and an id by its beginning', async () => {
  const t = await setup();
  t.graph.script('list', page([FULL, { id: '777', name: 'Winter', subtype: 'CUSTOM' }]));
  const names = async (text: string): Promise<readonly string[]> => (await t.search(text)).map(({ name }) => name);
  expect([await names('ETE'), await names('inter'), await names('2384'), await names('84'), await names('x')]).toEqual([
    ['Été 2026'],
    ['Winter'],
    ['Été 2026'],
    [],
    [],
  ]);
});

test('the list serves for ten minutes, until it is wanted anew, or Muster has made an audience', async () => {
  const t = await setup();
  await Promise.all([t.search(), t.search('x')]);
  await t.search();
  expect(t.lists()).toBe(1);
  await t.search('', true);
  expect(t.lists()).toBe(2);
  await t.clock.leap(10 * 60_000);
  await t.search();
  expect(t.lists()).toBe(3);

  const start = await t.pipe(people(3));
  await t.clock.advance(10_000);
  expect((await t.facts(start)).state).toBe('done');
  expect((await t.search()).map(({ name }) => name)).toEqual(['Customers']);
});

test('audiences that a job is about to make come first', async () => {
  const t = await setup();
  t.graph.always('create', refuse(368));
  t.graph.always('list', page([{ id: '2', name: 'B', subtype: 'CUSTOM' }]));
  for (const audience of ['Zoo', 'Zoo', 'Yak']) {
    await t.asked(audience);
  }
  expect(await t.search()).toEqual([
    { ...PLAIN, id: null, name: 'Yak', subtype: null },
    { ...PLAIN, id: null, name: 'Zoo', subtype: null },
    PLAIN,
  ]);
});

test('what was read before stays when Meta cannot be asked, and it is not asked again at once', async () => {
  const t = await setup();
  t.graph.script('list', page([{ id: '2', name: 'B', subtype: 'CUSTOM' }]));
  await t.search();
  const listedAt = t.clock.now();
  t.graph.always('list', noNetwork);
  await t.clock.leap(10 * 60_000);
  const found = { audiences: [PLAIN], matching: 1, total: 1, listedAt };
  const failed = { reason: 'offline', said: 'No connection (ENOTFOUND)' };
  const order = { connectionId: 1, account: ACCOUNT };
  expect(await t.ask('audiences.search', order)).toEqual({ ...found, failed });
  await t.search();
  expect(t.lists()).toBe(2);
  t.graph.always('list', refuse(190, 463));
  await t.clock.advance(30_000);
  expect((await t.ask('audiences.search', order)).failed?.reason).toBe('token_expired');
});

test('a connection that does not exist is not found; one that was ended cannot be asked', async () => {
  const t = await setup();
  const order = { connectionId: 9, account: ACCOUNT };
  expect(await t.engine.call('audiences.search', order)).toMatchObject({ ok: false, code: 'not_found' });
  await t.ask('connections.disconnect', { connectionId: 1 });
  const list = await t.ask('audiences.search', { ...order, connectionId: 1 });
  expect(list).toMatchObject({ audiences: [], failed: { reason: 'offline' } });
  expect(t.lists()).toBe(0);
});

test('a name is compared with Meta’s audiences and with drafts, and its words are looked at', async () => {
  const t = await setup();
  t.graph.always('create', refuse(368));
  t.graph.always('list', page([FULL]));
  await t.asked('Diabetes');
  const lint = (name: string, description = ''): Promise<unknown> =>
    t.ask('audiences.lint', { connectionId: 1, account: ACCOUNT, name, description });
  expect(await lint(' ete  2026')).toEqual([{ kind: 'duplicate', about: FULL.id, topic: null }]);
  expect(await lint('diabetes', 'DIABETES')).toEqual([
    { kind: 'sensitive', about: 'DIABETES', topic: 'health' },
    { kind: 'draft', about: 'Diabetes', topic: null },
  ]);
  expect(await lint('Customers', 'ann@example.com')).toEqual([
    { kind: 'personal', about: 'ann@example.com', topic: null },
  ]);
  expect(await lint('')).toEqual([]);
});
