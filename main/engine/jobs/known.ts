import { jobById, type JobRow, stepById, type StepRow } from '../../../db/jobs.ts';
import type { ReadDb } from '../../../db/open.ts';
import { assertKnown } from '../known.ts';

/** A job that was not deleted. Throws NotFoundError. */
export function knownJob(db: ReadDb, jobId: number): JobRow {
  assertKnown(db, { jobId });
  const job = jobById(db, jobId);
  if (!job) throw new Error(`job ${jobId} does not exist`);
  return job;
}

/** A step that its job has, and that job. Throws NotFoundError. */
export function knownStep(db: ReadDb, stepId: number): { readonly step: StepRow; readonly job: JobRow } {
  assertKnown(db, { stepId });
  const step = stepById(db, stepId);
  if (!step) throw new Error(`step ${stepId} does not exist`);
  return { step, job: knownJob(db, step.job_id) };
}

/** Whether a run of the job can read its source again: a standard input and a dropped file are gone when they have been read. */
export function isRepeatable(job: Pick<JobRow, 'source_path'>): boolean {
  return job.source_path !== null;
}
