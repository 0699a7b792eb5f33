import { once } from 'node:events';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';

import type { ReaderMessage, ReaderOrder } from './ingest-worker.ts';

/** A source that cannot be used; code, message and remedy are fit for the screen. */
export class ReadFault extends Error {
  override readonly name = 'ReadFault';
  readonly code: string;
  readonly remedy: string;
  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/**
 * Runs a reader's order in a thread of its own. `heard` is called for each message, in order; when it answers false the thread is
 * stopped. Resolves when the thread has ended; rejects with ReadFault, or with what the thread died of.
 */
export async function runReader(
  order: ReaderOrder,
  stdin: Readable | null,
  signal: AbortSignal,
  heard: (message: ReaderMessage) => boolean,
): Promise<void> {
  const worker = new Worker(new URL(`./ingest-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: order,
    stdin: stdin !== null,
  });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  if (stdin && worker.stdin) stdin.pipe(worker.stdin);
  let failure: Error | null = null;
  worker.on('message', (message: ReaderMessage) => {
    if (signal.aborted || failure) return;
    if (message.kind === 'fault') failure = new ReadFault(message.code, message.message, message.remedy);
    else if (!heard(message)) stop();
    else if (message.kind === 'part') worker.postMessage('stored');
  });
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
  });
  try {
    await once(worker, 'exit');
  } finally {
    signal.removeEventListener('abort', stop);
    stdin?.unpipe();
  }
  if (failure) throw failure as Error;
}
