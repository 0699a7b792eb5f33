import { basename } from 'node:path';

import type { Booking, GivenUp } from './ledger.ts';
import { entriesOf, type Population } from './population.ts';
import { ALL_KEYS, type Goal, GOALS, type Order } from './schedule.ts';

/** What a run must have come to, from its list alone. */
export interface Expected {
  readonly read: number;
  readonly entered: number;
  readonly duplicates: number;
  /** People with nothing to match, by step. */
  readonly notSynced: readonly number[];
}

/** Counts a list as DESIGN section 3 says: whoever is named again is a duplicate, a row that names nobody enters. */
export function expectedOf(order: Order, population: Population): Expected {
  const people = new Set(order.rows.filter((person) => person >= 0));
  const blanks = order.rows.filter((person) => person < 0).length;
  return {
    read: order.rows.length,
    entered: people.size + blanks,
    duplicates: order.rows.length - blanks - people.size,
    notSynced: order.wishes.map(
      ({ goal }) =>
        blanks + [...people].filter((person) => wiresOf(population, person, goalAt(goal)).length === 0).length,
    ),
  };
}

/** What came out other than it should have. */
export interface Deviations {
  /** People who are in a list but not in the counters of its run. */
  lost: number;
  /** People who are in the counters more often than in the list. */
  doubleCounted: number;
  /** People Errored, by reason. */
  readonly errored: Record<string, number>;
  /** Runs that did not end as they should. */
  readonly ends: string[];
}

/** Compares what the runs came to with their lists. */
export function deviations(
  bookings: readonly Booking[],
  givenUp: readonly GivenUp[],
  orders: ReadonlyMap<string, Order>,
  population: Population,
): Deviations {
  const found: Deviations = { lost: 0, doubleCounted: 0, errored: {}, ends: [] };
  for (const booking of bookings) {
    const order = orderOf(orders, booking);
    const { read, entered, duplicates, notSynced } = expectedOf(order, population);
    const differences = [booking.entered - entered, booking.synced + booking.errored + booking.notSynced - entered];
    found.lost += Math.max(0, ...differences.map((more) => -more));
    found.doubleCounted += Math.max(0, ...differences);
    const isRight =
      booking.read === read &&
      booking.duplicates === duplicates &&
      booking.notSynced === notSynced[booking.position - 1];
    const isOver =
      booking.state === 'done' ||
      (booking.state === 'done_with_problems' && booking.errored > 0) ||
      hasOtherErrors(bookings, booking);
    if (!isRight || !isOver)
      found.ends.push(
        `${order.name}: ${JSON.stringify(booking)}, not ${JSON.stringify({ read, entered, duplicates, notSynced })}`,
      );
  }
  for (const { reasons } of givenUp) {
    for (const [reason, people] of Object.entries(JSON.parse(reasons ?? '{}') as Record<string, number>)) {
      found.errored[reason] = (found.errored[reason] ?? 0) + people;
    }
  }
  return found;
}

/** A run of two steps ends with problems when one of them has some. */
function hasOtherErrors(bookings: readonly Booking[], { runId, state }: Booking): boolean {
  return state === 'done_with_problems' && bookings.some((other) => other.runId === runId && other.errored > 0);
}

/** Who must be in an audience, as far as can be told. */
export interface Wanted {
  readonly in: ReadonlySet<string>;
  /** Entries of people of whom nobody knows: Meta refused them together with others. */
  readonly unsure: ReadonlySet<string>;
}

/**
 * The newest wish about each person wins; whom Meta refuses is where they were. `audience` is one of GOALS. A batch that was given up tells
 * only between which lines its people are, so all of these lines count as unsure, unless it is one person.
 */
export function wantedIn(
  goal: Goal,
  bookings: readonly Booking[],
  givenUp: readonly GivenUp[],
  orders: ReadonlyMap<string, Order>,
  population: Population,
): Wanted {
  const state = new Map<number, 'in' | 'out' | 'unsure'>();
  for (const booking of bookings) {
    if (booking.account !== goal.account || booking.audience !== goal.name) continue;
    const order = orderOf(orders, booking);
    const refused = givenUp.filter(
      ({ runId, position, reasons }) =>
        runId === booking.runId &&
        position === booking.position &&
        Object.keys(JSON.parse(reasons ?? '{}') as object).some((reason) => reason !== 'superseded'),
    );
    const seen = new Set<number>();
    for (const [index, person] of order.rows.entries()) {
      // Meta takes nothing that holds them, so they are never in, and never have to leave.
      if (person < 0 || population.isPoisoned(person) || seen.has(person)) continue;
      seen.add(person);
      const line = index + 2;
      const isUnsure = refused.some(({ firstLine, lastLine, people }) =>
        people === 1 ? line === firstLine : line >= firstLine && line <= lastLine,
      );
      state.set(person, isUnsure ? 'unsure' : booking.action === 'add' ? 'in' : 'out');
    }
  }
  const entries = (wanted: 'in' | 'unsure'): ReadonlySet<string> =>
    new Set([...state].filter(([, is]) => is === wanted).flatMap(([person]) => wiresOf(population, person, goal)));
  return { in: entries('in'), unsure: entries('unsure') };
}

/** Entries that are missing from an audience, or too many in it. */
export function differenceOf(
  wanted: Wanted,
  members: ReadonlySet<string>,
): { readonly missing: readonly string[]; readonly strange: readonly string[] } {
  return {
    missing: [...wanted.in].filter((entry) => !members.has(entry)),
    strange: [...members].filter((entry) => !wanted.in.has(entry) && !wanted.unsure.has(entry)),
  };
}

/** All that was wished about the person of an entry, oldest first, for a message. */
export function historyOf(
  entry: string,
  goal: Goal,
  bookings: readonly Booking[],
  orders: ReadonlyMap<string, Order>,
  population: Population,
): string {
  const person = Array.from({ length: population.size }, (_, index) => index).find((index) =>
    wiresOf(population, index, goal).includes(entry),
  );
  if (person === undefined) return `${goal.name}: nobody has the entry ${entry}`;
  const wishes = bookings
    .filter((booking) => booking.account === goal.account && booking.audience === goal.name)
    .flatMap((booking) => {
      const index = orderOf(orders, booking).rows.indexOf(person);
      return index < 0
        ? []
        : [`${booking.action} in line ${index + 2} of run ${booking.runId} step ${booking.position}`];
    });
  return `${goal.name}: person ${person}: ${wishes.join(', ')}`;
}

function wiresOf(population: Population, person: number, { keys }: Goal): readonly string[] {
  return entriesOf(population.person(person), keys ?? ALL_KEYS);
}

function goalAt(index: number): Goal {
  const goal = GOALS[index];
  if (!goal) throw new Error(`there is no goal ${index}`);
  return goal;
}

function orderOf(orders: ReadonlyMap<string, Order>, { source }: Booking): Order {
  const order = orders.get(basename(source));
  if (!order) throw new Error(`a run of a list that nobody ordered: ${source}`);
  return order;
}
