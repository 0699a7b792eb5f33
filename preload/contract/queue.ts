import { z } from 'zod';

const Id = z.number().int().positive();

/** What a pause stops, or a cancel ends. */
export const QueueTarget = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('everything') }),
  z.object({ scope: z.literal('ad_account'), account: z.string().regex(/^act_\d+$/) }),
  z.object({ scope: z.literal('job'), jobId: Id }),
  z.object({ scope: z.literal('step'), stepId: Id }),
]);
export type QueueTarget = z.infer<typeof QueueTarget>;

/** Which Errored people are queued again; all conditions that are given hold at once. */
export const RequeueOrder = z.object({
  jobId: Id.optional(),
  stepId: Id.optional(),
  runId: Id.optional(),
  batchId: Id.optional(),
  reason: z
    .enum(['refused', 'invalid', 'invalid_unnamed', 'horizon', 'cancelled', 'superseded', 'hold_expired'])
    .optional(),
});
export type RequeueOrder = z.infer<typeof RequeueOrder>;

/** What came of a requeue, in people. */
export interface Requeued {
  readonly people: number;
  /** Errored people who stay so, because their hashed values have been deleted by now (retention). */
  readonly gone: number;
}

/** The user stopped this; with a reason, Muster did since the user disconnected the ad account. */
export type Pause = QueueTarget & { readonly since: number; readonly reason?: 'disconnected' };
