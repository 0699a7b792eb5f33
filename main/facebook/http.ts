import type { Http, HttpAnswer } from '../engine/ports.ts';

/** One try over the network with Node's fetch. Redirects are answers, not instructions. */
export const fetchHttp: Http = async ({ method, url, headers, body, timeoutMs }) => {
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === null ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return {
      kind: 'answer',
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (error) {
    return noAnswer(error);
  }
};

/** Only the kind of failure is kept: messages of the network stack hold addresses. */
function noAnswer(error: unknown): HttpAnswer {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return { kind: 'no_answer', reason: 'timeout', said: 'No answer in time' };
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(code)
  ) {
    return { kind: 'no_answer', reason: 'no_connection', said: `No connection (${code})` };
  }
  return { kind: 'no_answer', reason: 'reset', said: code === '' ? 'Connection lost' : `Connection lost (${code})` };
}
