import { parseArgs } from 'node:util';

import { soak } from './soak.ts';

// npm run soak -- --kills 200 [--seed N]
const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' }, seed: { type: 'string' } } });
const kills = Number(values.kills);
const seed = Number(values.seed ?? process.env['MUSTER_SEED'] ?? Date.now() % 1_000_000);
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  console.error('Usage: npm run soak -- [--kills N] [--seed N]');
  process.exit(2);
}
console.error(
  `Soak with seed ${seed}: ${kills} kills. The same lists, troubles and kills again: npm run soak -- --kills ${kills} --seed ${seed}`,
);
const report = await soak(seed, kills, (line) => console.error(line));
console.log(JSON.stringify(report));
process.exitCode = report.ok ? 0 : 1;
