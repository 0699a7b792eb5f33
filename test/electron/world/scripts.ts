import { randomBytes } from 'node:crypto';

import { createCodec } from '../codec.ts';
import { installPageBridge } from './page.ts';
import { runPreload } from './preload.ts';

/** Name of the isolated world that the preload runs in. */
export const WORLD = 'Electron Isolated Context';

// Random, so that a page cannot name what it must not reach.
const secret = randomBytes(8).toString('hex');

/** Name of the function by which the preload's world calls the main process with a JSON text. */
export const BINDING = `standinUp${secret}`;

/** Name of the function in the preload's world that the main process calls with a message. */
export const INBOX = `standinDown${secret}`;

const BRIDGE = `standin-${secret}-`;

/** What the preload sees of `process`, and the names it shares with the main process and the page. */
export interface PreloadSettings {
  readonly binding: string;
  readonly inbox: string;
  readonly bridge: string;
  /** Where files lie that a test drops on the page; empty = they have no path. */
  readonly filesFolder: string;
  readonly process: Readonly<Record<string, unknown>>;
}

/** Source text for the page's own world. */
export function pageScript(): string {
  return `(${installPageBridge.toString()})(${JSON.stringify(BRIDGE)});`;
}

/** Source text for the preload's isolated world, around the app's preload bundle. */
export function preloadScript(preloadSource: string): string {
  const { arch, platform, versions } = process;
  const settings: PreloadSettings = {
    binding: BINDING,
    inbox: INBOX,
    bridge: BRIDGE,
    filesFolder: process.env['STANDIN_FILES'] ?? '',
    process: { arch, platform, versions, type: 'renderer', sandboxed: true, contextIsolated: true },
  };
  const preload = `function (require, process, exports, module) {${preloadSource}\n}`;
  return `(${runPreload.toString()})(${createCodec.toString()}, ${JSON.stringify(settings)}, ${preload});`;
}
