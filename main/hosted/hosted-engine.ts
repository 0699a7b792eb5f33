import type { Restored } from '../../db/settings.ts';
import type { Bridge, EngineEvent, Reply } from '../../preload/contract/contract.ts';
import { text } from '../../preload/messages/text.ts';
import type { Clock, Log } from '../engine/ports.ts';
import {
  errorOf,
  type FromEngine,
  type HostCallName,
  type HostCalls,
  type HostOptions,
  type Question,
} from './messages.ts';
import { restartDelayMs } from './restarts.ts';
import { fileLog, systemClock } from './this-computer.ts';
import { type EngineRunner, launchThread } from './thread.ts';

/** An engine that runs elsewhere, so that its work does not hold up this thread. */
export interface HostedEngine extends Bridge {
  /**
   * Resolves once the engine answers, or has been closed before it did. Rejects when it cannot be opened, with an Error that has the
   * name, message, code and path of the one over there.
   */
  readonly ready: Promise<void>;
  /** As far as this side knows: false until the engine is ready. */
  readonly isSender: boolean;
  /** Set when the database was found damaged at the last opening, and replaced; the user is to be told. */
  readonly restored: Restored | null;
  /** What only a host may ask. Never rejects. */
  askAsHost<N extends HostCallName>(name: N, input: HostCalls[N]['input']): Promise<Reply<HostCalls[N]['output']>>;
  /**
   * Waits until what is in flight has been answered and the database is closed, five seconds at most; what was not done by then is done
   * after the next start. Twice is harmless.
   */
  close(): Promise<void>;
}

/** Whether an engine answers: `restarting` = it died and is started again, `down` = it died too often to be. */
export type EngineHealth = 'ready' | 'restarting' | 'down';

export interface HostedEngineOptions extends HostOptions {
  readonly launch?: () => EngineRunner;
  /** For the waits between a crash and the next start. */
  readonly clock?: Clock;
  readonly log?: Log;
  /** Told of each change. An engine that cannot be opened at all is told by `ready` instead. */
  readonly onHealth?: (health: EngineHealth) => void;
}

/** How long a close may take before the engine is ended as it is; SQLite then keeps what was committed. */
const LONGEST_CLOSE_MS = 5_000;

/** What a page read may be of the time before a restart, so it should read again. */
const ALL_CHANGED: readonly EngineEvent[] = [
  { event: 'jobs.changed' },
  { event: 'holds.changed' },
  { event: 'status.changed' },
];

type State =
  | { readonly kind: 'starting' | 'ready'; readonly runner: EngineRunner }
  /** Crashed; starts again after a while. */
  | { readonly kind: 'resting' }
  | { readonly kind: 'over'; readonly refusal: Reply<never> };

interface Asked {
  readonly question: Question;
  /** It has gone to the engine, so nobody can tell whether it was done when the engine dies. */
  isPosted: boolean;
  answer(reply: Reply<unknown>): void;
}

/**
 * Starts an engine in a thread of its own (or wherever `launch` puts it). Calls wait until it is ready. One that dies is started again
 * after 1 s, then 2 s; calls that it had taken are answered `engine_restarted`. After a third crash within a minute every call is
 * answered `engine_down`.
 */
export function startHostedEngine(options: HostedEngineOptions): HostedEngine {
  const { dataDir, withSandbox, launch = launchThread, clock = systemClock, log = fileLog(dataDir) } = options;
  const { onHealth = () => undefined } = options;
  const listeners = new Set<(event: EngineEvent) => void>();
  const asked = new Map<number, Asked>();
  const opened = Promise.withResolvers<void>();
  const closing = new AbortController();
  const ended = Promise.withResolvers<void>();
  const crashes: number[] = [];
  // Who does not wait for it learns of a failure by its calls.
  opened.promise.catch(() => undefined);
  let lastId = 0;
  let isSender = false;
  let restored: Restored | null = null;
  let hasOpened = false;
  let failure: Error | null = null;
  let state = start();

  function start(): State {
    const runner = launch();
    runner.onMessage((message) => hear(runner, message));
    runner.onExit((error) => gone(failure ?? error));
    failure = null;
    runner.post({ kind: 'open', options: { dataDir, withSandbox } });
    return { kind: 'starting', runner };
  }

  function hear(runner: EngineRunner, message: FromEngine): void {
    switch (message.kind) {
      case 'opened':
        ({ isSender, restored } = message);
        if (closing.signal.aborted) return;
        state = { kind: 'ready', runner };
        for (const one of asked.values()) post(runner, one);
        if (hasOpened) tell(ALL_CHANGED);
        hasOpened = true;
        opened.resolve();
        onHealth('ready');
        return;
      case 'failed':
        failure = errorOf(message.failure);
        runner.kill();
        return;
      case 'reply':
        asked.get(message.id)?.answer(message.reply);
        asked.delete(message.id);
        return;
      case 'event':
        ({ isSender } = message);
        tell([message.event]);
        return;
      case 'stopped':
        runner.kill();
        return;
    }
  }

  function gone(error: Error | null): void {
    isSender = false;
    if (closing.signal.aborted) {
      if (error) logDeath(error);
      ended.resolve();
      return;
    }
    if (!hasOpened) {
      const cause = error ?? new Error('the engine ended while it started');
      state = over('engine_down', cause.message);
      opened.reject(cause);
      return;
    }
    crashes.push(clock.monotonic());
    logDeath(error);
    const delayMs = restartDelayMs(crashes);
    if (delayMs === null) {
      log.info('engine.down', { count: crashes.length });
      state = over('engine_down', text('engine.down'));
      tell(ALL_CHANGED);
      onHealth('down');
      return;
    }
    state = { kind: 'resting' };
    onHealth('restarting');
    refuse({ ok: false, code: 'engine_restarted', message: text('engine.restarted') }, ({ isPosted }) => isPosted);
    void startAfter(delayMs);
  }

  async function startAfter(delayMs: number): Promise<void> {
    await clock.sleep(delayMs, closing.signal);
    if (!closing.signal.aborted) state = start();
  }

  function logDeath(error: Error | null): void {
    log.info('engine.died', { code: error ? `${error.name}: ${error.message}` : 'unknown' });
  }

  /** From now on every call is answered with this. */
  function over(code: 'engine_down' | 'engine_closed', message: string): State {
    const refusal: Reply<never> = { ok: false, code, message };
    refuse(refusal, () => true);
    return { kind: 'over', refusal };
  }

  function refuse(refusal: Reply<never>, concerns: (one: Asked) => boolean): void {
    for (const [id, one] of asked) {
      if (!concerns(one)) continue;
      asked.delete(id);
      one.answer(refusal);
    }
  }

  function tell(events: readonly EngineEvent[]): void {
    for (const event of events) for (const listener of listeners) listener(event);
  }

  function post(runner: EngineRunner, one: Asked): void {
    one.isPosted = true;
    try {
      runner.post(one.question);
    } catch {
      // What cannot be copied is no plain data.
      asked.delete(one.question.id);
      one.answer({ ok: false, code: 'bad_input', message: 'the input is no plain data' });
    }
  }

  function ask(question: Question): Promise<Reply<unknown>> {
    if (state.kind === 'over') return Promise.resolve(state.refusal);
    return new Promise((answer) => {
      const one: Asked = { question, isPosted: false, answer };
      asked.set(question.id, one);
      if (state.kind === 'ready') post(state.runner, one);
    });
  }

  async function end(): Promise<void> {
    const last = state;
    closing.abort();
    if (last.kind === 'starting' || last.kind === 'ready') {
      const isClosed = new AbortController();
      last.runner.post({ kind: 'stop' });
      void clock.sleep(LONGEST_CLOSE_MS, isClosed.signal).then(() => last.runner.kill());
      await ended.promise;
      isClosed.abort();
    }
    if (last.kind !== 'over') state = over('engine_closed', text('engine.closed'));
    opened.resolve();
  }

  let closed: Promise<void> | null = null;
  // The cast of the door: the engine answers a call of the contract as the contract says.
  return {
    ready: opened.promise,
    get isSender() {
      return isSender;
    },
    get restored() {
      return restored;
    },
    call: (name, input) => ask({ kind: 'call', id: (lastId += 1), name, input }) as Promise<never>,
    askAsHost: (name, input) => ask({ kind: 'host', id: (lastId += 1), name, input }) as Promise<never>,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => (closed ??= end()),
  };
}
