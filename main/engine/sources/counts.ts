import { stat } from 'node:fs/promises';

import type { Reading, SourceCount } from '../../../preload/contract/sources.ts';
import type { Context } from '../context.ts';
import { check } from '../inspect.ts';
import { ReadFault } from '../reader.ts';
import { placeOf } from './previews.ts';

/** Counts of whole sources, in the background. */
export interface Counts {
  /**
   * How far the count of a reading is; begins it when it is new, or its file has changed. Another reading of the same source takes its
   * place. Throws NotFoundError.
   */
  count(reading: Reading): Promise<SourceCount>;
}

/** Nobody wants to know any more. */
const LONGEST_SILENCE_MS = 30_000;
/** Results that are kept. */
const MOST_COUNTS = 20;

interface Count {
  /** The reading and the state of its file. */
  readonly of: string;
  readonly stopping: AbortController;
  state: SourceCount;
  askedAt: number;
}

export function createCounts(context: Context): Counts {
  const { clock } = context.ports;
  const counts = new Map<number, Count>();

  function begin(sourceId: number, of: string, reading: Reading, path: string, name: string): Count {
    counts.get(sourceId)?.stopping.abort();
    const stopping = new AbortController();
    const count: Count = {
      of,
      stopping,
      state: { state: 'counting', bytes: 0, total: null, rows: 0 },
      askedAt: clock.monotonic(),
    };
    counts.delete(sourceId);
    counts.set(sourceId, count);
    for (const [id, { state, stopping: old }] of counts) {
      if (counts.size <= MOST_COUNTS) break;
      if (state.state === 'counting') old.abort();
      counts.delete(id);
    }
    void work(count, reading, path, name);
    void watch(sourceId, count);
    return count;
  }

  async function work(count: Count, { sheet, overrides, country }: Reading, path: string, name: string): Promise<void> {
    const signal = AbortSignal.any([count.stopping.signal, context.signal]);
    try {
      const look = { path, name, sheet, overrides, country };
      const result = await check(
        context,
        look,
        null,
        (bytes, total, rows) => {
          count.state = { state: 'counting', bytes, total, rows };
        },
        signal,
      );
      const { rows, keys, problemCounts } = result;
      count.state = { state: 'done', rows, keys, problemCounts };
    } catch (error) {
      if (signal.aborted) return;
      count.state = failed(error);
      if (!(error instanceof ReadFault)) {
        context.ports.log.info('count.failed', { code: error instanceof Error ? error.name : 'unknown' });
      }
    } finally {
      count.stopping.abort();
    }
  }

  /** Ends a count that nobody has asked for. */
  async function watch(sourceId: number, count: Count): Promise<void> {
    const signal = AbortSignal.any([count.stopping.signal, context.signal]);
    while (!signal.aborted) {
      const rest = count.askedAt + LONGEST_SILENCE_MS - clock.monotonic();
      if (rest > 0) await clock.sleep(rest, signal);
      else {
        count.stopping.abort();
        if (counts.get(sourceId) === count) counts.delete(sourceId);
      }
    }
  }

  return {
    async count(reading) {
      if (reading.source.kind === 'drop') return { state: 'later' };
      const { sourceId } = reading.source;
      const place = placeOf(context, reading.source);
      if (place.kind === 'drop') return { state: 'later' };
      const { path, name } = place;
      const file = await stat(path).catch(() => null);
      const of = JSON.stringify([reading.sheet, reading.overrides, reading.country, file?.size, file?.mtimeMs]);
      const known = counts.get(sourceId);
      if (known?.of !== of) return begin(sourceId, of, reading, path, name).state;
      known.askedAt = clock.monotonic();
      // What stood in the way may be gone when somebody asks again.
      if (known.state.state === 'failed') counts.delete(sourceId);
      return known.state;
    },
  };
}

function failed(error: unknown): SourceCount {
  if (!(error instanceof ReadFault)) {
    return { state: 'failed', code: 'internal', message: 'Muster could not count; the log says when.', remedy: '' };
  }
  const { code, message, remedy } = error;
  const isTold = remedy !== '' && message.endsWith(remedy);
  return { state: 'failed', code, message: isTold ? message.slice(0, -remedy.length).trimEnd() : message, remedy };
}
