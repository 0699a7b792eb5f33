/** Runs one case in this process and prints its figures as one JSON line: node test/bench/case.ts NAME ORDER */
import { type Measured, type Order, peakRssMb } from './measure.ts';

/** Each loads only what it measures. */
const cases = {
  'end-to-end': async (order: Order) => (await import('./end-to-end.ts')).intoCountingServer(order),
  sandbox: async (order: Order) => (await import('./end-to-end.ts')).intoSandbox(order),
  normalise: async (order: Order) => (await import('./normalise.ts')).ours(order),
  sdk: async (order: Order) => (await import('./normalise.ts')).sdk(order),
  hash: async (order: Order) => (await import('./normalise.ts')).hashOnly(order),
  queue: async (order: Order) => (await import('./queue.ts')).ours(order),
  plainjob: async (order: Order) => (await import('./queue.ts')).plainjob(order, null),
  'plainjob-full': async (order: Order) => (await import('./queue.ts')).plainjob(order, 'FULL'),
} as const satisfies Record<string, (order: Order) => Promise<Omit<Measured, 'peakRssMb'>>>;

export type CaseName = keyof typeof cases;

const [name, order] = process.argv.slice(2);
if (name === undefined || !(name in cases) || order === undefined) {
  throw new Error(`usage: case.ts ${Object.keys(cases).join('|')} ORDER`);
}
const found = await cases[name as CaseName](JSON.parse(order) as Order);
console.log(JSON.stringify({ case: name, ...found, peakRssMb: peakRssMb() }));
