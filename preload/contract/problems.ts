import { z } from 'zod';

/** A part of a run's row problems, in the order in which they were found. */
export const ProblemsOrder = z.object({
  runId: z.number().int().positive(),
  code: z.string().optional(),
  /** Part of the column, the key or the code, or a line. */
  search: z.string().max(200).default(''),
  afterId: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(1000).default(200),
});
