import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import type { ConnectAttempt, Connection, ConnectResult } from '../../preload/contract/connections.ts';
import { text } from '../../preload/messages/text.ts';
import type { Engine } from '../engine/engine.ts';
import { openHost } from '../host.ts';
import { ask, interruption } from './follow.ts';
import { CommandError, EXIT, print, say, timeText } from './output.ts';
import type { CommonOptions } from './program.ts';
import { givenRoot } from './token.ts';

export interface ConnectOptions extends CommonOptions {
  readonly appId?: string;
  readonly configId?: string;
  readonly secretStdin: boolean;
  readonly tokenStdin: boolean;
  readonly graphUrl?: string;
  /** false: print the address only. */
  readonly browser: boolean;
  /** The login ends at Meta's own page, whose address is pasted. */
  readonly paste: boolean;
  readonly askAgain: boolean;
  /** Connection to renew. */
  readonly renew?: number;
}

/** How often a login is looked at. */
const LOOK_MS = 200;

/** Connects a person or a system user: by a login at Facebook in the browser, or by a token that is given. */
export async function connectCommand(options: ConnectOptions): Promise<number> {
  const { data, json, appId, configId, renew } = options;
  const graphUrl = givenRoot(options) ?? undefined;
  if ([options.secretStdin, options.tokenStdin, options.paste].filter(Boolean).length > 1) {
    throw new CommandError(text('cli.connect.one_stdin'));
  }
  const token = options.tokenStdin ? await wholeOf(process.stdin) : environment('MUSTER_ACCESS_TOKEN');
  const appSecret = options.secretStdin ? await wholeOf(process.stdin) : environment('MUSTER_APP_SECRET');
  const isLogin = !options.tokenStdin && (appId !== undefined || token === undefined);
  if (isLogin && appId === undefined && renew === undefined) throw new CommandError(text('cli.connect.no_way'));
  const signal = interruption();
  const { engine, close } = await openHost({ dataDir: data, withSandbox: renew !== undefined && isOfSandbox(data) });
  try {
    const app = { appId, appSecret, connectionId: renew };
    if (!isLogin && token !== undefined) {
      return await told(engine, json, await engine.host.attempts.paste({ ...app, token, graph: 'facebook' }, graphUrl));
    }
    const way = options.paste ? 'window' : 'browser';
    const order = {
      ...app,
      way,
      configId,
      graph: 'facebook',
      asksAgain: options.askAgain,
      opens: options.browser,
    } as const;
    const { attemptId } = await engine.host.attempts.begin(order, graphUrl);
    const begun = await ask(engine, 'connections.attempt', { attemptId });
    if (begun.state === 'waiting') announce(json, begun);
    const ended = await follow(engine, attemptId, options.paste, signal);
    return signal.aborted ? EXIT.interrupted : await told(engine, json, ended);
  } finally {
    await close();
  }
}

/** Where to log in. The address is data: somebody without a browser here opens it elsewhere. */
function announce(isJson: boolean, { url, redirectUri }: ConnectAttempt & { readonly state: 'waiting' }): void {
  if (!isJson) say(text('cli.connect.open'));
  print(isJson, { event: 'login', url, redirect_uri: redirectUri }, () => [url]);
  if (!isJson) say(text('cli.connect.back', { address: redirectUri }));
}

/** Waits until a login has ended; lines on standard input are addresses at which it may have ended. */
async function follow(
  engine: Engine,
  attemptId: string,
  isPasted: boolean,
  signal: AbortSignal,
): Promise<ConnectResult> {
  if (isPasted) say(text('cli.connect.paste'));
  const typed = createInterface({ input: process.stdin });
  typed.on('line', (address) => void engine.call('connections.finish', { attemptId, address }));
  try {
    for (;;) {
      const state = signal.aborted
        ? await ask(engine, 'connections.cancel', { attemptId })
        : await ask(engine, 'connections.attempt', { attemptId });
      if (state.state === 'done' || state.state === 'failed') return state;
      await new Promise((resolve) => void setTimeout(resolve, LOOK_MS));
    }
  } finally {
    typed.close();
    process.stdin.destroy();
  }
}

async function told(engine: Engine, isJson: boolean, result: ConnectResult): Promise<number> {
  if (result.state === 'failed') {
    const { reason, said, missing } = result;
    const [title, why, action] = [
      text(`connect.${reason}.title`),
      text(`connect.${reason}.why`),
      text(`connect.${reason}.action`),
    ];
    if (isJson) print(true, { event: 'not_connected', reason, said, missing, title, why, action }, () => []);
    say(text('cli.connect.failed', { title }));
    for (const line of [why, action]) say(`  ${line}.`);
    if (said !== null) say(`  ${text('cli.connect.said', { said })}`);
    if (missing.length > 0) say(`  ${text('cli.connect.missing', { scopes: missing.join(', ') })}`);
    return exitOf(reason);
  }
  const connection = (await ask(engine, 'connections.list', {})).find(({ id }) => id === result.connectionId);
  if (!connection) throw new CommandError(text('connections.unknown', { id: String(result.connectionId) }));
  const who = whoOf(connection);
  print(isJson, { event: 'connected', ...connection }, () => [
    text('cli.connect.done', { who, id: String(connection.id) }),
    ...linesOf(connection).slice(1),
  ]);
  return EXIT.done;
}

/** What was given wrongly is bad input; the rest waits for a person. */
function exitOf(reason: (ConnectResult & { readonly state: 'failed' })['reason']): number {
  switch (reason) {
    case 'app_needed':
    case 'app_unknown':
    case 'secret_needed':
    case 'secret_wrong':
    case 'token_invalid':
    case 'not_a_person':
    case 'other_app':
    case 'proof_needed':
    case 'proof_wrong':
      return EXIT.usage;
    case 'timed_out':
      return EXIT.timeout;
    case 'offline':
    case 'meta_failed':
    case 'no_listener':
      return EXIT.problems;
    case 'cancelled':
    case 'window_closed':
    case 'url_blocked':
    case 'app_not_live':
    case 'dialog_failed':
    case 'declined':
    case 'wrong_state':
    case 'no_answer_in_address':
    case 'code_used':
    case 'code_expired':
    case 'code_unknown':
    case 'redirect_differs':
    case 'desktop_app':
    case 'token_expired':
    case 'password_changed':
    case 'checkpoint':
    case 'app_removed':
    case 'unconfirmed':
      return EXIT.held;
  }
}

/** The connections of a data folder: who, with which rights, how long, and how they fare. */
export async function connectionsCommand({ data, json }: CommonOptions): Promise<number> {
  const { engine, close } = await openHost({ dataDir: data, withSandbox: false });
  try {
    const all = await ask(engine, 'connections.list', {});
    if (all.length === 0 && !json) print(json, {}, () => [text('cli.connections.none')]);
    for (const one of all) print(json, { event: 'connection', ...one }, () => linesOf(one));
    return EXIT.done;
  } finally {
    await close();
  }
}

export interface DisconnectOptions extends CommonOptions {
  readonly revoke: boolean;
  readonly account?: string;
}

/** Disconnects a connection, or one ad account of it; its jobs wait. */
export async function disconnectCommand(connectionId: number, options: DisconnectOptions): Promise<number> {
  const { data, json, account = null, revoke } = options;
  const { engine, close } = await openHost({ dataDir: data, withSandbox: revoke && isOfSandbox(data) });
  try {
    const done = await ask(engine, 'connections.disconnect', { connectionId, account, revokes: revoke });
    const values = { id: String(connectionId), account: account ?? '', jobs: String(done.jobs) };
    print(json, { event: 'disconnected', connectionId, account, ...done }, () => [
      text(account === null ? 'cli.disconnect.done' : 'cli.disconnect.account', values),
    ]);
    if (done.isRevoked === true) say(text('cli.disconnect.revoked'));
    if (done.isRevoked === false) say(text('cli.disconnect.not_revoked', { said: done.said ?? '?' }));
    return done.isRevoked === false ? EXIT.held : EXIT.done;
  } finally {
    await close();
  }
}

function linesOf(connection: Connection): readonly string[] {
  const { id, kind, health, app, granted, accounts, jobs, expiresAt, warnings, trouble, said } = connection;
  const scopes = granted === null ? text('cli.connections.scopes_unknown') : granted.join(', ');
  const lines = [
    text('cli.connections.line', {
      id: String(id),
      who: whoOf(connection),
      kind: text(`connection.kind.${kind}`),
      health: text(`connection.health.${health}`),
    }),
    ...(app === null ? [] : [text('cli.connections.app', { app: app.name ?? app.id, scopes })]),
    ...(expiresAt === null ? [] : [endText(expiresAt)]),
    text('cli.connections.used', {
      known: String(accounts.known),
      chosen: String(accounts.chosen),
      jobs: String(jobs),
    }),
    ...warnings.map(({ kind: of, days, scope }) =>
      text(`connection.warning.${of}${days === 0 ? '.over' : ''}`, { days: String(days), scope: scope ?? '' }),
    ),
    ...(trouble === null ? [] : [text(`connect.${trouble}.title`)]),
    ...(said === null ? [] : [text('cli.connect.said', { said })]),
  ];
  return lines.map((line, index) => (index === 0 ? line : `  ${line}`));
}

function endText(at: number | 'never'): string {
  return at === 'never' ? text('cli.connections.never') : text('cli.connections.ends', { time: timeText(at) });
}

function whoOf({ person, isSandbox }: Connection): string {
  const name = person.name ?? person.id ?? text('cli.connections.unnamed');
  return isSandbox ? `${name} (${text('ui.sandbox')})` : name;
}

/** The embedded sandbox has been used from this data folder. */
function isOfSandbox(data: string): boolean {
  return existsSync(join(data, 'sandbox.db'));
}

/** Never an argument, which every process of the machine can read. */
function environment(name: string): string | undefined {
  return process.env[name]?.trim() || undefined;
}

async function wholeOf(stdin: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stdin) parts.push(part as Buffer);
  const given = Buffer.concat(parts).toString().trim();
  if (given === '') throw new CommandError(text('cli.connect.empty_stdin'));
  return given;
}
