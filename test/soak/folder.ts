import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { first } from '../../db/migrations/001-first.ts';
import { openDb } from '../../db/open.ts';
import { HEADER, MAPPING, rowText } from './population.ts';
import { randomOf } from './random.ts';
import { GOALS, type Order, type Schedule } from './schedule.ts';

const FLUSH_MS = 300;

/** Lines of the egress log of an old folder. */
export const OLD_LINES = 50_000;

/** A data folder as the first Muster made it, with so much in it that a migration takes a moment. */
export function oldFolder(folder: string, name: string): string {
  const dataDir = join(folder, name);
  mkdirSync(dataDir);
  const db = openDb(join(dataDir, 'muster.db'), [first]);
  db.exec(
    `insert into egress (at, host, method, path, entries, bytes)
     with recursive n (i) as (select 1 union all select i + 1 from n where i < ${OLD_LINES})
     select ${Date.now()}, 'graph.facebook.com', 'GET', '/v26.0/me/' || i, 0, 0 from n`,
  );
  db.close();
  return dataDir;
}

function pathOf(folder: string, { name }: Order): string {
  return join(folder, 'lists', name);
}

/** Writes the list of an order, and returns the order. */
export function writeList(folder: string, { population }: Schedule, order: Order): Order {
  const random = randomOf(order.seed);
  const lines = order.rows.map((person) => rowText(person < 0 ? null : population.person(person), random));
  writeFileSync(pathOf(folder, order), `${[HEADER, ...lines].join('\n')}\n`);
  return order;
}

/** An order as the engine takes it. */
export function syncOf(folder: string, order: Order) {
  const goals = order.wishes.map(({ goal, action }) => ({ ...goalAt(goal), action }));
  return {
    source: { path: pathOf(folder, order), name: order.name, isSample: false },
    jobName: order.name,
    account: goals[0]?.account ?? '',
    steps: goals.map(({ name, keys, action }) => ({ audience: name, action, keys })),
    overrides: MAPPING,
    country: 'DE',
    flushMs: FLUSH_MS,
  };
}

/** An order as arguments of `muster`; without its second step. */
export function commandOf(folder: string, order: Order): readonly string[] {
  const [wish] = order.wishes;
  const { account, name, keys } = goalAt(wish?.goal ?? -1);
  return [
    'sync',
    pathOf(folder, order),
    '--account',
    account,
    '--audience',
    name,
    '--action',
    wish?.action ?? 'add',
    ...(keys === null ? [] : ['--keys', keys.join(',')]),
    ...MAPPING.flatMap((one) => ['--map', one]),
    '--country',
    'DE',
    '--flush',
    String(FLUSH_MS / 1000),
  ];
}

function goalAt(index: number) {
  const goal = GOALS[index];
  if (!goal) throw new Error(`there is no goal ${index}`);
  return goal;
}

const BAD_EVENTS =
  /^(batch\.failed|call\.failed|probe\.failed|housekeeping\.failed|storage\.|database\.|backup\.failed|run\.stopped)/;

/** What the log of a data folder tells of errors of ours, or of damage. */
export function logged(dataDir: string): readonly string[] {
  const file = join(dataDir, 'muster.log');
  if (!existsSync(file)) return [];
  const counts = new Map<string, number>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    // A kill may cut the last line of a process off.
    const found = /"event":"([^"]+)"(?:.*"code":"([^"]*)")?/.exec(line);
    const [, event = '', code = ''] = found ?? [];
    if (BAD_EVENTS.test(event)) counts.set(`${event} ${code}`, (counts.get(`${event} ${code}`) ?? 0) + 1);
  }
  return [...counts].map(([event, count]) => `logged ${count} times: ${event}`);
}
