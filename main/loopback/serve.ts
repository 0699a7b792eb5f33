import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import type { EngineEvent, Reply } from '../../preload/contract/contract.ts';
import { PAGE_POLICY, staticFile } from './static-files.ts';

/** What the browser host serves: the same two things a preload gives the desktop app. */
export interface Served {
  call(name: string, input: unknown): Promise<Reply<unknown>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
}

export interface BrowserHost {
  /** Opens the page once: its token is spent by the first visit. */
  readonly url: string;
  close(): Promise<void>;
}

const MOST_BODY_BYTES = 2 * 1024 * 1024;
const KEEP_ALIVE_MS = 15_000;

/**
 * Serves the page and its calls on 127.0.0.1. The token in the address buys an HttpOnly, SameSite=Strict cookie once; every other
 * request needs that cookie, our own Host, and (when a browser sends one) our own Origin. `pageDir` is the built page.
 */
export async function serveBrowser(served: Served, pageDir: string, port: number): Promise<BrowserHost> {
  const server = createServer();
  const bound = await listen(server, port);
  const origin = `http://127.0.0.1:${bound}`;
  const ticket = randomBytes(32).toString('base64url');
  const session = randomBytes(32).toString('base64url');
  // Cookies know no ports: a second Muster must not take the first one's.
  const cookie = `muster-${bound}`;
  const door = { origin, host: `127.0.0.1:${bound}`, cookie, ticket: { value: ticket, isSpent: false }, session };
  server.on('request', (request, response) => {
    answer(served, pageDir, door, request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500, 'Muster could not answer.');
      else response.destroy();
    });
  });
  return {
    url: `${origin}/?token=${ticket}`,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Door {
  readonly origin: string;
  readonly host: string;
  readonly cookie: string;
  readonly ticket: { readonly value: string; isSpent: boolean };
  readonly session: string;
}

async function answer(
  served: Served,
  pageDir: string,
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  protect(response);
  const url = URL.parse(request.url ?? '/', door.origin);
  if (!url) {
    refuse(response, 400, 'That is no address.');
    return;
  }
  const { origin } = request.headers;
  // A page elsewhere may point a name of its own at 127.0.0.1, or post to us: both show here.
  if (request.headers.host !== door.host || (origin !== undefined && origin !== door.origin)) {
    refuse(response, 403, 'Muster answers its own page only.');
    return;
  }
  const token = url.searchParams.get('token');
  if (url.pathname === '/' && token !== null) {
    enter(door, token, response);
    return;
  }
  if (!same(cookieOf(request, door.cookie), door.session)) {
    refuse(
      response,
      401,
      'Open the address that Muster printed. It works once; start “muster open” again for a new one.',
    );
    return;
  }
  if (url.pathname === '/api/call' && request.method === 'POST') await call(served, request, response);
  else if (url.pathname === '/api/events' && request.method === 'GET') stream(served, response);
  else if (request.method === 'GET') await page(pageDir, url.pathname, response);
  else refuse(response, 405, 'No such call.');
}

function enter(door: Door, token: string, response: ServerResponse): void {
  if (door.ticket.isSpent || !same(token, door.ticket.value)) {
    refuse(response, 403, 'This address was used before. Start “muster open” again for a new one.');
    return;
  }
  door.ticket.isSpent = true;
  response.setHeader('set-cookie', `${door.cookie}=${door.session}; HttpOnly; SameSite=Strict; Path=/`);
  response.writeHead(303, { location: '/' }).end();
}

async function call(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > MOST_BODY_BYTES) {
      refuse(response, 413, 'Too much for one call.');
      return;
    }
  }
  let asked: unknown;
  try {
    asked = JSON.parse(Buffer.concat(parts).toString());
  } catch {
    refuse(response, 400, 'The call is no JSON.');
    return;
  }
  const { name, input } = (typeof asked === 'object' && asked !== null ? asked : {}) as {
    name?: unknown;
    input?: unknown;
  };
  const reply = await served.call(String(name), input);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply));
}

/** Server-sent events; a comment now and then keeps the connection known to be alive. */
function stream(served: Served, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': Muster\n\n');
  const stop = served.onEvent((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
  const alive = setInterval(() => response.write(': \n\n'), KEEP_ALIVE_MS);
  response.on('close', () => {
    stop();
    clearInterval(alive);
  });
}

async function page(pageDir: string, path: string, response: ServerResponse): Promise<void> {
  const file = await staticFile(pageDir, path);
  if (!file) refuse(response, 404, 'There is no such page.');
  else response.writeHead(200, { 'content-type': file.type }).end(file.body);
}

function protect(response: ServerResponse): void {
  response.setHeader('content-security-policy', PAGE_POLICY);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${why}\n`);
}

function cookieOf(request: IncomingMessage, cookie: string): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === cookie)?.[1] ?? '';
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
