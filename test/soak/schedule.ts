import { type MatchKeys, type Population, populationOf } from './population.ts';
import { type Random, randomOf } from './random.ts';

/** Where lists go. Two in one ad account, one in another, one in an account whose terms are not accepted yet. */
export interface Goal {
  readonly account: string;
  readonly name: string;
  /** null = every key that is mapped */
  readonly keys: MatchKeys | null;
}

export const ALL_KEYS: MatchKeys = ['EMAIL', 'PHONE', 'FN'];

const [bakery, exporter, cycles] = ['act_542676646349772', 'act_671920384756110', 'act_718293046551827'];
export const GOALS: readonly Goal[] = [
  { account: bakery, name: 'Customers', keys: null },
  { account: bakery, name: 'Leads', keys: ['EMAIL'] },
  { account: exporter, name: 'Buyers', keys: ['EMAIL', 'PHONE'] },
  { account: cycles, name: 'Newsletter readers', keys: ['EMAIL'] },
];

interface Wish {
  /** Place in GOALS. */
  readonly goal: number;
  readonly action: 'add' | 'remove';
}

/** A list and what is to be done with it. */
export interface Order {
  /** Name of its file. */
  readonly name: string;
  /** One a line, the header left out: a person's number, or -1 for a row that names nobody. */
  readonly rows: readonly number[];
  /** Draws how the rows are written. */
  readonly seed: number;
  /** The steps of the job, in their order. */
  readonly wishes: readonly Wish[];
}

/** Something that Meta, the network or a person does to us. */
export type Trouble =
  | {
      readonly kind: 'fault';
      readonly name: string;
      readonly arg?: string;
      readonly rate: number;
      readonly count?: number;
      readonly path?: string;
    }
  | { readonly kind: 'terms'; readonly account: string; readonly accepted: boolean }
  | { readonly kind: 'account'; readonly account: string; readonly state: 'healthy' | 'disabled' };

/**
 * One life of a process, from its start to its end by SIGKILL. `worker`: the engine in a process of ours; `sync`, `work`: the command line;
 * `migration`: the engine opens a folder of its own that an older Muster made.
 */
export interface Life {
  readonly host: 'worker' | 'sync' | 'work' | 'migration';
  /** What the time to the kill counts from. `uploading`: an upload has begun. */
  readonly killAfter: 'spawn' | 'opening' | 'working' | 'uploading';
  readonly killMs: number;
  readonly troubles: readonly Trouble[];
  /** Places in the schedule's orders. */
  readonly orders: readonly number[];
  /** Somebody presses "check again". */
  readonly checksHolds: boolean;
  /** The clock of the computer is set: by how much, and how long after the start of the work. */
  readonly jumps: readonly { readonly afterMs: number; readonly byMs: number }[];
  /** How much later it is than at the start of the life before, beyond the time that really passed. */
  readonly laterMs: number;
}

export interface Schedule {
  readonly population: Population;
  readonly orders: readonly Order[];
  /** In their order; when enough were killed the rest is not lived. */
  readonly lives: readonly Life[];
}

/** Everything that chance decides, drawn from the seed. */
export function scheduleOf(seed: number, kills: number): Schedule {
  const random = randomOf(seed);
  const isLong = kills > 40;
  const population = populationOf(random.int(1, 1_000_000), isLong ? 30_000 : 4_000, 3);
  const mostRows = isLong ? 25_000 : 4_000;
  const orders = Array.from({ length: Math.ceil(kills / 2) }, (_, index) =>
    orderOf(index, population, mostRows, random.fork(`order ${index}`)),
  );
  const lives: Life[] = [];
  // Some end before they can be killed, so there are more lives than kills; the last ones bring no orders.
  for (let index = 0; index < kills * 1.2 + 3; index += 1) {
    const from = Math.floor((index * orders.length) / kills);
    const to = Math.min(orders.length, Math.floor(((index + 1) * orders.length) / kills));
    const own = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    lives.push(lifeOf(index, own, orders, random.fork(`life ${index}`)));
  }
  return { population, orders, lives };
}

const LEAST_ROWS = 20;

function orderOf(index: number, population: Population, mostRows: number, random: Random): Order {
  // Short and long lists alike: tens, hundreds and thousands of rows are equally likely.
  const length = Math.round(LEAST_ROWS * (mostRows / LEAST_ROWS) ** random.next());
  const from = random.int(0, population.size - 1);
  const rows: number[] = [];
  for (let i = 0; i < length; i += 1) {
    const person = (from + i) % population.size;
    if (random.chance(0.02)) rows.push(-1);
    if (random.chance(0.9)) rows.push(person);
    if (random.chance(0.03)) rows.push(rows[random.int(0, Math.max(0, rows.length - 1))] ?? person);
  }
  if (rows.length === 0) rows.push(from);
  const goal = random.int(0, GOALS.length - 1);
  const first: Wish = { goal, action: random.chance(0.65) ? 'add' : 'remove' };
  // From one audience of the ad account into the other, or into both.
  const wishes =
    goal <= 1 && random.chance(0.4)
      ? [first, { goal: 1 - goal, action: random.pick(['add', 'remove'] as const) }]
      : [first];
  return { name: `list ${index}.csv`, rows, seed: random.int(1, 1_000_000), wishes };
}

function lifeOf(index: number, own: readonly number[], orders: readonly Order[], random: Random): Life {
  const [order] = own;
  const isSingle = own.length === 1 && order !== undefined && orders[order]?.wishes.length === 1;
  const drawn = random.next();
  const host =
    isSingle && drawn < 0.2 ? 'sync' : own.length > 0 || drawn >= 0.13 ? 'worker' : drawn < 0.08 ? 'work' : 'migration';
  const killAfter = host === 'worker' ? momentOf(random) : host === 'migration' ? 'opening' : 'spawn';
  const killMs = {
    // The command line tells nothing of where it is; it is up in half a second.
    spawn: () => (host === 'worker' ? random.int(0, 500) : random.int(200, 2_500)),
    opening: () => random.int(0, 60),
    working: () => Math.round(2 + 2_000 * random.next() ** 2),
    uploading: () => random.int(0, 150),
  }[killAfter]();
  return {
    host,
    killAfter,
    killMs,
    troubles: troublesOf(index, random),
    orders: own,
    checksHolds: random.chance(0.4),
    jumps: jumpsOf(random),
    laterMs: random.chance(0.5) ? random.int(0, 8) * MINUTE : 0,
  };
}

function momentOf(random: Random): Life['killAfter'] {
  const drawn = random.next();
  if (drawn < 0.06) return 'spawn';
  if (drawn < 0.2) return 'opening';
  return drawn < 0.6 ? 'working' : 'uploading';
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function jumpsOf(random: Random): Life['jumps'] {
  const drawn = random.next();
  if (drawn < 0.7) return [];
  if (drawn < 0.85) return [{ afterMs: random.int(0, 500), byMs: random.int(1, 12) * MINUTE }];
  const far = random.pick([-14, 14]) * HOUR;
  return [
    { afterMs: random.int(0, 400), byMs: far },
    { afterMs: random.int(500, 900), byMs: -far },
  ];
}

function troublesOf(index: number, random: Random): readonly Trouble[] {
  const troubles: Trouble[] = [];
  // The account that had not accepted the terms does so early on, and may see them change.
  if (index === 3) troubles.push({ kind: 'terms', account: cycles, accepted: true });
  if (random.chance(0.06))
    troubles.push({ kind: 'terms', account: random.pick([bakery, cycles]), accepted: random.chance(0.4) });
  if (random.chance(0.06)) troubles.push({ kind: 'terms', account: random.pick([bakery, cycles]), accepted: true });
  if (random.chance(0.05)) {
    troubles.push({
      kind: 'account',
      account: exporter,
      state: random.pick(['healthy', 'disabled', 'healthy'] as const),
    });
  }
  for (let i = random.int(0, 4); i > 0; i -= 1) troubles.push(faultOf(random));
  return troubles;
}

/** Faults after which nobody is lost: all of them pass by themselves, or when a person has done what is asked for. */
function faultOf(random: Random): Trouble {
  const rate = random.int(3, 9) / 10;
  const everywhere = random.chance(0.2) ? { path: 'all' } : {};
  const plain = ['unavailable', 'html', 'empty', 'cut_off', 'reset_before', 'reset_after'];
  const drawn = random.next();
  if (drawn < 0.6) return { kind: 'fault', name: random.pick(plain), rate, ...everywhere };
  if (drawn < 0.75) return { kind: 'fault', name: 'slow', arg: String(random.int(20, 900)), rate, ...everywhere };
  if (drawn < 0.82)
    return { kind: 'fault', name: random.pick(['not_json', 'redirect', 'captive']), rate: 0.1, ...everywhere };
  if (drawn < 0.9)
    return { kind: 'fault', name: 'throttle_account', arg: String(random.int(1, 9)), rate: 0.2, count: 2 };
  if (drawn < 0.94)
    return {
      kind: 'fault',
      name: random.pick(['throttle_app', 'throttle_user', 'throttle_score']),
      rate: 0.2,
      count: 1,
    };
  if (drawn < 0.96) return { kind: 'fault', name: 'hang', rate: 0.3, count: 1 };
  return { kind: 'fault', name: 'token_expired', rate: 1, path: 'all' };
}
