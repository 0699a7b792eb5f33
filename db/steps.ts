import { type Action, type StepRow, stepsOf } from './jobs.ts';
import type { Db } from './open.ts';

/** More steps than this no job may have; places from TAKEN_OUT on are of steps that left their job, whose people and figures stay. */
export const MOST_STEPS = 10;
const TAKEN_OUT = 1_000;
/** Steps of a deleted job are moved so far up, and back when it is restored. */
const DELETED = 1_000_000;

/** Adds a step at a place of a job (1 = first); the later ones move on. Call inside a transaction. */
export function addStep(
  db: Db,
  step: {
    readonly jobId: number;
    readonly audienceId: number;
    readonly action: Action;
    readonly keys: readonly string[] | null;
    readonly place: number;
  },
): number {
  const ids = stepsOf(db, step.jobId).map(({ id }) => id);
  const { lastInsertRowid } = db
    .prepare('insert into step (job_id, position, audience_id, action, keys) values (?, ?, ?, ?, ?)')
    .run(step.jobId, MOST_STEPS + ids.length + 1, step.audienceId, step.action, step.keys && JSON.stringify(step.keys));
  const id = Number(lastInsertRowid);
  order(db, ids.toSpliced(step.place - 1, 0, id));
  return id;
}

/** Moves a step to another place of its job. Call inside a transaction. */
export function moveStep(db: Db, { id, job_id: jobId }: StepRow, place: number): void {
  const others = stepsOf(db, jobId).flatMap((step) => (step.id === id ? [] : [step.id]));
  order(db, others.toSpliced(place - 1, 0, id));
}

/** Takes a step out of its job; who entered it is still sent. Call inside a transaction. */
export function takeOutStep(db: Db, { id, job_id: jobId }: StepRow): void {
  db.prepare('update step set position = ? where id = ?').run(TAKEN_OUT + id, id);
  order(
    db,
    stepsOf(db, jobId).map((step) => step.id),
  );
}

/** Keys to match from the next run on; null = all that are mapped. */
export function setStepKeys(db: Db, id: number, keys: readonly string[] | null): void {
  db.prepare('update step set keys = ? where id = ?').run(keys && JSON.stringify(keys), id);
}

/** Takes the steps of a deleted job out of all that looks at steps at work. */
export function hideSteps(db: Db, jobId: number): void {
  db.prepare('update step set position = position + ? where job_id = ?').run(DELETED, jobId);
}

/** Undoes hideSteps. */
export function showSteps(db: Db, jobId: number): void {
  db.prepare('update step set position = position - ? where job_id = ?').run(DELETED, jobId);
}

/** No two steps of a job may ever be at one place, so they make room first. */
function order(db: Db, ids: readonly number[]): void {
  const place = db.prepare('update step set position = ? where id = ?');
  for (const shift of [TAKEN_OUT / 2, 0]) for (const [index, id] of ids.entries()) place.run(shift + index + 1, id);
}
