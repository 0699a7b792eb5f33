import type { BatchRow } from './batches.ts';
import type { ReadDb } from './open.ts';

/** Which people are looked through: those of one job, or of all jobs of its client. */
export interface PeopleScope {
  readonly jobId: number;
  readonly isEveryJob: boolean;
}

export interface SearchedChunk {
  readonly id: number;
  readonly run_id: number;
  readonly job_id: number;
  readonly workspace_id: number;
  readonly job_name: string;
  readonly run_number: number;
  readonly started_at: number;
  readonly seq: number;
  readonly people: number;
  /** null = its people are not stored any more. */
  readonly sealed: Buffer | null;
}

const IN_SCOPE = `j.deleted_at is null and case when @isEveryJob then j.workspace_id = (select workspace_id from job where id = @jobId)
    else j.id = @jobId end`;

/** The newest chunk of a scope, or the one before another. */
export function chunkBefore(db: ReadDb, scope: PeopleScope, beforeId: number | null): SearchedChunk | undefined {
  return db
    .prepare<[object], SearchedChunk>(
      `select c.id, c.run_id, r.job_id, j.workspace_id, j.name as job_name, r.number as run_number, r.started_at, c.seq, c.people, d.sealed
       from chunk c join run r on r.id = c.run_id join job j on j.id = r.job_id left join chunk_data d on d.chunk_id = c.id
       where ${IN_SCOPE} and (@beforeId is null or c.id < @beforeId) order by c.id desc limit 1`,
    )
    .get({ jobId: scope.jobId, isEveryJob: scope.isEveryJob ? 1 : 0, beforeId });
}

/** All chunks of a scope. */
export function countChunks(db: ReadDb, scope: PeopleScope): number {
  return (
    db
      .prepare<[object], { n: number }>(
        `select count(*) as n from chunk c join run r on r.id = c.run_id join job j on j.id = r.job_id where ${IN_SCOPE}`,
      )
      .get({ jobId: scope.jobId, isEveryJob: scope.isEveryJob ? 1 : 0 })?.n ?? 0
  );
}

/** Countries by which phone numbers of a scope were completed. */
export function countriesIn(db: ReadDb, scope: PeopleScope): readonly string[] {
  return db
    .prepare<[object], { country: string }>(
      `select distinct j.country from job j where j.country is not null and ${IN_SCOPE}`,
    )
    .all({ jobId: scope.jobId, isEveryJob: scope.isEveryJob ? 1 : 0 })
    .map(({ country }) => country);
}

/** Everything that was made of a chunk. Uses index batch_by_chunk. */
export function batchesOfChunk(db: ReadDb, chunkId: number): readonly BatchRow[] {
  return db.prepare<[number], BatchRow>('select * from batch where chunk_id = ? order by id').all(chunkId);
}
