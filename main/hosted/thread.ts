import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

import type { FromEngine, ToEngine } from './messages.ts';

/**
 * Where an engine runs: a thread, or in the desktop app a process of its own. Messages arrive in order and all before the exit.
 */
export interface EngineRunner {
  post(message: ToEngine): void;
  onMessage(listener: (message: FromEngine) => void): void;
  /** Heard once, however it went; the error is what it died of, where that is known. */
  onExit(listener: (error: Error | null) => void): void;
  /** Ends it at once, as a crash would. */
  kill(): void;
}

/** Starts a thread that waits to be told what to open. It keeps this process up until it ends. */
export function launchThread(): EngineRunner {
  const worker = new Worker(new URL(`./engine-thread${extname(import.meta.url)}`, import.meta.url));
  let cause: Error | null = null;
  worker.on('error', (error) => {
    cause = error instanceof Error ? error : new Error(String(error));
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onExit: (listener) => void worker.on('exit', () => listener(cause)),
    kill: () => void worker.terminate(),
  };
}
