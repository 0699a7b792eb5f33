import { basename, resolve } from 'node:path';

import { isKey } from '#core/keys.ts';

import { openHost } from '../host.ts';
import { account as accountOf } from './arguments.ts';
import type { MappingOptions } from './check.ts';
import { ask, follow, interruption } from './follow.ts';
import { CommandError, EXIT, exitOf, print, restoredText, say, summaryLines } from './output.ts';
import type { CommonOptions } from './program.ts';
import { progressBar } from './progress.ts';
import { pauseLines } from './queue.ts';
import { connectionOf, type TokenOptions } from './token.ts';

export interface SyncOptions extends CommonOptions, MappingOptions, TokenOptions {
  readonly account: string;
  readonly audience: string;
  readonly action: 'add' | 'remove';
  readonly keys?: string;
  readonly valueBased: boolean;
  readonly zeroValue: boolean;
  readonly flush?: number;
  readonly wait: boolean;
  readonly timeout?: number;
}

/** What to do about work that is left, by exit code. */
const FILE_ADVICE: Readonly<Record<number, string>> = {
  [EXIT.held]: 'Nothing is lost. Once that is done, run the same command again.',
  [EXIT.timeout]: 'Time is up, nothing is lost. The same command, or “muster work --drain”, goes on.',
  [EXIT.interrupted]: 'Interrupted, nothing is lost. The same command goes on where it stopped.',
};
const PIPE_ADVICE: Readonly<Record<number, string>> = {
  [EXIT.held]: 'Nothing is lost. Once that is done, “muster work --drain” sends what entered.',
  [EXIT.timeout]: 'Time is up, nothing is lost. “muster work --drain” sends what entered.',
  [EXIT.interrupted]:
    'Interrupted. “muster work --drain” sends what entered; the rest of the list must be piped in again.',
};

/** One-shot job: file → audience. Returns when its queue is empty, or at once when all that is left is held. */
export async function syncCommand(file: string, options: SyncOptions): Promise<number> {
  const account = accountOf(options.account);
  const audience = options.audience.trim();
  if (audience === '') throw new CommandError('--audience is empty. Give the name or the id of an audience.');
  const keys = keysOf(options.keys);
  const isStream = file === '-';
  if (isStream && options.tokenStdin) throw new CommandError('Standard input cannot be both the list and the token.');
  const signal = interruption();
  const host = await openHost({ dataDir: options.data, withSandbox: false });
  try {
    if (host.engine.restored) say(restoredText(host.engine.restored, options.data));
    const connectionId = await connectionOf(host, options, process.stdin);
    const path = resolve(file);
    // A list in a pipe can be read by this process only, so it must be the one that reads and sends.
    if (isStream) host.engine.start();
    if (isStream && !host.engine.isSender) {
      throw new CommandError(
        'Another Muster sends from this data folder and cannot read this standard input. Save the list to a file.',
      );
    }
    const { jobId, runId, isResumed } = await host.engine.host.sync({
      connectionId,
      source: isStream ? { stream: process.stdin } : { path, name: basename(file), isSample: false },
      jobName: `${isStream ? 'Standard input' : basename(file)} → ${audience}`,
      account,
      steps: [{ audience, action: options.action, keys, isValueBased: options.valueBased }],
      sheet: options.sheet ?? null,
      overrides: options.map,
      country: options.country ?? null,
      flushMs: options.flush === undefined ? null : Math.round(options.flush * 1000),
      zeroValue: options.zeroValue,
    });
    // Not before: an unfinished run might end meanwhile, and a new one would send everybody again.
    if (!isStream) host.engine.start();
    if (isResumed) say('An unfinished run of this job goes on.');
    const { summary, isTimedOut } = await follow(host.engine, runId, {
      waits: options.wait,
      timeoutMs: options.timeout === undefined ? null : options.timeout * 1000,
      signal,
      bar: progressBar('Reading'),
    });
    const { failure } = await ask(host.engine, 'runs.get', { runId });
    // A list that came through a pipe shows only now that it cannot be used; a file was looked at before.
    if (isStream && failure !== null && summary.rows.read === 0 && !signal.aborted) throw new CommandError(failure);
    print(options.json, summary, () => summaryLines(summary));
    if (failure !== null) say(failure);
    if (summary.state === 'held' || summary.state === 'waiting') {
      for (const line of await pauseLines(host.engine, jobId)) say(line);
    }
    const code = signal.aborted ? EXIT.interrupted : exitOf(summary, isTimedOut);
    const advice = isStream ? PIPE_ADVICE[code] : FILE_ADVICE[code];
    if (advice !== undefined) say(advice);
    return code;
  } finally {
    await host.close();
  }
}

function keysOf(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const keys = text.split(',').flatMap((part) => {
    const key = part.trim().toUpperCase();
    return key === 'DOB' ? ['DOBY', 'DOBM', 'DOBD'] : [key];
  });
  const unknown = keys.find((key) => !isKey(key));
  if (unknown !== undefined)
    throw new CommandError(`“${unknown}” is not one of Meta’s keys. Give for example --keys EMAIL,PHONE.`);
  return keys;
}
