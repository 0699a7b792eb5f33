import type { Readable } from 'node:stream';

import { FACEBOOK_URL } from '../engine/connect.ts';
import { graphRoot, isLoopbackRoot, UnsafeTargetError } from '../facebook/client.ts';
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

/**
 * The Graph root that --graph-url names, which is one on this computer; null without that option. A version at its end is taken off,
 * because Muster adds its own. Throws CommandError.
 */
export function givenRoot({ graphUrl }: TokenOptions): string | null {
  if (graphUrl === undefined) return null;
  const root = URL.canParse(graphUrl) ? graphRootOrNull(graphUrl) : null;
  if (root === null || !isLoopbackRoot(root))
    throw new CommandError('--graph-url takes an address on this computer only, like http://127.0.0.1:8080.');
  return root.replace(/\/v\d+\.\d+$/, '');
}

function graphRootOrNull(url: string): string | null {
  try {
    return graphRoot(url);
  } catch (error) {
    if (error instanceof UnsafeTargetError) return null;
    throw error;
  }
}

/** Connects with the token that was given; null when none was. */
export async function connectGiven(host: Host, options: TokenOptions, stdin: Readable): Promise<number | null> {
  const root = givenRoot(options) ?? FACEBOOK_URL;
  const token = await givenToken(options, stdin);
  return token === null ? null : host.engine.host.connect(root, token);
}

/** The connection to work with: of the token that was given, else the stored one. Throws CommandError when there is neither. */
export async function connectionOf(host: Host, options: TokenOptions, stdin: Readable): Promise<number> {
  const id = (await connectGiven(host, options, stdin)) ?? host.engine.host.storedConnection(givenRoot(options));
  if (id === null)
    throw new CommandError('No access token. Put it into MUSTER_ACCESS_TOKEN, or pipe it in with --token-stdin.');
  return id;
}
