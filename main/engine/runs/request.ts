import { digestCount, DIGEST_BYTES, isSelected, sliceChunk } from '#core/chunk.ts';
import { HASHED_KEYS } from '#core/keys.ts';

import { batchById, type ReadyBatch } from '../../../db/batches.ts';
import { stepById } from '../../../db/jobs.ts';
import { figuresOf } from '../../../db/quota.ts';
import { connectionById, listAccounts } from '../../../db/workspaces.ts';
import type { RequestFacts, RequestRows } from '../../../preload/contract/requests.ts';
import { API_VERSION } from '../../facebook/client.ts';
import { type BatchPeople, peopleOf } from '../batch-people.ts';
import type { Context } from '../context.ts';
import { assertKnown } from '../known.ts';
import { closeChunk } from '../vault.ts';

const SHOWN_ROWS = 5;
/** Of 64: enough to compare with one's own digest, too few to find somebody by. */
const SHOWN_CHARACTERS = 8;

/** The request of a batch as it leaves, without its token. Throws NotFoundError. */
export function requestOf(context: Context, batchId: number): RequestFacts {
  const { db, ports } = context;
  const batch = known(context, batchId);
  const step = stepById(db, batch.step_id);
  const connection = connectionById(db, batch.connection_id);
  const root = connection?.graph_url ?? ports.sandbox?.graphUrl ?? null;
  const audienceId = step?.facebook_id ?? null;
  const { connection_id: connectionId, account } = batch;
  const one = listAccounts(db).find((row) => row.connection_id === connectionId && row.account === account);
  return {
    method: batch.operation === 'add' ? 'POST' : 'DELETE',
    host: root === null ? null : new URL(root).host,
    path: audienceId === null ? null : `/${API_VERSION}/${audienceId}/users`,
    hasProof: connection?.sealed_secret != null,
    account,
    schema: JSON.parse(batch.keys) as string[],
    entries: batch.entries,
    tier: one?.tier ?? 'unknown',
    usage: figuresOf(db, connectionId, account, ports.clock.now()),
  };
}

/** The first rows of a batch from its sealed chunk, shortened. Throws NotFoundError. */
export function rowsOf(context: Context, batchId: number): RequestRows {
  const people = peopleOf(context, known(context, batchId));
  if (!people) return { isStored: false, keys: [], rows: [] };
  const { keys, rows, personOf, lines } = firstRows(people);
  const shown = rows.map((row, place) => ({
    line: lines[personOf[place] ?? 0] ?? 0,
    cells: row.map((cell, at) => {
      const key = keys[at];
      if (cell === '' || (key && HASHED_KEYS.has(key))) return cell.slice(0, SHOWN_CHARACTERS);
      return null;
    }),
  }));
  closeChunk(people.chunk);
  return { isStored: true, keys, rows: shown };
}

function known({ db }: Context, batchId: number): ReadyBatch {
  assertKnown(db, { batchId });
  const batch = batchById(db, batchId);
  if (!batch) throw new Error(`batch ${batchId} has no step`);
  return batch;
}

/** Only as much of the chunk becomes text as these rows need. */
function firstRows({ chunk, selection }: BatchPeople): ReturnType<typeof sliceChunk> {
  const members = new Uint8Array(Math.ceil(chunk.masks.length / 8));
  let digests = 0;
  let chosen = 0;
  for (const [entry, mask] of chunk.masks.entries()) {
    if (chosen === SHOWN_ROWS) break;
    digests += digestCount(mask);
    if (!isSelected(selection, entry, mask)) continue;
    members[entry >> 3] = (members[entry >> 3] ?? 0) | (1 << (entry & 7));
    chosen += 1;
  }
  const hex = Buffer.from(chunk.digests.subarray(0, digests * DIGEST_BYTES)).toString('hex');
  return sliceChunk(chunk, hex, { ...selection, members });
}
