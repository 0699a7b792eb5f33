import { z } from 'zod';

import { ACTIVITY_NOUNS, type ActivityKind } from './activity-kinds.ts';

const Id = z.number().int().positive();

/** A part of a log: its newest lines, those before one, or the first ones after one. */
const Place = {
  beforeId: Id.optional(),
  afterId: z.number().int().nonnegative().optional(),
  limit: z.number().int().min(1).max(2_000).default(500),
};

export const ActivityOrder = z.object({
  /** First part of the kinds that are wanted. */
  noun: z.enum(ACTIVITY_NOUNS).optional(),
  jobId: Id.optional(),
  workspaceId: Id.optional(),
  ...Place,
});

/** Something that was done, by whom and to what. */
export interface Activity {
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  /** `user` = somebody on this computer, `muster` = Muster by itself. */
  readonly actor: 'user' | 'muster';
  readonly kind: ActivityKind;
  readonly workspaceId: number | null;
  readonly jobId: number | null;
  readonly runId: number | null;
  /** What its sentence needs. `job` is the name that the job had then. */
  readonly facts: Readonly<Record<string, string | number>>;
}

export interface ActivityPage {
  /** All that match, however long ago. */
  readonly total: number;
  /** Newest first. */
  readonly rows: readonly Activity[];
}

export const EgressOrder = z.object({
  /** Part of the host, the path or the audience. */
  search: z.string().max(200).default(''),
  /** Only uploads of people: requests with entries. */
  isUpload: z.boolean().default(false),
  ...Place,
});

/** One request that left this computer. */
export interface Egress {
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** Meta's id of the audience of an upload. */
  readonly audience: string | null;
  /** Keys of an upload. */
  readonly keys: readonly string[];
  readonly entries: number;
  readonly bytes: number;
}

export interface EgressPage {
  /** Over all that match, however long ago. */
  readonly total: { readonly requests: number; readonly entries: number; readonly bytes: number };
  /** Newest first. */
  readonly rows: readonly Egress[];
}

/** Lines of CSV, oldest last, to be put behind one another. The first part begins with the names of the columns. */
export interface CsvPart {
  readonly text: string;
  /** `beforeId` of the next part; null = this was the last. */
  readonly nextId: number | null;
}
