import { z } from 'zod';

import type { Action, ErroredReason, PendingReason } from './counters.ts';

const Id = z.number().int().positive();

/** Looks for one person. The value is hashed at once; nothing of it is stored or told in a log. */
export const PersonOrder = z.object({
  /** An e-mail address, a phone number, an external id, a device id, or the SHA-256 of an address or a number. */
  value: z.string().min(1).max(300),
  jobId: Id,
  /** Also in the other jobs of the same client. */
  isEveryJob: z.boolean().default(false),
  /** `nextId` of the answer before; left out = begin with the newest people. */
  beforeId: Id.optional(),
});

/** What became of a person in one step of a run. */
export interface PersonStep {
  readonly stepId: number;
  /** 1-based place in the run. */
  readonly position: number;
  readonly action: Action;
  readonly audience: string;
  /** null = no batch of the step has this person. */
  readonly batchId: number | null;
  /** `unnamed`: Meta took the batch, and counted people of it as invalid without naming them. */
  readonly state: 'synced' | 'pending' | 'errored' | 'not_synced' | 'unnamed';
  /** Of `pending` and `errored`; null = not known. */
  readonly reason: PendingReason | ErroredReason | null;
}

/** One line of a run's source that is this person. */
export interface PersonHit {
  readonly jobId: number;
  readonly job: string;
  readonly runId: number;
  /** 1-based number of the run within its job. */
  readonly run: number;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly line: number;
  /** What they were known by. */
  readonly keys: readonly string[];
  readonly steps: readonly PersonStep[];
}

/** One stretch of the search, newest people first. A search is given up by not asking for the next one. */
export interface PersonPage {
  /** Keys that the value can be; none = it is nothing that Muster can look for. */
  readonly readAs: readonly string[];
  readonly hits: readonly PersonHit[];
  /** Blocks of up to 10,000 entries: looked through in this stretch, and all there are. */
  readonly looked: number;
  readonly of: number;
  /** People of this stretch who are not stored any more, so that nobody can tell. */
  readonly gone: number;
  /** `beforeId` of the next stretch; null = this was the last. */
  readonly nextId: number | null;
}
