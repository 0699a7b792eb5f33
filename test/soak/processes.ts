import { type ChildProcess, fork, spawn } from 'node:child_process';
import { resolve } from 'node:path';

import { CLI, SETTINGS } from './meta.ts';
import type { NumberedOrder, WorkerNews, WorkerOrder } from './worker.ts';

/** A Muster of which the soak disposes. */
export interface Victim {
  /** Resolves when the kill or an end of its own has ended it. */
  readonly ended: Promise<{ readonly signal: NodeJS.Signals | null; readonly code: number | null }>;
  kill(): void;
  /** What it said on standard error. */
  said(): string;
}

export interface Worker extends Victim {
  /** Resolves when it opens its data folder, or has ended before. */
  readonly opening: Promise<void>;
  /** Resolves when it works, or has ended before. */
  readonly working: Promise<void>;
  /** Resolves when it uploads for the first time, or has ended before. */
  readonly uploading: Promise<void>;
  readonly isRestored: () => boolean;
  /** Resolves with null when it is done, else with what was in the way; a worker that was killed in between never did it. */
  order(order: WorkerOrder): Promise<string | null>;
}

function victimOf(child: ChildProcess): Victim {
  let stderr = '';
  child.stderr?.on('data', (part: Buffer) => (stderr += part.toString()));
  child.stdout?.resume();
  const ended = new Promise<{ signal: NodeJS.Signals | null; code: number | null }>((done) => {
    child.on('close', (code, signal) => done({ code, signal }));
  });
  return { ended, kill: () => void child.kill('SIGKILL'), said: () => stderr };
}

/** Starts `muster` with these arguments. */
export function startCommand(args: readonly string[], token: string): Victim {
  return victimOf(
    spawn(process.execPath, [CLI, ...args], {
      env: { ...process.env, ...SETTINGS, MUSTER_ACCESS_TOKEN: token },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** Starts the engine with a clock that is so much ahead of the real one. */
export function startWorker(dataDir: string, aheadMs: number): Worker {
  const child = fork(resolve(import.meta.dirname, 'worker.ts'), [dataDir, String(aheadMs)], {
    env: { ...process.env, ...SETTINGS },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const victim = victimOf(child);
  const opening = Promise.withResolvers<void>();
  const working = Promise.withResolvers<void>();
  const uploading = Promise.withResolvers<void>();
  const waiting = new Map<number, (failure: string | null) => void>();
  let number = 0;
  let isRestored = false;
  child.on('message', (news: WorkerNews) => {
    switch (news.kind) {
      case 'opening':
        opening.resolve();
        return;
      case 'uploading':
        uploading.resolve();
        return;
      case 'working':
        isRestored = news.isRestored;
        working.resolve();
        return;
      case 'answer':
        waiting.get(news.number)?.(news.failure);
        waiting.delete(news.number);
    }
  });
  // A message to a process that was just killed fails; its end is told by `ended`.
  child.on('error', () => undefined);
  child.once('exit', () => {
    opening.resolve();
    working.resolve();
    uploading.resolve();
    for (const done of waiting.values()) done('killed');
    waiting.clear();
  });
  return {
    ...victim,
    opening: opening.promise,
    working: working.promise,
    uploading: uploading.promise,
    isRestored: () => isRestored,
    order(order) {
      if (!child.connected) return Promise.resolve('killed');
      number += 1;
      const own = number;
      return new Promise((done) => {
        waiting.set(own, done);
        child.send({ number: own, order } satisfies NumberedOrder, (error) => {
          if (error === null) return;
          waiting.delete(own);
          done('killed');
        });
      });
    },
  };
}
