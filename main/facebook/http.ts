import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

import { release } from '#core/release.ts';

import type { Http, HttpAnswer, HttpRequest } from '../engine/ports.ts';
import { failureOf, lateness, noAnswer, type Progress } from './failure.ts';
import { type Environment, routeTo, TunnelAgent, type TunnelOptions } from './proxy.ts';
import { trustLocalAuthorities } from './trust.ts';

/** For DNS, TCP, proxy and TLS together; whoever has no connection by then is offline. */
const CONNECT_MS = 10_000;
/** Graph answers in kilobytes; a portal or a radio station may send for ever. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Connections are used again, since a handshake costs an upload two trips around the world. One that the far end closes at the
 * moment we use it again looks like a reset in mid-request, so idle ones are given up after five seconds, long before servers and
 * routers forget them, and all of them at the first failure.
 */
const KEPT = { keepAlive: true, timeout: 5_000 };

/**
 * One try over the network. Node's own client rather than fetch, which copies a body of megabytes twice; redirects are answers to both.
 * Obeys the proxy variables and NODE_EXTRA_CA_CERTS of `env`; a proxy that `wanted` answers goes before those.
 */
export function createHttp(env: Environment, wanted: () => string | null = () => null): Http {
  const plain = new PlainAgent(KEPT);
  const direct = new TlsAgent(KEPT);
  const tunnels = new Map<string, TunnelAgent>();
  let isTrusting = false;

  function tunnelThrough(address: string): TunnelAgent {
    const known = tunnels.get(address) ?? new TunnelAgent(address, KEPT);
    tunnels.set(address, known);
    return known;
  }

  return (request) => {
    const url = new URL(request.url);
    if (url.protocol === 'http:') return tryOnce(request, plain, false);
    if (!isTrusting) trustLocalAuthorities(env);
    isTrusting = true;
    const route = routeTo(url, env, wanted());
    switch (route.kind) {
      case 'direct':
        return tryOnce(request, direct, false);
      case 'proxy':
        return tryOnce(request, tunnelThrough(route.address), true);
      case 'unusable':
        return Promise.resolve(noAnswer('proxy', `${route.variable} does not hold the address of an http proxy`));
    }
  };
}

/** The network of this process. */
export const nodeHttp: Http = createHttp(process.env);

function tryOnce(
  { method, url, headers, body, timeoutMs }: HttpRequest,
  agent: PlainAgent,
  isProxied: boolean,
): Promise<HttpAnswer> {
  return new Promise((resolve) => {
    const givenUp = new AbortController();
    let isConnected = false;
    let isAnswering = false;
    let isSettled = false;
    const length = (body ?? []).reduce((sum, piece) => sum + piece.length, 0);
    const isTls = agent instanceof TlsAgent;
    const options: TunnelOptions = {
      method,
      agent,
      givenUp: givenUp.signal,
      // Only Node's wait for a proxy heeds it.
      timeout: CONNECT_MS,
      headers: { ...headers, ...(body === null ? {} : { 'content-length': length }) },
    };
    const call = (isTls ? tlsRequest : plainRequest)(url, options, (response) => {
      isAnswering = true;
      readBody(response, settle, fail);
    });
    call.on('error', fail);
    call.on('socket', (socket) => {
      // A tunnel is handed over when it stands.
      if (isProxied || call.reusedSocket) connected();
      else socket.once(isTls ? 'secureConnect' : 'connect', connected);
    });
    const late = (): void => settle(lateness(progress()));
    const connectTimer = setTimeout(late, Math.min(CONNECT_MS, timeoutMs));
    const timer = setTimeout(late, timeoutMs);
    for (const piece of body ?? []) call.write(piece);
    call.end();

    function progress(): Progress {
      return { isConnected, isProxied, isStale: call.reusedSocket && !isAnswering };
    }

    function connected(): void {
      isConnected = true;
      clearTimeout(connectTimer);
    }

    function fail(error: Error): void {
      settle(failureOf(error, progress()));
    }

    function settle(answer: HttpAnswer): void {
      // After an answer the connection is somebody else's.
      if (isSettled) return;
      isSettled = true;
      clearTimeout(connectTimer);
      clearTimeout(timer);
      resolve(answer);
      // Megabytes an upload; while any of it is still to be written the network needs it.
      if (call.writableFinished) release(body ?? []);
      if (answer.kind === 'answer') return;
      call.destroy();
      givenUp.abort();
      for (const idle of Object.values(agent.freeSockets).flat()) idle?.destroy();
    }
  });
}

function readBody(response: IncomingMessage, settle: (answer: HttpAnswer) => void, fail: (error: Error) => void): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > MOST_BYTES) settle(noAnswer('reset', 'The answer is too long'));
    else parts.push(part);
  });
  response.on('error', fail);
  response.on('end', () => settle(answerOf(response, Buffer.concat(parts).toString())));
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: string): HttpAnswer {
  const flat = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return { kind: 'answer', status: statusCode, headers: Object.fromEntries(flat) as Record<string, string>, body };
}
