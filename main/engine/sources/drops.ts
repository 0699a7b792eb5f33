import { randomBytes } from 'node:crypto';
import { finished, PassThrough, type Readable } from 'node:stream';

import type { DropState } from '../../../preload/contract/sources.ts';
import { text } from '../../../preload/messages/text.ts';
import { NotFoundError } from '../known.ts';
import type { Clock } from '../ports.ts';
import { ReadFault } from '../reader.ts';

/** The beginning of a dropped file, for previews. */
interface DropHead {
  readonly name: string;
  /** Of the whole file. */
  readonly bytes: number;
  readonly head: Buffer;
}

/** Files that were dropped on a window. They are in memory only: their beginnings for previews, then part after part for one run. */
export interface Drops {
  begin(drop: DropHead): { readonly dropId: string };
  /**
   * The next part of a file; the first one begins at the file's first byte. Resolves when the run has taken it up: until the drop is
   * launched nobody does. Rejects with NotFoundError for a drop that is unknown, and with ReadFault for a part out of turn, which ends its run.
   */
  write(part: {
    readonly dropId: string;
    readonly seq: number;
    readonly data: Buffer;
    readonly isLast: boolean;
  }): Promise<DropState>;
  /** What was begun with, up to its last whole line. Throws NotFoundError for a drop that is unknown or has been launched. */
  head(dropId: string): DropHead;
  /** It can be previewed, and launched. */
  isKnown(dropId: string): boolean;
  /**
   * Gives a drop to its one run: from now on the page sends its bytes, and a minute without a part ends the stream with ReadFault
   * `cut_short`. Null when it is unknown or was taken before. Whoever takes it must read the stream or destroy it.
   */
  take(dropId: string): { readonly stream: Readable; readonly name: string } | null;
}

/** Drops that were not launched (yet); each holds a megabyte. */
const MOST_WAITING = 5;
/** A page that sends nothing for so long has gone away. */
const LONGEST_SILENCE_MS = 60_000;
/** Bytes of parts that wait for the reader. */
const MOST_UNREAD = 1024 * 1024;

interface Drop {
  readonly name: string;
  readonly bytes: number;
  /** Null once it is launched: nobody looks at it any more. */
  head: Buffer | null;
  readonly stream: PassThrough;
  /** Number of the part that must come next. */
  next: number;
  /** Parts that wait for the reader: as long as there is one, the page's silence is ours. */
  unanswered: number;
  /** The last part is here. */
  isWhole: boolean;
  /** Ends the watch for a page that has gone away. */
  heard: AbortController;
}

/** When the signal fires all drops are forgotten, and streams of them end. */
export function createDrops(clock: Clock, signal: AbortSignal): Drops {
  // In the order of their beginnings.
  const drops = new Map<string, Drop>();

  function found(dropId: string): Drop {
    const drop = drops.get(dropId);
    if (!drop) throw new NotFoundError(text('source.dropGone'));
    return drop;
  }

  function forget(dropId: string, drop: Drop, error?: Error): void {
    drops.delete(dropId);
    drop.heard.abort();
    drop.stream.destroy(error);
  }

  function fault(code: string, drop: Drop): ReadFault {
    const remedy = text('source.dropAgain');
    return new ReadFault(code, `${text('source.dropCut', { name: drop.name })} ${remedy}`, remedy);
  }

  /** Waits for the next part of a launched drop. */
  async function watch(dropId: string, drop: Drop): Promise<void> {
    if (drop.head !== null || drop.unanswered > 0) return;
    const heard = new AbortController();
    drop.heard = heard;
    await clock.sleep(LONGEST_SILENCE_MS, heard.signal);
    if (!heard.signal.aborted) forget(dropId, drop, fault('cut_short', drop));
  }

  signal.addEventListener('abort', () => {
    for (const [id, drop] of drops) forget(id, drop);
  });

  return {
    begin({ name, bytes, head }) {
      const waiting = [...drops].filter(([, drop]) => drop.head !== null);
      for (const [id, drop] of waiting.slice(0, Math.max(0, waiting.length - MOST_WAITING + 1))) forget(id, drop);
      const dropId = randomBytes(12).toString('base64url');
      const stream = new PassThrough({ highWaterMark: MOST_UNREAD });
      // It may be ended before anybody reads it; who reads it hears of the error all the same.
      stream.on('error', () => undefined);
      drops.set(dropId, {
        name,
        bytes,
        head: wholeLines(head, bytes),
        stream,
        next: 0,
        unanswered: 0,
        isWhole: false,
        heard: new AbortController(),
      });
      return { dropId };
    },
    async write({ dropId, seq, data, isLast }) {
      const drop = found(dropId);
      drop.heard.abort();
      if (seq !== drop.next) {
        const error = fault('out_of_turn', drop);
        forget(dropId, drop, error);
        throw error;
      }
      drop.next += 1;
      drop.unanswered += 1;
      const { stream } = drop;
      const hasRoom = data.length === 0 || stream.destroyed || stream.write(data);
      drop.isWhole = isLast;
      if (isLast) stream.end();
      if (!hasRoom) await drained(stream);
      drop.unanswered -= 1;
      const isWanted = !stream.destroyed || stream.readableEnded;
      if ((isLast && drop.head === null) || !isWanted) drops.delete(dropId);
      else void watch(dropId, drop);
      return { isWanted };
    },
    head(dropId) {
      const { name, bytes, head } = found(dropId);
      if (head === null) throw new NotFoundError(text('source.dropGone'));
      return { name, bytes, head };
    },
    isKnown: (dropId) => (drops.get(dropId)?.head ?? null) !== null,
    take(dropId) {
      const drop = drops.get(dropId);
      if (!drop || drop.head === null) return null;
      drop.head = null;
      if (drop.isWhole) drops.delete(dropId);
      else void watch(dropId, drop);
      return { stream: drop.stream, name: drop.name };
    },
  };
}

/** The first bytes of a file up to the last line of which the end is there. */
function wholeLines(head: Buffer, bytes: number): Buffer {
  if (head.length >= bytes) return head;
  const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('\r')) + 1;
  if (end === 0) return head;
  // The other half of a line feed in UTF-16, little end first.
  const isWide = head.subarray(0, 4).includes(0) || head[0] === 0xff;
  return head.subarray(0, isWide ? end + (end % 2) : end);
}

/** Resolves when there is room again, or nobody reads any more. */
function drained(stream: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      stream.off('drain', settle);
      ignore();
      resolve();
    };
    const ignore = finished(stream, { readable: true, writable: false }, settle);
    stream.on('drain', settle);
  });
}
