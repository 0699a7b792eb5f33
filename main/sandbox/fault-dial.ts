import { faultTable, type Effect, type Hit } from './fault-table.ts';
import { callTitle } from './replay.ts';
import { isRecord, type GraphCall } from './request.ts';

/** A fault to be switched on. */
export interface FaultOrder {
  readonly name: string;
  readonly arg?: string;
  /** How often it hits; undefined = until it is cleared. */
  readonly count?: number;
  /** The share of calls that it hits, above 0 and up to 1; undefined = all. */
  readonly rate?: number;
  /** Part of `METHOD /path`, or `all`; undefined = what the fault hits by itself, which is most often writes to `/users`. */
  readonly path?: string;
}

/** A fault that is on, with what it has done so far. Used-up ones stay in the list until it is cleared. */
interface ActiveFault extends FaultOrder {
  readonly hits: number;
}

/** The troubles that are switched on. */
export interface FaultDial {
  add(order: FaultOrder): void;
  list(): readonly ActiveFault[];
  /** @param name undefined = every fault */
  clear(name: string | undefined): void;
  /** What hits a call, in the order in which the faults were switched on, and counts it. Nothing follows an effect that ends the call. */
  effectsOn(call: GraphCall, about: Pick<Hit, 'account' | 'tier'>): readonly Effect[];
}

/** @param random from 0 to below 1, for rates */
export function createFaultDial(orders: readonly FaultOrder[], random: () => number): FaultDial {
  const active: { order: FaultOrder; hits: number; memory: Hit['memory'] }[] = [];
  const add = (order: FaultOrder) => {
    active.push({ order, hits: 0, memory: new Map() });
  };
  orders.forEach(add);
  return {
    add,
    list: () => active.map(({ order, hits }) => ({ ...order, hits })),
    clear(name) {
      const kept = active.filter(({ order }) => name !== undefined && order.name !== name);
      active.splice(0, active.length, ...kept);
    },
    effectsOn(call, about) {
      const effects: Effect[] = [];
      for (const fault of active) {
        const { name, arg, count = Infinity, rate = 1, path } = fault.order;
        const row = faultTable.get(name);
        if (row === undefined || fault.hits >= count || !isAimedAt(call, path ?? row.path)) continue;
        if (rate < 1 && random() >= rate) continue;
        const effect = row.effect({ call, arg, memory: fault.memory, ...about });
        if (effect === undefined) continue;
        fault.hits += 1;
        effects.push(effect);
        if (effect.kind === 'instead' || effect.kind === 'reset' || effect.kind === 'hang') break;
      }
      return effects;
    },
  };
}

/** Checks an order that came from outside. Throws an Error whose text says what is wrong, naming every fault there is. */
export function checkFault(given: unknown): FaultOrder {
  const { name, arg, count, rate, path } = isRecord(given) ? given : {};
  const row = typeof name === 'string' ? faultTable.get(name) : undefined;
  if (typeof name !== 'string' || row === undefined) {
    throw new Error(`There is no fault “${String(name)}”. There are: ${[...faultTable.keys()].join(', ')}.`);
  }
  const argText = typeof arg === 'number' ? String(arg) : arg;
  if (argText === undefined ? row.arg !== undefined && row.arg.isOptional !== true : !fits(row.arg, argText)) {
    throw new Error(
      row.arg === undefined ? `The fault ${name} takes no argument.` : `The fault ${name} takes ${row.arg.name}.`,
    );
  }
  if (count !== undefined && !(typeof count === 'number' && Number.isInteger(count) && count > 0)) {
    throw new Error('The count of a fault is a whole number from 1.');
  }
  if (rate !== undefined && !(typeof rate === 'number' && rate > 0 && rate <= 1)) {
    throw new Error('The rate of a fault is a number above 0 and up to 1.');
  }
  if (path !== undefined && (typeof path !== 'string' || path === '')) {
    throw new Error('The path of a fault is a part of METHOD /path, or all.');
  }
  return {
    name,
    ...(typeof argText === 'string' ? { arg: argText } : {}),
    ...(count === undefined ? {} : { count }),
    ...(rate === undefined ? {} : { rate }),
    ...(path === undefined ? {} : { path }),
  };
}

/** Reads `NAME[:ARG][*COUNT][@RATE][/PATH]`. Throws as checkFault does. */
export function parseFault(text: string): FaultOrder {
  const found = /^(?<name>\w+)(?::(?<arg>[^*@/]*))?(?:\*(?<count>[^@/]*))?(?:@(?<rate>[^/]*))?(?<path>\/.*)?$/.exec(
    text,
  );
  if (found?.groups === undefined) {
    throw new Error(`“${text}” is no fault. Write NAME[:ARG][*COUNT][@RATE][/PATH], for example unavailable*3.`);
  }
  const { name, arg, count, rate, path } = found.groups;
  return checkFault({
    name,
    arg,
    count: count === undefined ? undefined : Number(count),
    rate: rate === undefined ? undefined : rate.endsWith('%') ? Number(rate.slice(0, -1)) / 100 : Number(rate),
    path: path === '/all' ? 'all' : path,
  });
}

/** The syntax and every fault, a line each, for `--help`. */
export function faultHelp(): string {
  const lines = [...faultTable].map(([name, { does, arg }]) => {
    const shown = arg === undefined ? '' : arg.isOptional === true ? `[:${arg.name}]` : `:${arg.name}`;
    return `  ${`${name}${shown}`.padEnd(28)} ${does}`;
  });
  return `Faults: --fault NAME[:ARG][*COUNT][@RATE][/PATH], may be repeated
  *COUNT  hits so many calls, then no more      *3
  @RATE   hits this share of the calls          @0.25 or @25%
  /PATH   hits calls whose path holds this      /customaudiences, or /all for every call
  Without /PATH a fault hits writes to /users (replace_…: usersreplace). Examples: unavailable*3, slow:2000@10%, token_expired/all

${lines.join('\n')}`;
}

function fits(arg: { readonly form: RegExp } | undefined, text: unknown): boolean {
  return arg !== undefined && typeof text === 'string' && arg.form.test(text);
}

function isAimedAt(call: GraphCall, path: string | undefined): boolean {
  if (path === 'all') return true;
  if (path !== undefined) return callTitle(call).includes(path);
  return call.method !== 'GET' && call.path.at(-1) === 'users';
}
