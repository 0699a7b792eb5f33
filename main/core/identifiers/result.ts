import type { ProblemCode } from './problems.ts';

/** What becomes of one cell: hashed, sent hashed as it came, sent plain, or left out. */
export type Normalised =
  | {
      readonly action: 'hash' | 'passthrough' | 'as_is';
      readonly value: string;
      /** A warning only; the value is sent. */
      readonly problem?: ProblemCode;
    }
  | { readonly action: 'drop'; readonly problem: ProblemCode };

export function hash(value: string): Normalised {
  return { action: 'hash', value };
}

export function asIs(value: string): Normalised {
  return { action: 'as_is', value };
}

export function drop(problem: ProblemCode): Normalised {
  return { action: 'drop', problem };
}
