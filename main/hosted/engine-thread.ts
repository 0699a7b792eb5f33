import { parentPort } from 'node:worker_threads';

import { serveEngine } from './serve-engine.ts';

if (!parentPort) throw new Error('this file runs as a worker thread');
const port = parentPort;
serveEngine({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', listener),
});
