import type { IpcMain, IpcMainInvokeEvent } from 'electron';

import type { Codec, Encoded } from './codec.ts';
import { strict } from './strict.ts';

/** What the preload's world sends up. */
export type FromPreload =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly Encoded[] }
  | { readonly kind: 'preload-error'; readonly message: string };

/** What goes down to the preload's world. */
export type ToPreload =
  | { readonly kind: 'reply'; readonly id: number; readonly value: Encoded }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string }
  | { readonly kind: 'push'; readonly channel: string; readonly args: readonly Encoded[] };

type Handler = Parameters<IpcMain['handle']>[1];

const handlers = new Map<string, Handler>();

/** Electron's `ipcMain`, for invokes only: no page of the app sends anything else, and what a library listens for never comes. */
export const ipcMain: IpcMain = strict<IpcMain>('ipcMain', {
  on: () => ipcMain,
  handle(channel, handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
});

/** Runs the handler of an invoke. A failure crosses as text only, worded as Electron words it. */
export async function answerInvoke(
  { id, channel, args }: FromPreload & { readonly kind: 'invoke' },
  event: IpcMainInvokeEvent,
  { encode, decode }: Codec,
): Promise<ToPreload> {
  try {
    const handler = handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return { kind: 'reply', id, value: encode(await handler(event, ...args.map(decode))) };
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return { kind: 'failure', id, message: `Error invoking remote method '${channel}': ${String(error)}` };
  }
}
