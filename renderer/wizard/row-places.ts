import type { PreviewCell, PreviewRow } from '../../preload/contract/sources.ts';

/** One place of the first entry: what goes there, and what it comes from. For the screen only. */
interface Place {
  /** 0-based. */
  readonly index: number;
  readonly key: string;
  readonly raw: string | null;
  readonly normalized: string | null;
  /** What leaves this computer. */
  readonly sent: string;
}

const DATE_KEYS = ['DOBY', 'DOBM', 'DOBD'];
const SHA256 = /^[0-9a-f]{64}$/;

/** Each place of a row's first entry with the cell that fills it. */
export function placesOf({ schema, entries: [first = []], normalized, cells }: PreviewRow): readonly Place[] {
  return schema.map((key, index) => {
    const before = normalized[index] ?? null;
    const candidates = cells.filter((cell) => isFor(cell, key));
    const cell =
      candidates.find((one) => one.normalized === before) ?? candidates.find((one) => one.normalized !== null);
    return { index, key, raw: cell?.raw ?? null, normalized: before, sent: first[index] ?? '' };
  });
}

/** Mapped cells that hold something of which nothing is sent. */
export function droppedCells({ cells }: PreviewRow): readonly PreviewCell[] {
  return cells.filter(({ key, action, raw }) => key !== null && action === 'drop' && raw.trim() !== '');
}

/** Whether a value is a hash; others are sent as they are. */
export function isHash(value: string): boolean {
  return SHA256.test(value);
}

/** Head and tail of a hash; other values whole. */
export function shortened(value: string): string {
  return isHash(value) ? `${value.slice(0, 8)}…${value.slice(-4)}` : value;
}

/** The body of a request with this row alone, as the uploader writes it. The session is new for every try. */
export function requestBody({ schema, entries }: PreviewRow): {
  readonly session: Readonly<Record<string, number | boolean>>;
  readonly payload: { readonly schema: readonly string[]; readonly data: readonly (readonly string[])[] };
} {
  return {
    session: { session_id: 1, batch_seq: 1, last_batch_flag: true, estimated_num_total: entries.length },
    payload: { schema, data: entries },
  };
}

function isFor({ key }: PreviewCell, wanted: string): boolean {
  return key === wanted || (key === 'DOB' && DATE_KEYS.includes(wanted));
}
