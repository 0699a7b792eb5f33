// Loaded before the code of a utility process: makes the process look like one of Electron's.
import { isMainThread } from 'node:worker_threads';

import type { ParentPort } from 'electron';

import { eventsOf, strict } from './strict.ts';

// Worker threads of the process load this too, and have no parent port.
if (isMainThread) {
  // What comes before somebody listens waits, as in Electron.
  const early: unknown[] = [];
  const port = strict<ParentPort>(
    'parentPort',
    { postMessage: (message) => void process.send?.(message) },
    eventsOf<ParentPort>()('message'),
  );
  const deliver = (data: unknown): void => void port.emit('message', { data, ports: [] });
  process.on('message', (data) => (port.listenerCount('message') > 0 ? deliver(data) : early.push(data)));
  const emitter: NodeJS.EventEmitter = port;
  emitter.on('newListener', (event) => {
    if (event === 'message') queueMicrotask(() => early.splice(0).forEach(deliver));
  });
  // A utility process does not outlive the main one.
  process.once('disconnect', () => process.exit(1));
  Object.defineProperty(process, 'type', { value: 'utility', enumerable: true });
  Object.defineProperty(process, 'parentPort', { value: port, enumerable: true });
  process.execArgv = [];
}
