import type { CallName, Reply } from '../../preload/contract/contract.ts';
import { type Host, openHost } from '../host.ts';
import {
  failureOf,
  type FromEngine,
  type HostCallName,
  type HostCalls,
  type Question,
  type ToEngine,
} from './messages.ts';

/** The engine's end of the line to its host. */
export interface HostPort {
  post(message: FromEngine): void;
  onMessage(listener: (message: ToEngine) => void): void;
}

type HostAnswers = { readonly [N in HostCallName]: (input: HostCalls[N]['input']) => Promise<HostCalls[N]['output']> };

/** Opens the engine that the host asks for, answers its calls and tells its events, until the host says stop. */
export function serveEngine(port: HostPort): void {
  let opening: Promise<Host | null> = Promise.resolve(null);

  async function open(options: Parameters<typeof openHost>[0]): Promise<Host | null> {
    try {
      const host = await openHost(options);
      const { engine } = host;
      engine.onEvent((event) => port.post({ kind: 'event', event, isSender: engine.isSender }));
      engine.start();
      port.post({ kind: 'opened', isSender: engine.isSender, restored: engine.restored });
      return host;
    } catch (error) {
      port.post({ kind: 'failed', failure: failureOf(error) });
      return null;
    }
  }

  async function answer(question: Question): Promise<void> {
    const host = await opening;
    if (!host) return;
    const reply = await replyTo(host, question);
    try {
      port.post({ kind: 'reply', id: question.id, reply });
    } catch (error) {
      // Only an answer that is no plain data cannot be posted; whoever asked must hear of it all the same.
      port.post({ kind: 'reply', id: question.id, reply: refused(error) });
    }
  }

  port.onMessage((message) => {
    switch (message.kind) {
      case 'open':
        opening = open(message.options);
        return;
      case 'call':
      case 'host':
        void answer(message);
        return;
      case 'stop':
        void opening.then((host) => host?.close()).then(() => port.post({ kind: 'stopped' }));
        return;
    }
  });
}

async function replyTo({ engine }: Host, { kind, name, input }: Question): Promise<Reply<unknown>> {
  // The engine refuses names that are not in the contract, so any string may be asked.
  if (kind === 'call') return engine.call(name as CallName, input as never);
  const answers: HostAnswers = {
    connect: ({ graphUrl, token }) => engine.host.connect(graphUrl, token),
    sync: (order) => engine.host.sync(order),
    addFile: async ({ path }) => engine.host.addFile(path),
    wake: async () => {
      engine.host.wake();
      return null;
    },
  };
  try {
    return { ok: true, value: await answers[name](input as never) };
  } catch (error) {
    return refused(error);
  }
}

/** The name says which of our errors it was. */
function refused(error: unknown): Reply<never> {
  const { name, message } = failureOf(error);
  return { ok: false, code: name, message };
}
