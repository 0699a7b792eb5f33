import { setImmediate } from 'node:timers/promises';

import type { Key } from '#core/keys.ts';

import type { Http } from '../engine/ports.ts';
import { type GraphTarget, prepareCall, type PreparedCall } from './client.ts';
import { guardRows } from './guard.ts';
import { isObject, numberIn, parseJson } from './json.ts';
import type { GraphAnswer } from './outcome.ts';

export interface Upload {
  readonly account: string;
  readonly audienceId: string;
  readonly operation: 'add' | 'remove';
  readonly keys: readonly Key[];
  /** JSON texts of the rows, `[…],[…]`, each row an array of strings, one for each key. */
  readonly pieces: Iterable<Buffer>;
  readonly count: number;
  /** Below 2^53; new for every attempt, because a session silently discards what comes after its last batch (meta-api.md 7.3). */
  readonly sessionId: number;
}

/**
 * Prepares the upload or removal of up to 10,000 rows in a session of its own. Always an array schema with array rows: an audience
 * keeps the form of its first upload for ever (error 2650). Rejects with GuardError when a value is not fit to leave.
 */
export async function prepareUpload(http: Http, target: GraphTarget, upload: Upload): Promise<PreparedCall> {
  const session = {
    session_id: upload.sessionId,
    batch_seq: 1,
    last_batch_flag: true,
    estimated_num_total: upload.count,
  };
  const head = `{"session":${JSON.stringify(session)},"payload":{"schema":${JSON.stringify(upload.keys)},"data":`;
  const body: Buffer[] = [Buffer.from(head)];
  for (const piece of upload.pieces) {
    // Four megabytes at a stretch would hold up the window.
    if (body.length > 1) await setImmediate();
    guardRows(upload.keys, piece);
    body.push(Buffer.from(body.length === 1 ? '[' : ','), piece);
  }
  body.push(Buffer.from(']}}'));
  return prepareCall(http, target, {
    method: upload.operation === 'add' ? 'POST' : 'DELETE',
    path: `${upload.audienceId}/users`,
    account: upload.account,
    body,
  });
}

/** What Meta says of an upload that it took (meta-api.md 7.4). Counts are of entries, not of people. */
export interface Receipt {
  readonly received: number;
  readonly invalid: number;
  /** Rows named as invalid, each as the canonical JSON text of `rowText`, with Meta's reason. */
  readonly samples: ReadonlyMap<string, string>;
}

/** One text for one row, however Meta spaced or escaped the JSON it quotes. */
export function rowText(row: readonly unknown[]): string {
  return JSON.stringify(row);
}

/**
 * The receipt in an error-free answer; null when it does not hold one, or tells of fewer entries than were sent: then nobody knows
 * what was taken, and it is sent again.
 */
export function receiptIn(answer: GraphAnswer & { readonly ok: true }, sent: number): Receipt | null {
  const received = numberIn(answer.body['num_received']);
  const invalid = numberIn(answer.body['num_invalid_entries']);
  if (received === null || invalid === null || received < sent || invalid < 0) return null;
  return { received, invalid, samples: samplesIn(answer.body['invalid_entry_samples']) };
}

/** Recorded as an object from the row's JSON text to a reason; older documents speak of an array (meta-api.md 7.4). */
function samplesIn(samples: unknown): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  const note = (row: unknown, reason: unknown): void => {
    const value = typeof row === 'string' ? parsedRow(row) : row;
    if (Array.isArray(value)) named.set(rowText(value), typeof reason === 'string' ? reason : '');
  };
  if (Array.isArray(samples)) for (const sample of samples as unknown[]) note(sample, '');
  else if (isObject(samples)) for (const [row, reason] of Object.entries(samples)) note(row, reason);
  return named;
}

function parsedRow(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
