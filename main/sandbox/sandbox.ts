/**
 * A local Graph API that behaves like Meta's: a product feature, the demo's default and a test double. It imports nothing of ours, so that
 * it cannot agree with us by sharing our mistakes. Everything Meta does not document is marked as invented where it is made.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { accounts, seedTerms, type AccountState } from './accounts.ts';
import { seedAudiences } from './audiences.ts';
import { GraphError } from './errors.ts';
import { answerError, answerGraph, type Answer } from './graph.ts';
import { answerPage } from './pages.ts';
import { readCall } from './request.ts';
import { createUsage } from './usage.ts';
import { openStore, openToken, type World } from './world.ts';

export interface SandboxAccount {
  /** `act_` and 15 digits. */
  readonly id: string;
  /** How the account was made; accepting the terms of a `no_terms` account later does not rename it. */
  readonly state: AccountState;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`, without version. */
  readonly graphUrl: string;
  readonly accessToken: string;
  readonly accounts: readonly SandboxAccount[];
  /** Stops answering, drops open connections and closes the file. */
  close(): Promise<void>;
}

/**
 * Serves the sandbox on 127.0.0.1. Rejects when the file cannot be opened or the port is taken.
 * @param options file: its own SQLite store, ':memory:' allowed; ids, audiences, members and token survive a restart.
 *   port: 0 = any free (default). now: Unix milliseconds, for tests.
 */
export async function startSandbox(options: {
  readonly file: string;
  readonly port?: number;
  readonly now?: () => number;
}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const db = openStore(options.file);
  // The official SDK puts 300 rows of a removal into the URL.
  const server = createServer({ maxHeaderSize: 1024 * 1024, keepAliveTimeout: 60_000 });
  try {
    seedTerms({ db, now });
    seedAudiences({ db, now });
    const port = await listen(server, options.port ?? 0);
    const world: World = {
      db,
      now,
      graphUrl: `http://127.0.0.1:${port}`,
      token: openToken(db, now()),
      usage: createUsage(now),
    };
    server.on('request', (request, response) => void serve(world, request, response));
    return {
      graphUrl: world.graphUrl,
      accessToken: world.token.value,
      accounts: accounts.map(({ id, state }) => ({ id, state })),
      async close() {
        if (!db.open) return;
        const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
        server.closeAllConnections();
        await closed;
        db.close();
      },
    };
  } catch (error) {
    server.close();
    db.close();
    throw error;
  }
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let made: Answer;
  try {
    const call = await readCall(request);
    // Closed while the body was arriving: the connection is gone, too.
    if (!world.db.open) return;
    made = answerPage(world, call) ?? answerGraph(world, call);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    made = answerError(error instanceof GraphError ? error : sandboxFault(error));
  }
  response.writeHead(made.status, { ...made.headers, 'content-length': Buffer.byteLength(made.body) });
  response.end(made.body);
}

/** Says that the sandbox itself is wrong, not the caller: shaped like Graph's unknown error. */
function sandboxFault(error: unknown): GraphError {
  const reason = error instanceof Error ? error.message : String(error);
  return new GraphError({ status: 500, message: `The sandbox failed: ${reason}`, code: 1 });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
