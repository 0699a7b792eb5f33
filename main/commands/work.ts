import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { openHost } from '../host.ts';
import { ask, follow, interruption } from './follow.ts';
import { EXIT, exitOf, print, restoredText, say, summaryLines } from './output.ts';
import type { CommonOptions } from './program.ts';
import { pauseLines } from './queue.ts';
import { connectGiven, type TokenOptions } from './token.ts';

export interface WorkOptions extends CommonOptions, TokenOptions {
  readonly drain: boolean;
  readonly timeout?: number;
}

/** The engine without a window: finishes interrupted runs and sends what is queued. */
export async function workCommand(options: WorkOptions): Promise<number> {
  const signal = interruption();
  // Jobs of the embedded sandbox need it to be sent.
  const withSandbox = existsSync(join(options.data, 'sandbox.db'));
  const host = await openHost({ dataDir: options.data, withSandbox });
  try {
    const { engine } = host;
    if (engine.restored) say(restoredText(engine.restored, options.data));
    await connectGiven(host, options, process.stdin);
    // A person asked, so what was held is looked at; only what comes from a backup must be released by hand.
    for (const { id, reason } of await ask(engine, 'holds.list', {})) {
      if (reason !== 'restored') await ask(engine, 'holds.check', { holdId: id });
    }
    engine.start();
    if (!engine.isSender)
      say('Another Muster sends from this data folder; this one follows, and takes over when that one ends.');
    const timeoutMs = options.timeout === undefined ? null : options.timeout * 1000;
    const { summary, isTimedOut } = options.drain
      ? await follow(engine, null, { waits: false, timeoutMs, signal })
      : await workOn(signal, timeoutMs, () => follow(engine, null, { waits: false, timeoutMs: 0, signal }));
    print(options.json, summary, () => summaryLines(summary));
    if (summary.state === 'held' || summary.state === 'waiting') {
      for (const line of await pauseLines(engine, null)) say(line);
    }
    return signal.aborted ? EXIT.interrupted : exitOf(summary, isTimedOut);
  } finally {
    await host.close();
  }
}

/** Without --drain the engine works until its time is up or it is interrupted. */
async function workOn<T>(signal: AbortSignal, timeoutMs: number | null, then: () => Promise<T>): Promise<T> {
  await new Promise<void>((done) => {
    const timer = timeoutMs === null ? null : setTimeout(done, timeoutMs);
    signal.addEventListener('abort', () => {
      if (timer) clearTimeout(timer);
      done();
    });
    // A listener alone does not keep the process up.
    if (!timer) {
      const alive = setInterval(() => undefined, 60_000);
      signal.addEventListener('abort', () => clearInterval(alive));
    }
  });
  return then();
}
