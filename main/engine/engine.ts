import { mkdirSync } from 'node:fs';
import type { Readable } from 'node:stream';

import { isDamage } from '../../db/health.ts';
import { waitBriefly } from '../../db/open.ts';
import type { Restored } from '../../db/settings.ts';
import {
  calls,
  type CallName,
  type EngineEvent,
  type Input,
  type Output,
  type Reply,
} from '../../preload/contract/contract.ts';
import type { PickedFile } from '../../preload/contract/sources.ts';
import { text } from '../../preload/messages/text.ts';
import { createAudits } from './audit/audits.ts';
import { type Answers, answersOf } from './calls.ts';
import type { CheckResult } from './check.ts';
import { connect, storedConnection } from './connect.ts';
import { type Attempts, createAttempts } from './connections/attempts.ts';
import { createContext } from './context.ts';
import { troubleIn } from './durable-write.ts';
import { keepHouse } from './housekeeping.ts';
import { check, type LookOrder } from './inspect.ts';
import type { Ports } from './ports.ts';
import { ReadFault } from './reader.ts';
import { RefusedError } from './refused.ts';
import { endSession, noteSession, openFolder } from './repair.ts';
import { type Scheduler, startScheduler } from './scheduler.ts';
import { type SenderLock, takeSenderLock } from './sender-lock.ts';
import { applySettings } from './settings/apply.ts';
import { noteKeyStore } from './settings/key-store.ts';
import { addFile } from './sources/files.ts';
import { startSync, type SyncOrder, type SyncStart } from './sync.ts';
import { startWatch } from './watch.ts';

/** Muster without a window: one data folder, its queue, and everything that may be asked of it. */
export interface Engine {
  /** A call of the contract. Never rejects: bad input and failures are answers. */
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<Output<N>>>;
  /** Facts that changed, here or in another process. Returns the function that stops listening. */
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /**
   * Begins to read and send when no other process does so from this data folder; else watches, and takes over when that one ends.
   * `sends` false = never send, only answer.
   */
  start(options?: { readonly sends: boolean }): void;
  /** Stops taking up work, waits for what is in flight, closes the database. What was not done is done after the next start. */
  stop(): Promise<void>;
  readonly isSender: boolean;
  /** Set when the database was found damaged at this very opening, and replaced; the user is to be told. */
  readonly restored: Restored | null;
  /** For hosts only: paths, tokens and streams never come from a renderer. */
  readonly host: {
    connect(graphUrl: string | null, token: string): Promise<number>;
    /** The newest connection to a Graph root, or (null) to any, Meta's own before others; null when there is none. */
    storedConnection(graphUrl: string | null): number | null;
    /** Logins and pasted tokens, also for another Graph root than Meta's. */
    readonly attempts: Pick<Attempts, 'begin' | 'paste'>;
    sync(order: SyncOrder): Promise<SyncStart>;
    check(
      order: LookOrder,
      stdin: Readable | null,
      progress: (bytes: number, total: number | null, rows: number) => void,
    ): Promise<CheckResult>;
    /** A file that a person chose in a dialog of the system's, or opened with Muster: the source that it is, new or known. */
    addFile(path: string): PickedFile;
    /** Looks at once at what may be due: the computer has slept, or the network changed. */
    wake(): void;
    /** What "run the sample" does on this host; without it the call answers that there is no sample. */
    setSample(run: () => Promise<SyncStart>): void;
  };
}

/** One event of a kind and subject in this time (DESIGN: ten a second). */
const EVENT_MS = 100;

/** Opens the data folder. Throws NewerSchemaError, KeyFileError, DamagedError, or what the file system says. */
export function createEngine(ports: Ports): Engine {
  mkdirSync(ports.dataDir, { recursive: true, mode: 0o700 });
  const { db, presence, restored } = openFolder(ports);
  const listeners = new Set<(event: EngineEvent) => void>();
  const stopping = new AbortController();
  const pending = new Map<string, EngineEvent>();
  const context = createContext(db, ports, { emit, signal: stopping.signal, onDamage: noteDamage });
  const audits = createAudits(context);
  let isDamaged = false;
  let housekeeping: Promise<void> | null = null;
  let lock: SenderLock | null = null;
  let scheduler: Scheduler | null = null;
  let watch: { stop(): Promise<void> } | null = null;
  let runSample: (() => Promise<SyncStart>) | null = null;
  // Streams that came before the scheduler did.
  const streams = new Map<number, Readable>();

  /** Collects events for a moment, so that a fast run does not flood its readers. */
  function emit(event: EngineEvent): void {
    const isFirst = pending.size === 0;
    pending.set('runId' in event ? `${event.event} ${event.runId}` : event.event, event);
    if (isFirst) void ports.clock.sleep(EVENT_MS, stopping.signal).then(deliver);
  }
  function deliver(): void {
    const events = [...pending.values()];
    pending.clear();
    for (const event of events) for (const listener of listeners) listener(event);
  }

  /** From now on the database is left alone; the next start repairs it. */
  function noteDamage(): void {
    if (isDamaged) return;
    isDamaged = true;
    noteSession(ports.dataDir, 'damaged');
    context.noteTrouble({ kind: 'damaged', since: ports.clock.now() });
  }

  function takeOver(): boolean {
    if (isDamaged) return false;
    lock = takeSenderLock(ports.dataDir);
    if (!lock) return false;
    try {
      waitBriefly(db);
      scheduler = startScheduler(context, streams, audits);
    } catch (error) {
      lock.release();
      lock = null;
      const kind = troubleIn(error);
      if (kind === null) throw error;
      // Whoever watches tries to take over again.
      if (context.trouble()?.kind !== kind) context.noteTrouble({ kind, since: ports.clock.now() });
      return false;
    }
    noteSession(ports.dataDir, 'running');
    noteKeyStore(context);
    if (context.trouble()) context.noteTrouble(null);
    housekeeping = keepHouse(context, stopping.signal, noteDamage);
    emit({ event: 'status.changed' });
    return true;
  }

  /** A failure of the disk or the database in words that tell what to do; null when it is something else. */
  function storageReply(error: unknown): Reply<never> | null {
    if (isDamage(error)) noteDamage();
    if (isDamaged) return { ok: false, code: 'damaged', message: text('storage.damaged') };
    const kind = troubleIn(error);
    return kind && { ok: false, code: kind, message: text(`storage.${kind}`) };
  }

  applySettings(context);
  const attempts = createAttempts(context);
  const answers: Answers = answersOf(context, {
    attempts,
    isSender: () => scheduler !== null,
    wake: () => scheduler?.wake(),
    runSample: () => runSample,
    audits,
    feed: (runId, stream) => streams.set(runId, stream),
  });

  return {
    async call(name, input) {
      // A name comes from outside too, and `constructor` is a member of every object.
      const parsed = Object.hasOwn(calls, name) ? calls[name].input.safeParse(input) : undefined;
      if (!parsed?.success)
        return { ok: false, code: 'bad_input', message: parsed ? parsed.error.message : 'no such call' };
      try {
        // The one cast of the door: zod has checked the input of this very call.
        const value = await (answers[name] as (input: unknown) => unknown)(parsed.data);
        return { ok: true, value: value as Output<typeof name> };
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'not_found') {
          return { ok: false, code: 'not_found', message: error.message };
        }
        if (error instanceof ReadFault) return { ok: false, code: error.code, message: error.message };
        if (error instanceof RefusedError) return { ok: false, code: 'refused', message: error.message };
        const reply = storageReply(error);
        if (reply) return reply;
        ports.log.info('call.failed', { code: `${name} ${error instanceof Error ? error.name : 'unknown'}` });
        return { ok: false, code: 'internal', message: 'Muster could not answer; the log says when.' };
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start({ sends } = { sends: true }) {
      const canSend = sends && takeOver();
      if (!canSend) watch = startWatch(context, () => sends && takeOver());
    },
    async stop() {
      stopping.abort();
      try {
        await attempts.stop();
        await watch?.stop();
        await scheduler?.stop();
        await housekeeping;
        await context.readers.close();
      } finally {
        // Twice is harmless: a second interrupt may come while the first is being served.
        db.close();
        if (lock) endSession(ports.dataDir);
        lock?.release();
        lock = null;
        presence.leave();
      }
    },
    restored,
    get isSender() {
      return scheduler !== null;
    },
    host: {
      connect: (graphUrl, token) => connect(context, graphUrl, token),
      storedConnection: (graphUrl) => storedConnection(context, graphUrl),
      attempts,
      async sync(order) {
        const { source } = order;
        const start = await startSync(context, order, ({ runId }) => {
          // A run of a stream that is not there yet would end as cut short.
          if ('stream' in source) streams.set(runId, source.stream);
        });
        scheduler?.wake();
        return start;
      },
      check: (order, stdin, progress) => check(context, order, stdin, progress),
      addFile: (path) => addFile(db, path),
      wake: () => scheduler?.wake(),
      setSample(run) {
        runSample = run;
      },
    },
  };
}
