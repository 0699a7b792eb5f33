import { z } from 'zod';

export const BatchRef = z.object({ batchId: z.number().int().positive() });

/** What Meta last told of how much is used up, per cent. */
interface Usage {
  readonly percent: number;
  /** Epoch ms. */
  readonly at: number;
}

/** The request of a batch as it leaves; its token is never told. */
export interface RequestFacts {
  readonly method: 'POST' | 'DELETE';
  /** null = of a sandbox that does not run. */
  readonly host: string | null;
  /** null = its audience is still to be made. */
  readonly path: string | null;
  /** Signed with the secret of its app. */
  readonly hasProof: boolean;
  readonly account: string;
  readonly schema: readonly string[];
  readonly entries: number;
  readonly tier: 'full' | 'limited' | 'unknown';
  /** By the header that told it: the ad account's score, its calls, the app's calls. */
  readonly usage: Readonly<Record<'score' | 'calls' | 'app', Usage | null>>;
}

/** The first rows of a batch, shortened, so that nobody can be found by them. */
export interface RequestRows {
  /** false = its people are not stored any more. */
  readonly isStored: boolean;
  readonly keys: readonly string[];
  readonly rows: readonly {
    readonly line: number;
    /** The first characters of a digest; empty = this person has none; null = a value that is sent as it is, and is not shown. */
    readonly cells: readonly (string | null)[];
  }[];
}
