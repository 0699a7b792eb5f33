import type { Restored } from '../../db/settings.ts';
import type { EngineEvent, Reply } from '../../preload/contract/contract.ts';
import type { PickedFile } from '../../preload/contract/sources.ts';
import type { SyncOrder, SyncStart } from '../engine/sync.ts';

/** What to open. */
export interface HostOptions {
  readonly dataDir: string;
  /** The sandbox runs beside the engine. */
  readonly withSandbox: boolean;
}

/** A job whose source is a file of this computer; a standard input stays with the process that has it. */
interface FileSyncOrder extends Omit<SyncOrder, 'source'> {
  readonly source: Extract<SyncOrder['source'], { readonly path: string }>;
}

/** DESIGN section 5: as many people as possible every five seconds. */
export const DEFAULT_FLUSH_MS = 5_000;

/** What a host may ask beside the contract: paths and tokens never come from a page. */
export interface HostCalls {
  readonly connect: {
    readonly input: { readonly graphUrl: string | null; readonly token: string };
    readonly output: number;
  };
  readonly sync: { readonly input: FileSyncOrder; readonly output: SyncStart };
  /** A file that a person chose in a dialog of the system's, or opened with Muster. */
  readonly addFile: { readonly input: { readonly path: string }; readonly output: PickedFile };
  /** Look at once at what may be due: the computer has slept, or the network changed. */
  readonly wake: { readonly input: null; readonly output: null };
}

export type HostCallName = keyof HostCalls;

/** What an Error is on the other side of a border: its class does not cross one. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  /** Of SQLite or the file system. */
  readonly code: string | null;
  readonly path: string | null;
}

export type Question =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'host'; readonly id: number; readonly name: HostCallName; readonly input: unknown };

/** From a host to its engine. `open` comes first and once. */
export type ToEngine =
  | { readonly kind: 'open'; readonly options: HostOptions }
  | Question
  /** Stop, and say `stopped` when the database is closed. */
  | { readonly kind: 'stop' };

/** From the engine to its host. `isSender` is as of the message. */
export type FromEngine =
  | { readonly kind: 'opened'; readonly isSender: boolean; readonly restored: Restored | null }
  /** The engine could not be opened, or broke, and never will be opened in this thread. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'event'; readonly event: EngineEvent; readonly isSender: boolean }
  | { readonly kind: 'stopped' };

/** Anything thrown, as it crosses a border. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: null, code: null, path: null };
  const { name, message, stack = null } = error;
  const field = (key: 'code' | 'path'): string | null => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : null;
  };
  return { name, message, stack, code: field('code'), path: field('path') };
}

/** The Error of a failure, to be told by its name: `instanceof` knows none of our classes here. */
export function errorOf({ name, message, stack, code, path }: Failure): Error {
  return Object.assign(
    new Error(message),
    { name },
    stack === null ? {} : { stack },
    code === null ? {} : { code },
    path === null ? {} : { path },
  );
}
