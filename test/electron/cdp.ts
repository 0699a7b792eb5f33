import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

import type { CDPSession } from '@playwright/test';

/** A conversation in the Chrome DevTools Protocol with the browser or with one page of it; typed by Playwright. */
export type CdpSession = Pick<CDPSession, 'send' | 'on'>;

export interface CdpConnection {
  readonly browser: CdpSession;
  /** The conversation with one attached target, by the session id that Chromium gave. */
  readonly session: (id: string) => CdpSession;
  /** Resolves when Chromium has closed its end. */
  readonly closed: Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

const BROWSER = '';

/** Calls `receive` with every message; messages end with a zero byte. */
function splitMessages(stream: Readable, receive: (message: Message) => void): void {
  let parts: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      const text = Buffer.concat([...parts, chunk.subarray(start, end)]).toString();
      parts = [];
      start = end + 1;
      const message: Message = JSON.parse(text);
      receive(message);
    }
    parts.push(chunk.subarray(start));
  });
}

/** Speaks with a Chromium started with --remote-debugging-pipe over its file descriptors 3 and 4. */
export function connectCdp(toChromium: Writable, fromChromium: Readable): CdpConnection {
  const waiting = new Map<number, { readonly sessionId: string; readonly settle: (message: Message) => void }>();
  const listeners = new Map<string, EventEmitter>();
  const closed = Promise.withResolvers<void>();
  let lastId = 0;
  let isClosed = false;

  const emitterOf = (sessionId: string): EventEmitter => {
    const emitter = listeners.get(sessionId) ?? new EventEmitter();
    listeners.set(sessionId, emitter);
    return emitter;
  };

  function send(sessionId: string, method: string, params: object = {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error(`${method}: Chromium has ended`));
      const id = (lastId += 1);
      waiting.set(id, {
        sessionId,
        settle: ({ result, error }) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result)),
      });
      const addressee = sessionId === BROWSER ? {} : { sessionId };
      toChromium.write(`${JSON.stringify({ id, method, params, ...addressee })}\0`);
    });
  }

  /** Nobody answers commands to a session that has ended, so we do; without an id, to all. */
  function giveUp(reason: string, ended?: string): void {
    for (const [id, { sessionId, settle }] of waiting) {
      if (ended !== undefined && sessionId !== ended) continue;
      waiting.delete(id);
      settle({ error: { message: reason } });
    }
  }

  splitMessages(fromChromium, (message) => {
    if (message.id !== undefined) {
      waiting.get(message.id)?.settle(message);
      waiting.delete(message.id);
    } else if (message.method !== undefined) {
      emitterOf(message.sessionId ?? BROWSER).emit(message.method, message.params);
    }
  });
  fromChromium.on('close', () => {
    isClosed = true;
    giveUp('Chromium has ended');
    closed.resolve();
  });
  // A write that crosses Chromium's end fails here; what waited for its answer is told by 'close'.
  toChromium.on('error', () => undefined);

  emitterOf(BROWSER).on('Target.detachedFromTarget', ({ sessionId }: { readonly sessionId: string }) => {
    giveUp('The page has gone', sessionId);
    listeners.delete(sessionId);
  });

  function session(id: string): CdpSession {
    const untyped: unknown = {
      send: (method: string, params?: object) => send(id, method, params),
      on: (event: string, listener: (payload: unknown) => void) => emitterOf(id).on(event, listener),
    };
    return untyped as CdpSession;
  }
  return { browser: session(BROWSER), session, closed: closed.promise };
}
