import type { ContextBridge, IpcRenderer, WebUtils } from 'electron';

import type { Codec } from '../codec.ts';
import type { FromPreload, ToPreload } from '../ipc.ts';
import type { CallResult } from './page.ts';
import type { PreloadSettings } from './scripts.ts';

type Listener = Parameters<IpcRenderer['on']>[1];
type AnyFunction = (...args: unknown[]) => unknown;
type Preload = (require: (id: string) => unknown, process: object, exports: object, module: object) => void;

/**
 * Runs the app's preload bundle with Electron's renderer half around it: `ipcRenderer`, `contextBridge` and the preload's
 * side of the bridge to the page. It may use nothing from outside its own body: its source text runs in Chromium's
 * isolated world.
 */
export function runPreload(createCodec: () => Codec, settings: PreloadSettings, preload: Preload): void {
  if (window !== window.top) return;
  const codec = createCodec();
  const functions: AnyFunction[] = [];
  const unanswered = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, readonly Listener[]>();
  let lastInvoke = 0;

  const isFunction = (value: unknown): value is AnyFunction => typeof value === 'function';
  const isPlainObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const mapMembers = (value: object, change: (member: unknown) => unknown): object =>
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]));
  const tellPage = (name: string, detail: unknown): void =>
    void window.dispatchEvent(new CustomEvent(`${settings.bridge}${name}`, { detail }));
  const tellMain = (message: FromPreload): void => Reflect.get(globalThis, settings.binding)(JSON.stringify(message));
  const failure = (error: unknown): CallResult => ({ error: error instanceof Error ? error.message : String(error) });

  /** Gives `members` for a whole `T`; any other member throws by name. */
  function strict<T extends object>(name: string, members: Partial<T>): T {
    const whole: object = new Proxy(members, {
      get(object, key, receiver) {
        if (typeof key === 'string' && !(key in object)) throw new Error(`stand-in: ${name}.${key} is not implemented`);
        return Reflect.get(object, key, receiver);
      },
    });
    return whole as T;
  }

  /** Describes a value of the preload to the page. */
  function describe(value: unknown): unknown {
    if (isFunction(value)) return { preloadFunction: functions.push(value) - 1 };
    if (Array.isArray(value)) return value.map(describe);
    return isPlainObject(value) ? mapMembers(value, describe) : value;
  }

  /** Makes an argument of a description by the page. What a page's function returns does not come back. */
  function build(described: unknown): unknown {
    if (Array.isArray(described)) return described.map(build);
    if (!isPlainObject(described)) return described;
    if (!('pageFunction' in described)) return mapMembers(described, build);
    const { pageFunction } = described;
    return (...args: unknown[]) => tellPage('callback', { pageFunction, args: args.map(describe) });
  }

  function answerCall({
    call,
    preloadFunction,
    args,
  }: {
    call: number;
    preloadFunction: number;
    args: unknown[];
  }): void {
    try {
      const value = functions[preloadFunction]?.(...args.map(build));
      if (!(value instanceof Promise)) return tellPage('result', { value: describe(value) });
      tellPage('result', { promise: true });
      value.then(
        (settled) => tellPage('settled', { call, result: { value: describe(settled) } }),
        (error: unknown) => tellPage('settled', { call, result: failure(error) }),
      );
    } catch (error) {
      tellPage('result', failure(error));
    }
  }

  function settle(id: number, act: (invoke: PromiseWithResolvers<unknown>) => void): void {
    const invoke = unanswered.get(id);
    unanswered.delete(id);
    if (invoke) act(invoke);
  }

  function receive(message: ToPreload): void {
    switch (message.kind) {
      case 'reply':
        return settle(message.id, ({ resolve }) => resolve(codec.decode(message.value)));
      case 'failure':
        return settle(message.id, ({ reject }) => reject(new Error(message.message)));
      case 'push': {
        const event = { sender: ipcRenderer, ports: [], preventDefault() {}, defaultPrevented: false };
        const args = message.args.map(codec.decode);
        for (const listener of listeners.get(message.channel) ?? []) listener(event, ...args);
      }
    }
  }

  const ipcRenderer: IpcRenderer = strict<IpcRenderer>('ipcRenderer', {
    invoke(channel, ...args) {
      const id = (lastInvoke += 1);
      const invoke = Promise.withResolvers<unknown>();
      unanswered.set(id, invoke);
      tellMain({ kind: 'invoke', id, channel, args: args.map(codec.encode) });
      return invoke.promise;
    },
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    removeListener(channel, listener) {
      const all = listeners.get(channel) ?? [];
      const last = all.lastIndexOf(listener);
      listeners.set(channel, last < 0 ? all : all.toSpliced(last, 1));
      return ipcRenderer;
    },
  });
  const contextBridge = strict<ContextBridge>('contextBridge', {
    exposeInMainWorld: (key, api) => tellPage('expose', { key, api: describe(api) }),
  });
  // The DevTools Protocol tells paths to nobody who has to answer at once, so a test says in which folder all its files are.
  const webUtils = strict<WebUtils>('webUtils', {
    getPathForFile: ({ name }) => (settings.filesFolder === '' ? '' : `${settings.filesFolder}/${name}`),
  });
  const electron = strict('electron (preload)', { ipcRenderer, contextBridge, webUtils });

  window.addEventListener(`${settings.bridge}call`, (event) => {
    event.stopImmediatePropagation();
    if (event instanceof CustomEvent) answerCall(event.detail);
  });
  Reflect.set(globalThis, settings.inbox, receive);
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`);
  };
  const module = { exports: {} };
  try {
    preload(require, strict('process', settings.process), module.exports, module);
  } catch (error) {
    tellMain({ kind: 'preload-error', message: error instanceof Error ? String(error.stack) : String(error) });
  }
}
