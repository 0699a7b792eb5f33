import { build } from '../build.ts';
import { startHostedEngine } from '../hosted/hosted-engine.ts';
import { systemLogin } from '../hosted/login.ts';
import { openBrowserHost } from '../loopback.ts';
import { interruption } from './follow.ts';
import { CommandError, EXIT, print, restoredText, say } from './output.ts';
import type { CommonOptions } from './program.ts';

export interface OpenOptions extends CommonOptions {
  readonly browser: boolean;
  readonly port: number;
}

/** Serves the page on this computer until interrupted. */
export async function openCommand({ data, json, browser, port }: OpenOptions): Promise<number> {
  await build();
  const signal = interruption();
  const interrupted = new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  const engine = startHostedEngine({ dataDir: data, withSandbox: true });
  try {
    await Promise.race([engine.ready, interrupted]);
    if (signal.aborted) return EXIT.interrupted;
    if (engine.restored) say(restoredText(engine.restored, data));
    const page = await openBrowserHost({ engine }, port).catch((error: unknown) => {
      throw error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
        ? new CommandError(`Port ${port} is taken. Choose another one with --port, or leave it out.`)
        : error;
    });
    if (!engine.isSender) say('Another Muster sends from this data folder; this page follows it.');
    print(json, { event: 'listening', url: page.url }, () => [
      `Muster is at ${page.url}`,
      'The address works once. Ctrl-C ends Muster.',
    ]);
    if (browser) systemLogin.openBrowser(page.url);
    await interrupted;
    await page.close();
    return EXIT.interrupted;
  } finally {
    await engine.close();
  }
}
