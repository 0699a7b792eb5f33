/**
 * npm run bench [-- --quick] [--full] [--rows N] [--rounds N]
 * Measures ratios side by side and prints them beside the floors and goals of DESIGN section 10. A missed one fails nothing; a case that
 * breaks does. --quick: a smoke run, its figures mean little. --full: also ten million rows (a few minutes, 4 GB of temporary files).
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

import type { CaseName } from './case.ts';
import type { Measured } from './measure.ts';
import { type Findings, printReport } from './report.ts';
import { idleShare, openWorkshop } from './workshop.ts';

// A keyring has nothing to do with speed, and a developer's must not be touched.
process.env['MUSTER_KEY_STORE'] = 'file';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    rows: { type: 'string' },
    rounds: { type: 'string' },
  },
});
// A long list, so that starting threads does not count for much; the memory of the same runs is a step of the ladder below.
const rows = Number(flags.rows ?? (flags.quick ? 20_000 : 1_000_000));
// Rates of what has nothing to start do not depend on the number.
const peerRows = Math.min(rows, 200_000);
const queueRows = flags.quick ? 20_000 : 100_000;
const rounds = Number(flags.rounds ?? (flags.quick ? 1 : 3));
// Its rate does not depend on the number, and twenty thousand are worked off in seconds.
const plainjobs = flags.quick ? 2_000 : 20_000;
const shortRows = 100_000;
const ladder = flags.quick ? [shortRows] : [shortRows, 1_000_000, ...(flags.full ? [10_000_000] : [])];
const busyBelow = 0.8;

/** In this order, again and again, so that a moment's load of the machine falls on all alike. */
const interleaved: readonly (readonly [CaseName, number])[] = [
  ['end-to-end', rows],
  ['sdk', peerRows],
  ['normalise', peerRows],
  ['hash', peerRows],
  ['queue', queueRows],
  ['plainjob', plainjobs],
];

const say = (text: string): void => console.error(text);
const workshop = await openWorkshop();
const measured = new Map<string, Measured[]>();

async function measure(name: CaseName, size: number): Promise<void> {
  const found = await workshop.run(name, size);
  const label = `${name} ${size}`;
  measured.set(label, [...(measured.get(label) ?? []), found]);
  say(`  ${label.padEnd(20)} ${found.seconds.toFixed(2)} s, processor ${found.cpuSeconds.toFixed(2)} s`);
}

say(`Node ${process.version}, ${process.platform}, ${availableParallelism()} processors`);
const idle: number[] = [];
// One round that does not count: files and code come into the caches.
say('warming up');
for (const [name, size] of interleaved) await workshop.run(name, Math.min(size, name === 'plainjob' ? 1_000 : 20_000));
for (let round = 1; round <= rounds; round += 1) {
  const share = await idleShare();
  idle.push(share);
  say(`round ${round} of ${rounds}, processors ${Math.round(share * 100)} % idle before it`);
  for (const [name, size] of interleaved) await measure(name, size);
}
say('once each');
for (const size of ladder) if (size !== rows) await measure('end-to-end', size);
await measure('plainjob-full', plainjobs);
await measure('sandbox', shortRows);
workshop.close();

const of = (name: CaseName, size: number): readonly Measured[] => measured.get(`${name} ${size}`) ?? [];
const findings: Findings = {
  endToEnd: of('end-to-end', rows),
  shortEndToEnd: of('end-to-end', shortRows),
  sdk: of('sdk', peerRows),
  normalise: of('normalise', peerRows),
  hash: of('hash', peerRows),
  queue: of('queue', queueRows),
  plainjob: of('plainjob', plainjobs),
  plainjobFull: of('plainjob-full', plainjobs),
  sandbox: of('sandbox', shortRows),
  ladder: ladder.map((size) => ({ size, measured: of('end-to-end', size) })),
};
printReport(findings);
if (idle.some((share) => share < busyBelow)) {
  console.log(
    `Other programs were busy (processors ${idle.map((share) => `${Math.round(share * 100)} %`).join(', ')} idle before the rounds): trust the ratios of processor time more.`,
  );
}
