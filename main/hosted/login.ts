import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { processLocale } from '../../preload/messages/text.ts';
import type { LoginAnswer, LoginPort } from '../engine/ports.ts';

/**
 * An app's settings may have to list the address to the letter, so it is the same each time where nothing else has the port; it means
 * nothing, and is not among those that systems hand out by themselves.
 */
const USUAL_PORT = 28_671;
const MOST_PORTS = 20;

/** The system's browser, and a short-lived server on localhost to which it comes back. */
export const systemLogin: LoginPort = {
  async listen(answer) {
    const servers: Server[] = [];
    const close = (): void => {
      for (const server of servers) {
        server.close();
        // An answer that is being written is not idle.
        server.closeIdleConnections();
      }
    };
    let port = 0;
    const serve = (request: IncomingMessage, response: ServerResponse): void => {
      const own = `localhost:${port}`;
      // Put together, not resolved: a path that begins with two slashes would name another host.
      const asked = `http://${own}${request.url ?? '/'}`;
      const address = URL.canParse(asked) ? new URL(asked) : null;
      // Another name for this computer would be another site's page that found the port.
      const isOurs = request.method === 'GET' && request.headers.host === own && address?.pathname === '/callback';
      if (!isOurs || !address) {
        response.writeHead(404, HEADERS).end();
        return;
      }
      const shown = answer(address.href);
      response.writeHead(200, HEADERS).end(pageOf(shown));
      if (shown.isLast) close();
    };
    for (let attempt = 0; attempt < MOST_PORTS; attempt += 1) {
      port = await listenOnBoth(servers, serve, attempt === 0 ? USUAL_PORT : 0);
      if (port !== 0) return { redirectUri: `http://localhost:${port}/callback`, close };
    }
    throw new Error('no port of localhost is free');
  },
  openBrowser(url) {
    const [command, args] = browserCommand(process.platform, url);
    spawn(command, args, { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
  },
};

/** How a system opens an address. `start` of Windows would cut it at its first `&`. */
export function browserCommand(
  platform: NodeJS.Platform,
  url: string,
): readonly [command: string, args: readonly string[]] {
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return [platform === 'darwin' ? 'open' : 'xdg-open', [url]];
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
} as const;

/** `localhost` may be either address, so the same port is needed on both; 0 = it was taken on one of them. */
async function listenOnBoth(
  servers: Server[],
  serve: (request: IncomingMessage, response: ServerResponse) => void,
  wanted: number,
): Promise<number> {
  const four = createServer(serve);
  const port = await bind(four, '127.0.0.1', wanted);
  if (typeof port !== 'number') {
    if (port === 'EADDRINUSE') return 0;
    throw new Error(`localhost cannot be listened on (${port})`);
  }
  const six = createServer(serve);
  const other = await bind(six, '::1', port);
  if (other === 'EADDRINUSE') {
    four.close();
    return 0;
  }
  // A computer without IPv6 has one localhost only.
  servers.push(four, ...(typeof other === 'number' ? [six] : []));
  return port;
}

/** The port, or the code of what stands in the way. */
function bind(server: Server, host: string, port: number): Promise<number | string> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name));
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function pageOf({ title, text }: LoginAnswer): string {
  return `<!doctype html>
<html lang="${processLocale()}"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto 0;padding:0 1.5rem}</style>
</head><body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p></main></body></html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
