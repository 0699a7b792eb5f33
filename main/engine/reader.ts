import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';

import { text } from '../../preload/messages/text.ts';
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

/** Threads that read sources. One is kept after its work: starting one costs more than reading ten thousand rows. */
export interface Readers {
  /**
   * Runs an order in a thread. `heard` is called for each message, in order, when it is done with the one before; when it answers false the
   * thread is stopped. Resolves when the order is done or was stopped; rejects with ReadFault, with what the thread died of, or with what
   * `heard` rejected with, or with what broke `stdin`, which is used up in any case.
   */
  run(
    order: ReaderOrder,
    stdin: Readable | null,
    signal: AbortSignal,
    heard: (message: ReaderMessage) => boolean | Promise<boolean>,
  ): Promise<void>;
  /** Ends the thread that is kept. */
  close(): Promise<void>;
}

export function createReaders(): Readers {
  let kept: Worker | null = null;

  function take(hasStdin: boolean): Worker {
    if (!hasStdin && kept) {
      const worker = kept;
      kept = null;
      worker.ref();
      return worker;
    }
    const worker = new Worker(new URL(`./ingest-worker${extname(import.meta.url)}`, import.meta.url), {
      stdin: hasStdin,
      // Rows live for a moment: a small nursery is swept often and keeps the thread small.
      resourceLimits: { maxYoungGenerationSizeMb: 32 },
    });
    // Whoever runs an order hears of it; between two orders nobody listens, and an error without a listener would end Muster.
    worker.on('error', () => undefined);
    // A thread that died while it was kept would never answer.
    worker.on('exit', () => {
      if (kept === worker) kept = null;
    });
    return worker;
  }

  function keep(worker: Worker): void {
    if (kept) void worker.terminate();
    else {
      kept = worker;
      // A thread without work must not keep the process up.
      worker.unref();
    }
  }

  return {
    async run(order, stdin, signal, heard) {
      const worker = take(stdin !== null);
      const stop = (): void => void worker.terminate();
      let broken: Error | null = null;
      if (stdin && worker.stdin) {
        // A pipe does not hand errors on, so the thread would wait for ever. It may have broken before anybody read it.
        const breakOff = (error: Error): void => {
          broken = error;
          stop();
        };
        stdin.once('error', breakOff).pipe(worker.stdin);
        if (stdin.errored) breakOff(stdin.errored);
      }
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      const done = orderDone(worker, order.name, async (message) => {
        if (signal.aborted) return;
        if (!(await heard(message))) stop();
        else if (message.kind === 'part') worker.postMessage('stored');
      });
      worker.postMessage(order);
      try {
        const isAlive = await done;
        if (broken !== null) throw broken as Error;
        if (isAlive && stdin === null) keep(worker);
        else stop();
      } catch (error) {
        // A fault is an answer: the thread that gave it is as good as before.
        if (error instanceof ReadFault && stdin === null && !signal.aborted) keep(worker);
        else stop();
        throw error;
      } finally {
        signal.removeEventListener('abort', stop);
        // Whoever still writes into it learns that nobody reads on.
        stdin?.unpipe().destroy();
      }
    },
    async close() {
      await kept?.terminate();
      kept = null;
    },
  };
}

/**
 * Settles with the order that the thread works on, when all that it said has been dealt with: true at its end, false when the thread has
 * been stopped.
 */
function orderDone(worker: Worker, name: string, heard: (message: ReaderMessage) => Promise<void>): Promise<boolean> {
  return new Promise<boolean>((resolve, reject) => {
    let dealtWith = Promise.resolve();
    const listen = (message: ReaderMessage): void => {
      if (message.kind === 'fault') finish(() => reject(new ReadFault(message.code, message.message, message.remedy)));
      else if (message.kind === 'end') finish(() => resolve(true));
      else {
        dealtWith = dealtWith.then(() => heard(message));
        dealtWith.catch((error: unknown) => {
          leave();
          reject(error);
        });
      }
    };
    const died = (error: Error): void => finish(() => reject(outOfMemory(error, name) ?? error));
    const ended = (): void => finish(() => resolve(false));
    const leave = (): void => void worker.off('message', listen).off('error', died).off('exit', ended);
    const finish = (settle: () => void): void => {
      leave();
      void dealtWith.then(settle, reject);
    };
    worker.on('message', listen).on('error', died).on('exit', ended);
  });
}

/** Only a workbook takes memory by its size. */
function outOfMemory(error: Error, name: string): ReadFault | null {
  if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return null;
  const remedy = text('source.memory.remedy');
  return new ReadFault('too_large', `${text('source.memory', { name })} ${remedy}`, remedy);
}
