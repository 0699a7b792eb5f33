import type { Readable } from 'node:stream';

import type { ColumnMapping } from '#core/mapping/mapping.ts';

import type { CheckResult } from './check.ts';
import type { Context } from './context.ts';
import type { ReaderOrder } from './ingest-worker.ts';

export interface LookOrder {
  /** null = the given stream, or `head`. */
  readonly path: string | null;
  /** The first bytes of a source that is not at hand as a whole. */
  readonly head?: Uint8Array;
  readonly name: string;
  /** Of a workbook; its first one when left out or null. */
  readonly sheet?: string | null;
  readonly overrides: readonly string[];
  readonly country: string | null;
}

/** The mapping that a run would read with. Throws ReadFault: missing, empty, binary, no usable column … */
export async function inspect(
  context: Context,
  order: LookOrder,
  stdin: Readable | null = null,
): Promise<{ readonly mapping: readonly ColumnMapping[] }> {
  let mapping: readonly ColumnMapping[] = [];
  await context.readers.run(lookAt(context, order, { kind: 'inspect' }), stdin, context.signal, (message) => {
    if (message.kind === 'shape') ({ mapping } = message);
    return true;
  });
  return { mapping };
}

/**
 * A dry run over the whole source: counts and problems; nothing is stored or sent. Throws ReadFault, and an Error when the signal ended it.
 */
export async function check(
  context: Context,
  order: LookOrder,
  stdin: Readable | null,
  progress: (bytes: number, total: number | null, rows: number) => void,
  signal: AbortSignal = context.signal,
): Promise<CheckResult> {
  let result: CheckResult | null = null;
  let total: number | null = null;
  await context.readers.run(lookAt(context, order, { kind: 'check' }), stdin, signal, (message) => {
    if (message.kind === 'shape') total = message.size;
    if (message.kind === 'progress') progress(message.bytes, total, message.rows);
    if (message.kind === 'checked') ({ result } = message);
    return true;
  });
  if (!result) throw new Error('the reader ended without a result');
  return result;
}

/** A reader's order to look at a source without making a run of it. */
export function lookAt({ ports }: Context, order: LookOrder, task: ReaderOrder['task']): ReaderOrder {
  return {
    ...order,
    sheet: order.sheet ?? null,
    thisYear: new Date(ports.clock.now()).getUTCFullYear(),
    begun: null,
    task,
  };
}
