import type { Readable } from 'node:stream';

import { FACEBOOK_URL } from '../engine/connect.ts';
import { graphRoot, isLoopbackRoot } from '../facebook/client.ts';
import type { Host } from '../host.ts';
import { CommandError } from './output.ts';

export interface TokenOptions {
  readonly graphUrl?: string;
  readonly tokenStdin: boolean;
}

/**
 * The token that was given, from standard input or the environment; null = use a stored connection. Never from an argument, which
 * every process of the machine can read.
 */
async function givenToken({ tokenStdin }: TokenOptions, stdin: Readable): Promise<string | null> {
  if (!tokenStdin) return process.env['MUSTER_ACCESS_TOKEN']?.trim() || null;
  const parts: Buffer[] = [];
  for await (const part of stdin) parts.push(part as Buffer);
  const token = Buffer.concat(parts).toString().trim();
  if (token === '') throw new CommandError('Standard input holds no token.');
  return token;
}

/** The Graph root that was asked for; only Meta's own, or one on this computer. Throws CommandError. */
function givenRoot({ graphUrl }: TokenOptions): string {
  if (graphUrl === undefined) return FACEBOOK_URL;
  const root = graphRoot(graphUrl);
  if (!isLoopbackRoot(root))
    throw new CommandError('--graph-url takes an address on this computer only, like http://127.0.0.1:8080.');
  return root;
}

/** Connects with the token that was given; null when none was. */
export async function connectGiven(host: Host, options: TokenOptions, stdin: Readable): Promise<number | null> {
  const root = givenRoot(options);
  const token = await givenToken(options, stdin);
  return token === null ? null : host.engine.host.connect(root, token);
}
