import type { Readable } from 'node:stream';

import type { ColumnMapping } from '#core/mapping/mapping.ts';

import type { CheckResult } from './check.ts';
import type { Context } from './context.ts';

export interface LookOrder {
  /** null = the given stream. */
  readonly path: string | null;
  readonly name: string;
  readonly overrides: readonly string[];
  readonly country: string | null;
}

/** The mapping that a run would read with. Throws ReadFault: missing, empty, binary, no usable column … */
export async function inspect(
  context: Context,
  order: LookOrder,
): Promise<{ readonly mapping: readonly ColumnMapping[] }> {
  let mapping: readonly ColumnMapping[] = [];
  await context.readers.run(
    { ...base(context, order), task: { kind: 'inspect' } },
    null,
    new AbortController().signal,
    (message) => {
      if (message.kind === 'shape') ({ mapping } = message);
      return true;
    },
  );
  return { mapping };
}

/** A dry run over the whole source: counts and problems; nothing is stored or sent. Throws ReadFault. */
export async function check(
  context: Context,
  order: LookOrder,
  stdin: Readable | null,
  progress: (bytes: number, total: number | null, rows: number) => void,
): Promise<CheckResult> {
  let result: CheckResult | null = null;
  let total: number | null = null;
  await context.readers.run(
    { ...base(context, order), task: { kind: 'check' } },
    stdin,
    new AbortController().signal,
    (message) => {
      if (message.kind === 'shape') total = message.size;
      if (message.kind === 'progress') progress(message.bytes, total, message.rows);
      if (message.kind === 'checked') ({ result } = message);
      return true;
    },
  );
  if (!result) throw new Error('the reader ended without a result');
  return result;
}

function base({ ports }: Context, { path, name, overrides, country }: LookOrder) {
  return {
    path,
    name,
    overrides,
    country,
    thisYear: new Date(ports.clock.now()).getUTCFullYear(),
    begun: null,
  } as const;
}
