import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';

import type { Bridge, CallName, EngineEvent, Input, Output } from '../preload/contract/contract.ts';
import { useMoments } from './moments.ts';
import { createRefresher } from './refresher.ts';

/** The engine answered and said no. `code` is stable, `message` is for people. */
export class EngineRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Nobody answered; the same call is worth trying again. */
class EngineUnreachable extends Error {}

type Ask = <N extends CallName>(name: N, input: Input<N>) => Promise<Output<N>>;
const AskContext = createContext<Ask | null>(null);

/** Asks the engine; rejects with EngineRefusal or EngineUnreachable. For the hooks in queries.ts. */
export function useAsk(): Ask {
  const ask = useContext(AskContext);
  if (!ask) throw new Error('useAsk outside EngineProvider');
  return ask;
}

/** Connects a subtree to one engine: calls, and readings that are renewed when events say so. */
export function EngineProvider({ bridge, children }: { readonly bridge: Bridge; readonly children: ReactNode }) {
  const client = useMemo(() => createClient(), []);
  const ask = useMemo(() => askOver(bridge), [bridge]);
  useEffect(() => follow(bridge, client), [bridge, client]);
  return (
    <AskContext value={ask}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </AskContext>
  );
}

/** What reads Meta or a whole file, and is read when somebody looks or asks. */
const COSTLY: ReadonlySet<string> = new Set([
  'terms',
  'account terms',
  'review',
  'audiences',
  'preview',
  'row',
  'count',
]);

/** Reads on the page again what the engine knows by itself: for a process whose sender is another one. */
export function useReadAgain(): () => void {
  const client = useQueryClient();
  return useCallback(
    () => void client.invalidateQueries({ predicate: ({ queryKey: [noun] }) => !COSTLY.has(String(noun)) }),
    [client],
  );
}

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say what is stale. The engine is on this machine, so the browser's idea of "online" does not matter.
        staleTime: Infinity,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

function askOver(bridge: Bridge): Ask {
  return async (name, input) => {
    const reply = await bridge.call(name, input).catch((cause: unknown) => {
      useMoments.getState().setAnswering(false);
      throw new EngineUnreachable(name, { cause });
    });
    useMoments.getState().setAnswering(true);
    if (!reply.ok) throw new EngineRefusal(reply.code, reply.message);
    return reply.value;
  };
}

/** Renews what an event makes stale, the funnel ten times a second, what costs more to read less often. */
function follow(bridge: Bridge, client: QueryClient): () => void {
  const refresher = createRefresher((key) => client.invalidateQueries({ queryKey: key }));
  const touch = (paceMs: number, ...key: readonly (string | number)[]): void => refresher.touch(key, paceMs);
  const onEvent = (fact: EngineEvent): void => {
    // Whatever happens may be told in the logs; they are read only while somebody looks at them.
    touch(1000, 'activity');
    touch(1000, 'egress');
    switch (fact.event) {
      case 'run.changed':
        touch(100, 'run', fact.runId);
        touch(400, 'batches', fact.runId);
        touch(400, 'attempts', fact.runId);
        touch(400, 'outcomes', fact.runId);
        touch(1000, 'problems', fact.runId);
        touch(1000, 'throughput');
        touch(500, 'job', fact.jobId);
        touch(400, 'jobs');
        touch(500, 'status');
        return;
      case 'jobs.changed':
        touch(250, 'jobs');
        touch(250, 'job');
        touch(250, 'run');
        return;
      case 'holds.changed':
        touch(100, 'holds');
        touch(100, 'run');
        touch(250, 'jobs');
        touch(250, 'job');
        touch(250, 'status');
        return;
      case 'connections.changed':
        touch(250, 'connections');
        touch(500, 'reach');
        touch(500, 'audits');
        return;
      case 'drafts.changed':
        touch(250, 'drafts');
        return;
      case 'settings.changed':
        touch(100, 'settings');
        return;
      case 'status.changed':
        touch(250, 'status');
    }
  };
  const stopListening = bridge.onEvent(onEvent);
  const stopWatching = useMoments.subscribe((now, before) => {
    if (now.isAnswering && !before.isAnswering) void client.invalidateQueries();
  });
  return () => {
    stopListening();
    stopWatching();
    refresher.stop();
  };
}
