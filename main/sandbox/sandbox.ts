/**
 * A local Graph API that behaves like Meta's: a product feature, the demo's default and a test double. It imports nothing of ours, so that
 * it cannot agree with us by sharing our mistakes. Everything Meta does not document is marked as invented where it is made.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { makeAccounts, type AccountState } from './accounts.ts';
import { answerError } from './answers.ts';
import { openApp } from './app.ts';
import { seedAudiences } from './audiences.ts';
import { createClock } from './clock.ts';
import { answerControl } from './control.ts';
import { deliver, type Delivery } from './delivery.ts';
import { GraphError } from './errors.ts';
import { createFaultDial, type FaultOrder } from './fault-dial.ts';
import { findPage } from './pages.ts';
import { openPermissions } from './permissions.ts';
import { createReplay, type ReplayLine } from './replay.ts';
import { readCall, type GraphCall } from './request.ts';
import { seedTerms } from './terms.ts';
import { openAdminToken } from './tokens.ts';
import { createUsage } from './usage.ts';
import { isFresh, openStore, type World } from './world.ts';

const MOST_ADDRESSES = 1_000;

export interface SandboxAccount {
  /** `act_` and 15 digits. */
  readonly id: string;
  /** How the account was made; accepting the terms of a `no_terms` account later does not rename it. */
  readonly state: AccountState;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`, without version. */
  readonly graphUrl: string;
  /** The admin's, good for 60 days from each start. */
  readonly accessToken: string;
  readonly accounts: readonly SandboxAccount[];
  /** Stops answering, drops open connections and closes the file. */
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Its own SQLite store, ':memory:' allowed; ids, audiences, members and token survive a restart. */
  readonly file: string;
  /** 0 = any free (default). */
  readonly port?: number;
  /** Troubles that are on from the start; checkFault and parseFault make them. */
  readonly faults?: readonly FaultOrder[];
  /** Answers to give first, in this order; parseReplay makes them. */
  readonly replay?: readonly ReplayLine[];
  /** So many healthy ad accounts of each tier beside the usual ones. */
  readonly moreAccounts?: { readonly full?: number; readonly limited?: number };
}

/**
 * Serves the sandbox on 127.0.0.1. Rejects when the file cannot be opened or the port is taken.
 * @param options now: Unix milliseconds, and random: from 0 to below 1, for tests
 */
export async function startSandbox(
  options: SandboxOptions & { readonly now?: () => number; readonly random?: () => number },
): Promise<Sandbox> {
  const clock = createClock(options.now ?? Date.now);
  const { now } = clock;
  const accounts = makeAccounts(options.moreAccounts);
  const db = openStore(options.file);
  // The official SDK puts 300 rows of a removal into the URL.
  const server = createServer({ maxHeaderSize: 1024 * 1024, keepAliveTimeout: 60_000 });
  try {
    if (isFresh(db)) {
      seedTerms({ db, now });
      seedAudiences({ db, now, accounts });
    }
    openApp(db);
    openPermissions(db);
    const port = await listen(server, options.port ?? 0);
    const world: World = {
      db,
      clock,
      now,
      accounts,
      graphUrl: `http://127.0.0.1:${port}`,
      adminToken: openAdminToken(db, now()),
      usage: createUsage(now),
      faults: createFaultDial(options.faults ?? [], options.random ?? Math.random),
      replay: createReplay(options.replay ?? []),
      requests: new Map(),
      addresses: [],
    };
    const told = accounts.map(({ id, state }) => ({ id, state }));
    server.on('request', (request, response) => void serve(world, request, response));
    return {
      graphUrl: world.graphUrl,
      accessToken: world.adminToken,
      accounts: told,
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
  let made: Delivery;
  note(world, request);
  try {
    const call = await readCall(request);
    // Closed while the body was arriving: the connection is gone, too.
    if (!world.db.open) return;
    made = await respond(world, call);
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    made = answerError(error instanceof GraphError ? error : sandboxFault(error));
  }
  if (made === 'reset') request.socket.resetAndDestroy();
  if (typeof made === 'string' || response.destroyed) return;
  response.writeHead(made.status, { ...made.headers, 'content-length': Buffer.byteLength(made.body) });
  response.end(made.body);
}

/** What a proxy between would have in its log; the control endpoint's own calls are left out. */
function note({ addresses }: World, { method = '', url = '' }: IncomingMessage): void {
  if (url.startsWith('/_sandbox/')) return;
  addresses.push(`${method} ${url}`);
  if (addresses.length > MOST_ADDRESSES) addresses.shift();
}

/** Graph calls carry a version; what is not Graph are the pages for people and what only a sandbox can give. */
async function respond(world: World, call: GraphCall): Promise<Delivery> {
  if (call.version === undefined && call.path[0] === '_sandbox') return answerControl(world, call);
  return findPage(world, call) ?? deliver(world, call);
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
