import type { Http } from '../engine/ports.ts';
import { API_VERSION, graphRoot } from './client.ts';
import { beginsAsJson, isFromNetwork } from './outcome.ts';

// A busy hotspot or a satellite needs more than two seconds for TCP, TLS and one answer, and whoever fails here stays offline for good.
const PROBE_MS = 5_000;

/**
 * Whether the Graph host answers again. Asked without a token: Graph refuses that with an error in JSON, which nobody on the way would
 * send. False also when `signal` fires first; never rejects for the network's sake. Throws UnsafeTargetError for a root that is none.
 */
export async function probe(http: Http, graphUrl: string, signal?: AbortSignal): Promise<boolean> {
  const url = `${graphRoot(graphUrl)}/${API_VERSION}/`;
  if (signal?.aborted) return false;
  const asked = http({ method: 'GET', url, headers: { accept: 'application/json' }, body: null, timeoutMs: PROBE_MS });
  const done = new AbortController();
  const stopped = new Promise<null>((resolve) =>
    signal?.addEventListener('abort', () => resolve(null), { once: true, signal: done.signal }),
  );
  const answer = await Promise.race([asked, stopped]);
  // The signal of the engine outlives thousands of probes.
  done.abort();
  return answer?.kind === 'answer' && !isFromNetwork(answer) && beginsAsJson(answer.body);
}
