import type { z } from 'zod';

import { sourceById } from '../../../db/jobs.ts';
import type {
  Preview,
  PreviewOrder,
  PreviewRow,
  Reading,
  RowOrder,
  SourceRef,
} from '../../../preload/contract/sources.ts';
import { text } from '../../../preload/messages/text.ts';
import { isArchive } from '../../sources/binary.ts';
import type { Context } from '../context.ts';
import type { ReaderMessage, ReaderOrder } from '../ingest-worker.ts';
import { lookAt } from '../inspect.ts';
import { NotFoundError } from '../known.ts';
import { ReadFault } from '../reader.ts';
import { savedFor } from './saved-mappings.ts';

/** Where the first rows of a source are. */
export type Place =
  | { readonly kind: 'file'; readonly path: string; readonly name: string }
  | { readonly kind: 'drop'; readonly name: string; readonly bytes: number; readonly head: Buffer };

/** Throws NotFoundError for a source that is not known (any more), or that is no file. */
export function placeOf({ db, drops }: Context, source: SourceRef): Place {
  if (source.kind === 'drop') return { kind: 'drop', ...drops.head(source.dropId) };
  const row = sourceById(db, source.sourceId);
  if (row === undefined || row.path === null) throw new NotFoundError(text('source.gone'));
  return { kind: 'file', path: row.path, name: row.name };
}

/** Where things are in a workbook stands at its end, which a page sends only when the list is read. */
function assertTold({ name, bytes, head }: Extract<Place, { readonly kind: 'drop' }>): void {
  if (head.length >= bytes || !isArchive(head)) return;
  const remedy = text('source.dropBook.remedy');
  throw new ReadFault('too_large', `${text('source.dropBook', { name })} ${remedy}`, remedy);
}

/** A drive that is gone would hold up all that are asked for after it. */
const LONGEST_LOOK_MS = 30_000;

/** Looks at the first rows of sources. One at a time, so that answers come in the order of the calls. */
export interface Previews {
  /** Throws NotFoundError and ReadFault; a source without any usable column is shown all the same. */
  preview(order: PreviewOrder): Promise<Preview>;
  row(order: z.output<typeof RowOrder>): Promise<PreviewRow>;
}

export function createPreviews(context: Context): Previews {
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  async function run<K extends 'previewed' | 'row'>(
    kind: K,
    { sheet, overrides, country }: Reading,
    place: Place,
    task: ReaderOrder['task'],
  ): Promise<Extract<ReaderMessage, { readonly kind: K }>> {
    if (place.kind === 'drop') assertTold(place);
    const from = place.kind === 'file' ? { path: place.path } : { path: null, head: place.head };
    const look = { ...from, name: place.name, sheet, overrides, country };
    let found: Extract<ReaderMessage, { readonly kind: K }> | null = null;
    const ended = new AbortController();
    const signal = AbortSignal.any([context.signal, ended.signal]);
    const reading = context.readers.run(lookAt(context, look, task), null, signal, (message) => {
      if (message.kind === kind) found = message as Extract<ReaderMessage, { readonly kind: K }>;
      return true;
    });
    const late = context.ports.clock.sleep(LONGEST_LOOK_MS, signal).then(() => signal.aborted);
    try {
      // Not even the end of the thread is waited for: a dead drive keeps it.
      const isInTime = await Promise.race([reading.then(() => true), late]);
      if (!isInTime) {
        const remedy = text('source.slow.remedy');
        throw new ReadFault('slow', `${text('source.slow', { name: place.name })} ${remedy}`, remedy);
      }
    } finally {
      ended.abort();
      reading.catch(() => undefined);
    }
    if (found === null) throw new Error('the reader ended without a result');
    return found;
  }

  return {
    preview: ({ connectionId, ...reading }) =>
      inTurn(async () => {
        const place = placeOf(context, reading.source);
        const { preview } = await run('previewed', reading, place, { kind: 'preview' });
        const { size, mtimeMs, problems, ...rest } = preview;
        const columns = rest.columns.map(({ column }) => column);
        return {
          ...rest,
          saved: rest.hasHeader ? savedFor(context, connectionId, columns) : null,
          name: place.name,
          bytes: place.kind === 'drop' ? place.bytes : size,
          modifiedAt: mtimeMs,
          problems: problems.map((problem) => ({ ...problem, lastLine: null })),
        };
      }),
    row: ({ row, keys, isValueBased, zeroValue, ...reading }) =>
      inTurn(async () => {
        const task = { kind: 'row', row, keys, isValueBased, zeroValue } as const;
        return (await run('row', reading, placeOf(context, reading.source), task)).row;
      }),
  };
}
