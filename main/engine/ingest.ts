import { keysOf, maskOf } from '#core/chunk.ts';
import { isKey, type Key } from '#core/keys.ts';
import type { ColumnMapping } from '#core/mapping/mapping.ts';

import type { ReadPart } from '../../db/runs.ts';
import type { RowBlock, SourcePosition } from '../sources/source.ts';
import type { BuiltPart, PartBuilder } from './part-builder.ts';
import { chunkPlace, encodeChunk, seal } from './vault.ts';

/** Where a run goes on reading: a block of the source, and how many of its items (rows and unreadable ones) are behind us. */
export interface ReadPosition {
  readonly block: SourcePosition | null;
  readonly skip: number;
}

export interface IngestStep {
  readonly stepId: number;
  readonly action: 'add' | 'remove';
  /** null = all mapped keys. */
  readonly keys: readonly string[] | null;
  /** Its audience takes nobody without a value, and others are sent none (meta-api.md 6.3). */
  readonly isValueBased: boolean;
}

/** What the engine's thread must store of a part. Everything in it can cross to another thread without a copy of the chunk. */
export type IngestPart = Omit<ReadPart, 'runId' | 'horizonMs'>;

export interface IngestPorts {
  now(): number;
  /** The longest that a person waits for company, in milliseconds; may change while the source is read. */
  flushMs(): number;
  /** Resolves after `ms` or when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Hands a part over; waits while the engine is behind. */
  emit(part: IngestPart): Promise<void>;
}

export interface IngestPlan {
  readonly runId: number;
  readonly mapping: readonly ColumnMapping[];
  readonly steps: readonly IngestStep[];
  readonly workspaceKey: Buffer;
  readonly from: ReadPosition;
  /** Number of chunks that the run has. */
  readonly firstSeq: number;
  readonly isResumable: boolean;
}

/** Masks of the keys that each step matches; a value goes along to value-based audiences, whatever keys were chosen, and to no other. */
export function stepMasks(
  steps: readonly Pick<IngestStep, 'keys' | 'isValueBased'>[],
  mapping: readonly ColumnMapping[],
): readonly number[] {
  const mapped = mappedKeys(mapping).filter((key) => key !== 'LOOKALIKE_VALUE');
  return steps.map(({ keys, isValueBased }) =>
    maskOf([
      ...(keys === null ? mapped : mapped.filter((key) => keys.includes(key))),
      ...(isValueBased ? (['LOOKALIKE_VALUE'] as const) : []),
    ]),
  );
}

/** Meta's keys that a mapping fills; a whole date fills three. */
export function mappedKeys(mapping: readonly { readonly key: string | null }[]): readonly Key[] {
  return mapping.flatMap(({ key }) => {
    if (key === 'DOB') return ['DOBY', 'DOBM', 'DOBD'] satisfies Key[];
    return key !== null && isKey(key) ? [key] : [];
  });
}

/**
 * Reads a source to its end: rows become people, people become sealed chunks of at most 10,000 entries. A chunk is handed over when
 * it is full, at the end, or when `flushMs` have passed since its first row.
 */
export async function ingest(
  blocks: AsyncIterable<RowBlock>,
  builder: PartBuilder,
  plan: IngestPlan,
  ports: IngestPorts,
): Promise<void> {
  let seq = plan.firstSeq;
  let position = plan.from;
  let bytesRead = 0;
  let firstRowAt = 0;

  async function flush(): Promise<void> {
    const built = builder.take();
    await ports.emit(sealPart(built, plan, seq, position, bytesRead));
    if (built.chunk) seq += 1;
  }

  const iterator = blocks[Symbol.asyncIterator]();
  for (let next = iterator.next(); ; next = iterator.next()) {
    while (!builder.isEmpty && !(await arrivesIn(next, firstRowAt + ports.flushMs() - ports.now(), ports)))
      await flush();
    const { done, value: block } = await next;
    if (done) break;
    const items = itemsOf(block);
    for (let index = position.skip; index < items.length; index += 1) {
      if (builder.isEmpty) firstRowAt = ports.now();
      const item = items[index];
      if (!item) break;
      if ('cells' in item) builder.addRow(item.cells, item.line);
      else builder.addUnreadable(item.line, item.code);
      if (builder.isFull) {
        position = { block: position.block, skip: index + 1 };
        await flush();
      }
    }
    position = { block: block.position, skip: 0 };
    bytesRead = block.bytes;
  }
  if (!builder.isEmpty) await flush();
}

/** Whether the next block is there before `ms` have passed. */
async function arrivesIn(next: Promise<unknown>, ms: number, ports: IngestPorts): Promise<boolean> {
  if (ms <= 0) return Promise.race([next.then(() => true), Promise.resolve(false)]);
  const waiting = new AbortController();
  const late = ports.sleep(ms, waiting.signal).then(() => false);
  try {
    return await Promise.race([next.then(() => true), late]);
  } finally {
    waiting.abort();
  }
}

type Item = RowBlock['rows'][number] | RowBlock['unreadable'][number];

/** Rows and unreadable lines of a block in the order of the source. */
export function itemsOf(block: RowBlock): readonly Item[] {
  if (block.unreadable.length === 0) return block.rows;
  return [...block.rows, ...block.unreadable].toSorted((a, b) => a.line - b.line);
}

function sealPart(
  built: BuiltPart,
  plan: IngestPlan,
  seq: number,
  position: ReadPosition,
  bytesRead: number,
): IngestPart {
  const { chunk } = built;
  const matchKeys = stepMasks(plan.steps, plan.mapping).map((mask) => keysOf(mask));
  return {
    position: plan.isResumable ? JSON.stringify(position) : null,
    bytesRead,
    rows: built.rows,
    problems: built.problems,
    problemCounts: built.problemCounts,
    notSynced: plan.steps.map(({ stepId }, index) => ({ stepId, people: built.notSynced[index] ?? 0 })),
    chunk: chunk && {
      seq,
      people: chunk.people,
      entries: chunk.data.masks.length,
      firstLine: chunk.firstLine,
      lastLine: chunk.lastLine,
      sealed: seal(plan.workspaceKey, chunkPlace(plan.runId, seq), encodeChunk(chunk.data)),
      batches: plan.steps.flatMap(({ stepId, action }, index) =>
        (chunk.shares[index]?.batches ?? []).map((share) => ({
          stepId,
          operation: action,
          matchKeys: matchKeys[index] ?? [],
          ...share,
        })),
      ),
    },
  };
}
