import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';

import { HORIZON_MS } from '../../main/core/retry.ts';
import { bookings, isAtRest } from './ledger.ts';
import { startMeta } from './meta.ts';
import { startWorker } from './processes.ts';

const PEOPLE = 30_000;
const HOURS = 60 * 60_000;

test.each([14, -14])(
  'the clock of the computer is set by %i hours in the middle of a sync: it ends, and nothing is used up but its real tries',
  async (hours) => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-clock-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    // Every upload takes its time, and the second meets with trouble, so that a try waits while the clock is set.
    const meta = await startMeta(folder, '--fault', 'slow:300');
    onTestFinished(() => meta.close());
    const data = join(folder, 'data');
    const path = join(folder, 'list.csv');
    const lines = Array.from({ length: PEOPLE }, (_, i) => `person.${i}@example.com`);
    writeFileSync(path, `Email\n${lines.join('\n')}\n`);
    const worker = startWorker(data, 0);
    onTestFinished(() => worker.kill());
    await worker.working;
    await worker.order({ kind: 'connect', graphUrl: meta.graphUrl, token: meta.token });
    await meta.make({ kind: 'fault', name: 'unavailable', rate: 1, count: 1, path: '/users' });

    const ordered = await worker.order({
      kind: 'sync',
      order: {
        source: { path, name: 'list.csv', isSample: false },
        jobName: 'List',
        account: 'act_542676646349772',
        steps: [{ audience: 'Set clocks', action: 'add', keys: null }],
        overrides: [],
        country: null,
        flushMs: 5_000,
      },
    });
    const uploads = async () => (await meta.requests())['POST audience/users'] ?? 0;
    await expect.poll(uploads, { interval: 10, timeout: 30_000 }).toBeGreaterThan(0);
    await worker.order({ kind: 'clock', aheadMs: hours * HOURS });
    // Far less than the 14 hours that a stored time would make it wait.
    await expect.poll(() => isAtRest(data), { interval: 50, timeout: 60_000 }).toBe(true);
    await worker.order({ kind: 'stop' });

    expect([ordered, (await worker.ended).code]).toEqual([null, 0]);
    expect(bookings(data)).toMatchObject([{ state: 'done', entered: PEOPLE, synced: PEOPLE, errored: 0 }]);
    const db = new Database(join(data, 'muster.db'), { readonly: true });
    onTestFinished(() => void db.close());
    const used = db
      .prepare<[], { tries: number; left: number }>('select sum(tries) as tries, min(horizon_ms) as left from batch')
      .get();
    expect(used?.tries).toBe(1);
    // The real wait for the second try, and not the hours.
    expect(HORIZON_MS - (used?.left ?? 0)).toBeLessThan(60_000);
  },
);
