import type { BatchRow, ErroredReason, Settlement } from './batches.ts';

export type Reasons = Readonly<Partial<Record<ErroredReason, number>>>;

/**
 * What a batch remembers of its Errored people, as the columns `errored_reasons` and `invalid_lines`. Its own, because counts are kept a
 * step and problems a run only, up to a number and for a time.
 */
export function erroredColumns({ errored, problems }: Settlement): readonly [string | null, string | null] {
  const some = Object.entries(errored).filter(([, people]) => people > 0);
  const lines = problems.filter(({ code }) => code === 'invalid').map(({ line }) => line);
  return [
    some.length === 0 ? null : JSON.stringify(Object.fromEntries(some)),
    lines.length === 0 ? null : JSON.stringify(lines),
  ];
}

/** Errored people of a batch by reason. */
export function reasonsOf({ errored_reasons: reasons }: Pick<BatchRow, 'errored_reasons'>): Reasons {
  return JSON.parse(reasons ?? '{}') as Reasons;
}

/** Source lines of the people that Meta named as invalid. */
export function invalidLinesOf({ invalid_lines: lines }: Pick<BatchRow, 'invalid_lines'>): ReadonlySet<number> {
  return new Set(JSON.parse(lines ?? '[]') as number[]);
}
