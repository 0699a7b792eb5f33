import { parentPort, workerData } from 'node:worker_threads';

import { backUp } from '../../db/backup.ts';
import { isDamage } from '../../db/health.ts';

/** What the thread is to copy. */
export interface BackupOrder {
  readonly file: string;
  readonly folder: string;
  readonly now: number;
}

/** What it says at its end. `failed`: the disk was full, or the like. */
export type BackupMessage =
  | { readonly kind: 'made' | 'no_room' | 'damaged' }
  | { readonly kind: 'failed'; readonly code: string };

// A thread, because copying and checking a file of gigabytes takes seconds in which nothing may wait.
const { file, folder, now } = workerData as BackupOrder;
let message: BackupMessage;
try {
  message = { kind: (await backUp(file, folder, now)).kind };
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  message = isDamage(error) ? { kind: 'damaged' } : { kind: 'failed', code };
}
parentPort?.postMessage(message);
