import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

import type { Http, HttpAnswer } from '../engine/ports.ts';

/** One try over the network. Node's own client rather than fetch, which copies a body of megabytes twice; redirects are answers to both. */
export const nodeHttp: Http = ({ method, url, headers, body, timeoutMs }) =>
  new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (error: Error): void => resolve(signal.aborted ? LATE : noAnswer(error));
    const length = (body ?? []).reduce((sum, piece) => sum + piece.length, 0);
    const call = (url.startsWith('https:') ? tlsRequest : plainRequest)(
      url,
      { method, signal, headers: { ...headers, ...(body === null ? {} : { 'content-length': length }) } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', fail);
        response.on('end', () => resolve(answerOf(response, Buffer.concat(parts).toString())));
      },
    );
    call.on('error', fail);
    for (const piece of body ?? []) call.write(piece);
    call.end();
  });

const LATE: HttpAnswer = { kind: 'no_answer', reason: 'timeout', said: 'No answer in time' };

function answerOf({ statusCode = 0, headers }: IncomingMessage, body: string): HttpAnswer {
  const flat = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return { kind: 'answer', status: statusCode, headers: Object.fromEntries(flat) as Record<string, string>, body };
}

const NO_CONNECTION = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ETIMEDOUT'];

/** Only the code of a failure is kept: messages of the network stack hold addresses. */
function noAnswer(error: Error): HttpAnswer {
  const code = 'code' in error ? String(error.code) : '';
  if (NO_CONNECTION.includes(code))
    return { kind: 'no_answer', reason: 'no_connection', said: `No connection (${code})` };
  return { kind: 'no_answer', reason: 'reset', said: code === '' ? 'Connection lost' : `Connection lost (${code})` };
}
