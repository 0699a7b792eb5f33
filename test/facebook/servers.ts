import { readFileSync } from 'node:fs';
import { createServer as createWebServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { onTestFinished } from 'vitest';

import type { Http, HttpAnswer, HttpRequest } from '../../main/engine/ports.ts';

export const AUTHORITY = `${import.meta.dirname}/../fixtures/tls-authority.pem`;
const identity = readFileSync(`${import.meta.dirname}/../fixtures/tls-server.pem`, 'utf8');

/** Listens on 127.0.0.1 until the test ends. */
export async function portOf(server: Server): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** A server that does this with each connection. */
export async function sockets(serve: (socket: Socket) => void): Promise<string> {
  return `127.0.0.1:${await portOf(createSocketServer(serve))}`;
}

export async function web(serve: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await portOf(createWebServer(serve))}`;
}

/** A server whose certificate holds for graph.test and 127.0.0.1, signed by AUTHORITY. Returns its port. */
export function secure(serve: RequestListener): Promise<number> {
  return portOf(createTlsServer({ cert: identity, key: identity }, serve));
}

/** A port of this computer where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Proxy {
  /** Without scheme. */
  readonly address: string;
  /** Target and credentials of each tunnel that was asked for. */
  readonly asked: { readonly target: string; readonly credentials: string | null }[];
  readonly openConnections: () => Promise<number>;
}

/** A proxy that answers CONNECT with `line`, not at all when that is empty, and when that is a 200 leads every host to `port` of this computer. */
export async function startProxy(line: string, port = 0): Promise<Proxy> {
  const asked: { target: string; credentials: string | null }[] = [];
  const server = createWebServer();
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    asked.push({ target: request.url ?? '', credentials: request.headers['proxy-authorization'] ?? null });
    client.on('error', () => undefined);
    if (line !== '') client.write(`HTTP/1.1 ${line}\r\n\r\n`);
    client.on('end', () => client.destroy()).resume();
    if (!line.startsWith('200')) return;
    const target = connect(port, '127.0.0.1');
    target.on('error', () => client.destroy());
    client.on('close', () => target.destroy());
    client.pipe(target).pipe(client);
  });
  const address = `127.0.0.1:${await portOf(server)}`;
  const openConnections = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
  return { address, asked, openConnections };
}

/** One GET. */
export function get(http: Http, url: string, more: Partial<HttpRequest> = {}): Promise<HttpAnswer> {
  return http({ method: 'GET', url, headers: {}, body: null, timeoutMs: 20_000, ...more });
}
