import { type Chunk, maskOf, type Selection } from '#core/chunk.ts';
import { isKey } from '#core/keys.ts';
import { release } from '#core/release.ts';

import { type ReadyBatch, sealedChunk } from '../../db/batches.ts';
import { jobById, stepById } from '../../db/jobs.ts';
import type { Context } from './context.ts';
import { chunkPlace, decodeChunk, open, SealError } from './vault.ts';

/** A batch's chunk and how its people are selected from it. */
export interface BatchPeople {
  readonly chunk: Chunk;
  readonly selection: Selection;
}

/** Opens the chunk of a batch; null when it is gone or cannot be read. */
export function peopleOf(context: Context, batch: ReadyBatch): BatchPeople | null {
  const { db } = context;
  const stored = sealedChunk(db, batch.chunk_id);
  const step = stepById(db, batch.step_id);
  const job = step && jobById(db, step.job_id);
  if (!stored || !job) return null;
  try {
    const key = context.workspaceKey(job.workspace_id);
    const chunk = decodeChunk(open(key, chunkPlace(batch.run_id, stored.seq), stored.sealed));
    release([stored.sealed]);
    const keys = (JSON.parse(batch.match_keys) as string[]).filter(isKey);
    const withExternId = batch.has_extern_id === 1;
    return { chunk, selection: { stepMask: maskOf(keys), withExternId, members: batch.members } };
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
