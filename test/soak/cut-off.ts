import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import Database from 'better-sqlite3';

import { muster, start, summaryOf } from '../cli/muster.ts';
import { startMeta } from './meta.ts';

// Run in a network namespace of its own, where the only network is its loopback: takes that away in the middle of a sync and brings it back.

/** What the network's absence did. */
export interface CutOff {
  readonly codes: readonly (number | null)[];
  /** Why people waited while there was no network. */
  readonly reasonsMeanwhile: readonly string[];
  readonly members: readonly number[];
  /** Outcomes of all attempts with their number, and the tries that batches have used up. */
  readonly attempts: Readonly<Record<string, number>>;
  readonly tries: number;
  readonly horizonUsedMs: number;
}

const OUTAGE_MS = 20_000;
const ACCOUNT = 'act_542676646349772';

const network = (state: 'up' | 'down'): void => void execFileSync('ip', ['link', 'set', 'lo', state]);

async function cutOff(folder: string): Promise<CutOff> {
  const meta = await startMeta(folder, '--fault', 'slow:1500');
  const data = join(folder, 'data');
  const common = ['--json', '--data', data, '--graph-url', meta.graphUrl, '--account', ACCOUNT];
  const token = { MUSTER_ACCESS_TOKEN: meta.token };
  const sync = (name: string, people: number) => {
    const file = join(folder, `${name}.csv`);
    writeFileSync(file, `Email\n${Array.from({ length: people }, (_, i) => `${name}.${i}@example.com`).join('\n')}\n`);
    return start(['sync', file, '--audience', name, ...common], token);
  };
  try {
    const inFlight = sync('before', 40_000);
    for (let sent = 0; sent < 2; sent = (await meta.requests())['POST audience/users'] ?? 0) await delay(20);
    // One upload is under way, the others are not: none of them may suffer.
    network('down');
    const begun = sync('meanwhile', 1_000);
    const reasons = new Set<string>();
    for (const until = performance.now() + OUTAGE_MS; performance.now() < until;) {
      const { steps } = summaryOf(await muster(['status', '--json', '--data', data]));
      for (const step of steps) for (const reason of Object.keys(step.pending_reasons)) reasons.add(reason);
      await delay(500);
    }
    network('up');
    const ended = await Promise.all([inFlight.ended, begun.ended]);
    const db = new Database(join(data, 'muster.db'), { readonly: true });
    const attempts = db
      .prepare<[], { outcome: string; n: number }>('select outcome, count(*) as n from attempt group by outcome')
      .all();
    const used = db
      .prepare<[number], { tries: number; horizon: number }>(
        'select sum(tries) as tries, max(? - horizon_ms) as horizon from batch',
      )
      .get(13 * 60 * 60_000);
    db.close();
    const summaries = ended.map(summaryOf);
    const ids = summaries.map(({ steps }) => steps[0]?.audience.id ?? '');
    const members: number[] = [];
    for (const id of ids) members.push((await meta.members(id)).size);
    return {
      codes: ended.map(({ code }) => code),
      reasonsMeanwhile: [...reasons],
      members,
      attempts: Object.fromEntries(attempts.map(({ outcome, n }) => [outcome, n])),
      tries: used?.tries ?? -1,
      horizonUsedMs: used?.horizon ?? -1,
    };
  } finally {
    await meta.close();
  }
}

const [folder = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await cutOff(folder))}\n`);
