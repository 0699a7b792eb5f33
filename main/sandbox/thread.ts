import { once } from 'node:events';
import { extname } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

type Started = Omit<Sandbox, 'close'>;

/**
 * Starts the sandbox in a thread of its own, so that an upload of 10,000 rows does not hold up the host that embeds it. Rejects with
 * what the sandbox says, for example when the port is taken.
 */
export async function startSandboxThread(options: SandboxOptions): Promise<Sandbox> {
  const worker = new Worker(new URL(`./sandbox-thread${extname(import.meta.url)}`, import.meta.url), {
    workerData: options,
  });
  const [started] = (await once(worker, 'message')) as [Started];
  const ended = once(worker, 'exit');
  return {
    ...started,
    async close() {
      worker.postMessage('close');
      await ended;
    },
  };
}

/** What the thread itself runs. */
export async function serveInThread(): Promise<void> {
  if (isMainThread || !parentPort) throw new Error('this file runs as a worker thread');
  const port = parentPort;
  const { close, ...started } = await startSandbox(workerData as SandboxOptions);
  port.once('message', () => {
    void close().then(() => port.close());
  });
  port.postMessage(started satisfies Started);
}
