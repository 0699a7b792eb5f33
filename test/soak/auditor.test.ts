import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

import { people, rig } from '../engine/fake-ports.ts';
import { type Booking, type GivenUp, imbalances } from './ledger.ts';
import { entriesOf, populationOf } from './population.ts';
import { GOALS, type Order } from './schedule.ts';
import { deviations, differenceOf, expectedOf, wantedIn } from './wanted.ts';

// Whoever audits others is audited: a soak that could not see a loss would be worth nothing.

const population = populationOf(7, 50, 1);
const [poisoned = 0] = population.poisoned;
const [ann = 0, bob = 0, dan = 0] = [...Array(50).keys()].filter((person) => person !== poisoned);
const [goal] = GOALS.filter(({ keys }) => keys === null);
const list = (name: string, rows: readonly number[]): Order => ({
  name,
  rows,
  seed: 1,
  wishes: [{ goal: 0, action: 'add' }],
});
const booking = (runId: number, source: string, action: 'add' | 'remove', counts: Partial<Booking>): Booking => ({
  runId,
  source,
  action,
  position: 1,
  state: 'done',
  account: goal?.account ?? '',
  audience: goal?.name ?? '',
  facebookId: '1',
  duplicates: 0,
  read: 0,
  entered: 0,
  synced: 0,
  notSynced: 0,
  pending: 0,
  errored: 0,
  ...counts,
});

test('a list is counted by its people: named again is a duplicate, a row that names nobody enters and cannot be matched', () => {
  expect(expectedOf(list('a', [ann, bob, -1, ann, -1]), population)).toEqual({
    read: 5,
    entered: 4,
    duplicates: 1,
    notSynced: [2],
  });
});

test('one person too few is lost, one too many is counted twice', () => {
  const orders = new Map([['a', list('a', [ann, bob, dan])]]);
  const come = (entered: number) => [booking(1, 'a', 'add', { read: 3, entered, synced: entered })];
  const found = (entered: number) => deviations(come(entered), [], orders, population);
  expect([found(2), found(3), found(4)]).toMatchObject([
    { lost: 1, doubleCounted: 0 },
    { lost: 0, doubleCounted: 0, ends: [] },
    { lost: 0, doubleCounted: 1 },
  ]);
});

test('the newest wish wins, the poisoned are never in, and of those who were refused with others nobody knows', () => {
  const orders = new Map([
    ['in', list('in', [ann, bob, dan, poisoned])],
    ['out', list('out', [bob, dan])],
  ]);
  const booked = [booking(1, 'in', 'add', {}), booking(2, 'out', 'remove', {})];
  const refused: GivenUp = { runId: 2, position: 1, firstLine: 3, lastLine: 3, people: 1, reasons: '{"refused":1}' };
  if (!goal) throw new Error('no goal');
  const wanted = wantedIn(goal, booked, [refused], orders, population);
  const own = (person: number): readonly string[] => entriesOf(population.person(person), ['EMAIL', 'PHONE', 'FN']);
  expect([[...wanted.in], [...wanted.unsure]]).toEqual([own(ann), own(dan)]);
  expect(differenceOf(wanted, new Set(own(bob)))).toEqual({ missing: own(ann), strange: own(bob) });
  expect(differenceOf(wanted, new Set([...own(ann), ...own(dan)]))).toEqual({ missing: [], strange: [] });
});

test('a counter that is not the sum of its batches does not pass, although it fits in itself', async () => {
  const t = rig();
  await t.run(t.csv(people(3)));
  await t.clock.advance(10_000);
  expect(imbalances(t.dataDir)).toEqual([]);
  const db = new Database(join(t.dataDir, 'muster.db'));
  db.exec('update counter set entered = entered + 1, exited = exited + 1, synced = synced + 1');
  db.close();
  expect(imbalances(t.dataDir)).toEqual([expect.stringContaining('entered 4, synced 4 of 3')]);
});
