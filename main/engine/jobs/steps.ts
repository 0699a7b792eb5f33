import { jobById, stepsOf } from '../../../db/jobs.ts';
import { setChosen } from '../../../db/reachable-accounts.ts';
import { addStep, MOST_STEPS, moveStep, setStepKeys, takeOutStep } from '../../../db/steps.ts';
import { saveAccount } from '../../../db/workspaces.ts';
import type { StepChange, StepMove, StepOrder } from '../../../preload/contract/job-changes.ts';
import type { Context } from '../context.ts';
import { refused } from '../refused.ts';
import { announce } from '../sync.ts';
import { audienceRow } from '../wizard/launch.ts';
import { assertMapped, tellChange } from './change.ts';
import { knownJob, knownStep } from './known.ts';

/** Adds a step from the job's next run on. Throws NotFoundError, and RefusedError where there is no room or the same step is there. */
export async function add(context: Context, order: StepOrder): Promise<{ readonly stepId: number }> {
  const { db } = context;
  const { jobId, account, audience, action, keys, place } = order;
  if (audience.kind === 'new' && audience.name === '') throw refused('job.refused.no_name');
  await assertMapped(context, knownJob(db, jobId), keys);
  const stepId = db
    .transaction(() => {
      const { connection_id: connectionId } = knownJob(db, jobId);
      const steps = stepsOf(db, jobId);
      if (steps.length >= MOST_STEPS) throw refused('job.refused.many_steps', { most: String(MOST_STEPS) });
      saveAccount(db, connectionId, account, null);
      setChosen(db, connectionId, account, true);
      const audienceId = audienceRow(context, connectionId, account, audience);
      if (steps.some((step) => step.audience_id === audienceId && step.action === action)) {
        throw refused('job.refused.same_step');
      }
      const id = addStep(db, { jobId, audienceId, action, keys, place: place ?? steps.length + 1 });
      tellChange(context, jobId);
      return id;
    })
    .immediate();
  context.emit({ event: 'connections.changed' });
  await announce(context, jobId);
  return { stepId };
}

/** Other keys to match from the next run on. Throws NotFoundError and RefusedError. */
export async function changeKeys(
  context: Context,
  { stepId, keys }: StepChange,
): Promise<{ readonly changed: boolean }> {
  const { db } = context;
  const { job } = knownStep(db, stepId);
  await assertMapped(context, job, keys);
  db.transaction(() => {
    setStepKeys(db, stepId, keys);
    tellChange(context, job.id);
  }).immediate();
  await announce(context, job.id);
  return { changed: true };
}

/** Moves a step within its job. False when it is there already. Throws NotFoundError. */
export function move(context: Context, { stepId, place }: StepMove): { readonly changed: boolean } {
  const { db } = context;
  const changed = db
    .transaction(() => {
      const { step, job } = knownStep(db, stepId);
      const to = Math.min(place, stepsOf(db, job.id).length);
      if (step.position === to) return false;
      moveStep(db, step, to);
      tellChange(context, job.id);
      return true;
    })
    .immediate();
  if (changed) context.emit({ event: 'jobs.changed' });
  return { changed };
}

/** Takes a step out of its job; who entered it is still sent. False when it was out. Throws NotFoundError and RefusedError. */
export function remove(context: Context, stepId: number): { readonly changed: boolean } {
  const { db } = context;
  const changed = db
    .transaction(() => {
      const { step, job } = knownStep(db, stepId);
      const steps = stepsOf(db, job.id);
      if (!steps.some(({ id }) => id === stepId)) return false;
      if (steps.length === 1) throw refused('job.refused.last_step', { name: jobById(db, job.id)?.name ?? '' });
      takeOutStep(db, step);
      tellChange(context, job.id);
      return true;
    })
    .immediate();
  if (changed) context.emit({ event: 'jobs.changed' });
  return { changed };
}
