import type { Bridge, CallName, EngineEvent, Output, Reply } from '../preload/contract/contract.ts';

declare global {
  interface Window {
    /** Set by the preload script in the desktop app, absent in a browser. */
    readonly muster?: Bridge;
  }
}

/** The desktop app's bridge where its preload ran, else HTTP to the browser host that served this page. */
export function pickBridge(): Bridge {
  return window.muster ?? httpBridge();
}

/**
 * The browser host's door, same origin and cookie. A call rejects only when the host cannot be reached;
 * what the engine refuses comes back as a Reply.
 */
function httpBridge(): Bridge {
  return {
    async call<N extends CallName>(name: N, input: unknown): Promise<Reply<Output<N>>> {
      const answer = await fetch('/api/call', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, input }),
      });
      if (!(answer.headers.get('content-type') ?? '').includes('json')) throw new Error(`HTTP ${answer.status}`);
      // The host speaks the same contract, checked when both were compiled.
      return (await answer.json()) as Reply<Output<N>>;
    },
    onEvent(listener) {
      const source = new EventSource('/api/events');
      let wasLost = false;
      source.addEventListener('message', ({ data }: MessageEvent<string>) => {
        const fact: unknown = JSON.parse(data);
        if (isEvent(fact)) listener(fact);
      });
      source.addEventListener('error', () => {
        wasLost = true;
      });
      // Facts told while the line was down are lost, so a new line means: read everything again.
      source.addEventListener('open', () => {
        if (wasLost) for (const event of FACTS) listener({ event });
        wasLost = false;
      });
      return () => source.close();
    },
  };
}

const FACTS = [
  'jobs.changed',
  'holds.changed',
  'connections.changed',
  'drafts.changed',
  'settings.changed',
  'status.changed',
] as const;

function isEvent(fact: unknown): fact is EngineEvent {
  return typeof fact === 'object' && fact !== null && 'event' in fact;
}
