import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';

/** Trouble that a real network and a real Meta make; each is transient, so the next try may pass. */
const TROUBLES = ['unavailable', 'html', 'reset_before', 'reset_after', 'cut_off', 'empty'] as const;

export interface FaultyProxy {
  readonly url: string;
  /** Upload requests that came in, and how many of them met with trouble. */
  readonly seen: { uploads: number; troubled: number };
  close(): Promise<void>;
}

/** Stands between Muster and a Graph API and makes trouble for a share of the calls. `random` decides. */
export async function startFaultyProxy(target: string, share: number, random: () => number): Promise<FaultyProxy> {
  const seen = { uploads: 0, troubled: 0 };
  const server = createServer((request, response) => {
    const isUpload = request.url?.includes('/users') ?? false;
    if (isUpload) seen.uploads += 1;
    // The first upload never has luck, so that no run is without trouble, unless it is to have none.
    const hasBadLuck = random() < share || (share > 0 && isUpload && seen.troubled === 0);
    const trouble = hasBadLuck ? TROUBLES[Math.floor(random() * TROUBLES.length)] : undefined;
    if (trouble !== undefined && isUpload) seen.troubled += 1;
    handle(target, trouble, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    async close() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  target: string,
  trouble: (typeof TROUBLES)[number] | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  switch (trouble) {
    case 'unavailable':
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(
        '{"error":{"message":"(#2) Service temporarily unavailable","type":"OAuthException","is_transient":true,"code":2}}',
      );
      return;
    case 'html':
      response
        .writeHead(500, { 'content-type': 'text/html' })
        .end('<!DOCTYPE html><h1>Sorry, something went wrong.</h1>');
      return;
    case 'empty':
      response.writeHead(200).end();
      return;
    case 'reset_before':
      response.destroy();
      return;
    case 'reset_after':
      await pass(target, request, Buffer.concat(parts));
      response.destroy();
      return;
    case 'cut_off': {
      const answer = await pass(target, request, Buffer.concat(parts));
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(answer.body.subarray(0, answer.body.length / 2));
      return;
    }
    case undefined: {
      const answer = await pass(target, request, Buffer.concat(parts));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    }
  }
}

function pass(
  target: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<{ readonly status: number; readonly headers: Record<string, string | string[]>; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    const call = forward(
      new URL(url ?? '/', target),
      { method, headers: { ...headers, host: new URL(target).host } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const kept = Object.entries(answer.headers).filter(
            ([name, value]) => value !== undefined && name !== 'transfer-encoding',
          );
          resolve({
            status: answer.statusCode ?? 502,
            headers: Object.fromEntries(kept) as Record<string, string | string[]>,
            body: Buffer.concat(parts),
          });
        });
        answer.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
