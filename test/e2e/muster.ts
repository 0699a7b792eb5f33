import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Host, openHost } from '../../main/host.ts';
import { openBrowserHost } from '../../main/loopback.ts';

export interface OpenedMuster {
  readonly host: Host;
  /** Works once. */
  readonly url: string;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** A whole Muster in this process, on a fresh data folder: engine, embedded sandbox and browser host. */
export async function openMuster(): Promise<OpenedMuster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-e2e-'));
  const host = await openHost({ dataDir, withSandbox: true });
  host.engine.start();
  const page = await openBrowserHost(host, 0);
  return {
    host,
    url: page.url,
    dataDir,
    async close() {
      await page.close();
      await host.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
