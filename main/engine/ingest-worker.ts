import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

import { columnNames, isHeader, titleLines } from '#core/mapping/header.ts';
import { type ColumnMapping, mapColumns } from '#core/mapping/mapping.ts';

import { checkpoint } from '../../db/open.ts';
import type { PreviewRow } from '../../preload/contract/sources.ts';
import { SourceChangedError, SourceError } from '../sources/fault.ts';
import { openSource } from '../sources/open.ts';
import type { OpenSource } from '../sources/source.ts';
import { checkSource } from './check.ts';
import { ingest, type IngestPart, type IngestStep, mappedKeys, type ReadPosition, stepMasks } from './ingest.ts';
import { newPeople, storedPeople } from './known-people.ts';
import { partBuilder } from './part-builder.ts';
import { payloadOf, type PayloadStep } from './sources/payload.ts';
import { firstRows, previewOf, type Previewed } from './sources/preview.ts';

/** What a reader's thread is asked to do, one order after another. */
export interface ReaderOrder {
  /** null = `head`, or else standard input of this thread. */
  readonly path: string | null;
  /** The first bytes of a source that is not at hand as a whole. */
  readonly head?: Uint8Array;
  readonly name: string;
  /** Of a workbook; null = its first one. */
  readonly sheet: string | null;
  readonly overrides: readonly string[];
  readonly country: string | null;
  readonly thisYear: number;
  /** What a resumed run found when it began; null for a new one. */
  readonly begun: {
    readonly mapping: readonly ColumnMapping[];
    readonly size: number | null;
    readonly mtimeMs: number | null;
  } | null;
  readonly task:
    | { readonly kind: 'inspect' }
    | { readonly kind: 'check' }
    | { readonly kind: 'preview' }
    | ({ readonly kind: 'row'; readonly row: number } & PayloadStep)
    | {
        readonly kind: 'ingest';
        readonly runId: number;
        readonly steps: readonly IngestStep[];
        /** Whoever has no value counts 0 in value-based audiences. */
        readonly zeroValue: boolean;
        readonly workspaceKey: Uint8Array;
        readonly from: ReadPosition;
        readonly firstSeq: number;
        /** One number in memory that both threads see: the engine changes it while this one reads. */
        readonly flushMs: Int32Array;
        /** Of the engine; this thread reads who entered before, and tidies its log. */
        readonly databaseFile: string;
      };
}

/** What the thread says. After a `part` it waits for the word to go on. */
export type ReaderMessage =
  | {
      readonly kind: 'shape';
      readonly mapping: readonly ColumnMapping[];
      /** The names are the list's own. */
      readonly hasHeader: boolean;
      readonly size: number | null;
      readonly mtimeMs: number | null;
    }
  | { readonly kind: 'part'; readonly part: IngestPart }
  | { readonly kind: 'progress'; readonly bytes: number; readonly rows: number }
  | { readonly kind: 'checked'; readonly result: Awaited<ReturnType<typeof checkSource>> }
  | { readonly kind: 'previewed'; readonly preview: Previewed }
  | { readonly kind: 'row'; readonly row: PreviewRow }
  | { readonly kind: 'end' }
  | { readonly kind: 'fault'; readonly code: string; readonly message: string; readonly remedy: string };

const port = parentPort;
if (!port) throw new Error('ingest-worker runs as a worker thread');
const say = (message: ReaderMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

// About 30 MB of chunks.
const PARTS_A_CHECKPOINT = 12;

// So many parts may be on their way: the engine stores and sends while the next ones are being made.
const MOST_UNSTORED = 3;
let handedOver: Promise<void>[] = [];
const storedWaiters: (() => void)[] = [];

async function emit(part: IngestPart): Promise<void> {
  const sealed = part.chunk?.sealed;
  // A short one lies in Node's shared pool, which must not be given away: it is copied.
  const isOwn = sealed?.buffer instanceof ArrayBuffer && sealed.byteLength === sealed.buffer.byteLength;
  say({ kind: 'part', part }, isOwn ? [sealed.buffer] : []);
  handedOver.push(new Promise((resolve) => storedWaiters.push(resolve)));
  if (handedOver.length >= MOST_UNSTORED) await handedOver.shift();
}

class MappingFault extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor(code: string, message: string, remedy: string) {
    super(`${message} ${remedy}`);
    this.code = code;
    this.remedy = remedy;
  }
}

function mappingOf(order: ReaderOrder, { shape }: OpenSource): readonly ColumnMapping[] {
  if (order.begun) return order.begun.mapping;
  const overridden = mapColumns(shape.header, shape.sample, shape.width, order.overrides);
  if (!overridden.ok) throw new MappingFault('bad_mapping', overridden.message, 'Nothing was read.');
  // Who looks at the first rows is about to map them by hand.
  const isForHand = order.task.kind === 'preview' || order.task.kind === 'row';
  if (!isForHand && mappedKeys(overridden.mapping).every((key) => key === 'LOOKALIKE_VALUE')) {
    const names = columnNames(shape.header, shape.width).map((name) => `“${name}”`);
    throw new MappingFault(
      'no_usable_column',
      `${order.name} has no column that names people. Columns: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`,
      'Map one by hand, for example --map "COLUMN=EMAIL".',
    );
  }
  return overridden.mapping;
}

async function work(order: ReaderOrder, source: OpenSource): Promise<void> {
  const mapping = mappingOf(order, source);
  const { width, size, mtimeMs, header } = source.shape;
  say({ kind: 'shape', mapping, hasHeader: header !== null, size, mtimeMs });
  const { task } = order;
  const plan = { mapping, width, country: order.country, thisYear: order.thisYear };
  switch (task.kind) {
    case 'inspect':
      return;
    case 'check': {
      const builder = partBuilder({ ...plan, stepMasks: [], zeroValue: false, ...newPeople(randomBytes(32)) });
      const progress = (bytes: number, rows: number): void => say({ kind: 'progress', bytes, rows });
      say({ kind: 'checked', result: await checkSource(source.rows(null), builder, mapping, progress) });
      return;
    }
    case 'preview':
    case 'row': {
      const rows = await firstRows(source, mapping);
      const people = { stepMasks: [], zeroValue: false, ...newPeople(randomBytes(32)) };
      if (task.kind === 'row') say({ kind: 'row', row: payloadOf(rows, task, { ...plan, ...people }) });
      else say({ kind: 'previewed', preview: previewOf(source, rows, { ...plan, ...people }) });
      return;
    }
    case 'ingest': {
      const workspaceKey = Buffer.from(task.workspaceKey);
      const builder = partBuilder({
        ...plan,
        stepMasks: stepMasks(task.steps, mapping),
        zeroValue: task.zeroValue,
        ...storedPeople(task.databaseFile, task.runId, workspaceKey),
      });
      let parts = 0;
      await ingest(
        source.rows(task.from.block),
        builder,
        { ...task, mapping, workspaceKey, isResumable: order.path !== null },
        {
          now: () => performance.now(),
          flushMs: () => Atomics.load(task.flushMs, 0),
          sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
          async emit(part) {
            await emit(part);
            parts += 1;
            if (parts % PARTS_A_CHECKPOINT === 0) checkpoint(task.databaseFile);
          },
        },
      );
    }
  }
}

async function serve(order: ReaderOrder): Promise<void> {
  handedOver = [];
  const { size = null, mtimeMs = null } = order.begun ?? {};
  const source = await openSource(order.path ?? (order.head ? Readable.from([order.head]) : process.stdin), {
    isHeader,
    titleLines,
    name: order.name,
    sheet: order.sheet,
    isLook: order.task.kind !== 'check' && order.task.kind !== 'ingest',
    ...(size !== null && mtimeMs !== null ? { expect: { size, mtimeMs } } : {}),
  });
  try {
    await work(order, source);
  } finally {
    await source.close();
  }
}

/** Faults of the source are answers; anything else is our bug and ends the thread. */
function faultIn(error: unknown): ReaderMessage {
  if (error instanceof SourceChangedError) {
    return { kind: 'fault', code: 'source_changed', message: error.message, remedy: '' };
  }
  if (!(error instanceof SourceError || error instanceof MappingFault)) throw error;
  return { kind: 'fault', code: error.code, message: error.message, remedy: error.remedy };
}

port.on('message', (message: ReaderOrder | 'stored') => {
  if (message === 'stored') storedWaiters.shift()?.();
  else
    void serve(message).then(
      () => say({ kind: 'end' }),
      (error: unknown) => say(faultIn(error)),
    );
});
