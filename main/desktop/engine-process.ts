import { failureOf, type FromEngine } from '../hosted/messages.ts';
import { serveEngine } from '../hosted/serve-engine.ts';

// The engine's end in a process of its own, which main/desktop/engine-host.ts starts, feeds and ends.
const port = process.parentPort;
const post = (message: FromEngine): void => port.postMessage(message);

/** How long the host has to end a process that told it broke, before it ends itself. */
const LAST_WORDS_MS = 1_000;

// Electron only warns of these; here, as in a thread, what nobody expected ends the engine, and it is started again.
process.on('unhandledRejection', (error) => {
  throw error;
});
process.on('uncaughtException', (error) => {
  post({ kind: 'failed', failure: failureOf(error) });
  setTimeout(() => process.exit(1), LAST_WORDS_MS);
});

serveEngine({
  post,
  onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
});
