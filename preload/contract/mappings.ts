import { z } from 'zod';

/** A list of this client with these or similar columns was mapped before, and a person had changed what was guessed. */
export interface SavedMapping {
  /** Epoch ms. */
  readonly savedAt: number;
  /** The columns of that list; `mappings.forget` takes them. */
  readonly columns: readonly string[];
  /** What was said about them, for the columns of this list: `#3=KEY`. */
  readonly overrides: readonly string[];
  readonly country: string | null;
  /** Columns that only this list, or only that one, has; both empty = the same columns. */
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

export const MappingRef = z.object({
  /** One of the client's. */
  connectionId: z.number().int().positive(),
  columns: z.array(z.string().max(1_000)).max(1_000),
});
