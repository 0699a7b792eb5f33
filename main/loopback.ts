import { fileURLToPath } from 'node:url';

import type { Bridge, CallName } from '../preload/contract/contract.ts';
import { type BrowserHost, serveBrowser } from './loopback/serve.ts';

/** The page that `npm run build` made. */
const PAGE_DIR = fileURLToPath(new URL('../out/renderer', import.meta.url));

/** Serves the page of an engine, wherever that runs, to the browsers of this computer. */
export function openBrowserHost({ engine }: { readonly engine: Bridge }, port: number): Promise<BrowserHost> {
  // The engine refuses names that are not in the contract, so any string may be asked.
  const served = {
    call: (name: string, input: unknown) => engine.call(name as CallName, input as never),
    onEvent: engine.onEvent,
  };
  return serveBrowser(served, PAGE_DIR, port);
}
