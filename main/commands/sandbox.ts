import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { startSandboxThread } from '../sandbox/thread.ts';
import { interruption } from './follow.ts';
import { CommandError, EXIT, print } from './output.ts';
import type { CommonOptions } from './program.ts';

/** Serves the sandbox until interrupted. Its people and ids stay in the data folder. */
export async function sandboxCommand({ data, json, port }: CommonOptions & { readonly port: number }): Promise<number> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandError('--port takes a number from 0 to 65535.');
  mkdirSync(resolve(data), { recursive: true, mode: 0o700 });
  const signal = interruption();
  const sandbox = await startSandboxThread({ file: join(resolve(data), 'sandbox.db'), port }).catch(
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
    'Ctrl-C ends it.',
  ]);
  await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  await sandbox.close();
  return EXIT.interrupted;
}
