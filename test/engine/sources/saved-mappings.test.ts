import { expect, test } from 'vitest';

import { rig, world } from '../fake-ports.ts';

const LIST = [
  ['Kontakt', 'Ref', 'Notes'],
  ['a@x.example', 'C-1', 'x'],
  ['b@x.example', 'C-2', 'y'],
];
const OTHER_ORDER = LIST.map(([contact = '', ref = '', notes = '']) => [notes, contact, ref]);

async function setup() {
  const t = rig(world());
  const connectionId = await t.connect();
  const preview = async (rows: readonly (readonly string[])[], of: number | null = connectionId) => {
    const { sourceId } = t.engine.host.addFile(t.csv(rows, 'next.csv'));
    return (await t.ask('sources.preview', { source: { kind: 'file', sourceId }, connectionId: of })).saved;
  };
  return { ...t, connectionId, preview };
}

test('how a list was mapped by hand is told with the next list of this client that has these columns', async () => {
  const t = await setup();
  await t.run(t.csv(LIST), { overrides: ['#2=EXTERN_ID', 'notes='], country: 'DE' });
  const saved = {
    savedAt: t.clock.now(),
    columns: ['Kontakt', 'Ref', 'Notes'],
    overrides: ['#3=EXTERN_ID', '#1='],
    country: 'DE',
    added: [],
    gone: [],
  };
  const withMore = OTHER_ORDER.map((row, at) => [
    ...row.slice(0, 2),
    at === 0 ? 'Customer' : 'c',
    at === 0 ? 'Ref' : 'r',
  ]);
  expect([await t.preview(OTHER_ORDER), await t.preview(withMore), await t.preview(OTHER_ORDER, null)]).toEqual([
    saved,
    { ...saved, overrides: ['#4=EXTERN_ID', '#1='], added: ['Customer'] },
    null,
  ]);
});

test('a guess that nobody changed is not kept, and neither are the columns of a list without a header', async () => {
  const t = await setup();
  await t.run(t.csv(LIST, 'guessed.csv'));
  await t.run(t.csv(LIST.slice(1), 'bare.csv'), { overrides: ['#2=EXTERN_ID'] });
  expect([t.rows('select * from saved_mapping'), await t.preview(LIST)]).toEqual([[], null]);
});

test('the newest hand wins; a job that runs again as before does not bring back what it had', async () => {
  const t = await setup();
  const [first, second] = [t.csv(LIST, 'first.csv'), t.csv(LIST, 'second.csv')];
  const by = async (path: string, key: string): Promise<void> => {
    await t.clock.advance(60_000);
    await t.run(path, { overrides: [`Ref=${key}`] });
  };
  await by(first, 'EXTERN_ID');
  await by(second, 'LN');
  await by(first, 'EXTERN_ID');
  const again = (await t.preview(LIST))?.overrides;
  await by(first, 'FN');
  expect([again, (await t.preview(LIST))?.overrides]).toEqual([['#2=LN'], ['#2=FN']]);
});

test('it is forgotten when a person says so', async () => {
  const t = await setup();
  await t.run(t.csv(LIST), { overrides: ['Ref=EXTERN_ID'] });
  const ref = { connectionId: t.connectionId, columns: LIST[0] ? [...LIST[0]] : [] };
  expect([await t.ask('mappings.forget', ref), await t.ask('mappings.forget', ref), await t.preview(LIST)]).toEqual([
    { forgotten: true },
    { forgotten: false },
    null,
  ]);
});
