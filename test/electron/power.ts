import type { PowerMonitor, PowerSaveBlocker } from 'electron';

import { eventsOf, strict } from './strict.ts';

/** Electron's `powerMonitor`: a test emits what the system would. */
export const powerMonitor = strict<PowerMonitor>(
  'powerMonitor',
  {},
  eventsOf<PowerMonitor>()('suspend', 'resume', 'shutdown', 'lock-screen', 'unlock-screen'),
);

const started = new Set<number>();
let lastId = 0;

/** Electron's `powerSaveBlocker`, of which only the book-keeping is done. */
export const powerSaveBlocker = strict<PowerSaveBlocker>('powerSaveBlocker', {
  start() {
    started.add((lastId += 1));
    return lastId;
  },
  stop: (id) => started.delete(id),
  isStarted: (id) => started.has(id),
});
