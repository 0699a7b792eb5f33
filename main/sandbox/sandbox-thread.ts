import { serveInThread } from './thread.ts';

await serveInThread();
