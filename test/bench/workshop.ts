import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { CaseName } from './case.ts';
import { writeCustomers } from './customers.ts';
import type { Measured, Order } from './measure.ts';

/** Where cases are run: a temporary folder with the lists, and the counting server. */
export interface Workshop {
  /** Runs a case in a fresh process. Rejects with what the case says on its standard error. */
  run(name: CaseName, rows: number): Promise<Measured>;
  /** Stops what runs and deletes the folder; also done when this process ends, however it is told to. */
  close(): void;
}

const LONGEST_MS = 10 * 60_000;

export async function openWorkshop(): Promise<Workshop> {
  const root = mkdtempSync(join(tmpdir(), 'muster-bench-'));
  const children = new Set<ChildProcess>();
  const close = (): void => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  };
  process.on('exit', close);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }

  const server = fork(join(import.meta.dirname, 'counting-server.ts'));
  children.add(server);
  const [graphUrl] = (await once(server, 'message')) as [string];

  function listOf(rows: number): string {
    const file = join(root, `${rows}.csv`);
    if (!existsSync(file)) writeCustomers(file, rows);
    return file;
  }

  return {
    async run(name, rows) {
      const folder = join(root, 'case');
      mkdirSync(folder);
      const order: Order = { file: listOf(rows), rows, folder, graphUrl };
      const running = promisify(execFile)(
        process.execPath,
        [join(import.meta.dirname, 'case.ts'), name, JSON.stringify(order)],
        // Users run a bundle: without this, each thread would strip the types of a hundred files first, in time and in memory.
        { timeout: LONGEST_MS, env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') } },
      );
      children.add(running.child);
      try {
        return JSON.parse((await running).stdout) as Measured;
      } finally {
        children.delete(running.child);
        rmSync(folder, { recursive: true, force: true });
      }
    },
    close,
  };
}

/** The share of the processors' time that nobody used in the next moment, 0 to 1. */
export async function idleShare(): Promise<number> {
  const before = ticks();
  await delay(500);
  const after = ticks();
  return (after.idle - before.idle) / Math.max(1, after.all - before.all);
}

function ticks(): { readonly idle: number; readonly all: number } {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idle, all };
}
