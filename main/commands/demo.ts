import { openHost } from '../host.ts';
import { follow, interruption } from './follow.ts';
import { EXIT, exitOf, print, summaryLines } from './output.ts';
import type { CommonOptions } from './program.ts';
import { progressBar } from './progress.ts';

/** The sample job on the embedded sandbox, from a damaged export to its audience. */
export async function demoCommand({ data, json }: CommonOptions): Promise<number> {
  const signal = interruption();
  const host = await openHost({ dataDir: data, withSandbox: true });
  try {
    host.engine.start();
    const { runId } = await host.runSample();
    const { summary } = await follow(host.engine, runId, {
      waits: false,
      timeoutMs: null,
      signal,
      bar: progressBar('Reading'),
    });
    print(json, summary, () => [
      'SANDBOX: a local copy of Meta’s API. Nothing of this leaves your computer.',
      '',
      ...summaryLines(summary),
    ]);
    return signal.aborted ? EXIT.interrupted : exitOf(summary, false);
  } finally {
    await host.close();
  }
}
