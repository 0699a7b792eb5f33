import { createEngine } from '../../main/engine/engine.ts';
import { keyFile } from '../../main/engine/key-file.ts';
import type { SyncOrder } from '../../main/engine/sync.ts';
import { nodeHttp } from '../../main/facebook/http.ts';
import { fileLog, systemClock } from '../../main/hosted/this-computer.ts';

// A host like any other, except that somebody else sets its clock. Run by `startWorker` only.

/** What a worker is told. */
export type WorkerOrder =
  | { readonly kind: 'connect'; readonly graphUrl: string; readonly token: string }
  | { readonly kind: 'sync'; readonly order: Omit<SyncOrder, 'connectionId'> }
  | { readonly kind: 'check' }
  /** Sets the clock to this much after the real one. */
  | { readonly kind: 'clock'; readonly aheadMs: number }
  | { readonly kind: 'stop' };

/**
 * What a worker tells. `opening`: now it opens the data folder. `uploading`: now it hands people over. `answer`: the order of this number is
 * done, or why not.
 */
export type WorkerNews =
  | { readonly kind: 'opening' | 'uploading' }
  | { readonly kind: 'working'; readonly isSender: boolean; readonly isRestored: boolean }
  | { readonly kind: 'answer'; readonly number: number; readonly failure: string | null };

export interface NumberedOrder {
  readonly number: number;
  readonly order: WorkerOrder;
}

const [dataDir = '', ahead = '0'] = process.argv.slice(2);
let aheadMs = Number(ahead);
const tell = (news: WorkerNews): void => void process.send?.(news);

tell({ kind: 'opening' });
const engine = createEngine({
  dataDir,
  clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
  random: Math.random,
  http(request) {
    if (request.method !== 'GET' && request.url.endsWith('/users')) tell({ kind: 'uploading' });
    return nodeHttp(request);
  },
  secrets: keyFile(dataDir),
  log: fileLog(dataDir),
  sandbox: null,
});
engine.start();
tell({ kind: 'working', isSender: engine.isSender, isRestored: engine.restored !== null });

async function follow(order: WorkerOrder): Promise<void> {
  switch (order.kind) {
    case 'connect':
      await engine.host.connect(order.graphUrl, order.token);
      return;
    case 'sync': {
      const connectionId = engine.host.storedConnection(null);
      if (connectionId === null) throw new Error('not connected');
      await engine.host.sync({ ...order.order, connectionId });
      return;
    }
    case 'check': {
      const holds = await engine.call('holds.list', {});
      if (!holds.ok) throw new Error(holds.message);
      for (const { id } of holds.value) {
        const checked = await engine.call('holds.check', { holdId: id });
        if (!checked.ok) throw new Error(checked.message);
      }
      return;
    }
    case 'clock':
      aheadMs = order.aheadMs;
      return;
    case 'stop':
      await engine.stop();
      process.disconnect();
  }
}

process.on('message', ({ number, order }: NumberedOrder) => {
  follow(order)
    .then(() => null)
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    .then((failure) => {
      if (process.connected) tell({ kind: 'answer', number, failure });
    })
    .catch(() => process.exit(1));
});
