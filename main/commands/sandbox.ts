import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parseFault, type FaultOrder } from '../sandbox/fault-dial.ts';
import { parseReplay, type ReplayLine } from '../sandbox/replay.ts';
import { startSandboxThread } from '../sandbox/thread.ts';
import { interruption } from './follow.ts';
import { CommandError, EXIT, print } from './output.ts';
import type { CommonOptions } from './program.ts';

interface SandboxCommandOptions extends CommonOptions {
  readonly port: number;
  /** As written: NAME[:ARG][*COUNT][@RATE][/PATH]. */
  readonly fault: readonly string[];
  readonly replay?: string;
}

/** Serves the sandbox until interrupted. Its people and ids stay in the data folder; faults and replayed answers do not. */
export async function sandboxCommand(options: SandboxCommandOptions): Promise<number> {
  const { data, json, port } = options;
  const faults = options.fault.map(faultIn);
  const replay = options.replay === undefined ? [] : replayIn(options.replay);
  mkdirSync(resolve(data), { recursive: true, mode: 0o700 });
  const signal = interruption();
  const sandbox = await startSandboxThread({ file: join(resolve(data), 'sandbox.db'), port, faults, replay }).catch(
    (error: unknown) => {
      throw error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
        ? new CommandError(`Port ${port} is taken. Choose another one with --port, or leave it out.`)
        : error;
    },
  );
  const { graphUrl, accessToken, accounts } = sandbox;
  print(json, { event: 'listening', graph_url: graphUrl, access_token: accessToken, accounts }, () => [
    `SANDBOX Graph API on ${graphUrl}`,
    `Access token ${accessToken}`,
    ...accounts.map(({ id, state }) => `  ${id}  ${state}`),
    ...options.fault.map((fault) => `  fault ${fault}`),
    ...(replay.length > 0 ? [`  ${replay.length} answers to replay first`] : []),
    'Ctrl-C ends it.',
  ]);
  await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  await sandbox.close();
  return EXIT.interrupted;
}

function faultIn(text: string): FaultOrder {
  try {
    return parseFault(text);
  } catch (error) {
    throw new CommandError(`--fault ${text}: ${said(error)}`);
  }
}

function replayIn(file: string): readonly ReplayLine[] {
  try {
    return parseReplay(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`--replay ${file}: ${said(error)}`);
  }
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
