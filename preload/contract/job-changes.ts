import { z } from 'zod';

import { Schedule } from './schedule.ts';
import { AudienceChoice, DraftSettings, StepChoice } from './wizard.ts';

const Id = z.number().int().positive();

export const JobRef = z.object({ jobId: Id });

/** What is left out stays as it is. Everything holds from the job's next run. */
export const JobChange = z.object({
  jobId: Id,
  name: z.string().trim().min(1).max(200).optional(),
  /** Another file; it was picked before. */
  sourceId: Id.optional(),
  overrides: DraftSettings.shape.overrides.unwrap().optional(),
  /** null = none. */
  country: DraftSettings.shape.country.unwrap().optional(),
  /** The longest that a person waits for company, in ms. */
  flushMs: z.number().int().min(0).max(86_400_000).optional(),
  zeroValue: z.boolean().optional(),
  /** null = only when somebody says so. */
  schedule: Schedule.nullable().optional(),
});
export type JobChange = z.output<typeof JobChange>;

export const StepRef = z.object({ stepId: Id });

const Place = z.number().int().min(1).max(10);

/** A new step of a job; its audience may be one that another step is still to make. */
export const StepOrder = z.object({
  jobId: Id,
  account: z.string().regex(/^act_\d+$/),
  audience: AudienceChoice,
  action: StepChoice.shape.action,
  keys: StepChoice.shape.keys,
  /** 1 = first; left out = last. */
  place: Place.optional(),
});
export type StepOrder = z.output<typeof StepOrder>;

/** null = all mapped keys. */
export const StepChange = z.object({ stepId: Id, keys: z.array(z.string().max(40)).min(1).max(20).nullable() });
export type StepChange = z.output<typeof StepChange>;

export const StepMove = z.object({ stepId: Id, place: Place });
export type StepMove = z.output<typeof StepMove>;

/** A run that was begun, or the one that is under way: a job has one at a time. */
export interface RunBegun {
  readonly runId: number;
  readonly isNew: boolean;
}
