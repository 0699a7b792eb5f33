import type { Input, Output, CallName } from '../../preload/contract/contract.ts';
import type { Summary } from '../../preload/contract/summary.ts';
import type { Engine } from '../engine/engine.ts';
import { CommandError, EXIT } from './output.ts';
import type { ProgressBar } from './progress.ts';

/** A call whose failure ends the command. */
export async function ask<N extends CallName>(engine: Engine, name: N, input: Input<N>): Promise<Output<N>> {
  const reply = await engine.call(name, input);
  if (!reply.ok) throw new CommandError(reply.message);
  return reply.value;
}

export interface Followed {
  readonly summary: Summary;
  readonly isTimedOut: boolean;
}

/** Even without an event the state is looked at, since what is due is due by the clock. */
const LOOK_MS = 500;

/**
 * Waits until a run (or, with null, everything) needs no more time: all settled, or all that is left is held (unless `waits`), or
 * `timeoutMs` is over, or the signal fires.
 */
export async function follow(
  engine: Engine,
  runId: number | null,
  options: {
    readonly waits: boolean;
    readonly timeoutMs: number | null;
    readonly signal: AbortSignal;
    readonly bar?: ProgressBar;
  },
): Promise<Followed> {
  const started = performance.now();
  let wake: () => void = () => undefined;
  const stopListening = engine.onEvent(() => wake());
  options.signal.addEventListener('abort', () => wake());
  try {
    for (;;) {
      const summary = await ask(engine, 'status.summary', runId === null ? {} : { runId });
      if (options.bar && runId !== null) await draw(engine, runId, summary, options.bar);
      const isOver = summary.state !== 'waiting' && !(summary.state === 'held' && options.waits);
      const left = options.timeoutMs === null ? Infinity : options.timeoutMs - (performance.now() - started);
      if (isOver || left <= 0 || options.signal.aborted) return { summary, isTimedOut: !isOver };
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(LOOK_MS, left));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    stopListening();
    options.bar?.end();
  }
}

async function draw(engine: Engine, runId: number, { counters }: Summary, bar: ProgressBar): Promise<void> {
  const { state, rows, progress } = await ask(engine, 'runs.get', { runId });
  if (state === 'reading') {
    bar.update({ count: rows.read, unit: 'rows', done: progress.bytes, total: progress.total });
    return;
  }
  const settled = counters.entered - counters.pending;
  bar.update({ doing: 'Sending', count: settled, unit: 'people', done: settled, total: counters.entered });
}

/** A terminal and whoever wraps us may both pass on one Ctrl-C; no person presses it again so soon. */
const SAME_SIGNAL_MS = 300;

/** Fires at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function interruption(): AbortSignal {
  const stop = new AbortController();
  let first: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (first !== null && now - first > SAME_SIGNAL_MS) process.exit(EXIT.interrupted);
      first ??= now;
      stop.abort();
    });
  }
  return stop.signal;
}
